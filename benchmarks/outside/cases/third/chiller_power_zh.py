"""
accepts: [inputs_not_normalised]
says: "冷水机组功率预测，MLP，训练 mse 0.74，验证 mse 0.72，从第 5 轮起几乎不降，MAE 47 kW。"
language: zh
hint: "输入直接用原始物理量（冷冻水流量几千、压力几百千帕、温度十几度、阀位 0-1），没有标准化；标准化之后正常。"
"""
# 冷水机组功率预测：运行参数 -> 功率（目标已标准化），MLP + SGD
import csv, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np, torch
from torch import nn
torch.set_num_threads(1)
np.random.seed(55); torch.manual_seed(55)
目录 = Path(sys.argv[1]); 目录.mkdir(parents=True, exist_ok=True)
修复 = "--cured" in sys.argv


def 运行数据(n):
    流量 = np.random.uniform(1500, 5200, n)        # L/min
    压力 = np.random.uniform(350, 900, n)          # kPa
    回水 = np.random.uniform(9, 16, n)             # 摄氏度
    供水 = 回水 - np.random.uniform(2, 6, n)
    湿球 = np.random.uniform(14, 29, n)
    阀位 = np.random.uniform(0.1, 1, n)
    冷量 = 流量 / 60 * 4.19 * (回水 - 供水)
    cop = 6.5 - 0.12 * (湿球 - 20) - 1.3 * (阀位 - 0.6) ** 2 + 0.08 * (供水 - 7)
    功率 = 冷量 / cop + 0.03 * (压力 - 600) + 4 * np.random.randn(n)
    return np.stack([流量, 压力, 回水, 供水, 湿球, 阀位], 1).astype(np.float32), 功率.astype(np.float32)


X, y = 运行数据(4000); XV, yv = 运行数据(800)
ym, ys = y.mean(), y.std()
y, yv = (y - ym) / ys, (yv - ym) / ys
if 修复:
    m, s = X.mean(0), X.std(0)
    X, XV = (X - m) / s, (XV - m) / s
X, y, XV, yv = map(torch.from_numpy, (X, y, XV, yv))

model = nn.Sequential(nn.Linear(6, 64), nn.Tanh(), nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, 1), nn.Flatten(0))
优化器 = torch.optim.Adam(model.parameters(), lr=2e-3)
调度 = torch.optim.lr_scheduler.CosineAnnealingLR(优化器, 40)
损失函数 = nn.MSELoss()
文件 = open(目录 / "log.csv", "w", newline="", encoding="utf-8"); 表 = csv.writer(文件)
表.writerow(["epoch", "训练mse", "验证mse", "验证mae_kW", "lr"])
for e in range(1, 41):
    model.train(); 累计 = 0.0
    for i in torch.randperm(len(X)).split(64):
        l = 损失函数(model(X[i]), y[i])
        优化器.zero_grad(); l.backward(); 优化器.step()
        累计 += l.item() * len(i)
    lr = 调度.get_last_lr()[0]; 调度.step()
    model.eval()
    with torch.no_grad():
        p = model(XV)
    行 = [e, f"{累计 / len(X):.5f}", f"{损失函数(p, yv).item():.5f}", f"{(p - yv).abs().mean().item() * ys:.3f}", f"{lr:.2e}"]
    表.writerow(行)
    if e % 5 == 0: print(*行)
文件.close()

torch.save(model.state_dict(), 目录 / "checkpoint.pt")
np.savez(目录 / "batch.npz", x=X[:256].numpy(), y=y[:256].numpy())
np.savez(目录 / "validation.npz", x=XV[:400].numpy(), y=yv[:400].numpy())


class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return 损失函数(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train(), (X[:64], y[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(目录 / "model.pt2"))
