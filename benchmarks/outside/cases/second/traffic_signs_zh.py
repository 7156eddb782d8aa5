"""
accepts: [eval_mode_missing]
says: "交通标志小分类（6 类，24x24 彩色），训练准确率 0.997，验证准确率却只有 0.2~0.26，验证 loss 4.2，从第一轮就这样。更奇怪的是挑几类图片混在一起看，又基本都对。验证集文件夹是按类别排好的，应该没关系吧？"
language: zh
hint: "验证时没有 model.eval()：BatchNorm 用当前（同一类别的）batch 统计量，而且污染 running stats。加上 eval()/train() 即可。"
"""
import os
import sys
import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
OUT = sys.argv[1]
CURED = "--cured" in sys.argv
os.makedirs(OUT, exist_ok=True)
torch.manual_seed(12)
rng = np.random.default_rng(12)
g1, g2 = np.mgrid[-1:1:24j, -1:1:24j]

RED, BLUE, YELLOW = [.8, .15, .15], [.15, .3, .8], [.9, .8, .2]
SIGNS = [("round", RED), ("round", BLUE), ("tri", RED), ("tri", YELLOW), ("square", BLUE), ("square", YELLOW)]


def sign(c):
    shape, color = SIGNS[c]
    y, x = g1 - rng.uniform(-.2, .2), g2 - rng.uniform(-.2, .2)
    r = rng.uniform(.5, .75)
    if shape == "round":
        m = np.hypot(x, y) < r
    elif shape == "square":
        m = np.maximum(abs(x), abs(y)) < r * .85
    else:
        m = (y < r * .7) & (y > -r + 2 * abs(x))
    sky = np.array([.5, .55, .6]) + rng.normal(0, .12, 3)
    img = np.where(m[..., None], np.array(color) + rng.normal(0, .08, 3), sky)
    img = img * rng.uniform(.6, 1.2) + rng.normal(0, .12, img.shape)
    return img.transpose(2, 0, 1)


def load(n_per_class):
    # 与 ImageFolder 一样：按类别顺序排列
    y = np.repeat(np.arange(6), n_per_class)
    x = np.stack([sign(c) for c in y]).astype(np.float32)
    return torch.from_numpy((x - .5) / .25), torch.from_numpy(y)


x_tr, y_tr = load(200)
x_va, y_va = load(64)


def conv(i, o):
    return nn.Sequential(nn.Conv2d(i, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU(inplace=True))


class SignNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(conv(3, 16), nn.MaxPool2d(2), conv(16, 32), nn.MaxPool2d(2), conv(32, 32), nn.AdaptiveAvgPool2d(2))
        self.cls = nn.Sequential(nn.Flatten(), nn.Linear(128, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Dropout(.2), nn.Linear(64, 6))

    def forward(self, x):
        return self.cls(self.net(x))


model = SignNet()
ce = nn.CrossEntropyLoss()
opt = torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9, weight_decay=1e-3)
EPOCHS = 14
sch = torch.optim.lr_scheduler.CosineAnnealingLR(opt, EPOCHS)


def run_val():
    if CURED:
        model.eval()
    loss = acc = 0
    with torch.no_grad():
        for k in range(0, len(x_va), 32):          # 不打乱
            o = model(x_va[k:k + 32])
            loss += ce(o, y_va[k:k + 32]).item() * 32
            acc += (o.argmax(1) == y_va[k:k + 32]).sum().item()
    return loss / len(x_va), acc / len(x_va)


lines = []
for epoch in range(EPOCHS):
    if CURED or epoch == 0:
        model.train()
    s = c = 0
    for idx in torch.randperm(len(x_tr)).split(32):
        if len(idx) < 2:
            continue
        o = model(x_tr[idx])
        loss = ce(o, y_tr[idx])
        opt.zero_grad()
        loss.backward()
        opt.step()
        s += loss.item() * len(idx)
        c += (o.argmax(1) == y_tr[idx]).sum().item()
    sch.step()
    v = run_val()
    lines.append(f"epoch={epoch + 1} 训练loss={s / len(x_tr):.4f} 训练acc={c / len(x_tr):.4f} 验证loss={v[0]:.4f} 验证acc={v[1]:.4f}")
    print(lines[-1])
open(os.path.join(OUT, "log.txt"), "w", encoding="utf-8").write("\n".join(lines) + "\n")
torch.save({"model": model.state_dict(), "optimizer": opt.state_dict(), "epoch": EPOCHS}, os.path.join(OUT, "checkpoint.pt"))
p = torch.randperm(len(x_tr))[:256]
np.savez(os.path.join(OUT, "batch.npz"), x=x_tr[p].numpy(), y=y_tr[p].numpy())
np.savez(os.path.join(OUT, "validation.npz"), x=x_va.numpy(), y=y_va.numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return ce(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (x_tr[p][:64], y_tr[p][:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(OUT, "model.pt2"))
