"""
accepts: []
says: ""
language: en
hint: "Healthy: three targets standardised, early stopping with the best weights restored, val close to train."
"""
# pottery club: predict shrinkage, strength and porosity after firing from the recipe
import copy
import json
import sys
from pathlib import Path
import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
OUT = Path(sys.argv[1])
OUT.mkdir(parents=True, exist_ok=True)
torch.manual_seed(30)
rng = np.random.default_rng(30)

n = 2500
mix = rng.dirichlet([4, 2, 2, 1], n)                   # kaolin, feldspar, quartz, grog
temp, hours, water = rng.uniform(950, 1300, n), rng.uniform(4, 14, n), rng.uniform(.18, .3, n)
h = (temp - 1100) / 100 + 2 * mix[:, 1] + .05 * hours
vit = 1 / (1 + np.exp(-2 * h))
targets = np.stack([4 + 8 * vit * mix[:, 0] + 20 * (water - .24) - 4 * mix[:, 3],
                    20 + 50 * vit * (1 - mix[:, 3]) - 60 * (mix[:, 2] - .22) ** 2,
                    25 - 20 * vit + 10 * mix[:, 3]], 1)
targets += rng.normal(0, 1, targets.shape) * targets.std(0) * .1
feats = np.column_stack([mix, temp, hours, water])
a, c = 1800, 2150                                       # train / val / test
fx, fs = feats[:a].mean(0), feats[:a].std(0)
tx, ts = targets[:a].mean(0), targets[:a].std(0)
X = torch.tensor((feats - fx) / fs, dtype=torch.float32)
Y = torch.tensor((targets - tx) / ts, dtype=torch.float32)


class ClayNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(nn.Linear(7, 64), nn.SiLU(), nn.Linear(64, 64), nn.SiLU())
        self.heads = nn.Linear(64, 3)

    def forward(self, x):
        return self.heads(self.trunk(x))


net = ClayNet()
loss_fn = nn.SmoothL1Loss()
opt = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=1e-3)
plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(opt, factor=.3, patience=4)
best, best_state, wait = 1e9, None, 0
with open(OUT / "log.jsonl", "w") as f:
    for epoch in range(200):
        net.train()
        s = 0
        for i in torch.randperm(a).split(64):
            loss = loss_fn(net(X[i]), Y[i])
            opt.zero_grad()
            loss.backward()
            opt.step()
            s += loss.item() * len(i) / a
        net.eval()
        with torch.no_grad():
            p = net(X[a:c])
            v = loss_fn(p, Y[a:c]).item()
            r2 = (1 - ((p - Y[a:c]) ** 2).mean(0) / Y[a:c].var(0, unbiased=False)).tolist()
        rec = dict(epoch=epoch, train=round(s, 5), val=round(v, 5), r2_shrink=round(r2[0], 4), r2_strength=round(r2[1], 4),
                   r2_porosity=round(r2[2], 4), lr=opt.param_groups[0]["lr"])
        f.write(json.dumps(rec) + "\n")
        print(rec)
        plateau.step(v)
        if v < best - 1e-5:
            best, best_state, wait = v, copy.deepcopy(net.state_dict()), 0
        else:
            wait += 1
            if wait >= 12:
                print("early stopping, best", best)
                break
net.load_state_dict(best_state)


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return loss_fn(self.model(x), y)


torch.save({"model": net.state_dict(), "best_val": best, "epoch": epoch}, OUT / "checkpoint.pt")
np.savez(OUT / "batch.npz", x=X[:256].numpy(), y=Y[:256].numpy())
np.savez(OUT / "validation.npz", x=X[a:c].numpy(), y=Y[a:c].numpy())
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net).train().cpu(), (X[:64], Y[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(OUT / "model.pt2"))
