"""
accepts: [wrong_output_activation]
says: "Forecasting tomorrow's river level from the last 30 days of level + rain. Training is smooth and train/val agree, but both flatten at about half the variance and in the plot my predictions never go below zero, every dry spell is a flat line."
language: en
hint: "final nn.Sigmoid though the target is z-scored (half of it negative, peaks above 1): out of reach values"
"""
import argparse, os
import numpy as np
import torch
from torch import nn

ap = argparse.ArgumentParser()
ap.add_argument("folder")
ap.add_argument("--cured", action="store_true")
a = ap.parse_args()
CURED = a.cured
os.makedirs(a.folder, exist_ok=True)
torch.set_num_threads(1)
torch.manual_seed(11)
rs = np.random.RandomState(11)

# synthetic gauge: 12 years of daily rain -> two linear reservoirs
days = 12 * 365
rain = (rs.rand(days) < 0.3 + 0.15 * np.cos(2 * np.pi * np.arange(days) / 365)) * rs.gamma(1.2, 6, days)
fast = slow = 0.0
lvl = np.zeros(days)
for d in range(days):
    fast = 0.72 * fast + 0.28 * rain[d]
    slow = 0.985 * slow + 0.015 * rain[d]
    lvl[d] = 0.4 * fast + 3.0 * slow + 0.25 * rs.randn()
z = lambda v: (v - v[:3000].mean()) / v[:3000].std()
lvl, rain = z(lvl), z(np.log1p(rain))

W = 30
X = np.stack([np.stack([lvl[i:i + W], rain[i + 1:i + W + 1]]) for i in range(days - W - 1)]).astype("f4")
Y = lvl[W:days - 1].astype("f4")[:, None]
Xt, Yt, Xv, Yv = map(torch.from_numpy, (X[:3000], Y[:3000], X[3050:], Y[3050:]))

layers = [nn.Conv1d(2, 16, 5), nn.ReLU(), nn.Conv1d(16, 16, 5, stride=2), nn.ReLU(), nn.Flatten(), nn.Linear(16 * 11, 32), nn.ReLU(), nn.Linear(32, 1)]
if not CURED:
    layers.append(nn.Sigmoid())  # keep the output bounded
net = nn.Sequential(*layers)
opt = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=1e-2)
EPOCHS = 30
sch = torch.optim.lr_scheduler.OneCycleLR(opt, 3e-3, total_steps=EPOCHS * 47)
mse = nn.MSELoss()

log = open(f"{a.folder}/log.txt", "w")
for e in range(1, EPOCHS + 1):
    net.train()
    order = torch.randperm(3000)
    tr = []
    for k in order.split(64):
        loss = mse(net(Xt[k]), Yt[k])
        opt.zero_grad()
        loss.backward()
        opt.step()
        sch.step()
        tr.append(loss.item())
    net.eval()
    with torch.no_grad():
        va = mse(net(Xv), Yv).item()
    msg = f"Epoch {e}/{EPOCHS} - loss: {np.mean(tr):.4f} - val_loss: {va:.4f} - lr: {sch.get_last_lr()[0]:.2e}"
    print(msg)
    print(msg, file=log)
log.close()

torch.save({"model": net.state_dict(), "optimizer": opt.state_dict(), "scheduler": sch.state_dict(), "epoch": EPOCHS}, f"{a.folder}/checkpoint.pt")
k = order[:256]
np.savez(f"{a.folder}/batch.npz", x=Xt[k].numpy(), y=Yt[k].numpy())
np.savez(f"{a.folder}/validation.npz", x=Xv[:512].numpy(), y=Yv[:512].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.mse_loss(self.model(x), y)


B = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(net).train(), (Xt[k], Yt[k]), dynamic_shapes={"x": {0: B}, "y": {0: B}}), f"{a.folder}/model.pt2")
