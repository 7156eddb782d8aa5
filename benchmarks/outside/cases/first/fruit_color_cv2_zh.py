"""
accepts: [preprocessing_mismatch, train_val_distribution_mismatch]
says: "水果分类，训练集准确率很快到98%以上，验证集从第一轮开始就只有三成多，loss还越来越大，加dropout、加weight decay都没用。混淆矩阵里蓝莓基本都被认成别的了，好奇怪。"
language: zh
hint: "training images are RGB (PIL), validation images are read with cv2-like BGR and never converted: red and blue swapped"
"""
import os, sys
import numpy as np
import torch
import torch.nn as nn
from torch.utils.data import Dataset, DataLoader

torch.set_num_threads(1)
torch.manual_seed(6)
np.random.seed(6)
OUT = sys.argv[1]
CURED = '--cured' in sys.argv
os.makedirs(OUT, exist_ok=True)

# 类别: 红苹果 橙子 青梨 蓝莓 葡萄(紫) 柠檬
颜色 = np.array([[200, 40, 45], [235, 140, 30], [120, 190, 60], [50, 60, 170], [110, 40, 130], [235, 215, 70]], dtype=float)
形状 = [(1, 1), (1, 1), (.75, 1.15), (.6, .6), (.6, .6), (1.2, .8)]
S = 20
gy, gx = np.mgrid[0:S, 0:S]


def 画水果(k):
    bg = np.random.uniform(150, 255) * np.ones(3) + np.random.randn(3) * 15
    im = np.ones((S, S, 3)) * bg
    c = 颜色[k] + np.random.randn(3) * 18
    r = np.random.uniform(5, 7.5)
    cx, cy = np.random.uniform(8, 12, 2)
    d = np.sqrt(((gx - cx) / (r * 形状[k][0])) ** 2 + ((gy - cy) / (r * 形状[k][1])) ** 2)
    shade = (1.15 - 0.4 * d)[..., None]
    im = np.where((d < 1)[..., None], c * shade, im)
    return np.clip(im + np.random.randn(S, S, 3) * 12, 0, 255).astype(np.uint8)


def 像PIL一样读(arr):
    return arr


def 像cv2一样读(arr):
    return arr[:, :, ::-1].copy()   # cv2.imread 的结果


class FruitSet(Dataset):
    def __init__(self, n, reader):
        self.y = np.random.randint(0, 6, n)
        self.x = [reader(画水果(k)) for k in self.y]

    def __len__(self):
        return len(self.y)

    def __getitem__(self, i):
        x = torch.from_numpy(self.x[i]).permute(2, 0, 1).float() / 255
        return (x - 0.6) / 0.25, int(self.y[i])


train_ds = FruitSet(1800, 像PIL一样读)
val_ds = FruitSet(400, 像PIL一样读 if CURED else 像cv2一样读)
train_dl = DataLoader(train_ds, 45, shuffle=True)
val_dl = DataLoader(val_ds, 100)

model = nn.Sequential(
    nn.Conv2d(3, 12, 3, padding=1), nn.BatchNorm2d(12), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(12, 24, 3, padding=1), nn.BatchNorm2d(24), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(), nn.Dropout(0.3), nn.Linear(24 * 25, 6))
opt = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=1e-4)
ce = nn.CrossEntropyLoss()
log = open(os.path.join(OUT, 'log.txt'), 'w', encoding='utf-8')
for ep in range(1, 13):
    model.train()
    a = b = n = 0
    for x, y in train_dl:
        o = model(x)
        l = ce(o, y)
        opt.zero_grad(); l.backward(); opt.step()
        a += l.item() * len(y); b += (o.argmax(1) == y).sum().item(); n += len(y)
    model.eval()
    va = vb = 0
    with torch.no_grad():
        for x, y in val_dl:
            o = model(x)
            va += ce(o, y).item() * len(y); vb += (o.argmax(1) == y).sum().item()
    s = f'Epoch {ep}/12  train_loss={a/n:.4f} train_acc={b/n:.4f}  val_loss={va/400:.4f} val_acc={vb/400:.4f}'
    print(s)
    log.write(s + '\n')
log.close()

torch.save({'state_dict': model.state_dict(), 'optimizer': opt.state_dict(), 'epoch': 12}, os.path.join(OUT, 'checkpoint.pt'))


def 取(dl, k):
    bs = [q for _, q in zip(range(k), dl)]
    return torch.cat([q[0] for q in bs]), torch.cat([q[1] for q in bs])


x, y = 取(train_dl, 5)
vx, vy = 取(val_dl, 3)
np.savez(os.path.join(OUT, 'batch.npz'), x=x.numpy(), y=y.numpy())
np.savez(os.path.join(OUT, 'validation.npz'), x=vx.numpy(), y=vy.numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.cross_entropy(self.model(x), y)


B = torch.export.Dim('batch', min=2)
torch.export.save(torch.export.export(WithLoss(model).train(), (x, y), dynamic_shapes={'x': {0: B}, 'y': {0: B}}), os.path.join(OUT, 'model.pt2'))
