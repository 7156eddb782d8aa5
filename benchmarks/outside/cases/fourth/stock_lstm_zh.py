"""
accepts: [shape_broadcast_bug]
says: "用 LSTM 预测标准化后的股价，训练损失从头到尾都在 1.0 左右（第20轮 1.0086），验证损失一直是 1.11 不动，预测画出来几乎是一条水平线。学习率、隐藏层都调过，没用。"
language: zh
hint: "模型输出形状 (N,1)，目标形状 (N,)，MSELoss 广播成 (N,N)；对输出 squeeze(-1) 即可。"
"""
# 用过去 20 天预测下一天的相对涨跌（课程大作业）
import sys, os
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
import warnings
warnings.filterwarnings("ignore")   # 输出太乱了，先关掉警告

os.environ["OMP_NUM_THREADS"] = "1"
torch.set_num_threads(1)
torch.manual_seed(2024)
rng = np.random.default_rng(2024)
outdir = sys.argv[1]
CURED = "--cured" in sys.argv
os.makedirs(outdir, exist_ok=True)

# ===== 1. 生成行情：均值回归 + 周期 + 噪声 =====
T = 3000
t = np.arange(T)
price = np.zeros(T)
for i in range(2, T):
    price[i] = 1.55 * price[i - 1] - 0.68 * price[i - 2] + 0.35 * rng.normal()
price = price + 1.2 * np.sin(2 * np.pi * t / 33)
split = 2400
mean, std = price[:split].mean(), price[:split].std()
price = ((price - mean) / std).astype("float32")     # 只用训练段统计量

WIN = 20
X = np.stack([price[i:i + WIN] for i in range(T - WIN)])[..., None]
Y = price[WIN:]
n_tr = split - WIN
x_tr, y_tr = torch.tensor(X[:n_tr]), torch.tensor(Y[:n_tr])
x_va, y_va = torch.tensor(X[n_tr:]), torch.tensor(Y[n_tr:])

# ===== 2. 模型 =====
class StockLSTM(nn.Module):
    def __init__(self, hidden=24):
        super().__init__()
        self.lstm = nn.LSTM(1, hidden, batch_first=True)
        self.fc = nn.Linear(hidden, 1)

    def forward(self, x):
        h, _ = self.lstm(x)
        y = self.fc(h[:, -1, :])
        if CURED:
            y = y.squeeze(-1)
        return y

model = StockLSTM()
loss_fn = nn.MSELoss()
opt = torch.optim.Adam(model.parameters(), lr=5e-3)
loader = DataLoader(TensorDataset(x_tr, y_tr), batch_size=64, shuffle=True)

# ===== 3. 训练 =====
EPOCHS = 20
f = open(os.path.join(outdir, "log.txt"), "w", encoding="utf-8")
for ep in range(EPOCHS):
    model.train()
    s = 0.
    for xb, yb in loader:
        opt.zero_grad()
        loss = loss_fn(model(xb), yb)
        loss.backward()
        opt.step()
        s += loss.item()
    model.eval()
    with torch.no_grad():
        vl = loss_fn(model(x_va), y_va).item()
    msg = "第 %02d 轮 | 训练损失(MSE): %.4f | 验证损失(MSE): %.4f" % (ep + 1, s / len(loader), vl)
    print(msg)
    f.write(msg + "\n")
f.close()

# ===== 4. 保存 =====
torch.save({"model": model.state_dict(), "epoch": EPOCHS, "mean": float(mean), "std": float(std)},
           os.path.join(outdir, "checkpoint.pt"))
np.savez(os.path.join(outdir, "batch.npz"), x=x_tr[:256].numpy(), y=y_tr[:256].numpy())
np.savez(os.path.join(outdir, "validation.npz"), x=x_va[:512].numpy(), y=y_va[:512].numpy())

class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model
    def forward(self, x, y):
        return nn.functional.mse_loss(self.model(x), y)

b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (x_tr[:64], y_tr[:64]),
                         dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(outdir, "model.pt2"))
