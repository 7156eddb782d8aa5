"""
accepts: [sqrt_at_zero]
says: "Siamese network for signatures, the first loss is 0.22, at iteration 5 it is nan and stays nan. Learning rate 1e-3, a smaller one gives the same. I checked, there is no nan in the data."
language: en
hint: "Distance is torch.sqrt of a sum of squares; a genuine pair may be one signature with itself, distance 0, gradient NaN. Cure: + 1e-8 inside the root."
"""
# Siamese net, same writer or not? contrastive loss (Hadsell 2006)
import os
import sys
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
torch.set_num_threads(1)

out = sys.argv[1]
eps = 1e-8 if "--cured" in sys.argv else 0.0
os.makedirs(out, exist_ok=True)
torch.manual_seed(3)
rng = np.random.default_rng(3)


def signatures(n_writers, per_writer):
    """pen strokes as (dx, dy) over 40 time steps, each writer has own harmonics"""
    t = np.linspace(0, 2 * np.pi, 40)
    S = np.zeros((n_writers, per_writer, 80))
    for w in range(n_writers):
        a, ph = rng.normal(0, 1, (2, 5)), rng.uniform(0, 6.28, (2, 5))
        for k in range(per_writer):
            aa, pp = a + rng.normal(0, .15, a.shape), ph + rng.normal(0, .15, ph.shape)
            curve = (aa[..., None] * np.sin(np.arange(1, 6)[None, :, None] * t + pp[..., None])).sum(1)
            S[w, k] = (curve + rng.normal(0, .15, curve.shape)).ravel()
    return (S / S.std()).astype(np.float32)


def pairs(S, n):
    W, K, _ = S.shape
    y = rng.integers(0, 2, n)                 # 1 = same writer
    w1 = rng.integers(0, W, n)
    w2 = np.where(y == 1, w1, (w1 + rng.integers(1, W, n)) % W)
    a, b = S[w1, rng.integers(0, K, n)], S[w2, rng.integers(0, K, n)]
    return torch.from_numpy(a), torch.from_numpy(b), torch.from_numpy(y.astype(np.float32))


class Siamese(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Sequential(nn.Linear(80, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 16))

    def forward(self, x1, x2):
        d = self.enc(x1) - self.enc(x2)
        return torch.sqrt((d ** 2).sum(1) + eps)


def contrastive(dist, y, margin=1.0):
    return (y * dist ** 2 + (1 - y) * F.relu(margin - dist) ** 2).mean()


all_s = signatures(440, 60)
train_s, val_s = all_s[:400], all_s[400:]         # 40 writers never seen in training
net = Siamese()
opt = torch.optim.Adam(net.parameters(), lr=1e-3, weight_decay=1e-4)
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, 1200)
v1, v2, vy = pairs(val_s, 500)
log = open(os.path.join(out, "log.txt"), "w")
for it in range(1, 1201):
    x1, x2, y = pairs(train_s, 32)
    loss = contrastive(net(x1, x2), y)
    opt.zero_grad()
    loss.backward()
    opt.step()
    sched.step()
    if it == 1 or it % 5 == 0 and it <= 50 or it % 50 == 0:
        msg = f"iter {it} contrastive loss {loss.item():.5f}"
        if it % 200 == 0:
            with torch.no_grad():
                d = net(v1, v2)
                vl = contrastive(d, vy).item()
                acc = ((d < 0.5).float() == vy).float().mean().item()
            msg += f" | unseen writers: loss {vl:.5f} accuracy {acc:.3f}"
        print(msg)
        log.write(msg + "\n")
log.close()

torch.save({"net": net.state_dict(), "iter": it}, os.path.join(out, "checkpoint.pt"))
x1, x2, y = pairs(train_s, 256)
np.savez(os.path.join(out, "batch.npz"), x1=x1.numpy(), x2=x2.numpy(), y=y.numpy())
np.savez(os.path.join(out, "validation.npz"), x1=v1.numpy(), x2=v2.numpy(), y=vy.numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x1, x2, y):
        return contrastive(self.model(x1, x2), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net).train().cpu(), (x1[:64], x2[:64], y[:64]),
                         dynamic_shapes={"x1": {0: b}, "x2": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(out, "model.pt2"))
