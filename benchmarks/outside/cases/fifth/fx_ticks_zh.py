"""
accepts: [outliers_in_data]
says: "逐笔回归,大多数步的损失在 1 左右,但有时突然到 100 以上(第 50 步是 128.7),然后又回来。10 轮后验证 mse 56.7,mae 1.50,方向正确率 0.67。"
language: zh
hint: "约 0.8% 的目标是坏报价(小数点错位),MSE 被它们支配。治法:按中位数绝对偏差剔除坏点。"
"""
# 外汇逐笔:用前 32 个 tick 的收益预测之后 12 个 tick 的均价偏离(TCN)
import sys, os
import numpy as np
import torch
import torch.nn as nn
torch.set_num_threads(1)

路径 = sys.argv[1]
清洗 = '--cured' in sys.argv
os.makedirs(路径, exist_ok=True)
rng = np.random.default_rng(14)
torch.manual_seed(14)

# 微观结构噪声 + 隐含价格,价差均值回复
T = 60000
真 = np.cumsum(rng.normal(0, .25, T))
偏 = np.zeros(T)
for i in range(1, T):
    偏[i] = .6 * 偏[i - 1] + rng.normal(0, 1.6)
价 = 真 + 偏
收益 = np.diff(价, prepend=价[0])
位置 = np.arange(40, T - 20, 10)
X = np.stack([收益[i - 32:i] for i in 位置])
y = np.stack([价[i:i + 12].mean() - 价[i - 1] for i in 位置])
坏 = rng.random(len(y)) < 0.008                      # 偶尔有错报价
y = np.where(坏, y + rng.choice([-1, 1], len(y)) * rng.uniform(60, 200, len(y)), y)
if 清洗:
    中 = np.median(y)
    留 = np.abs(y - 中) < 8 * np.median(np.abs(y - 中))
    X, y = X[留], y[留]
n = int(len(X) * .8)
X = torch.tensor(X / X[:n].std(), dtype=torch.float32)
y = torch.tensor(y / 2.0, dtype=torch.float32)
Xt, yt, Xv, yv = X[:n], y[:n], X[n:], y[n:]


class TCN(nn.Module):
    def __init__(self, c=16):
        super().__init__()
        self.convs = nn.ModuleList([nn.Conv1d(1 if i == 0 else c, c, 3, dilation=2 ** i) for i in range(4)])
        self.out = nn.Linear(c * 2, 1)

    def forward(self, x):
        h = x.unsqueeze(1)
        for i, conv in enumerate(self.convs):
            h = torch.relu(conv(nn.functional.pad(h, (2 * 2 ** i, 0))))
        return self.out(torch.cat([h[:, :, -1], h.mean(2)], 1)).squeeze(1)


model = TCN()
opt = torch.optim.Adam(model.parameters(), lr=2e-3)
轮数, 批 = 10, 32
sch = torch.optim.lr_scheduler.LinearLR(opt, 1.0, 0.05, 轮数)
f = open(f'{路径}/log.txt', 'w', encoding='utf-8')
步 = 0
for 轮 in range(轮数):
    model.train()
    for ix in torch.randperm(n).split(批):
        loss = ((model(Xt[ix]) - yt[ix]) ** 2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        步 += 1
        if 步 % 25 == 0:
            f.write(f'step={步} loss={loss.item():.4f}\n')
    sch.step()
    model.eval()
    with torch.no_grad():
        p = model(Xv)
        v = ((p - yv) ** 2).mean().item()
        mae = (p - yv).abs().mean().item()
        方向 = ((p > 0) == (yv > 0)).float().mean().item()
    s = f'== 第{轮 + 1}轮结束 验证mse={v:.4f} 验证mae={mae:.4f} 方向正确率={方向:.4f}'
    print(s)
    f.write(s + '\n')
f.close()
torch.save(model.state_dict(), f'{路径}/checkpoint.pt')
随机 = torch.randperm(n)[:256]
np.savez(f'{路径}/batch.npz', x=Xt[随机].numpy(), y=yt[随机].numpy())
np.savez(f'{路径}/validation.npz', x=Xv[:512].numpy(), y=yv[:512].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return ((self.model(x) - y) ** 2).mean()


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (Xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, f'{路径}/model.pt2')
