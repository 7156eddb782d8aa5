"""
accepts: [nan_or_inf_in_data]
says: "intrusion detection on flow records, I take logs of the six count features because they are skewed. Step 1: loss 0.7007, step 2: 0.7064, grad norm 0.2, all normal; from step 3 on everything is nan (loss, grad norm), val_loss is nan from the very beginning, val acc frozen at 0.6496. Lower lr only the same. The csv has no empty cells, I checked with isna()."
language: en
hint: "np.log of flows with 0 incoming packets gives -inf in 0.6 % of rows. Cure: log1p."
"""
import csv
import os
import sys
import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(12)
rng = np.random.default_rng(12)
OUT = sys.argv[1]
CURED = len(sys.argv) > 2
os.makedirs(OUT, exist_ok=True)

# network flows -> attack or not
N = 12000
y = (rng.random(N) < 0.35).astype(np.float32)
dur = rng.exponential(4, N) * np.where(y > 0, 0.6, 1) + 0.05
pk_out = rng.poisson(rng.lognormal(2.6 + 0.6 * y, 0.6), N) + 6
pk_in = rng.poisson(rng.lognormal(2.9 - 0.5 * y, 0.6), N) + 5
nbytes = pk_out * rng.lognormal(5, 0.4, N) * np.where(y > 0, 0.6, 1)
port = rng.integers(1, 9, N)
syn = rng.poisson(2 + 1.2 * y, N) + 1
rst = rng.poisson(2.5 + 1.5 * y, N) + 1
silent = rng.random(N) < 0.006
pk_in[silent] = 0
raw = np.stack([dur, pk_out, pk_in, nbytes, syn, rst], 1).astype(np.float64)
with np.errstate(divide="ignore", invalid="ignore"):
    logs = np.log1p(raw) if CURED else np.log(raw)
feat = np.concatenate([logs, np.eye(8)[port - 1]], 1).astype(np.float32)
a, b = 9600, 12000
fin = np.where(np.isfinite(feat[:a, :6]), feat[:a, :6], np.nan)
feat[:, :6] = (feat[:, :6] - np.nanmean(fin, 0)) / np.nanstd(fin, 0)
X, Y = torch.from_numpy(feat), torch.from_numpy(y)

net = nn.Sequential(nn.Linear(14, 48), nn.SiLU(), nn.Linear(48, 48), nn.SiLU(), nn.Linear(48, 1))
opt = torch.optim.AdamW(net.parameters(), lr=1e-3)
bce = nn.BCEWithLogitsLoss()
f = open(os.path.join(OUT, "log.csv"), "w", newline="")
w = csv.writer(f)
w.writerow(["step", "train_loss", "grad_norm", "val_loss", "val_acc"])
step = 0
for epoch in range(24):
    for i in torch.randperm(a).split(64):
        net.train()
        opt.zero_grad()
        loss = bce(net(X[i]).squeeze(1), Y[i])
        loss.backward()
        g = torch.nn.utils.clip_grad_norm_(net.parameters(), 1e9)
        opt.step()
        step += 1
        if step < 20 or step % 50 == 0:
            net.eval()
            with torch.no_grad():
                z = net(X[a:]).squeeze(1)
            w.writerow([step, f"{loss.item():.4f}", f"{g.item():.4f}", f"{bce(z, Y[a:]).item():.4f}", f"{((z > 0).float() == Y[a:]).float().mean().item():.4f}"])
f.close()
torch.save({"step": step, "model": net.state_dict(), "optimizer": opt.state_dict()}, os.path.join(OUT, "checkpoint.pt"))
np.savez(os.path.join(OUT, "batch.npz"), x=X[:256].numpy(), y=Y[:256].numpy())
np.savez(os.path.join(OUT, "validation.npz"), x=X[a:a + 256].numpy(), y=Y[a:a + 256].numpy())


class FlowLoss(nn.Module):
    def __init__(self):
        super().__init__()
        self.net, self.bce = net, bce

    def forward(self, x, y):
        return self.bce(self.net(x).squeeze(1), y)


B = torch.export.Dim("B", min=2, max=8192)
torch.export.save(torch.export.export(FlowLoss().train(), (X[:64], Y[:64]), dynamic_shapes={"x": {0: B}, "y": {0: B}}), os.path.join(OUT, "model.pt2"))
