"""
accepts: [metric_bug]
says: "I don't understand my numbers: loss goes down nicely, 1.06 -> 0.025, val loss 0.66 -> 0.035, but accuracy stays at 0.20 (5 classes!) from the first to the last epoch, val accuracy 0.207. How can the cross entropy be 0.035 and the accuracy at chance?"
language: en
hint: "accuracy compares argmax over dim 0 broadcast against the labels, i.e. (logits.argmax(0)[:, None] == y) instead of argmax(1) == y, so it sits near chance whatever the model does while both losses are low; cure: logits.argmax(1) == y"
"""
import csv, os, sys
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(27)
rng = np.random.default_rng(27)
out = sys.argv[1]
os.makedirs(out, exist_ok=True)
CURED = "--cured" in sys.argv
BANDS, CLASSES = 60, 5


def nir(n):
    y = rng.integers(0, CLASSES, n)
    w = np.linspace(0, 1, BANDS)
    moist = 8 + 3 * y + rng.uniform(-1.3, 1.3, n)
    x = .4 + .3 * w + rng.normal(0, .05, (n, 1)) + rng.normal(0, .1, (n, 1)) * w
    x = x + moist[:, None] * .03 * np.exp(-((w - .35) / .06) ** 2) + (moist[:, None] * .05) ** 2 * np.exp(-((w - .75) / .1) ** 2)
    x = x + rng.uniform(0, .3, (n, 1)) * np.exp(-((w - .55) / .05) ** 2) + rng.normal(0, .012, (n, BANDS))
    return x, y


xa, ya = nir(5000)
xb, yb = nir(1000)
mu, sd = xa.mean(0), xa.std(0)
xt, yt = torch.tensor((xa - mu) / sd, dtype=torch.float32), torch.tensor(ya)
xv, yv = torch.tensor((xb - mu) / sd, dtype=torch.float32), torch.tensor(yb)


def accuracy(logits, y):
    if CURED:
        return (logits.argmax(1) == y).float().mean().item()
    pred = logits.argmax(0)
    return (pred[:, None] % CLASSES == y).float().mean().item()


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(BANDS, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, CLASSES))

    def forward(self, x, y):
        return F.cross_entropy(self.net(x), y)


model = Net()
opt = torch.optim.Adam(model.parameters(), lr=1e-3)
EPOCHS = 30
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, EPOCHS)
f = open(out + "/log.csv", "w", newline="")
w = csv.DictWriter(f, ["epoch", "loss", "accuracy", "val_loss", "val_accuracy"])
w.writeheader()
for ep in range(EPOCHS):
    model.train()
    L, A = [], []
    for i in torch.randperm(len(xt)).split(50):
        logits = model.net(xt[i])
        loss = F.cross_entropy(logits, yt[i])
        opt.zero_grad()
        loss.backward()
        opt.step()
        L.append(loss.item())
        A.append(accuracy(logits.detach(), yt[i]))
    sched.step()
    model.eval()
    with torch.no_grad():
        z = model.net(xv)
    w.writerow({"epoch": ep, "loss": round(np.mean(L), 4), "accuracy": round(np.mean(A), 4), "val_loss": round(F.cross_entropy(z, yv).item(), 4), "val_accuracy": round(accuracy(z, yv), 4)})
    f.flush()

torch.save(model.state_dict(), out + "/checkpoint.pt")
np.savez(out + "/batch.npz", x=xt[:200].numpy(), y=yt[:200].numpy())
np.savez(out + "/validation.npz", x=xv[:200].numpy(), y=yv[:200].numpy())
b = torch.export.Dim("b", min=2, max=4096)
torch.export.save(torch.export.export(model.train(), (xt[:50], yt[:50]), dynamic_shapes={"x": {0: b}, "y": {0: b}}), out + "/model.pt2")
