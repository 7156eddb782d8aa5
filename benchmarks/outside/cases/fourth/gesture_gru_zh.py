"""
accepts: [model_implementation_bug]
says: "手势识别五分类，GRU 训练 25 轮，训练准确率 0.602、验证 0.593，损失 1.0 左右，下降非常慢。训练和验证差不多，应该不是过拟合，波形肉眼就能分出来，请问哪里不对？"
language: zh
hint: "nn.GRU 没有设 batch_first=True，却输入 (B,T,F)，GRU 沿着 batch 维做递归，把不同样本混在一起；加上 batch_first=True。"
"""
# 手环加速度手势识别：5 种手势，30 个时间步，3 轴
import os, sys
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
import torch.nn as nn
torch.set_num_threads(1)
torch.manual_seed(9)
rng = np.random.default_rng(9)
outdir = sys.argv[1]
os.makedirs(outdir, exist_ok=True)
cured = "--cured" in sys.argv

def 生成(n, T=30):
    y = rng.integers(0, 5, n)
    t = np.linspace(0, 1, T)
    x = np.zeros((n, T, 3))
    for i, c in enumerate(y):
        f, ph = rng.uniform(0.8, 1.2), rng.uniform(0, 0.3)
        s = 2 * np.pi * (t * f + ph)
        if c == 0: a = [np.sin(s), 0 * t, 0 * t]                 # 左右挥
        if c == 1: a = [0 * t, np.sin(s), 0 * t]                 # 上下挥
        if c == 2: a = [np.sin(s), np.cos(s), 0 * t]             # 顺时针画圈
        if c == 3: a = [np.sin(s), -np.cos(s), 0 * t]            # 逆时针画圈
        if c == 4: a = [np.sin(3 * s), 0 * t, np.sin(3 * s)]     # 抖动
        x[i] = np.stack(a, 1) * rng.uniform(0.7, 1.3) + rng.normal(0, 0.25, (T, 3))
    return torch.tensor(x, dtype=torch.float32), torch.tensor(y)

x_train, y_train = 生成(1600)
x_valid, y_valid = 生成(400)

class 手势GRU(nn.Module):
    def __init__(self, hidden=32):
        super().__init__()
        self.gru = nn.GRU(3, hidden, batch_first=True) if cured else nn.GRU(3, hidden)
        self.dropout = nn.Dropout(0.2)
        self.linear = nn.Linear(hidden, 5)
    def forward(self, x):
        out, _ = self.gru(x)
        return self.linear(self.dropout(out[:, -1, :]))   # 取最后一个时间步

model = 手势GRU()
optimizer = torch.optim.Adam(model.parameters(), lr=4e-3)
criterion = nn.CrossEntropyLoss()
log = open(os.path.join(outdir, "log.csv"), "w", encoding="utf-8")
log.write("epoch,train_loss,train_acc,valid_loss,valid_acc\n")
for epoch in range(25):
    model.train()
    s = c = 0
    for idx in torch.randperm(len(x_train)).split(64):
        out = model(x_train[idx])
        loss = criterion(out, y_train[idx])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5)
        optimizer.step()
        s += loss.item() * len(idx)
        c += (out.argmax(1) == y_train[idx]).sum().item()
    model.eval()
    with torch.no_grad():
        out = torch.cat([model(xb) for xb in x_valid.split(64)])
    vl, va = criterion(out, y_valid).item(), (out.argmax(1) == y_valid).float().mean().item()
    log.write(f"{epoch + 1},{s / 1600:.4f},{c / 1600:.4f},{vl:.4f},{va:.4f}\n")
    if epoch % 5 == 4:
        print(f"第{epoch + 1}轮: 训练损失 {s / 1600:.4f} 训练准确率 {c / 1600:.3f} 验证损失 {vl:.4f} 验证准确率 {va:.3f}")
log.close()

torch.save(model.state_dict(), os.path.join(outdir, "checkpoint.pt"))
np.savez(os.path.join(outdir, "batch.npz"), x=x_train[:128].numpy(), y=y_train[:128].numpy())
np.savez(os.path.join(outdir, "validation.npz"), x=x_valid[:256].numpy(), y=y_valid[:256].numpy())

class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model
    def forward(self, x, y):
        return nn.functional.cross_entropy(self.model(x), y)

try:
    b = torch.export.Dim("batch", min=2)
    ep = torch.export.export(WithLoss(model).train().cpu(), (x_train[:64], y_train[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
except Exception:      # GRU 展开导致动态 batch 不行，用固定大小
    ep = torch.export.export(WithLoss(model).train().cpu(), (x_train[:128], y_train[:128]))
torch.export.save(ep, os.path.join(outdir, "model.pt2"))
