"""
accepts: []
says: "布料纹理分类，主干网络用以前训练好的权重并冻结，只训练最后的分类层。训练正常，想确认一下这样冻结有没有问题。"
language: zh
hint: "健康：主干已在 12 类纹理上预训练，冻结是有意的，新任务只训练线性头，验证准确率高且无过拟合。"
"""
# 迁移学习：先在 12 种方向/频率的纹理上预训练，再冻结主干，训练 4 种布料的分类头
import os
import sys
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

torch.set_num_threads(1)
OUT = sys.argv[1]
os.makedirs(OUT, exist_ok=True)
torch.manual_seed(14)
rng = np.random.default_rng(14)
u, v = np.meshgrid(np.linspace(-1, 1, 20), np.linspace(-1, 1, 20))


def texture(angle, freq, cross):
    a = angle + rng.normal(0, .12)
    f = freq * rng.uniform(.9, 1.1)
    p = rng.uniform(0, 6.28, 2)
    t = np.sin(f * (u * np.cos(a) + v * np.sin(a)) + p[0])
    if cross:
        t = .7 * t + .7 * np.sin(f * (-u * np.sin(a) + v * np.cos(a)) + p[1])
    return t * rng.uniform(.6, 1.3) + rng.normal(0, .6, (20, 20))


PRE = [(a, f, c) for a in (0, .8, 1.6) for f in (7, 13) for c in (0, 1)]
NEW = [(0.2, 10, 0), (1.2, 8, 0), (.4, 9, 1), (1.9, 12, 0)]     # 平纹、斜纹、格纹、罗纹


def build(kinds, n):
    y = rng.integers(0, len(kinds), n)
    x = np.stack([texture(*kinds[k]) for k in y])[:, None]
    return torch.tensor(x, dtype=torch.float32), torch.tensor(y)


class Net(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.backbone = nn.Sequential(nn.Conv2d(1, 16, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
                                      nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
                                      nn.Linear(32 * 25, 48), nn.ReLU())
        self.head = nn.Linear(48, n)

    def forward(self, x):
        return self.head(self.backbone(x))


# ---- 预训练 ----
xp, yp = build(PRE, 2000)
net = Net(len(PRE))
o = torch.optim.Adam(net.parameters(), lr=2e-3)
for _ in range(7):
    for i in torch.randperm(len(xp)).split(50):
        o.zero_grad()
        F.cross_entropy(net(xp[i]), yp[i]).backward()
        o.step()

# ---- 迁移 ----
net.head = nn.Linear(48, 4)
for p in net.backbone.parameters():
    p.requires_grad_(False)
x, y = build(NEW, 800)
xv, yv = build(NEW, 400)
opt = torch.optim.Adam([p for p in net.parameters() if p.requires_grad], lr=3e-3)
hist = []
for ep in range(1, 16):
    net.train()
    a = b_ = 0
    for i in torch.randperm(len(x)).split(32):
        out = net(x[i])
        loss = F.cross_entropy(out, y[i])
        opt.zero_grad()
        loss.backward()
        opt.step()
        a += loss.item() * len(i) / len(x)
        b_ += (out.argmax(1) == y[i]).sum().item() / len(x)
    net.eval()
    with torch.no_grad():
        out = net(xv)
    hist.append('轮次 %d：训练损失 %.4f，训练精度 %.2f%%，验证损失 %.4f，验证精度 %.2f%%' % (
        ep, a, 100 * b_, F.cross_entropy(out, yv).item(), 100 * (out.argmax(1) == yv).float().mean().item()))
    print(hist[-1])
open(os.path.join(OUT, 'log.txt'), 'w', encoding='utf-8').write('\n'.join(hist) + '\n')


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return F.cross_entropy(self.model(x), y)


torch.save({'state_dict': net.state_dict(), 'epoch': 15}, os.path.join(OUT, 'checkpoint.pt'))
np.savez(os.path.join(OUT, 'batch.npz'), x=x[:256].numpy(), y=y[:256].numpy())
np.savez(os.path.join(OUT, 'validation.npz'), x=xv.numpy(), y=yv.numpy())
b = torch.export.Dim('batch', min=2)
e = torch.export.export(WithLoss(net).train().cpu(), (x[:64], y[:64]), dynamic_shapes={'x': {0: b}, 'y': {0: b}})
torch.export.save(e, os.path.join(OUT, 'model.pt2'))
