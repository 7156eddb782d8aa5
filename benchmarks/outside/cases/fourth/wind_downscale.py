"""
accepts: [wrong_output_activation]
says: "CNN that predicts the u and v wind components (standardised). Train MSE stops at 0.59 and val at 0.649 from about the second epoch on, rmse_u 5.4 m/s which is close to useless. Train and val agree, so it is not overfitting; more channels made no difference."
language: en
hint: "The head ends with a sigmoid (pasted from a classifier) but the standardised u/v components are negative half of the time and exceed 1; drop the activation at the output."
"""
import csv, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
import torch.nn as nn
torch.set_num_threads(1)

out = sys.argv[1]
os.makedirs(out, exist_ok=True)
fixed = "--cured" in sys.argv
torch.manual_seed(21); rng = np.random.default_rng(21)

# 3 coarse fields (pressure, temperature, orography) on a 12x12 patch -> wind (u, v) in the centre
def patches(n):
    g = np.linspace(-1, 1, 12)
    yy, xx = np.meshgrid(g, g, indexing="ij")
    gx, gy, c, th = rng.normal(size=(4, n))
    p = gx[:, None, None] * xx + gy[:, None, None] * yy + 0.5 * c[:, None, None] * xx * yy + 0.2 * rng.normal(size=(n, 12, 12))
    t = th[:, None, None] * yy + 0.3 * rng.normal(size=(n, 12, 12))
    h = rng.uniform(0, 1, n)[:, None, None] * np.exp(-3 * (xx ** 2 + yy ** 2)) * 2
    u = -gy - 0.6 * th * h[:, 6, 6] + 0.15 * rng.normal(size=n)
    v = gx * (1 - 0.3 * h[:, 6, 6]) + 0.4 * np.tanh(c) + 0.15 * rng.normal(size=n)
    return np.stack([p, t, h], 1).astype("float32"), np.stack([u, v], 1).astype("float32") * 6 + np.float32([2, -1])

xtr, ytr = patches(2000); xva, yva = patches(500)
xm, xs = xtr.mean((0, 2, 3), keepdims=True), xtr.std((0, 2, 3), keepdims=True)
ym, ys = ytr.mean(0), ytr.std(0)
xtr, xva = torch.tensor((xtr - xm) / xs), torch.tensor((xva - xm) / xs)
ytr, yva = torch.tensor((ytr - ym) / ys), torch.tensor((yva - ym) / ys)

class WindNet(nn.Module):
    def __init__(self, final=None):
        super().__init__()
        self.conv = nn.Sequential(
            nn.Conv2d(3, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(), nn.AvgPool2d(2),
            nn.Conv2d(16, 24, 3, padding=1), nn.BatchNorm2d(24), nn.ReLU(), nn.AvgPool2d(2))
        self.fc1 = nn.Linear(24 * 9, 48)
        self.fc2 = nn.Linear(48, 2)
        self.final = final
    def forward(self, x):
        z = self.fc2(torch.relu(self.fc1(self.conv(x).flatten(1))))
        return z if self.final is None else self.final(z)

model = WindNet(None if fixed else nn.Sigmoid())
opt = torch.optim.Adam(model.parameters(), lr=2e-3)
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, 15)
mse = nn.MSELoss()
rows = []
for epoch in range(15):
    model.train(); acc = []
    for idx in torch.randperm(len(xtr)).split(64):
        loss = mse(model(xtr[idx]), ytr[idx])
        opt.zero_grad(); loss.backward(); opt.step()
        acc.append(loss.item())
    lr = sched.get_last_lr()[0]; sched.step()
    model.eval()
    with torch.no_grad():
        pv = model(xva)
        rmse = ((pv - yva) * torch.tensor(ys)).pow(2).mean(0).sqrt()
    rows.append([epoch, f"{lr:.6f}", f"{np.mean(acc):.5f}", f"{mse(pv, yva).item():.5f}", f"{rmse[0].item():.3f}", f"{rmse[1].item():.3f}"])
    print("ep %02d lr %s mse %s val %s rmse_u %s m/s rmse_v %s m/s" % tuple(rows[-1]))
with open(os.path.join(out, "log.csv"), "w", newline="") as f:
    w = csv.writer(f); w.writerow("epoch lr train_loss val_loss rmse_u rmse_v".split()); w.writerows(rows)

torch.save({"net": model.state_dict(), "y_mean": torch.tensor(ym), "y_std": torch.tensor(ys)}, os.path.join(out, "checkpoint.pt"))
np.savez(os.path.join(out, "batch.npz"), x=xtr[:200].numpy(), y=ytr[:200].numpy())
np.savez(os.path.join(out, "validation.npz"), x=xva[:300].numpy(), y=yva[:300].numpy())

class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return nn.functional.mse_loss(self.model(x), y)
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (xtr[:64], ytr[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(out, "model.pt2"))
