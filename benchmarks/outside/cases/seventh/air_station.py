"""
accepts: [missing_values]
says: "用空气监测站的10列传感器数据回归NO2浓度,7000条训练样本,输入都做了标准化(减均值除标准差)。前两个epoch几乎不动(val R2 0.40),后来大概停在 val loss 0.26-0.31、R2 0.64-0.70,再怎么训都上不去,100个epoch也一样,验证曲线还一直抖。同事用同样的站点数据能做到0.94。标准化之后我看了一下,好多列最小值都是-2左右,最大值才0.5,这正常吗?"
language: zh
hint: "-999 sentinels for missing readings are left in the columns and go into mean/std, so real variation is crushed to ~1/50. Cure: treat -999 as missing, impute the median, add flags, then standardise."
"""
import json
import os
import sys

import numpy as np
import torch
from torch import nn

OUT = sys.argv[1]
CURED = "--cured" in sys.argv
os.makedirs(OUT, exist_ok=True)
torch.set_num_threads(1)
torch.manual_seed(77)
rng = np.random.default_rng(77)

COLS = ["CO", "NMHC", "C6H6", "NOx", "O3_raw", "T", "RH", "AH", "hour_sin", "hour_cos"]
n = 9000
hour = np.arange(n) % 24
traffic = np.clip(1 + 0.8 * np.sin(2 * np.pi * (hour - 8) / 24) + np.convolve(rng.normal(0, 1, n), np.ones(12) / 6, "same"), 0.05, None)
T = 18 + 8 * np.sin(2 * np.pi * np.arange(n) / 8760) + 4 * np.sin(2 * np.pi * (hour - 14) / 24) + rng.normal(0, 1, n)
RH = np.clip(60 - 1.5 * (T - 18) + rng.normal(0, 8, n), 5, 100)
AH = RH / 100 * np.exp(0.06 * T) * 0.5
co = 1.2 * traffic + rng.normal(0, 0.1, n)
nmhc = 180 * traffic + rng.normal(0, 110, n)
c6 = 6 * traffic ** 1.2 + rng.normal(0, 0.6, n)
nox = 150 * traffic + 4 * (20 - T) + rng.normal(0, 100, n)
o3 = 900 - 200 * traffic + 12 * T + rng.normal(0, 180, n)
X = np.stack([co, nmhc, c6, nox, o3, T, RH, AH, np.sin(hour / 24 * 2 * np.pi), np.cos(hour / 24 * 2 * np.pi)], 1)
no2 = 55 + 45 * np.tanh(traffic - 1.0) - 1.1 * (T - 18) + 10 * np.sin(2 * np.pi * hour / 24) * traffic + rng.normal(0, 4, n)
gone = rng.random((n, 10)) < 0.16
gone[:, 8:] = False
for c in range(8):
    for s in rng.integers(0, n, 10):
        gone[s:s + rng.integers(10, 60), c] = True
X[gone] = -999.0

tr = np.arange(n) < 7000
if CURED:
    X = np.where(X == -999.0, np.nan, X)
    med = np.nanmedian(X[tr], 0)
    flag = np.isnan(X).astype(np.float64)[:, :8]
    X = np.where(np.isnan(X), med, X)
    mu, sd = X[tr].mean(0), X[tr].std(0)
    X = np.concatenate([(X - mu) / sd, flag], 1)
else:
    mu, sd = X[tr].mean(0), X[tr].std(0)
    X = (X - mu) / sd
y = (no2 - no2[tr].mean()) / no2[tr].std()
X, y = torch.tensor(X).float(), torch.tensor(y).float()
xt, yt, xv, yv = X[:7000], y[:7000], X[7000:], y[7000:]


class Station(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.inp = nn.Linear(d, 32)
        self.mid = nn.Linear(32, 32)
        self.out = nn.Linear(32, 1)

    def forward(self, x):
        h = torch.tanh(self.inp(x))
        h = torch.tanh(self.mid(h))
        return self.out(h).squeeze(-1)


model = Station(X.shape[1])
opt = torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9)
f = open(os.path.join(OUT, "log.jsonl"), "w")
f.write(json.dumps({"columns": COLS, "min": [round(float(v), 2) for v in xt.min(0).values], "max": [round(float(v), 2) for v in xt.max(0).values]}) + "\n")
for epoch in range(100):
    model.train()
    acc = 0.0
    for b in torch.randperm(7000).split(64):
        loss = ((model(xt[b]) - yt[b]) ** 2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        acc += loss.item() * len(b)
    model.eval()
    with torch.no_grad():
        e = model(xv) - yv
    f.write(json.dumps({"epoch": epoch, "loss": round(acc / 7000, 5), "val_loss": round((e ** 2).mean().item(), 5),
                        "val_r2": round(1 - (e ** 2).mean().item() / yv.var().item(), 4)}) + "\n")
f.close()
torch.save({"model_state_dict": model.state_dict(), "optimizer_state_dict": opt.state_dict(), "epoch": 100}, os.path.join(OUT, "checkpoint.pt"))
pick = torch.randperm(7000)[:256]
np.savez(os.path.join(OUT, "batch.npz"), x=xt[pick].numpy(), y=yt[pick].numpy())
pick = torch.randperm(2000)[:256]
np.savez(os.path.join(OUT, "validation.npz"), x=xv[pick].numpy(), y=yv[pick].numpy())


class ModelAndLoss(nn.Module):
    def __init__(self):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.mse_loss(self.model(x), y)


B = torch.export.Dim("B", min=1, max=8192)
torch.export.save(torch.export.export(ModelAndLoss().train(), (xt[:4], yt[:4]), dynamic_shapes=({0: B}, {0: B})), os.path.join(OUT, "model.pt2"))
