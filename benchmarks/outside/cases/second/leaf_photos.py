"""
accepts: [augmentation_too_strong]
says: "Leaf photo classifier (6 species, 32x32 RGB). Training accuracy is only 0.42 after 20 epochs, loss 1.44, validation a little better than training (0.46, loss 1.36). I use augmentation so it should not overfit, a bigger network gave the same."
language: en
hint: "RandomResizedCrop down to a few per cent of the area, big erasing and strong noise leave crops nobody could name. Mild shifts and flips instead."
"""
import json
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
OUT = Path(sys.argv[1])
OUT.mkdir(parents=True, exist_ok=True)
CURED = "--cured" in sys.argv[2:]
torch.manual_seed(11)
rs = np.random.RandomState(11)
S = 32
gy, gx = np.mgrid[-1:1:S * 1j, -1:1:S * 1j]


def leaf(kind):
    """outline by polar radius r(phi): number and depth of lobes give the species"""
    lobes, depth, stretch = [(0, 0, 1.0), (0, 0, 2.2), (3, .35, 1.0), (5, .35, 1.0), (9, .12, 1.3), (7, .35, 1.0)][kind]
    rot = rs.uniform(-.5, .5)
    cx, cy = rs.uniform(-.18, .18, 2)
    x = (gx - cx) * np.cos(rot) - (gy - cy) * np.sin(rot)
    y = (gx - cx) * np.sin(rot) + (gy - cy) * np.cos(rot)
    x = x * stretch
    phi, r = np.arctan2(y, x), np.hypot(x, y)
    edge = rs.uniform(.55, .72) * (1 + depth * np.cos(lobes * phi))
    inside = 1 / (1 + np.exp((r - edge) * 18))
    green = np.array([.2, .55, .15]) + rs.normal(0, .08, 3)
    ground = np.array([.55, .45, .35]) + rs.normal(0, .1, 3)
    img = inside[..., None] * green + (1 - inside[..., None]) * ground
    return (img + rs.normal(0, .04, img.shape)).transpose(2, 0, 1)


def dataset(n):
    y = rs.randint(0, 6, n)
    return torch.tensor(np.stack([leaf(k) for k in y]), dtype=torch.float32), torch.tensor(y)


def augment(x):
    """one random view per picture"""
    n = len(x)
    flip = torch.where(torch.rand(n) < .5, -1.0, 1.0)
    if CURED:
        scale = torch.empty(n).uniform_(.9, 1.05)
        shift = torch.empty(n, 2).uniform_(-.08, .08)
    else:
        scale = torch.empty(n).uniform_(.35, .8)          # RandomResizedCrop(scale=(0.1, 0.6))
        shift = torch.empty(n, 2).uniform_(-1, 1) * (1 - scale)[:, None]
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0], theta[:, 1, 1] = scale * flip, scale
    theta[:, :, 2] = shift
    v = F.grid_sample(x, F.affine_grid(theta, x.shape, align_corners=False), align_corners=False, padding_mode="border")
    if CURED:
        return v + .02 * torch.randn_like(v)
    for i in range(n):                                    # RandomErasing
        a, c = torch.randint(0, 20, (2,))
        v[i, :, a:a + 12, c:c + 12] = 0
    return v + .06 * torch.randn_like(v)


def norm(x):
    return (x - .42) / .18


def block(i, o):
    return nn.Sequential(nn.Conv2d(i, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU(), nn.MaxPool2d(2))


model = nn.Sequential(block(3, 16), block(16, 32), block(32, 48), nn.Flatten(), nn.Dropout(.2), nn.Linear(48 * 16, 6))
xtr, ytr = dataset(900)
xva, yva = dataset(300)
xva = norm(xva)
opt = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=1e-3)
EPOCHS = 20
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, EPOCHS)
log = open(OUT / "log.jsonl", "w")
for e in range(1, EPOCHS + 1):
    model.train()
    ls, ok = 0., 0
    for idx in torch.randperm(len(xtr)).split(64):
        xb, yb = norm(augment(xtr[idx])), ytr[idx]
        o = model(xb)
        loss = F.cross_entropy(o, yb)
        opt.zero_grad(); loss.backward(); opt.step()
        ls += loss.item() * len(idx); ok += (o.argmax(1) == yb).sum().item()
    sched.step()
    model.eval()
    with torch.no_grad():
        o = model(xva)
    rec = {"epoch": e, "loss": ls / len(xtr), "acc": ok / len(xtr),
           "val_loss": F.cross_entropy(o, yva).item(), "val_acc": (o.argmax(1) == yva).float().mean().item()}
    print(rec)
    log.write(json.dumps(rec) + "\n")
log.close()


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__(); self.model = model
    def forward(self, x, y):
        return F.cross_entropy(self.model(x), y)


torch.save({"state_dict": model.state_dict(), "epoch": EPOCHS, "arch": "leafnet"}, OUT / "checkpoint.pt")
xb, yb = norm(augment(xtr[:256])), ytr[:256]
np.savez(OUT / "batch.npz", x=xb.numpy(), y=yb.numpy())
np.savez(OUT / "validation.npz", x=xva.numpy(), y=yva.numpy())
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (xb[:64], yb[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(OUT / "model.pt2"))
