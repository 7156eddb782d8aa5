"""
accepts: [missing_values]
says: "Oxygen model for lake profiles. Val RMSE stops at 1.29 mg/L after 60 epochs (train mse 0.110, val 0.115), it hardly moves after epoch 10. The sensors themselves are good to about 0.5 mg/L, so I hoped for much better."
language: en
hint: "Empty logger cells are filled with -999 before the scaler is fitted, so real values are squeezed together. Cure: median of the training rows plus a 0/1 missing flag."
"""
# Dissolved oxygen in 40 lakes, monthly profiles. Based on the lab notebook.
import sys, os
import numpy as np
import torch
from torch import nn
from sklearn.preprocessing import StandardScaler
torch.set_num_threads(1)

outdir = sys.argv[1]
cured = "--cured" in sys.argv
os.makedirs(outdir, exist_ok=True)
rng = np.random.default_rng(11)
torch.manual_seed(11)

# ---- table: temp, depth, chl-a, wind, pH, conductivity, day-of-year (sin, cos)
n = 4000
doy = rng.uniform(0, 365, n)
temp = 12 + 9 * np.sin((doy - 110) / 365 * 2 * np.pi) + rng.normal(0, 2, n)
depth = rng.gamma(2.0, 6.0, n)
chl = np.exp(rng.normal(1.6, 0.8, n))
wind = rng.gamma(3, 1.3, n)
ph = 7.4 + 0.25 * np.log(chl) + rng.normal(0, 0.3, n)
cond = rng.normal(280, 70, n)
strat = 1 / (1 + np.exp(-(temp - 14) / 2))
do = 14.2 - 0.28 * temp + 0.9 * np.log(chl) * np.exp(-depth / 10) - 5.5 * strat * np.tanh(depth / 15) \
    + 0.25 * wind * (1 - strat) + 1.2 * (ph - 7.8) + rng.normal(0, 0.5, n)
X = np.c_[temp, depth, chl, wind, ph, cond, np.sin(doy / 58.1), np.cos(doy / 58.1)]
# loggers fail now and then
holes = rng.random(X.shape) < np.array([.06, 0, .12, .10, .08, .10, 0, 0])
X[holes] = np.nan

tr, va = np.arange(0, 3200), np.arange(3200, n)
if cured:
    med = np.nanmedian(X[tr], axis=0)
    flag = np.isnan(X)[:, [0, 2, 3, 4, 5]].astype(float)
    X = np.where(np.isnan(X), med, X)
    sc = StandardScaler().fit(X[tr])
    X = np.hstack([sc.transform(X), flag])
else:
    X = np.nan_to_num(X, nan=-999.0)
    sc = StandardScaler().fit(X[tr])
    X = sc.transform(X)
ym, ys = do[tr].mean(), do[tr].std()
X = torch.tensor(X, dtype=torch.float32)
Y = torch.tensor((do - ym) / ys, dtype=torch.float32)[:, None]

net = nn.Sequential(nn.Linear(X.shape[1], 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 1))
opt = torch.optim.Adam(net.parameters(), lr=1e-3, weight_decay=1e-4)
mse = nn.MSELoss()
log = open(os.path.join(outdir, "log.txt"), "w")
EPOCHS = 60
for ep in range(1, EPOCHS + 1):
    if ep == 45:
        for g in opt.param_groups:
            g["lr"] = 2e-4
    net.train()
    perm = torch.randperm(len(tr))
    tot = 0.0
    for i in range(0, len(tr), 64):
        b = perm[i:i + 64]
        loss = mse(net(X[b]), Y[b])
        opt.zero_grad()
        loss.backward()
        opt.step()
        tot += loss.item() * len(b)
    net.eval()
    with torch.no_grad():
        p = net(X[va])
        vl = mse(p, Y[va]).item()
        rmse = vl ** 0.5 * ys
    line = f"epoch {ep:3d}/{EPOCHS}  train mse {tot / len(tr):.4f}  val mse {vl:.4f}  val rmse {rmse:.3f} mg/L"
    print(line)
    log.write(line + "\n")
log.close()

torch.save(net.state_dict(), os.path.join(outdir, "checkpoint.pt"))
np.savez(os.path.join(outdir, "batch.npz"), x=X[perm[:256]].numpy(), y=Y[perm[:256]].numpy())
np.savez(os.path.join(outdir, "validation.npz"), x=X[va][:512].numpy(), y=Y[va][:512].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.mse_loss(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net).train().cpu(), (X[:64], Y[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(outdir, "model.pt2"))
