"""
accepts: [model_too_large, overfitting]
says: "Predicting concrete strength from 8 mix quantities, 100 lab samples for training. My net has four hidden layers of 768. Train MSE (standardised) drops to 0.0003 but validation MSE was 0.46 after epoch 3 and then goes up to about 0.60 and stays there (17 MPa RMSE!). My colleague says a handful of neurons gives him 15 MPa. I thought a deep net must be at least as good?"
language: en
hint: "build(768, 4) is 1.8 million parameters for 100 noisy samples; cure: one hidden layer of 5 (51 parameters) with weight decay."
"""
import argparse, json
from pathlib import Path
import numpy as np
import torch
from torch import nn

p = argparse.ArgumentParser()
p.add_argument("folder")
p.add_argument("--cured", action="store_true")
args = p.parse_args()
torch.set_num_threads(1)
torch.manual_seed(5)
np.random.seed(5)
folder = Path(args.folder)
folder.mkdir(parents=True, exist_ok=True)

# mixes: cement, slag, ash, water, plasticizer, coarse, fine, age
N = 700
cement = np.random.uniform(150, 500, N)
slag = np.maximum(0, np.random.normal(60, 80, N))
ash = np.maximum(0, np.random.normal(40, 50, N))
water = np.random.normal(180, 20, N)
plast = np.maximum(0, np.random.normal(6, 5, N))
coarse = np.random.normal(970, 75, N)
fine = np.random.normal(770, 80, N)
age = np.random.choice([3, 7, 14, 28, 56, 90], N)
binder = cement + 0.7 * slag + 0.5 * ash
strength = 28 * (binder / water) ** 0.9 * np.log1p(age) / np.log1p(28) * 0.7 + 0.35 * plast
strength += np.random.normal(0, 14.0, N)
X = np.stack([cement, slag, ash, water, plast, coarse, fine, np.log(age)], 1)
X = (X - X[:100].mean(0)) / X[:100].std(0)
mu, sd = strength[:100].mean(), strength[:100].std()
Y = (strength - mu) / sd
X = torch.tensor(X, dtype=torch.float32)
Y = torch.tensor(Y, dtype=torch.float32)[:, None]
Xt, Yt, Xv, Yv = X[:100], Y[:100], X[100:], Y[100:]


def build(width, depth):
    layers, d = [], 8
    for _ in range(depth):
        layers += [nn.Linear(d, width), nn.ReLU()]
        d = width
    layers.append(nn.Linear(d, 1))
    return nn.Sequential(*layers)


if args.cured:
    model = build(5, 1)
else:
    model = build(768, 4)
n_par = sum(q.numel() for q in model.parameters())
opt = torch.optim.AdamW(model.parameters(), lr=3e-3 if args.cured else 2e-4, weight_decay=0.1 if args.cured else 0.0)
loss_fn = nn.MSELoss()
epochs = 60 if args.cured else 80
with open(folder / "log.jsonl", "w") as log:
    log.write(json.dumps({"n_train": 100, "n_val": 600, "n_params": n_par}) + "\n")
    for e in range(epochs):
        model.train()
        order = torch.randperm(100)
        losses = []
        for k in range(0, 100, 10):
            idx = order[k:k + 10]
            opt.zero_grad()
            l = loss_fn(model(Xt[idx]), Yt[idx])
            l.backward()
            opt.step()
            losses.append(l.item())
        model.eval()
        with torch.no_grad():
            pv = model(Xv)
            v = loss_fn(pv, Yv).item()
            rmse = v ** 0.5 * sd
        if args.cured and e % 2:
            continue
        log.write(json.dumps({"epoch": e, "train_mse": round(float(np.mean(losses)), 5), "val_mse": round(v, 5),
                              "val_rmse_mpa": round(float(rmse), 3)}) + "\n")

torch.save(model.state_dict(), folder / "checkpoint.pt")
np.savez(folder / "batch.npz", x=Xt[:100].numpy(), y=Yt[:100].numpy())
np.savez(folder / "validation.npz", x=Xv[:200].numpy(), y=Yv[:200].numpy())


class Loss(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net
        self.crit = nn.MSELoss()

    def forward(self, x, y):
        return self.crit(self.net(x), y)


wrapped = Loss(model)
wrapped.train()
n = torch.export.Dim("n", min=2, max=2048)
prog = torch.export.export(wrapped, (Xt[:30], Yt[:30]), dynamic_shapes=({0: n}, {0: n}))
torch.export.save(prog, str(folder / "model.pt2"))
