"""
accepts: [double_softmax]
says: "手写汉字（10个字，28x28）CNN，训练损失从 2.30 降到 1.56 左右就再也不动了，准确率停在 0.90，有一个字好像一次都没认对。别人同样的网络 loss 都能到 0.0 几，多训练几轮也没用，这是怎么回事？"
language: zh
hint: "网络最后一层加了 Softmax，又用 CrossEntropyLoss（里面已有 log-softmax）。去掉 Softmax 就好。"
"""
# 汉字笔画识别小作业：自己画笔画生成数据
import os, sys
import numpy as np
import torch
import torch.nn as nn
from torch.utils.data import TensorDataset, DataLoader

torch.set_num_threads(1)
outdir = sys.argv[1]
cured = "--cured" in sys.argv
os.makedirs(outdir, exist_ok=True)
rng = np.random.default_rng(7)
torch.manual_seed(7)

# 每个字用若干线段表示 (x1,y1,x2,y2)，坐标 0~1
H = lambda y, a=.15, b=.85: (a, y, b, y)
V = lambda x, a=.15, b=.85: (x, a, x, b)
ZI = {
    "一": [H(.5)], "二": [H(.3, .25, .75), H(.7)], "三": [H(.2), H(.5, .25, .75), H(.8)],
    "十": [H(.5), V(.5)], "工": [H(.2), V(.5, .2, .8), H(.8)],
    "土": [H(.45, .25, .75), V(.5, .15, .8), H(.8)], "王": [H(.2), H(.5), V(.5, .2, .8), H(.8)],
    "口": [H(.25, .25, .75), H(.75, .25, .75), V(.25, .25, .75), V(.75, .25, .75)],
    "日": [H(.2, .3, .7), H(.5, .3, .7), H(.8, .3, .7), V(.3, .2, .8), V(.7, .2, .8)],
    "田": [H(.2, .2, .8), H(.5, .2, .8), H(.8, .2, .8), V(.2, .2, .8), V(.5, .2, .8), V(.8, .2, .8)],
}
yy, xx = np.mgrid[0:28, 0:28] / 27.0


def draw(strokes):
    img = np.zeros((28, 28), np.float32)
    s, dx, dy = rng.uniform(.75, 1.05), rng.uniform(-.08, .08), rng.uniform(-.08, .08)
    for x1, y1, x2, y2 in strokes:
        p = np.array([x1, y1, x2, y2]) + rng.normal(0, .03, 4)
        p = (p - .5) * s + .5 + np.array([dx, dy, dx, dy])
        d = p[2:] - p[:2]
        t = np.clip(((xx - p[0]) * d[0] + (yy - p[1]) * d[1]) / (d @ d), 0, 1)
        dist = (xx - p[0] - t * d[0]) ** 2 + (yy - p[1] - t * d[1]) ** 2
        img = np.maximum(img, np.exp(-dist / (2 * .022 ** 2)))
    return img + rng.normal(0, .15, img.shape)


def make(n):
    y = rng.integers(0, 10, n)
    names = list(ZI)
    x = np.stack([draw(ZI[names[k]]) for k in y])[:, None].astype(np.float32)
    return torch.from_numpy((x - .15) / .3), torch.from_numpy(y)


xtr, ytr = make(3000)
xva, yva = make(600)
loader = DataLoader(TensorDataset(xtr, ytr), batch_size=64, shuffle=True)

layers = [nn.Conv2d(1, 12, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
          nn.Conv2d(12, 24, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
          nn.Flatten(), nn.Linear(24 * 49, 64), nn.ReLU(), nn.Linear(64, 10)]
if not cured:
    layers.append(nn.Softmax(dim=1))      # 输出概率
net = nn.Sequential(*layers)
criterion = nn.CrossEntropyLoss()
opt = torch.optim.SGD(net.parameters(), lr=0.02, momentum=0.9)

f = open(os.path.join(outdir, "log.txt"), "w", encoding="utf-8")
for ep in range(12):
    net.train()
    tot = right = 0
    for xb, yb in loader:
        opt.zero_grad()
        out = net(xb)
        loss = criterion(out, yb)
        loss.backward()
        opt.step()
        tot += loss.item() * len(yb)
        right += (out.argmax(1) == yb).sum().item()
    net.eval()
    with torch.no_grad():
        ov = net(xva)
        vl = criterion(ov, yva).item()
        va = (ov.argmax(1) == yva).float().mean().item()
    line = f"第{ep + 1}轮  训练损失 {tot / len(xtr):.4f}  训练准确率 {right / len(xtr):.4f}  测试损失 {vl:.4f}  测试准确率 {va:.4f}"
    print(line)
    f.write(line + "\n")
f.close()

torch.save(net.state_dict(), os.path.join(outdir, "checkpoint.pt"))
np.savez(os.path.join(outdir, "batch.npz"), x=xtr[:256].numpy(), y=ytr[:256].numpy())
np.savez(os.path.join(outdir, "validation.npz"), x=xva[:512].numpy(), y=yva[:512].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return criterion(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net).train().cpu(), (xtr[:64], ytr[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(outdir, "model.pt2"))
