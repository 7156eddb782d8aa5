"""
accepts: [shape_broadcast_bug]
says: "Yield prediction, R2 on validation stays at 0.04 however long I train. Train loss goes to 0.0641 in the first epochs and then does not move, val loss 0.0613. More layers did not help."
language: en
hint: "Model output is (N,1), the yields are (N): MSE broadcasts to (N,N). Cure: squeeze the output."
"""
import argparse
import csv
import warnings
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset

warnings.filterwarnings("ignore")
torch.set_num_threads(1)

parser = argparse.ArgumentParser(description="Buchwald-Hartwig style yield prediction")
parser.add_argument("outdir", type=Path)
parser.add_argument("--cured", action="store_true")
args = parser.parse_args()
args.outdir.mkdir(parents=True, exist_ok=True)


def make_reactions(n=3000, seed=3):
    """one-hot ligand / base / additive + 6 continuous aryl halide descriptors"""
    r = np.random.default_rng(seed)
    lig, base, add = r.integers(0, 4, n), r.integers(0, 3, n), r.integers(0, 12, n)
    d = r.normal(size=(n, 6))
    e_lig = np.array([-.8, .1, .6, 1.0])
    e_base = np.array([.5, 0, -.6])
    e_add = r.normal(0, .7, 12)
    z = e_lig[lig] + e_base[base] + e_add[add] + .8 * d[:, 0] - .5 * d[:, 1] * e_lig[lig] + .4 * np.sin(2 * d[:, 2])
    y = 100 / (1 + np.exp(-z)) + r.normal(0, 3, n)
    X = np.concatenate([np.eye(4)[lig], np.eye(3)[base], np.eye(12)[add], d], 1)
    return X.astype("float32"), (np.clip(y, 0, 100) / 100).astype("float32")


class YieldNet(nn.Module):
    def __init__(self, d_in):
        super().__init__()
        self.l1 = nn.Linear(d_in, 128)
        self.l2 = nn.Linear(128, 128)
        self.out = nn.Linear(128, 1)
        self.drop = nn.Dropout(0.05)

    def forward(self, x):
        x = F.gelu(self.l1(x))
        x = self.drop(F.gelu(self.l2(x)))
        x = self.out(x)
        return x.squeeze(-1) if args.cured else x


torch.manual_seed(0)
X, y = make_reactions()
X, y = torch.from_numpy(X), torch.from_numpy(y)
ntr = 2400
train = DataLoader(TensorDataset(X[:ntr], y[:ntr]), batch_size=50, shuffle=True)
Xv, yv = X[ntr:], y[ntr:]
model = YieldNet(X.shape[1])
opt = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=1e-2)
N_EPOCHS = 50
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, N_EPOCHS)
loss_fn = nn.MSELoss()

with open(args.outdir / "log.csv", "w", newline="") as f:
    w = csv.writer(f)
    w.writerow(["epoch", "lr", "train_loss", "val_loss", "val_r2"])
    for epoch in range(N_EPOCHS):
        model.train()
        losses = []
        for xb, yb in train:
            opt.zero_grad()
            loss = loss_fn(model(xb), yb)
            loss.backward()
            opt.step()
            losses.append(loss.item())
        model.eval()
        with torch.no_grad():
            p = model(Xv)
            val = loss_fn(p, yv).item()
            r2 = 1 - ((p.flatten() - yv) ** 2).sum() / ((yv - yv.mean()) ** 2).sum()
        row = [epoch, f"{opt.param_groups[0]['lr']:.2e}", f"{np.mean(losses):.5f}", f"{val:.5f}", f"{r2.item():.4f}"]
        w.writerow(row)
        print(*row)
        sched.step()

torch.save({"model": model.state_dict(), "optimizer": opt.state_dict(), "epoch": N_EPOCHS}, args.outdir / "checkpoint.pt")
np.savez(args.outdir / "batch.npz", x=X[:200].numpy(), y=y[:200].numpy())
np.savez(args.outdir / "validation.npz", x=Xv[:300].numpy(), y=yv[:300].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return F.mse_loss(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (X[:64], y[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(args.outdir / "model.pt2"))
