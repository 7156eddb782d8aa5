"""
accepts: [inputs_not_normalised]
says: "Predicting boiler efficiency from 8 sensor columns (steam_pa, draft_pa, feed_flow ...). 第一轮 train loss 就有 1142, 训练 60 epochs 之后 still 16, valid loss jumps like 7 -> 47 -> 73 -> 11 and R2 is negative the whole time (-148 at the end). Target 已经标准化了 (std 1), so even predicting zero would be better... lr 1e-3 with Adam 应该没问题吧?"
language: mixed
hint: "the columns go in raw: pressures in Pa (1e5), flow in m3/s (1e-2), temperatures in K; cure: standardise the columns with the training mean and std"
"""
import os
import sys
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(42)
rng = np.random.default_rng(42)
path = sys.argv[1]
os.makedirs(path, exist_ok=True)
STANDARDISE = "--cured" in sys.argv

COLUMNS = ["steam_pa", "draft_pa", "feed_flow", "fuel_flow", "t_air", "t_flue", "o2_frac", "valve"]
n = 9000
steam = rng.normal(4.1e5, 3e4, n)
draft = rng.normal(101325 - 80, 25, n)
feed = rng.normal(0.021, 0.004, n)
fuel = rng.normal(0.0016, 0.0003, n)
tair = rng.normal(293, 8, n)
tflue = rng.normal(455, 22, n)
o2 = rng.normal(0.045, 0.012, n)
valve = rng.uniform(0, 100, n)
table = np.stack([steam, draft, feed, fuel, tair, tflue, o2, valve], 1)
z = (table - table.mean(0)) / table.std(0)
eff = 84 + 1.8 * z[:, 3] - 2.2 * z[:, 5] - 1.5 * (z[:, 6] - 0.3) ** 2 + 1.2 * z[:, 2] * z[:, 3] + 1.3 * np.sin(z[:, 7] * 2) + 0.8 * z[:, 0] * z[:, 4] + 0.6 * z[:, 1]
eff += rng.normal(0, 0.35, n)
target = (eff - eff.mean()) / eff.std()

split = 7500
feats = table.copy()
if STANDARDISE:
    feats = (feats - feats[:split].mean(0)) / feats[:split].std(0)
x = torch.tensor(feats, dtype=torch.float32)
y = torch.tensor(target, dtype=torch.float32)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.l1 = nn.Linear(len(COLUMNS), 64)
        self.l2 = nn.Linear(64, 64)
        self.l3 = nn.Linear(64, 1)

    def forward(self, x):
        return self.l3(F.relu(self.l2(F.relu(self.l1(x))))).squeeze(1)


class Loss(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x, y):
        return F.smooth_l1_loss(self.net(x), y)


loss_fn = Loss(Net())
opt = torch.optim.Adam(loss_fn.parameters(), lr=1e-3)
log = open(path + "/log.txt", "w")
for epoch in range(1, 61):
    running = 0.0
    for i, idx in enumerate(torch.randperm(split).split(64)):
        opt.zero_grad()
        loss = loss_fn(x[idx], y[idx])
        loss.backward()
        opt.step()
        running += loss.item()
    with torch.no_grad():
        pv = loss_fn.net(x[split:])
        vl = F.smooth_l1_loss(pv, y[split:]).item()
        r2 = 1 - ((pv - y[split:]) ** 2).mean().item() / y[split:].var().item()
    if epoch == 1 or epoch % 2 == 0:
        log.write("Epoch %d | train loss: %.4f | valid loss: %.4f | valid R2: %.3f\n" % (epoch, running / (i + 1), vl, r2))
        log.flush()

torch.save({"model": loss_fn.net.state_dict(), "optimizer": opt.state_dict(), "columns": COLUMNS, "epoch": epoch}, path + "/checkpoint.pt")
np.savez(path + "/batch.npz", x=x[:192].numpy(), y=y[:192].numpy())
np.savez(path + "/validation.npz", x=x[split:split + 192].numpy(), y=y[split:split + 192].numpy())
d = torch.export.Dim("d", min=2, max=10000)
torch.export.save(torch.export.export(loss_fn.train(), (x[:64], y[:64]), dynamic_shapes={"x": {0: d}, "y": {0: d}}), path + "/model.pt2")
