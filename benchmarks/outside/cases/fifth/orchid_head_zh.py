"""
accepts: []
says: "主干冻结,只训练分类头,大部分参数没有梯度,这样对吗?验证准确率已经很好。"
language: zh
hint: "健康:预训练主干有意冻结,只训练线性头,训练与验证都好。"
"""
# 兰花花瓣纹理识别:主干先在 10 种纹理上预训练,再冻结,只训练 5 种兰花的分类头
import sys, os
import numpy as np
import torch
import torch.nn as nn
torch.set_num_threads(1)
目录 = sys.argv[1]
os.makedirs(目录, exist_ok=True)
torch.manual_seed(55)


def 纹理(n, 参数, 种子):
    g = np.random.default_rng(种子)
    y = g.integers(0, len(参数), n)
    v, u = np.mgrid[:20, :20] / 20.0
    x = np.zeros((n, 2, 20, 20), np.float32)
    for i, c in enumerate(y):
        频, 角, 点, 比 = 参数[c]
        角 = 角 + g.normal(0, .1)
        w = np.sin(2 * np.pi * 频 * (u * np.cos(角) + v * np.sin(角)) + g.uniform(0, 6))
        d = (np.sin(2 * np.pi * 点 * u + g.uniform(0, 6)) * np.sin(2 * np.pi * 点 * v + g.uniform(0, 6))) if 点 else 0 * u
        x[i, 0], x[i, 1] = w + d, 比 * w - d
    return torch.tensor(x + g.normal(0, 1.0, x.shape), dtype=torch.float32), torch.tensor(y)


预 = [(2, 0, 0, 1), (2, 1.57, 0, -1), (4, 0.8, 0, 1), (5, 0, 0, -1), (1, 0, 3, 1), (1, 1.57, 5, 1), (3, 2.3, 0, .5), (0.5, 0, 4, -1), (5, 1.57, 0, 1), (3, .8, 3, -1)]
兰 = [(3, 0, 0, 1), (3, 1.57, 0, -.5), (2, .8, 4, 1), (4, 2.3, 0, -1), (1, 0.4, 4, -1)]

主干 = nn.Sequential(nn.Conv2d(2, 16, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(),
                   nn.MaxPool2d(2), nn.Conv2d(32, 48, 3, padding=1), nn.ReLU(), nn.AdaptiveAvgPool2d(2), nn.Flatten())
临时头 = nn.Linear(192, 10)
Xp, Yp = 纹理(1500, 预, 1)
o = torch.optim.Adam(list(主干.parameters()) + list(临时头.parameters()), lr=2e-3)
for _ in range(7):
    for ix in torch.randperm(1500).split(32):
        l = nn.functional.cross_entropy(临时头(主干(Xp[ix])), Yp[ix])
        o.zero_grad(); l.backward(); o.step()
print('预训练完成', l.item())


class 微调(nn.Module):
    def __init__(self, backbone):
        super().__init__()
        self.backbone = backbone
        for p in self.backbone.parameters():
            p.requires_grad = False
        self.norm = nn.LayerNorm(192)
        self.head = nn.Linear(192, 5)

    def forward(self, x):
        return self.head(self.norm(self.backbone(x)))


X, Y = 纹理(900, 兰, 2)
Xt, Yt, Xv, Yv = X[:600], Y[:600], X[600:], Y[600:]
model = 微调(主干)
opt = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=3e-3, weight_decay=0.05)
轮数 = 14
sch = torch.optim.lr_scheduler.CosineAnnealingLR(opt, 轮数)
with open(f'{目录}/log.txt', 'w', encoding='utf-8') as f:
    f.write('可训练参数 %d / 全部 %d\n' % (sum(p.numel() for p in model.parameters() if p.requires_grad), sum(p.numel() for p in model.parameters())))
    for 轮 in range(轮数):
        model.train()
        ls, 对 = 0, 0
        for ix in torch.randperm(600).split(20):
            p = model(Xt[ix])
            l = nn.functional.cross_entropy(p, Yt[ix])
            opt.zero_grad(); l.backward(); opt.step()
            ls += l.item() * len(ix) / 600
            对 += (p.argmax(1) == Yt[ix]).sum().item()
        sch.step()
        model.eval()
        with torch.no_grad():
            p = model(Xv)
        s = f'轮{轮 + 1} | loss {ls:.4f} | acc {对 / 600:.4f} | val_loss {nn.functional.cross_entropy(p, Yv).item():.4f} | val_acc {(p.argmax(1) == Yv).float().mean().item():.4f}'
        print(s); f.write(s + '\n')
torch.save({'model': model.state_dict(), '轮': 轮数}, f'{目录}/checkpoint.pt')
np.savez(f'{目录}/batch.npz', x=Xt[:200].numpy(), y=Yt[:200].numpy())
np.savez(f'{目录}/validation.npz', x=Xv.numpy(), y=Yv.numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.cross_entropy(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (Xt[:64], Yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, f'{目录}/model.pt2')
