"""
accepts: []
says: "迁移学习小实验：先用数字0到4训练好卷积部分，然后冻结，只训练最后的全连接去分5到9。训练曲线后面基本就平了，卷积层参数一点没变，想确认一下这样对不对？"
language: zh
hint: "healthy: backbone frozen on purpose and it fits (same kind of images); ~97 % on validation"
"""
import os, sys
import numpy as np
import torch
import torch.nn as nn
from sklearn.datasets import load_digits
torch.set_num_threads(1)
torch.manual_seed(2)
folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)

d = load_digits()
X = torch.tensor(d.images / 16., dtype=torch.float32)[:, None]
X = (X - 0.3) / 0.376
Y = torch.tensor(d.target)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = nn.Sequential(
            nn.Conv2d(1, 24, 3, padding=1), nn.ReLU(),
            nn.Conv2d(24, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten())
        self.head = nn.Linear(32 * 16, 5)

    def forward(self, x):
        return self.head(self.backbone(x))


net = Net()
ce = nn.CrossEntropyLoss()
# ======= 第一步：0~4 预训练 =======
m = Y < 5
xa, ya = X[m], Y[m]
opt = torch.optim.Adam(net.parameters(), lr=1e-3)
for _ in range(12):
    for b in torch.randperm(len(xa)).split(32):
        opt.zero_grad(); ce(net(xa[b]), ya[b]).backward(); opt.step()

# ======= 第二步：冻结卷积，换头 =======
for p in net.backbone.parameters():
    p.requires_grad = False
net.head = nn.Linear(32 * 16, 5)
xb, yb = X[~m], Y[~m] - 5
g = torch.randperm(len(xb), generator=torch.Generator().manual_seed(0))
tr, va = g[:650], g[650:]
opt = torch.optim.Adam(net.head.parameters(), lr=1e-3, weight_decay=1e-3)
E = 40
sch = torch.optim.lr_scheduler.CosineAnnealingLR(opt, E)
print('可训练参数:', sum(p.numel() for p in net.parameters() if p.requires_grad))
log = open(os.path.join(folder, 'log.txt'), 'w', encoding='utf-8')
for e in range(1, E + 1):
    net.train()
    perm = tr[torch.randperm(len(tr))]
    s = 0
    for b in perm.split(32):
        loss = ce(net(xb[b]), yb[b])
        opt.zero_grad(); loss.backward(); opt.step()
        s += loss.item() * len(b)
    sch.step()
    net.eval()
    with torch.no_grad():
        o = net(xb[va])
        line = 'Epoch [%d/%d] loss=%.4f val_loss=%.4f val_acc=%.4f' % (e, E, s / len(tr), ce(o, yb[va]).item(), (o.argmax(1) == yb[va]).float().mean().item())
    print(line)
    log.write(line + '\n')
log.close()

torch.save({'model': net.state_dict(), 'optimizer': opt.state_dict(), 'epoch': E}, os.path.join(folder, 'checkpoint.pt'))
np.savez(os.path.join(folder, 'batch.npz'), x=xb[perm[:320]].numpy(), y=yb[perm[:320]].numpy())
np.savez(os.path.join(folder, 'validation.npz'), x=xb[va].numpy(), y=yb[va].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.cross_entropy(self.model(x), y)


batch = torch.export.Dim('batch', min=2)
torch.export.save(torch.export.export(WithLoss(net).train(), (xb[tr[:32]], yb[tr[:32]]), dynamic_shapes={'x': {0: batch}, 'y': {0: batch}}), os.path.join(folder, 'model.pt2'))
