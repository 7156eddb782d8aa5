"""
accepts: [overfitting]
says: "I classify single heartbeats (4 kinds) with a small 1D CNN, I only have 320 labelled beats. Training looks perfect: accuracy 1.000 and loss 0.004 at the end. But validation accuracy never gets past about 0.68 and the validation loss keeps climbing, from 0.82 early on to 2.47 after 110 epochs. What am I doing wrong?"
language: en
hint: "320 samples, 110 epochs, no dropout, no weight decay, no augmentation, no early stop. Cure: augmentation (shift, scale, noise), dropout, weight decay, fewer epochs (EPOCHS, augment, BeatNet(p))."
"""
import sys, os, csv
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
out = sys.argv[1]
cured = "--cured" in sys.argv
os.makedirs(out, exist_ok=True)
torch.manual_seed(11)
rng = np.random.default_rng(11)

N_TRAIN, N_VAL, LEN = 320, 800, 180


def beat(kind):
    t = np.linspace(0, 1, LEN)
    c = 0.5 + rng.normal(0, 0.05)
    w = 0.018 * np.exp(rng.normal(0, 0.15))
    r = rng.normal(1.0, 0.2)
    s = r * np.exp(-((t - c) / w) ** 2)
    s += 0.15 * np.exp(-((t - c + 0.18) / 0.03) ** 2) * (0 if kind == 2 else 1)
    s += rng.normal(0.3, 0.08) * np.exp(-((t - c - 0.25) / 0.05) ** 2) * (-1 if kind == 3 else 1)
    if kind == 1:
        s -= 0.45 * r * np.exp(-((t - c - 0.05) / 0.03) ** 2)
    s += 0.15 * np.sin(2 * np.pi * (rng.uniform(0.5, 2) * t + rng.random()))
    return s + rng.normal(0, 0.13, LEN)


def make(n):
    k = rng.integers(0, 4, n)
    x = np.stack([beat(i) for i in k])[:, None].astype(np.float32)
    y = k.copy()
    wrong = rng.random(n) < 0.05
    y[wrong] = rng.integers(0, 4, wrong.sum())
    return torch.tensor(x), torch.tensor(y)


xtr, ytr = make(N_TRAIN)
xva, yva = make(N_VAL)


class BeatNet(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.c1 = nn.Conv1d(1, 24, 9, stride=2, padding=4)
        self.c2 = nn.Conv1d(24, 48, 7, stride=2, padding=3)
        self.c3 = nn.Conv1d(48, 64, 5, stride=2, padding=2)
        self.drop = nn.Dropout(p)
        self.fc1 = nn.Linear(64 * 23, 96)
        self.fc2 = nn.Linear(96, 4)

    def forward(self, x):
        h = F.relu(self.c1(x))
        h = F.relu(self.c2(h))
        h = F.relu(self.c3(h)).flatten(1)
        h = self.drop(F.relu(self.fc1(self.drop(h))))
        return self.fc2(h)


net = BeatNet(0.4 if cured else 0.0)
opt = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=5e-2 if cured else 0.0)
EPOCHS = 24 if cured else 110
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, EPOCHS)


def augment(x):
    n = x.shape[0]
    sh = torch.randint(-8, 9, (n,))
    x = torch.stack([torch.roll(a, int(s), -1) for a, s in zip(x, sh)])
    x = x * (1 + 0.15 * torch.randn(n, 1, 1))
    return x + 0.08 * torch.randn_like(x)


f = open(os.path.join(out, "log.csv"), "w", newline="")
w = csv.writer(f)
w.writerow(["epoch", "loss", "acc", "val_loss", "val_acc"])
for ep in range(EPOCHS):
    net.train()
    perm = torch.randperm(N_TRAIN)
    tot = ok = 0
    for rep in range(4 if cured else 1):
        for i in range(0, N_TRAIN, 32):
            j = perm[i:i + 32]
            xb = augment(xtr[j]) if cured else xtr[j]
            z = net(xb)
            loss = F.cross_entropy(z, ytr[j])
            opt.zero_grad(); loss.backward(); opt.step()
            tot += loss.item() * len(j); ok += (z.argmax(1) == ytr[j]).sum().item()
    n_seen = N_TRAIN * (4 if cured else 1)
    sched.step()
    net.eval()
    with torch.no_grad():
        zv = net(xva)
        vl = F.cross_entropy(zv, yva).item()
        va = (zv.argmax(1) == yva).float().mean().item()
    w.writerow([ep + 1, f"{tot / n_seen:.4f}", f"{ok / n_seen:.4f}", f"{vl:.4f}", f"{va:.4f}"])
f.close()

torch.save({"model": net.state_dict(), "opt": opt.state_dict(), "epoch": EPOCHS}, os.path.join(out, "checkpoint.pt"))
np.savez(os.path.join(out, "batch.npz"), x=(augment(xtr[:128]) if cured else xtr[:128]).numpy(), y=ytr[:128].numpy())
np.savez(os.path.join(out, "validation.npz"), x=xva[:256].numpy(), y=yva[:256].numpy())


class WithLoss(nn.Module):
    def __init__(self, m):
        super().__init__()
        self.m = m

    def forward(self, x, y):
        return F.cross_entropy(self.m(x), y)


net.train()
b = torch.export.Dim("b", min=2, max=4096)
ep = torch.export.export(WithLoss(net).train(), (xtr[:64], ytr[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(out, "model.pt2"))
