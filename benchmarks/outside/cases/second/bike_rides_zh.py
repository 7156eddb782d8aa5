"""
accepts: [missing_zero_grad]
says: "共享单车每小时骑行量预测，MLP+Adam。第一轮还正常，R2 0.43，之后 loss 上下乱跳，几十到几百都有，最后验证 R2 是 -167。学习率调小也只是跳得慢一点。为了用大一点的 batch 我做了梯度累积（每 2 个小批更新一次）。"
language: zh
hint: "梯度累积分支里 optimizer.step() 之后忘了 zero_grad()，梯度一直累加。"
"""
# 共享单车骑行量预测（数据为模拟）
import os, sys, math
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
DIR = sys.argv[1]
os.makedirs(DIR, exist_ok=True)
FIXED = '--cured' in sys.argv
torch.manual_seed(66)
rng = np.random.default_rng(66)

# 一年的小时数据，随机取 6000 小时
n = 6000
hour = rng.integers(0, 24, n)
wday = rng.integers(0, 7, n)
month = rng.integers(1, 13, n)
temp = 12 - 14 * np.cos((month - 1) / 12 * 2 * math.pi) + rng.normal(0, 4, n)
rain = rng.random(n) < .15
wind = rng.gamma(2, 4, n)
work = wday < 5
peak = np.exp(-((hour - 8) / 1.5) ** 2) + 1.2 * np.exp(-((hour - 18) / 2) ** 2)
leisure = np.exp(-((hour - 14) / 4) ** 2)
mean = (40 + 350 * peak * work + 300 * leisure * ~work + 80 * leisure) * np.clip((temp + 8) / 30, .1, 1.1) * np.where(rain, .45, 1) * np.exp(-wind / 60)
count = rng.poisson(mean)

F = np.stack([np.sin(2 * math.pi * hour / 24), np.cos(2 * math.pi * hour / 24), np.sin(4 * math.pi * hour / 24), np.cos(4 * math.pi * hour / 24),
              work, temp, rain, wind, np.sin(2 * math.pi * month / 12), np.cos(2 * math.pi * month / 12)], 1).astype(np.float64)
F = (F - F[:5000].mean(0)) / F[:5000].std(0)
target = np.sqrt(count)                      # 计数开方，方差稳定
target = (target - target[:5000].mean()) / target[:5000].std()
X, Y = torch.tensor(F, dtype=torch.float32), torch.tensor(target, dtype=torch.float32)[:, None]
X_train, Y_train, X_val, Y_val = X[:5000], Y[:5000], X[5000:], Y[5000:]


class MLP(nn.Module):
    def __init__(self, sizes=(10, 64, 64, 1)):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:]))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.tanh(layer(x))
        return self.layers[-1](x)


model = MLP()
mse = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
ACCUM = 2
log = open(os.path.join(DIR, 'log.csv'), 'w')
log.write('epoch,train_loss,val_loss,val_r2\n')
for epoch in range(1, 51):
    model.train()
    total = 0.
    for k, idx in enumerate(torch.randperm(5000).split(50)):
        loss = mse(model(X_train[idx]), Y_train[idx])
        (loss / ACCUM).backward()
        if (k + 1) % ACCUM == 0:
            optimizer.step()
            if FIXED:
                optimizer.zero_grad()
        total += loss.item() * len(idx) / 5000
    model.eval()
    with torch.no_grad():
        v = mse(model(X_val), Y_val).item()
    r2 = 1 - v / Y_val.var(unbiased=False).item()
    log.write('%d,%.6g,%.6g,%.4f\n' % (epoch, total, v, r2))
    print('第%3d轮  训练MSE %.4f  验证MSE %.4f  R2 %.3f' % (epoch, total, v, r2))
log.close()


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return mse(self.model(x), y)


torch.save(model.state_dict(), os.path.join(DIR, 'checkpoint.pt'))
np.savez(os.path.join(DIR, 'batch.npz'), x=X_train[:256].numpy(), y=Y_train[:256].numpy())
np.savez(os.path.join(DIR, 'validation.npz'), x=X_val[:512].numpy(), y=Y_val[:512].numpy())
b = torch.export.Dim('batch', min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (X_train[:64], Y_train[:64]), dynamic_shapes={'x': {0: b}, 'y': {0: b}})
torch.export.save(ep, os.path.join(DIR, 'model.pt2'))
