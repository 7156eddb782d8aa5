"""
accepts: [class_imbalance]
says: "Hi all, CNN on vibration windows, 4 classes. Train acc 95.8% and val acc 95.7% already after the first epoch, looked great until I printed recall per class: ok = 1.0, outer_race = 0.0, inner_race = 0.02, cage = 0.0 (macro recall 0.255, i.e. chance). 8 epochs and train loss only goes 0.21 -> 0.19. Why does it never find the faults?"
language: en
hint: "95.5% of the windows are 'ok', the three faults are 1.5% each and the loader draws them as they come; cure: draw the classes evenly (WeightedRandomSampler) or weight the loss"
"""
import csv, os, sys
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset, WeightedRandomSampler

torch.set_num_threads(1)
torch.manual_seed(7)
rng = np.random.default_rng(7)
out = sys.argv[1]
cured = "--cured" in sys.argv
os.makedirs(out, exist_ok=True)

CLASSES = ["ok", "outer_race", "inner_race", "cage"]
P = [0.955, 0.016, 0.015, 0.014]
L = 128


def windows(n):
    y = rng.choice(4, size=n, p=P)
    t = np.arange(L)
    x = rng.normal(0, 1, (n, L))
    x += 0.8 * np.sin(2 * np.pi * t[None] / 32 + rng.uniform(0, 6.28, (n, 1)))
    period = {1: 16, 2: 11, 3: 27}
    for i in np.where(y > 0)[0]:
        p = period[y[i]]
        start = rng.integers(0, p)
        a = rng.uniform(1.1, 2.0)
        for k in range(start, L, p):
            m = min(6, L - k)
            x[i, k:k + m] += a * np.cos(1.9 * np.arange(m)) * np.exp(-0.35 * np.arange(m))
    return x[:, None].astype(np.float32), y.astype(np.int64)


def augment(x):
    x = torch.roll(x, int(torch.randint(0, L, (1,))), -1) * (1 + 0.2 * torch.randn(len(x), 1, 1))
    return x + 0.5 * torch.randn_like(x)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv1d(1, 16, 7, padding=3)
        self.b1 = nn.BatchNorm1d(16)
        self.c2 = nn.Conv1d(16, 32, 5, padding=2)
        self.b2 = nn.BatchNorm1d(32)
        self.c3 = nn.Conv1d(32, 32, 9, padding=8, dilation=2)
        self.b3 = nn.BatchNorm1d(32)
        self.fc = nn.Linear(64, 4)

    def forward(self, x):
        x = F.max_pool1d(F.relu(self.b1(self.c1(x))), 2)
        x = F.relu(self.b2(self.c2(x)))
        x = F.relu(self.b3(self.c3(x)))
        x = torch.cat([x.mean(-1), x.amax(-1)], 1)
        return self.fc(x)


class WithLoss(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x, y):
        return F.cross_entropy(self.net(x), y)


xtr, ytr = windows(12000)
xva, yva = windows(3000)
train = TensorDataset(torch.from_numpy(xtr), torch.from_numpy(ytr))
if cured:
    w = 1.0 / np.bincount(ytr)[ytr]
    loader = DataLoader(train, 128, sampler=WeightedRandomSampler(w, len(w)))
else:
    loader = DataLoader(train, 128, shuffle=True)

net = Net()
opt = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=1e-2)
EPOCHS = 8
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, EPOCHS)
f = open(f"{out}/log.csv", "w", newline="")
log = csv.writer(f)
log.writerow(["epoch", "train_loss", "train_acc", "val_loss", "val_acc", "val_macro_recall"] + [f"recall_{c}" for c in CLASSES])
for epoch in range(EPOCHS):
    net.train()
    tl = ta = n = 0
    for x, y in loader:
        x = augment(x)
        logits = net(x)
        loss = F.cross_entropy(logits, y)
        opt.zero_grad()
        loss.backward()
        opt.step()
        tl += loss.item() * len(x)
        ta += (logits.argmax(1) == y).sum().item()
        n += len(x)
    sched.step()
    net.eval()
    with torch.no_grad():
        lg = net(torch.from_numpy(xva))
        vl = F.cross_entropy(lg, torch.from_numpy(yva)).item()
    pred = lg.argmax(1).numpy()
    rec = [(pred[yva == c] == c).mean() for c in range(4)]
    log.writerow([epoch, round(tl / n, 4), round(ta / n, 4), round(vl, 4), round((pred == yva).mean(), 4), round(np.mean(rec), 4)] + [round(r, 3) for r in rec])
    f.flush()

torch.save({"model": net.state_dict(), "opt": opt.state_dict(), "epoch": EPOCHS}, f"{out}/checkpoint.pt")
bx, by = [], []
for x, y in loader:
    bx.append(augment(x)), by.append(y)
    if len(bx) == 2:
        break
bx, by = torch.cat(bx), torch.cat(by)
np.savez(f"{out}/batch.npz", x=bx.numpy(), y=by.numpy())
np.savez(f"{out}/validation.npz", x=xva[:256], y=yva[:256])
net.train()
B = torch.export.Dim("B", min=2, max=4096)
torch.export.save(torch.export.export(WithLoss(net).train(), (bx, by), dynamic_shapes=({0: B}, {0: B})), f"{out}/model.pt2")
