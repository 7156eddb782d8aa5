"""
accepts: [nan_or_inf_in_data, missing_values]
says: "Ozone regression, RMSprop lr 1e-3. The first steps look normal (step 2 loss 0.272, step 6 0.067), at step 18 it is nan and never comes back. I lowered the learning rate to 1e-5, the nan comes at the same step."
language: en
hint: "A few rows of the merged station table have NaN in the humidity column (sensor outages) and go into the network unchecked; drop or impute them."
"""
import os, sys
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
import torch.nn as nn
torch.set_num_threads(1)
torch.manual_seed(2)
rng = np.random.default_rng(10)
outdir = sys.argv[1]
os.makedirs(outdir, exist_ok=True)

# hourly station data -> ozone in 6 hours, one output
N = 4000
hour = rng.integers(0, 24, N)
temp = 15 + 8 * np.sin((hour - 9) / 24 * 2 * np.pi) + 5 * rng.normal(size=N)
hum = np.clip(70 - 1.2 * (temp - 15) + 8 * rng.normal(size=N), 5, 100)
no2 = rng.gamma(3, 8, N)
wind = rng.weibull(2, N) * 4
ozone = 30 + 2.2 * temp - 0.25 * hum - 0.5 * no2 + 1.5 * wind + 0.04 * temp * np.maximum(temp - 20, 0) + 5 * rng.normal(size=N)
hum[141:144] = np.nan            # logger outage in the csv
hum[2711] = np.nan
X = np.stack([np.sin(hour / 24 * 2 * np.pi), np.cos(hour / 24 * 2 * np.pi), temp, hum, no2, wind], 1)
if "--cured" in sys.argv:
    ok = ~np.isnan(X).any(1)
    X, ozone = X[ok], ozone[ok]
X = (X - np.nanmean(X, 0)) / np.nanstd(X, 0)
Y = (ozone - ozone.mean()) / ozone.std()
X, Y = torch.tensor(X, dtype=torch.float32), torch.tensor(Y, dtype=torch.float32).unsqueeze(1)
k = int(0.8 * len(X))
Xtr, Ytr, Xte, Yte = X[:k], Y[:k], X[k:], Y[k:]

net = nn.Sequential(nn.Linear(6, 40), nn.ELU(), nn.Linear(40, 40), nn.ELU(), nn.Linear(40, 1))
optim = torch.optim.RMSprop(net.parameters(), lr=1e-3)
crit = nn.SmoothL1Loss()
f = open(os.path.join(outdir, "log.txt"), "w")
step = 0
for epoch in range(8):
    net.train()
    for idx in torch.randperm(k).split(32):
        optim.zero_grad()
        loss = crit(net(Xtr[idx]), Ytr[idx])
        loss.backward()
        optim.step()
        step += 1
        if step % 2 == 0:
            f.write(f"step {step} loss {loss.item():.5f}\n")
    net.eval()
    with torch.no_grad():
        v = crit(net(Xte), Yte).item()
        mae = (net(Xte) - Yte).abs().mean().item() * float(ozone.std())
    line = f"== epoch {epoch} done, test loss {v:.5f}, test MAE {mae:.2f} ug/m3"
    print(line)
    f.write(line + "\n")
f.close()

torch.save(net.state_dict(), os.path.join(outdir, "checkpoint.pt"))
np.savez(os.path.join(outdir, "batch.npz"), x=Xtr[:256].numpy(), y=Ytr[:256].numpy())
np.savez(os.path.join(outdir, "validation.npz"), x=Xte[:512].numpy(), y=Yte[:512].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.smooth_l1_loss(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net).train().cpu(), (Xtr[:64], Ytr[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(outdir, "model.pt2"))
