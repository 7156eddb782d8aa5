"""
accepts: []
says: "Few defaulters, I use pos_weight. Loss does not get low and precision is poor. Is the run bad?"
language: en
hint: "Healthy: imbalance handled by pos_weight, AUC close to what the generating probabilities allow, no overfitting."
"""
# consumer credit: default within 12 months (5 % positives)
import csv
import os
import sys
import numpy as np
import torch
import torch.nn as nn
from sklearn.metrics import roc_auc_score, precision_recall_fscore_support

torch.set_num_threads(1)
outdir = sys.argv[1]
os.makedirs(outdir, exist_ok=True)
rng = np.random.default_rng(2024)
torch.manual_seed(2024)

n = 26000
income = rng.lognormal(10.3, .5, n)
loan = rng.lognormal(9.2, .7, n)
age = rng.uniform(21, 70, n)
late = rng.poisson(.5, n)
util = rng.beta(1.5, 3, n)
employed = rng.binomial(1, .85, n)
kind = rng.integers(0, 4, n)
dti = loan / income
z = -7.2 + 1.5 * np.log(dti + .1) + 1.3 * late + 3.4 * util - 1.3 * employed - .02 * (age - 40) + np.array([0, .6, -.5, .9])[kind] + 2.0 * (util > .6) * (late > 0)
default = rng.random(n) < 1 / (1 + np.exp(-.9 * (z + 2.7)))
num = np.c_[np.log(income), np.log(loan), age, late, util, employed]
tr, va = slice(0, 21000), slice(21000, n)
num = (num - num[tr].mean(0)) / num[tr].std(0)
X = torch.tensor(np.c_[num, np.eye(4)[kind]], dtype=torch.float32)
y = torch.tensor(default, dtype=torch.float32)[:, None]
pos = y[tr].mean().item()
print("share of defaults", pos)
crit = nn.BCEWithLogitsLoss(pos_weight=torch.tensor((1 - pos) / pos))
net = nn.Sequential(nn.Linear(10, 24), nn.ReLU(), nn.Dropout(.2), nn.Linear(24, 12), nn.ReLU(), nn.Linear(12, 1))
opt = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=1e-2)
EPOCHS = 10
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, EPOCHS)
Xt, yt, Xv, yv = X[tr], y[tr], X[va], y[va]
with open(os.path.join(outdir, "log.csv"), "w", newline="") as f:
    w = csv.writer(f)
    w.writerow("epoch train_loss val_loss val_auc val_precision val_recall val_f1".split())
    for ep in range(EPOCHS):
        net.train()
        tl = []
        for ix in torch.randperm(len(Xt)).split(128):
            loss = crit(net(Xt[ix]), yt[ix])
            opt.zero_grad()
            loss.backward()
            opt.step()
            tl.append(loss.item())
        sched.step()
        net.eval()
        with torch.no_grad():
            o = net(Xv)
        auc = roc_auc_score(yv[:, 0], o[:, 0])
        pr, rc, f1, _ = precision_recall_fscore_support(yv[:, 0], o[:, 0] > 0, average="binary", zero_division=0)
        row = [ep + 1] + [round(float(v), 4) for v in (np.mean(tl), crit(o, yv), auc, pr, rc, f1)]
        w.writerow(row)
        print(row)

torch.save({"state_dict": net.state_dict(), "pos_weight": (1 - pos) / pos}, os.path.join(outdir, "checkpoint.pt"))
np.savez(os.path.join(outdir, "batch.npz"), x=Xt[:256].numpy(), y=yt[:256].numpy())
np.savez(os.path.join(outdir, "validation.npz"), x=Xv[:512].numpy(), y=yv[:512].numpy())


class WithLoss(nn.Module):
    def __init__(self, model, loss):
        super().__init__()
        self.model = model
        self.loss = loss

    def forward(self, x, y):
        return self.loss(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net, crit).train().cpu(), (Xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(outdir, "model.pt2"))
