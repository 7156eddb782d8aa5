"""
accepts: [eval_mode_missing]
says: "Plankton CNN with BN and dropout. I get 0.83 on validation, and when I call evaluate() four times in a row on the same finished model I get 0.8325, 0.8175, 0.8425, 0.8375 (val loss 0.4505, 0.4767, 0.4528, 0.4348). How can the same weights on the same images give different numbers? no_grad is on, no shuffling, validation goes in batches of 4."
language: en
hint: "evaluate() never calls net.eval(): dropout stays on and BN uses statistics of 4 images (and updates its running stats with validation data). Cure: net.eval(): 0.965, the same each time."
"""
import sys, os
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(50)
torch.set_num_threads(1)
rng = np.random.default_rng(50)
folder = sys.argv[1]
cured = "--cured" in sys.argv
os.makedirs(folder, exist_ok=True)
S, K = 20, 6


def particle(k):
    yy, xx = np.mgrid[-1:1:S * 1j, -1:1:S * 1j]
    a = rng.uniform(0, np.pi)
    cx, cy = rng.uniform(-0.2, 0.2, 2)
    u = (xx - cx) * np.cos(a) + (yy - cy) * np.sin(a)
    v = -(xx - cx) * np.sin(a) + (yy - cy) * np.cos(a)
    r = np.hypot(u, v)
    if k == 0:
        m = r < 0.5
    elif k == 1:
        m = (r < 0.6) & (r > 0.38)
    elif k == 2:
        m = (np.abs(u) < 0.75) & (np.abs(v) < 0.15)
    elif k == 3:
        m = (np.abs(u) < 0.75) & (np.abs(v - 0.25 * np.sin(5 * u)) < 0.13)
    elif k == 4:
        m = (r < 0.3) | ((np.abs(v) < 0.1) & (u > 0) & (u < 0.85))
    else:
        m = (np.abs(np.hypot(u - 0.35, v)) < 0.28) | (np.hypot(u + 0.35, v) < 0.28)
    return m * rng.uniform(0.4, 0.9) + rng.normal(0, 0.22, (S, S)) + rng.uniform(-0.2, 0.2)


lab = rng.integers(0, K, 2400)
img = np.stack([particle(k) for k in lab])[:, None].astype(np.float32)
x, y = torch.tensor(img), torch.tensor(lab)
xt, yt, xv, yv = x[:2000], y[:2000], x[2000:], y[2000:]


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1, self.b1 = nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16)
        self.c2, self.b2 = nn.Conv2d(16, 32, 3, padding=1), nn.BatchNorm2d(32)
        self.d1, self.d2 = nn.Dropout2d(0.15), nn.Dropout(0.5)
        self.f1, self.f2 = nn.Linear(32 * 25, 64), nn.Linear(64, K)

    def forward(self, x):
        x = self.d1(F.max_pool2d(F.relu(self.b1(self.c1(x))), 2))
        x = F.max_pool2d(F.relu(self.b2(self.c2(x))), 2).flatten(1)
        return self.f2(self.d2(F.relu(self.f1(self.d2(x)))))


net = Net()
opt = torch.optim.Adam(net.parameters(), lr=8e-4)


def evaluate():
    if cured:
        net.eval()
    ok = tot = 0.0
    with torch.no_grad():
        for i in range(0, len(xv), 4):
            z = net(xv[i:i + 4])
            tot += F.cross_entropy(z, yv[i:i + 4], reduction="sum").item()
            ok += (z.argmax(1) == yv[i:i + 4]).sum().item()
    return tot / len(xv), ok / len(xv)


log = open(os.path.join(folder, "log.txt"), "w")
for epoch in range(1, 19):
    net.train()
    s = c = 0.0
    for b in torch.randperm(2000).split(50):
        z = net(xt[b])
        loss = F.cross_entropy(z, yt[b])
        opt.zero_grad()
        loss.backward()
        opt.step()
        s += loss.item() * len(b)
        c += (z.argmax(1) == yt[b]).sum().item()
    v, a = evaluate()
    print(f"epoch {epoch:2d} train_loss {s / 2000:.4f} train_acc {c / 2000:.4f} val_loss {v:.4f} val_acc {a:.4f}", file=log)
for k in range(4):
    v, a = evaluate()
    print(f"final check {k + 1}: val_loss {v:.4f} val_acc {a:.4f}", file=log)
log.close()
torch.save({"model": net.state_dict(), "optimizer": opt.state_dict(), "epoch": 18}, os.path.join(folder, "checkpoint.pt"))
np.savez(os.path.join(folder, "batch.npz"), x=xt[:100].numpy(), y=yt[:100].numpy())
np.savez(os.path.join(folder, "validation.npz"), x=xv[:100].numpy(), y=yv[:100].numpy())


class Step(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = net

    def forward(self, x, y):
        return F.cross_entropy(self.net(x), y)


net.train()
B = torch.export.Dim("B", min=2, max=512)
torch.export.save(torch.export.export(Step().train(), (xt[:50], yt[:50]), dynamic_shapes={"x": {0: B}, "y": {0: B}}), os.path.join(folder, "model.pt2"))
