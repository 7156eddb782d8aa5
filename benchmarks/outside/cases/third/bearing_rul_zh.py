"""
accepts: [shape_broadcast_bug]
says: "轴承剩余寿命预测，GRU，目标归一化到 0-1。训练损失很快到 0.075 左右就不动了，验证 RMSE 一直 0.25，跟直接猜平均值差不多，不管什么轴承预测出来几乎一样。"
language: zh
hint: "预测是 (N,1)，目标是 (N,)，相减广播成 (N,N)，网络只学到均值；squeeze(-1) 之后正常。"
"""
# 轴承剩余寿命 (RUL) 预测：振动特征序列 -> GRU -> 归一化寿命
import os, sys
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
np.random.seed(3); torch.manual_seed(3)

输出 = Path(sys.argv[1]); 输出.mkdir(parents=True, exist_ok=True)
修好 = "--cured" in sys.argv

窗口, 轮数, 批大小 = 24, 25, 64


def 生成轴承(n):
    """每个轴承从新到坏：均方根、峭度、温度、主频能量、转速、负载"""
    X, Y = [], []
    for _ in range(n):
        寿命 = np.random.randint(120, 220)
        t = np.arange(寿命) / 寿命
        退化 = t ** np.random.uniform(2.0, 3.0)
        负载 = np.random.uniform(0.5, 1.5)
        s = np.stack([
            0.4 + 1.2 * 退化 + 0.1 * 负载 + 0.05 * np.random.randn(寿命),
            3.0 + 4.0 * 退化 ** 2 + 0.3 * np.random.randn(寿命),
            40 + 25 * 退化 + 6 * 负载 + 1.0 * np.random.randn(寿命),
            0.2 + 2.0 * 退化 * 负载 + 0.1 * np.random.randn(寿命),
            1500 + 20 * np.random.randn(寿命),
            负载 + 0.02 * np.random.randn(寿命)], 1)
        for i in range(窗口, 寿命, 6):
            X.append(s[i - 窗口:i]); Y.append(1 - t[i])
    return np.array(X, np.float32), np.array(Y, np.float32)


训练x, 训练y = 生成轴承(110)
验证x, 验证y = 生成轴承(25)
均值, 标准差 = 训练x.mean((0, 1)), 训练x.std((0, 1))
训练x, 验证x = (训练x - 均值) / 标准差, (验证x - 均值) / 标准差
训练x, 训练y, 验证x, 验证y = map(torch.from_numpy, (训练x, 训练y, 验证x, 验证y))


class RulNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(6, 32, batch_first=True)
        self.fc = nn.Sequential(nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 1))

    def forward(self, x):
        h, _ = self.gru(x)
        y = self.fc(h[:, -1])
        return y.squeeze(-1) if 修好 else y


def 损失(预测, 目标):
    return ((预测 - 目标) ** 2).mean()


model = RulNet()
opt = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=1e-3)
sched = torch.optim.lr_scheduler.OneCycleLR(opt, 3e-3, epochs=轮数, steps_per_epoch=(len(训练x) + 批大小 - 1) // 批大小)
日志 = open(输出 / "log.txt", "w", encoding="utf-8")


def 打印(s):
    print(s); 日志.write(s + "\n")


打印(f"训练窗口 {len(训练x)} 个，验证窗口 {len(验证x)} 个")
步 = 0
for 轮 in range(1, 轮数 + 1):
    model.train()
    for i in torch.randperm(len(训练x)).split(批大小):
        l = 损失(model(训练x[i]), 训练y[i])
        opt.zero_grad(); l.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        opt.step(); sched.step(); 步 += 1
        if 步 % 10 == 0:
            打印(f"步 {步}  损失 {l.item():.5f}  学习率 {sched.get_last_lr()[0]:.2e}")
    model.eval()
    with torch.no_grad():
        p = model(验证x)
        vl = 损失(p, 验证y).item()
        rmse = float(np.sqrt(np.mean((p.numpy().ravel() - 验证y.numpy().ravel()) ** 2)))
    打印(f"== 第 {轮} 轮 验证损失 {vl:.5f} 验证RMSE {rmse:.4f}")
日志.close()

torch.save(model.state_dict(), 输出 / "checkpoint.pt")
k = torch.randperm(len(训练x))[:256]
bx, by = 训练x[k], 训练y[k]
np.savez(输出 / "batch.npz", x=bx.numpy(), y=by.numpy())
k = torch.randperm(len(验证x))[:256]
np.savez(输出 / "validation.npz", x=验证x[k].numpy(), y=验证y[k].numpy())


class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return 损失(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train(), (bx[:64], by[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(输出 / "model.pt2"))
