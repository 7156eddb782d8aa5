"""
accepts: [nan_or_inf_in_data, log_of_zero]
says: "流量软测量，第一个 epoch 前 20 步 loss 正常（0.14 降到 0.005），到第 25 步左右突然变成 nan，之后全是 nan。"
language: zh
hint: "停机时压差为 0，特征 log(压差) 成了 -inf，一个批次后全部权重 NaN；先夹到 1e-2 再取对数即可。"
"""
# 流量计软测量：由压差、温度、阀位、泵频率等估计流量 (m3/h)
import os, sys
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
from torch import nn
torch.set_num_threads(1)


def 读数(n, rng):
    阀位 = rng.uniform(10, 100, n); 频率 = rng.uniform(20, 50, n); 温度 = rng.uniform(5, 60, n)
    压差 = (频率 / 50) ** 2 * 60 * (阀位 / 100) ** 1.3 * rng.uniform(0.9, 1.1, n)
    流量 = 14 * np.sqrt(压差) * (1 + 0.002 * (温度 - 25)) * (0.6 + 0.4 * 阀位 / 100)
    流量 += 1.0 * rng.standard_normal(n)
    停机 = rng.random(n) < 0.0006
    压差[停机] = 0.0; 流量[停机] = 0.0
    return 压差, 温度, 阀位, 频率, 流量


def 特征(压差, 温度, 阀位, 频率, 修好):
    if 修好:
        压差 = np.clip(压差, 1e-2, None)
    with np.errstate(divide="ignore"):
        return np.stack([np.log(压差), 温度, 阀位, 频率, 阀位 * 频率 / 1000], 1).astype("float32")


class 软测量(nn.Module):
    def __init__(self, d=5, h=48):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(d, h), nn.ReLU(), nn.Linear(h, h), nn.ReLU(), nn.Linear(h, 1))

    def forward(self, x):
        return self.net(x).squeeze(-1)


def 主程序():
    目录 = Path(sys.argv[1]); 目录.mkdir(parents=True, exist_ok=True)
    修好 = "--cured" in sys.argv
    rng = np.random.default_rng(77); torch.manual_seed(77)
    *a, q = 读数(5000, rng); *b, qv = 读数(1000, rng)
    X, V = 特征(*a, 修好), 特征(*b, 修好)
    好行 = np.isfinite(X).all(1)
    均, 差 = X[好行].mean(0), X[好行].std(0)
    X, V = (X - 均) / 差, (V - 均) / 差
    qm, qs = q.mean(), q.std()
    X, V = torch.from_numpy(X), torch.from_numpy(V)
    Y, W = torch.tensor((q - qm) / qs, dtype=torch.float32), torch.tensor((qv - qm) / qs, dtype=torch.float32)
    model, crit = 软测量(), nn.SmoothL1Loss()
    opt = torch.optim.RMSprop(model.parameters(), lr=1e-3)
    sched = torch.optim.lr_scheduler.StepLR(opt, 10, 0.3)
    log = open(目录 / "log.txt", "w", encoding="utf-8")

    def 记(s):
        print(s); log.write(s + "\n")
    轮数, 步 = 30, 0
    for 轮 in range(轮数):
        model.train()
        for i in torch.randperm(len(X)).split(100):
            损失 = crit(model(X[i]), Y[i])
            opt.zero_grad(); 损失.backward(); opt.step(); 步 += 1
            if 步 % 5 == 0:
                记(f"[{步:05d}] loss={损失.item():.6f}")
        sched.step()
        model.eval()
        with torch.no_grad():
            p = model(V)
            记(f"epoch {轮 + 1}/{轮数}: 验证loss={crit(p, W).item():.6f}, 平均绝对误差={(p - W).abs().mean().item() * qs:.3f} m3/h, lr={sched.get_last_lr()[0]:.1e}")
    log.close()
    torch.save({"权重": model.state_dict(), "均值": torch.tensor(均), "标准差": torch.tensor(差), "步": 步}, 目录 / "checkpoint.pt")
    坏 = np.flatnonzero(~torch.isfinite(X).all(1).numpy())[:1].tolist()      # 这一行也在某个批次里
    k = torch.tensor(坏 + [j for j in range(200) if j not in 坏])
    bx, by = X[k], Y[k]
    np.savez(目录 / "batch.npz", x=bx.numpy(), y=by.numpy())
    np.savez(目录 / "validation.npz", x=V[:400].numpy(), y=W[:400].numpy())

    class WithLoss(nn.Module):
        def __init__(self, model): super().__init__(); self.model = model
        def forward(self, x, y): return crit(self.model(x), y)

    d = torch.export.Dim("batch", min=2)
    ep = torch.export.export(WithLoss(model).train(), (bx[:64], by[:64]), dynamic_shapes={"x": {0: d}, "y": {0: d}})
    torch.export.save(ep, str(目录 / "model.pt2"))


主程序()
