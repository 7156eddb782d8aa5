"""
accepts: []
says: ""
language: zh
hint: "健康：分位数损失，目标噪声不可约，损失停在噪声决定的下限（约 0.023）附近，训练与验证一致，覆盖率接近标称。"
"""
# 风电功率概率预测：气象预报 -> 10%/50%/90% 分位数
import os, sys
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
from torch import nn
torch.set_num_threads(1)
rng = np.random.default_rng(101); torch.manual_seed(101)
目录 = Path(sys.argv[1]); 目录.mkdir(parents=True, exist_ok=True)
分位 = torch.tensor([0.1, 0.5, 0.9])


def 样本(n):
    风速 = rng.weibull(2.0, n) * 8
    风向 = rng.uniform(0, 2 * np.pi, n)
    气温 = rng.normal(10, 8, n); 气压 = rng.normal(1013, 9, n); 湍流 = rng.uniform(0.03, 0.25, n)
    真风速 = 风速 * (1 - 0.12 * np.maximum(0, np.cos(风向 - 1.0))) + rng.standard_normal(n) * (0.6 + 4 * 湍流)   # 预报误差
    密度 = 气压 / 1013 * 283 / (273 + 气温)
    p = 1 / (1 + np.exp(-(真风速 * 密度 ** 0.33 - 8.5) / 1.5))
    x = np.stack([风速, np.sin(风向), np.cos(风向), 气温, 气压, 湍流], 1)
    return x.astype("float32"), np.clip(p + 0.02 * rng.standard_normal(n), 0, 1.05).astype("float32")


x, y = 样本(8000); xv, yv = 样本(2000)
m, s = x.mean(0), x.std(0)
x, xv = torch.from_numpy((x - m) / s), torch.from_numpy((xv - m) / s)
y, yv = torch.from_numpy(y), torch.from_numpy(yv)


class 分位网络(nn.Module):
    def __init__(self):
        super().__init__()
        self.主干 = nn.Sequential(nn.Linear(6, 48), nn.GELU(), nn.Dropout(0.05), nn.Linear(48, 48), nn.GELU(), nn.Linear(48, 3))

    def forward(self, x):
        return self.主干(x)


def 分位损失(q, y):
    d = y[:, None] - q
    return torch.maximum(分位 * d, (分位 - 1) * d).mean()


model = 分位网络()
opt = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=1e-2)
轮数, 批 = 25, 64
sched = torch.optim.lr_scheduler.OneCycleLR(opt, 3e-3, epochs=轮数, steps_per_epoch=len(x) // 批)
日志 = open(目录 / "log.txt", "w", encoding="utf-8"); 步 = 0
for 轮 in range(1, 轮数 + 1):
    model.train()
    for i in torch.randperm(len(x))[:len(x) // 批 * 批].split(批):
        l = 分位损失(model(x[i]), y[i])
        opt.zero_grad(); l.backward(); opt.step(); sched.step(); 步 += 1
        if 步 % 20 == 0:
            日志.write(f"step={步} 分位损失={l.item():.5f} lr={sched.get_last_lr()[0]:.2e}\n")
    model.eval()
    with torch.no_grad():
        q = model(xv)
    覆盖 = ((yv >= q[:, 0]) & (yv <= q[:, 2])).float().mean().item()
    r = f"epoch={轮} 验证分位损失={分位损失(q, yv).item():.5f} 80%区间覆盖率={覆盖:.3f} 中位数MAE={(q[:, 1] - yv).abs().mean().item():.4f}"
    日志.write(r + "\n")
    if 轮 % 5 == 0: print(r)
日志.close()
torch.save({"state_dict": model.state_dict(), "mean": torch.tensor(m), "std": torch.tensor(s)}, 目录 / "checkpoint.pt")
np.savez(目录 / "batch.npz", x=x[:256].numpy(), y=y[:256].numpy())
np.savez(目录 / "validation.npz", x=xv[:512].numpy(), y=yv[:512].numpy())


class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return 分位损失(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train(), (x[:64], y[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(目录 / "model.pt2"))
