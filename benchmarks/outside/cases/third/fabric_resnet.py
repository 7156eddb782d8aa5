"""
accepts: []
says: ""
language: en
hint: "Healthy but ugly: warm restarts make the loss jump at each restart, noise/flip/cutout augmentation keeps training loss above validation loss; the end of the last cycle is good."
"""
# Woven fabric texture classes, BatchNorm ResNet, SGDR, cutout. Logged every step.
import os, sys
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F
torch.set_num_threads(1)

CFG = dict(size=20, train=1200, val=400, batch=24, lr=0.05, cycles=(2, 4, 8), width=12, classes=5)
out = Path(sys.argv[1]); out.mkdir(parents=True, exist_ok=True)
torch.manual_seed(77); rng = np.random.default_rng(77)


def fabric(k):
    n = CFG["size"]; yy, xx = np.mgrid[:n, :n]
    f, a, b = rng.uniform(0.85, 1.15), rng.uniform(0, 6, 1), rng.uniform(0, 6, 1)
    img = [np.sin(f * xx + a) * np.sin(f * yy + b), np.sin(f * (xx + yy) + a), np.sin(f * xx + a) + 0 * yy,
           np.sin(f * (xx - yy) * 0.7 + a) + np.sin(f * (xx + yy) * 0.7 + b), np.sign(np.sin(0.6 * f * xx + a) * np.sin(0.6 * f * yy + b))][k]
    return rng.uniform(0.6, 1.3) * img + 0.6 * rng.standard_normal((n, n))


def make(n):
    y = rng.integers(0, CFG["classes"], n)
    return torch.tensor(np.stack([fabric(k) for k in y])[:, None], dtype=torch.float32), torch.tensor(y)


def augment(x):
    x = torch.where(torch.rand(len(x), 1, 1, 1) < 0.5, x.flip(2).flip(3), x)       # rotation by 180 degrees keeps the class
    x = x + 0.35 * torch.randn_like(x)
    r, c = torch.randint(0, CFG["size"] - 8, (2, len(x), 1, 1, 1))
    g = torch.arange(CFG["size"])
    hole = ((g.view(-1, 1) >= r) & (g.view(-1, 1) < r + 8) & (g >= c) & (g < c + 8))
    return x.masked_fill(hole, 0.0)


class Res(nn.Module):
    def __init__(self, i, o, s):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(i, o, 3, s, 1, bias=False), nn.BatchNorm2d(o), nn.ReLU(),
                                  nn.Conv2d(o, o, 3, 1, 1, bias=False), nn.BatchNorm2d(o))
        self.cut = nn.Conv2d(i, o, 1, s, bias=False) if s > 1 else nn.Identity()

    def forward(self, x):
        return F.relu(self.body(x) + self.cut(x))


w = CFG["width"]
model = nn.Sequential(nn.Conv2d(1, w, 3, 2, 1, bias=False), nn.BatchNorm2d(w), nn.ReLU(), Res(w, w, 1), Res(w, 2 * w, 2),
                      nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.3), nn.Linear(2 * w, CFG["classes"]))
ce = nn.CrossEntropyLoss(label_smoothing=0.05)
xt, yt = make(CFG["train"]); xv, yv = make(CFG["val"])
opt = torch.optim.SGD(model.parameters(), CFG["lr"], momentum=0.9, weight_decay=5e-4, nesterov=True)
spe = CFG["train"] // CFG["batch"]
sched = torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(opt, T_0=CFG["cycles"][0] * spe, T_mult=2, eta_min=1e-4)
log = open(out / "log.txt", "w"); step = 0
for ep in range(sum(CFG["cycles"])):
    model.train()
    for i in torch.randperm(len(xt)).split(CFG["batch"]):
        lr = opt.param_groups[0]["lr"]
        o = model(augment(xt[i])); loss = ce(o, yt[i])
        opt.zero_grad(); loss.backward(); opt.step(); sched.step(); step += 1
        if step % 2 == 0:
            log.write(f"train | ep {ep:02d} | step {step:5d} | loss {loss.item():.4f} | acc {(o.argmax(1) == yt[i]).float().mean().item():.3f} | lr {lr:.5f}\n")
    model.eval()
    with torch.no_grad():
        o = model(xv)
    s = f"valid | ep {ep:02d} | step {step:5d} | loss {ce(o, yv).item():.4f} | acc {(o.argmax(1) == yv).float().mean().item():.3f}"
    log.write(s + "\n"); print(s)
log.close()

torch.save({"epoch": ep, "model": model.state_dict(), "optimizer": opt.state_dict(), "scheduler_last_lr": sched.get_last_lr()}, out / "checkpoint.pt")
bx, by = augment(xt[:192]), yt[:192]
np.savez(out / "batch.npz", x=bx.numpy(), y=by.numpy())
np.savez(out / "validation.npz", x=xv[:320].numpy(), y=yv[:320].numpy())


class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return ce(self.model(x), y)


b = torch.export.Dim("batch", min=2)
e = torch.export.export(WithLoss(model).train(), (bx[:64], by[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(e, str(out / "model.pt2"))
