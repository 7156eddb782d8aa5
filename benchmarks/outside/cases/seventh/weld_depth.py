"""
accepts: [preprocessing_mismatch]
says: "激光焊接熔深回归, 7 个工艺参数, 4000 train / 1000 val, random rows from the same table. Train MAE 0.110 mm, 很好。 But val MAE is 0.626 mm and val loss 0.53 vs train 0.046, and it was like that from epoch 1 on (0.51), 基本不变。 Does not look like usual overfitting because it never was good. 两部分数据都做了归一化, what else can differ?"
language: mixed
hint: "training inputs are standardised, validation inputs are min-max scaled. Cure: xs.transform(X_val) with the training scaler."
"""
import csv
import os
import sys

import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
torch.manual_seed(61)
rng = np.random.default_rng(61)
FOLDER, FIXED = sys.argv[1], "--cured" in sys.argv
os.makedirs(FOLDER, exist_ok=True)

# laser weld: power W, speed mm/s, focus mm, spot um, gas l/min, plate mm, temp C -> depth mm
N = 5000
power = rng.uniform(800, 4000, N)
speed = rng.uniform(10, 80, N)
focus = rng.normal(0, 1.2, N)
spot = rng.normal(300, 40, N)
gas = rng.normal(15, 3, N)
plate = rng.choice([2, 3, 4, 6, 8], N).astype(float)
temp = rng.normal(24, 5, N)
depth = 0.012 * power ** 0.85 / speed ** 0.35 * np.exp(-0.12 * focus ** 2) * (300 / spot) ** 0.5 + 0.004 * temp
depth = np.minimum(depth, plate) + rng.normal(0, 0.12, N)
raw = np.stack([power, speed, focus, spot, gas, plate, temp], 1)
X_train, X_val = raw[:4000], raw[4000:]
y_train, y_val = depth[:4000, None], depth[4000:, None]


class Scaler:
    def fit_transform(self, a):
        self.m, self.s = a.mean(0), a.std(0)
        return self.transform(a)

    def transform(self, a):
        return (a - self.m) / self.s


xs = Scaler()
X_train = xs.fit_transform(X_train)
if FIXED:
    X_val = xs.transform(X_val)
else:
    X_val = (X_val - X_val.min(0)) / (X_val.max(0) - X_val.min(0))
xt, yt, xv, yv = (torch.tensor(a, dtype=torch.float32) for a in (X_train, y_train, X_val, y_val))

model = nn.Sequential(nn.Linear(7, 64), nn.SiLU(), nn.Linear(64, 64), nn.SiLU(), nn.Linear(64, 1))
opt = torch.optim.Adam(model.parameters(), lr=1e-3)
sch = torch.optim.lr_scheduler.CosineAnnealingLR(opt, 60)
loss_fn = nn.SmoothL1Loss(beta=0.2)
with open(os.path.join(FOLDER, "log.csv"), "w", newline="") as f:
    w = csv.writer(f)
    w.writerow(["epoch", "lr", "train_loss", "val_loss", "train_mae_mm", "val_mae_mm"])
    for epoch in range(60):
        model.train()
        tot = mae = 0.0
        for b in torch.randperm(4000).split(40):
            p = model(xt[b])
            loss = loss_fn(p, yt[b])
            opt.zero_grad()
            loss.backward()
            opt.step()
            tot += loss.item() / 100
            mae += (p - yt[b]).abs().mean().item() / 100
        model.eval()
        with torch.no_grad():
            p = model(xv)
            w.writerow([epoch, f"{opt.param_groups[0]['lr']:.6f}", f"{tot:.4f}", f"{loss_fn(p, yv).item():.4f}", f"{mae:.3f}", f"{(p - yv).abs().mean().item():.3f}"])
        sch.step()
torch.save({"model": model.state_dict(), "optimizer": opt.state_dict(), "epoch": 60}, os.path.join(FOLDER, "checkpoint.pt"))
np.savez(os.path.join(FOLDER, "batch.npz"), x=xt[:256].numpy(), y=yt[:256].numpy())
np.savez(os.path.join(FOLDER, "validation.npz"), x=xv[:256].numpy(), y=yv[:256].numpy())


class Crit(nn.Module):
    def __init__(self):
        super().__init__()
        self.model, self.loss_fn = model, loss_fn

    def forward(self, x, y):
        return self.loss_fn(self.model(x), y)


B = torch.export.Dim("B", min=2, max=4096)
torch.export.save(torch.export.export(Crit().train(), (xt[:40], yt[:40]), dynamic_shapes={"x": {0: B}, "y": {0: B}}), os.path.join(FOLDER, "model.pt2"))
