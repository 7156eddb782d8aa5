"""
accepts: [targets_not_normalised]
says: "二手房总价预测（单位元，一般一两百万到几百万），MLP，特征都标准化过了。loss 一直是 10 的 13 次方那个量级，80 个 epoch 只从 1.66e13 降到 9.9e12，预测值比真实房价小很多，R2 是 -1.8。是模型太小了吗？"
language: zh
hint: "目标是以元为单位的房价，没有标准化；输出从 0 附近出发，走不到百万。对 y 做标准化后正常。"
"""
# -*- coding: utf-8 -*-
# 课程大作业：二手房价格预测
import sys, os
import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
out_dir = sys.argv[1]
os.makedirs(out_dir, exist_ok=True)
CURED = '--cured' in sys.argv
np.random.seed(2024)
torch.manual_seed(2024)

# ---------- 造数据 ----------
N = 4000
area = np.random.gamma(9, 10, N) + 20                # 面积
rooms = np.clip(np.round(area / 35 + np.random.randn(N) * .5), 1, 6)
age = np.random.uniform(0, 35, N)
floor = np.random.randint(1, 33, N)
dist = np.random.exponential(1.2, N)                 # 离地铁 km
school = np.random.rand(N) < .25
district = np.random.randint(0, 6, N)
unit = np.array([21000, 28000, 35000, 43000, 52000, 66000])[district]
unit = unit * np.exp(-.012 * age - .10 * np.minimum(dist, 4)) * (1 + .18 * school) * (1 + .003 * floor)
price = unit * area * np.exp(np.random.randn(N) * .08)

onehot = np.eye(6)[district]
num = np.stack([area, rooms, age, floor, dist], 1)
n_train = 3200
num = (num - num[:n_train].mean(0)) / num[:n_train].std(0)
X = np.concatenate([num, school[:, None], onehot], 1).astype('float32')
y = price.astype('float32')[:, None]
y_mean, y_std = 0.0, 1.0
if CURED:
    y_mean, y_std = y[:n_train].mean(), y[:n_train].std()
    y = (y - y_mean) / y_std
X, y = torch.from_numpy(X), torch.from_numpy(y.astype('float32'))
Xtr, ytr, Xte, yte = X[:n_train], y[:n_train], X[n_train:], y[n_train:]


class PriceNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(12, 64)
        self.fc2 = nn.Linear(64, 32)
        self.out = nn.Linear(32, 1)

    def forward(self, x):
        x = torch.relu(self.fc1(x))
        x = torch.relu(self.fc2(x))
        return self.out(x)


model = PriceNet()
loss_fn = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)


def r2(pred, true):
    return 1 - ((pred - true) ** 2).sum().item() / ((true - true.mean()) ** 2).sum().item()


log = open(os.path.join(out_dir, 'log.txt'), 'w', encoding='utf-8')
for epoch in range(80):
    model.train()
    losses = []
    perm = torch.randperm(n_train)
    for i in range(0, n_train, 64):
        idx = perm[i:i + 64]
        loss = loss_fn(model(Xtr[idx]), ytr[idx])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        p = model(Xte)
        vl = loss_fn(p, yte).item()
    msg = '[epoch %d/80] train_loss=%.6g test_loss=%.6g test_R2=%.4f' % (epoch + 1, np.mean(losses), vl, r2(p, yte))
    print(msg)
    log.write(msg + '\n')
log.close()
torch.save({'net': model.state_dict(), 'optimizer': optimizer.state_dict(), 'epoch': 80,
            'y_mean': float(y_mean), 'y_std': float(y_std)}, os.path.join(out_dir, 'checkpoint.pt'))
np.savez(os.path.join(out_dir, 'batch.npz'), x=Xtr[:256].numpy(), y=ytr[:256].numpy())
np.savez(os.path.join(out_dir, 'validation.npz'), x=Xte[:512].numpy(), y=yte[:512].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return loss_fn(self.model(x), y)


b = torch.export.Dim('batch', min=2)
prog = torch.export.export(WithLoss(model).train().cpu(), (Xtr[:64], ytr[:64]), dynamic_shapes={'x': {0: b}, 'y': {0: b}})
torch.export.save(prog, os.path.join(out_dir, 'model.pt2'))
