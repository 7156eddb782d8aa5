"""
accepts: [model_too_small]
says: "I want a tiny network to memorise a height map of an island (x,y -> height) for my game. It converges nicely in the first quarter and then refuses to improve; the terrain comes out as one smooth blob and the hills are gone. More epochs and other learning rates did nothing."
language: en
hint: "hidden width 4 with two layers cannot represent thirty hills; train and val loss identical plateau"
"""
import os, sys, csv
import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(77)
rng = np.random.RandomState(77)
folder = sys.argv[1]
CURED = "--cured" in sys.argv
os.makedirs(folder, exist_ok=True)

# the island: 30 gaussian hills and pits
hills = [(rng.uniform(-1, 1), rng.uniform(-1, 1), rng.uniform(.1, .18), rng.choice([-1, 1]) * rng.uniform(.6, 1.4)) for _ in range(30)]


def height(p):
    z = 0
    for hx, hy, s, a in hills:
        z = z + a * np.exp(-((p[:, 0] - hx) ** 2 + (p[:, 1] - hy) ** 2) / (2 * s * s))
    return z


pts = rng.uniform(-1, 1, (5000, 2))
h = height(pts)
h = (h - h.mean()) / h.std() + rng.normal(0, .03, len(h))
pts = pts / pts.std(0)
P, Hh = torch.tensor(pts, dtype=torch.float32), torch.tensor(h, dtype=torch.float32)[:, None]
tr_p, tr_h, va_p, va_h = P[:4000], Hh[:4000], P[4000:], Hh[4000:]

width = 96 if CURED else 4


class TinyTerrain(nn.Module):
    def __init__(self):
        super().__init__()
        self.inp = nn.Linear(2, width)
        self.mid = nn.Linear(width, width)
        self.out = nn.Linear(width, 1)

    def forward(self, p):
        p = torch.tanh(self.inp(p))
        p = torch.tanh(self.mid(p))
        return self.out(p)


net = TinyTerrain()
EPOCHS = 70
opt = torch.optim.Adam(net.parameters(), lr=8e-3)
sch = torch.optim.lr_scheduler.CosineAnnealingLR(opt, EPOCHS)
with open(os.path.join(folder, "log.csv"), "w", newline="") as f:
    wr = csv.DictWriter(f, ["epoch", "mse", "val_mse", "lr"])
    wr.writeheader()
    for e in range(EPOCHS):
        s = 0
        for b in torch.randperm(4000).split(80):
            loss = ((net(tr_p[b]) - tr_h[b]) ** 2).mean()
            opt.zero_grad()
            loss.backward()
            opt.step()
            s += loss.item() / 50
        with torch.no_grad():
            v = ((net(va_p) - va_h) ** 2).mean().item()
        wr.writerow(dict(epoch=e, mse=round(s, 5), val_mse=round(v, 5), lr=opt.param_groups[0]["lr"]))
        print(e, s, v)
        sch.step()

torch.save({"epoch": EPOCHS, "net": net.state_dict(), "opt": opt.state_dict()}, os.path.join(folder, "checkpoint.pt"))
np.savez(os.path.join(folder, "batch.npz"), x=tr_p[b].numpy(), y=tr_h[b].numpy())
np.savez(os.path.join(folder, "validation.npz"), x=va_p[:400].numpy(), y=va_h[:400].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return ((self.model(x) - y) ** 2).mean()


B = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(net).train(), (tr_p[b], tr_h[b]), dynamic_shapes={"x": {0: B}, "y": {0: B}}), os.path.join(folder, "model.pt2"))
