"""
accepts: [learning_rate_decays_too_fast]
says: "叶子形状5分类的小CNN,SGD lr=0.03,用了ExponentialLR(gamma=0.985)。前四五个epoch降得挺好,从1.60到0.87,然后从第9个epoch开始loss就完全不动了,一直停在0.589,连小数点后四位都一样(train acc 0.9058, val acc 0.904)。明显还没有收敛,训到30个epoch也没有用。是陷入局部最优了吗?"
language: zh
hint: "sched.step() is called after each batch: the rate is 9e-6 after 9 epochs and 1e-9 after 19. Cure: step once per epoch."
"""
import csv
import os
import sys
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(66)
rng = np.random.default_rng(66)
folder, cured = sys.argv[1], "--cured" in sys.argv
os.makedirs(folder, exist_ok=True)
S = 24


def leaf(kind):
    yy, xx = np.mgrid[-1:1:S * 1j, -1:1:S * 1j]
    a = rng.uniform(0, 2 * np.pi)
    u, v = xx * np.cos(a) + yy * np.sin(a), -xx * np.sin(a) + yy * np.cos(a)
    r, th = np.hypot(u, v * rng.uniform(1.1, 1.6)), np.arctan2(v, u)
    edge = 0.7 + [0.0, 0.08, 0.16, 0.16, 0.0][kind] * np.cos([0, 9, 5, 7, 0][kind] * th)
    m = 1 / (1 + np.exp(-25 * (edge - r)))
    vein = np.exp(-(v / 0.07) ** 2) * (0.5 if kind != 4 else 0.0)
    img = m * (rng.uniform(0.5, 0.9) - vein * 0.7)
    return img + rng.normal(0, 0.08, img.shape)


y = rng.integers(0, 5, 2400)
x = np.stack([leaf(k) for k in y])[:, None].astype(np.float32)
x = (x - x.mean()) / x.std()
x, y = torch.tensor(x), torch.tensor(y)
xt, yt, xv, yv = x[:1900], y[:1900], x[1900:], y[1900:]


class LeafNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.ModuleList([nn.Conv2d(1, 12, 5, padding=2), nn.Conv2d(12, 24, 3, padding=1), nn.Conv2d(24, 32, 3, padding=1)])
        self.fc = nn.Linear(32 * 9, 64)
        self.out = nn.Linear(64, 5)

    def forward(self, image):
        h = image
        for c in self.conv:
            h = F.max_pool2d(F.relu(c(h)), 2)
        return self.out(F.relu(self.fc(h.flatten(1))))


net = LeafNet()
opt = torch.optim.SGD(net.parameters(), lr=0.03, momentum=0.9, weight_decay=1e-4)
sched = torch.optim.lr_scheduler.ExponentialLR(opt, gamma=0.985)
with open(os.path.join(folder, "log.csv"), "w", newline="") as f:
    log = csv.DictWriter(f, ["epoch", "lr", "train_loss", "train_acc", "val_loss", "val_acc"])
    log.writeheader()
    for epoch in range(1, 31):
        net.train()
        s, c = 0.0, 0
        for b in torch.randperm(1900).split(32):
            z = net(xt[b])
            loss = F.cross_entropy(z, yt[b])
            opt.zero_grad()
            loss.backward()
            opt.step()
            if not cured:
                sched.step()
            s += loss.item() * len(b)
            c += (z.argmax(1) == yt[b]).sum().item()
        if cured:
            sched.step()
        net.eval()
        with torch.no_grad():
            z = net(xv)
        log.writerow({"epoch": epoch, "lr": f"{opt.param_groups[0]['lr']:.3e}", "train_loss": f"{s / 1900:.4f}", "train_acc": f"{c / 1900:.4f}",
                      "val_loss": f"{F.cross_entropy(z, yv).item():.4f}", "val_acc": f"{(z.argmax(1) == yv).float().mean().item():.4f}"})
torch.save({"model": net.state_dict(), "optimizer": opt.state_dict(), "scheduler": sched.state_dict(), "epoch": 30}, os.path.join(folder, "checkpoint.pt"))
np.savez(os.path.join(folder, "batch.npz"), image=xt[:96].numpy(), target=yt[:96].numpy())
np.savez(os.path.join(folder, "validation.npz"), image=xv[:96].numpy(), target=yv[:96].numpy())


class WL(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = net

    def forward(self, image, target):
        return F.cross_entropy(self.net(image), target)


n = torch.export.Dim("n", min=2, max=512)
torch.export.save(torch.export.export(WL().train(), (xt[:32], yt[:32]), dynamic_shapes={"image": {0: n}, "target": {0: n}}), os.path.join(folder, "model.pt2"))
