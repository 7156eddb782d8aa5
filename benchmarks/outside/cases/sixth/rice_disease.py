"""
accepts: [too_little_data]
says: "水稻病害 4 分类，我自己拍了 60 张照片训练。训练准确率第 27 轮就到 1.0，训练 loss 0.0027，可是验证准确率一直在 0.41~0.44，验证 loss 从 1.17 一路涨到 3.33。网络结构是抄来的，应该没错，请问怎么办？"
language: zh
hint: "only 60 training images for a net with about 150k parameters: training is perfect, validation poor; cure: 3000 images"
"""
import sys, os, csv
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(4)
rng = np.random.default_rng(4)
folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
n_train = 3000 if "--cured" in sys.argv else 60
EPOCHS = 8 if "--cured" in sys.argv else 60


def photo(k):
    h = w = 24
    yy, xx = np.mgrid[0:h, 0:w]
    img = np.zeros((3, h, w))
    img[1] = .55 + .1 * np.sin(xx * rng.uniform(.2, .8) + rng.uniform(0, 6))
    img[0] = rng.uniform(.2, .45)
    img[2] = rng.uniform(.1, .35)
    for _ in range(rng.integers(3, 8)):
        cx, cy = rng.uniform(2, 22, 2)
        if k == 0:
            r = ((xx - cx) / 1.5) ** 2 + ((yy - cy) / 1.5) ** 2
        elif k == 1:
            r = ((xx - cx) / 0.8) ** 2 + ((yy - cy) / 3.2) ** 2
        elif k == 2:
            r = ((xx - cx) / 3.2) ** 2 + ((yy - cy) / 0.8) ** 2
        else:
            r = (np.hypot(xx - cx, yy - cy) - 2.5) ** 2 * 1.6
        m = np.exp(-r) * rng.uniform(.25, .6)
        img[0] += m
        img[1] -= .6 * m
    return img * rng.uniform(.6, 1.3) + rng.normal(0, .08, img.shape)


def dataset(n):
    y = rng.integers(0, 4, n)
    x = np.stack([photo(k) for k in y])
    return torch.tensor((x - .4) / .25, dtype=torch.float32), torch.tensor(y)


xv, yv = dataset(600)
xt, yt = dataset(n_train)


class RiceNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Sequential(nn.Conv2d(3, 24, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(24, 48, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))
        self.fc = nn.Sequential(nn.Flatten(), nn.Linear(48 * 36, 80), nn.ReLU(), nn.Linear(80, 4))

    def forward(self, x, y):
        return F.cross_entropy(self.fc(self.conv(x)), y)

    def predict(self, x):
        return self.fc(self.conv(x)).argmax(1)


net = RiceNet()
opt = torch.optim.Adam(net.parameters(), lr=1e-3, weight_decay=1e-4)
f = open(os.path.join(folder, "log.csv"), "w")
w = csv.writer(f)
w.writerow(["轮次", "训练loss", "训练acc", "验证loss", "验证acc"])
for ep in range(1, EPOCHS + 1):
    net.train()
    s = c = 0
    for idx in torch.randperm(n_train).split(20):
        loss = net(xt[idx], yt[idx])
        opt.zero_grad()
        loss.backward()
        opt.step()
        s += loss.item() * len(idx)
        c += (net.predict(xt[idx]) == yt[idx]).sum().item()
    net.eval()
    with torch.no_grad():
        vl, va = net(xv, yv).item(), (net.predict(xv) == yv).float().mean().item()
    w.writerow([ep, f"{s / n_train:.4f}", f"{c / n_train:.4f}", f"{vl:.4f}", f"{va:.4f}"])
    f.flush()

torch.save({"net": net.state_dict(), "opt": opt.state_dict(), "n_train": n_train}, os.path.join(folder, "checkpoint.pt"))
k = min(128, n_train)
np.savez(os.path.join(folder, "batch.npz"), x=xt[:k].numpy(), y=yt[:k].numpy())
np.savez(os.path.join(folder, "validation.npz"), x=xv[:128].numpy(), y=yv[:128].numpy())
d = torch.export.Dim("d", min=2, max=2048)
torch.export.save(torch.export.export(net.train(), (xt[:k], yt[:k]), dynamic_shapes={"x": {0: d}, "y": {0: d}}), os.path.join(folder, "model.pt2"))
