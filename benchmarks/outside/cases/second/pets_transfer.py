"""
accepts: [parameters_not_in_optimizer]
says: "Transfer learning: I take my network trained on 8 toy classes, freeze the features and train a new head for 5 new classes. Train loss does not go down at all, 1.627 for all 15 epochs, val acc 0.23 in every single epoch = guessing. lr 1e-3 to 1e-1 all the same."
language: en
hint: "Adam was built before the head was replaced, so the new layer is never stepped. Build the optimizer after."
"""
import csv
import sys
from pathlib import Path
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(9)
rng = np.random.default_rng(8)
out = Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
CURED = "--cured" in sys.argv
u, v = np.meshgrid(np.linspace(-1, 1, 24), np.linspace(-1, 1, 24))


def picture(c):
    """13 kinds of 'fur': oriented stripes, spots and rings; the first 8 are for pretraining"""
    ph, n = rng.uniform(0, 6.28, 2), rng.normal(0, .35, (24, 24))
    if c in (0, 1, 2, 3, 8, 9):
        a = {0: 0, 1: .8, 2: 1.57, 3: 2.36, 8: .4, 9: 1.97}[c] + rng.normal(0, .07)
        return np.sin(9 * (u * np.cos(a) + v * np.sin(a)) + ph[0]) + n
    if c in (4, 5, 10):
        k = {4: 6, 5: 13, 10: 9}[c]
        return np.sin(k * u + ph[0]) * np.sin(k * v + ph[1]) * 1.4 + n
    k = {6: 6, 7: 14, 11: 10, 12: 18}[c]
    return np.sin(k * np.hypot(u - rng.uniform(-.4, .4), v - rng.uniform(-.4, .4)) + ph[0]) + n


def data(classes, n):
    y = rng.integers(0, len(classes), n)
    x = np.stack([picture(classes[i]) for i in y])[:, None] / .8
    return torch.tensor(x, dtype=torch.float32), torch.tensor(y)


class SmallNet(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 16, 5, padding=2), nn.GroupNorm(4, 16), nn.SiLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1), nn.GroupNorm(4, 32), nn.SiLU(), nn.MaxPool2d(2),
            nn.Conv2d(32, 64, 3, padding=1), nn.GroupNorm(4, 64), nn.SiLU())
        self.fc = nn.Linear(64, n)

    def forward(self, x):
        return self.fc(self.features(x).mean((2, 3)))


# ------------------------------------------------------------ step 1: source task
xs, ys = data(list(range(8)), 1200)
net = SmallNet(8)
pre = torch.optim.Adam(net.parameters(), lr=3e-3)
for _ in range(6):
    for i in torch.randperm(len(xs)).split(32):
        pre.zero_grad()
        F.cross_entropy(net(xs[i]), ys[i]).backward()
        pre.step()

# ------------------------------------------------------------ step 2: new pets
xt, yt = data([8, 9, 10, 11, 12], 600)
xv, yv = data([8, 9, 10, 11, 12], 300)
for p in net.parameters():
    p.requires_grad = False
if not CURED:
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-2)
net.fc = nn.Linear(64, 5)
if CURED:
    optimizer = torch.optim.Adam(net.fc.parameters(), lr=1e-2)

fh = open(out / "log.csv", "w", newline="")
w = csv.writer(fh)
w.writerow("epoch,loss,accuracy,val_loss,val_accuracy".split(","))
for epoch in range(15):
    net.train()
    L, A = [], []
    for i in torch.randperm(len(xt)).split(32):
        logits = net(xt[i])
        loss = F.cross_entropy(logits, yt[i])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        L.append(loss.item())
        A.append((logits.argmax(1) == yt[i]).float().mean().item())
    net.eval()
    with torch.no_grad():
        o = net(xv)
    row = [epoch, np.mean(L), np.mean(A), F.cross_entropy(o, yv).item(), (o.argmax(1) == yv).float().mean().item()]
    w.writerow(row[:1] + [f"{r:.4f}" for r in row[1:]])
    print("epoch %d - loss %.4f - acc %.4f - val_loss %.4f - val_acc %.4f" % tuple(row))
fh.close()
torch.save({"state_dict": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 15}, out / "checkpoint.pt")
np.savez(out / "batch.npz", x=xt[:256].numpy(), y=yt[:256].numpy())
np.savez(out / "validation.npz", x=xv.numpy(), y=yv.numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return F.cross_entropy(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net).train().cpu(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(out / "model.pt2"))
