"""
accepts: []
says: ""
language: en
hint: "Healthy but noisy: batch of 8, sensor noise gives a floor of about 0.36 in the standardised MSE that train and validation both reach."
"""
"""GRU for river turbidity one hour ahead. The optical sensor is very noisy (we know: sd 0.6 of signal)."""
import argparse
import json
import os
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
ap = argparse.ArgumentParser()
ap.add_argument("outdir")
ap.add_argument("--epochs", type=int, default=6)
ap.add_argument("--cured", action="store_true")
args = ap.parse_args()
os.makedirs(args.outdir, exist_ok=True)
torch.manual_seed(17)
rng = np.random.default_rng(17)

T = 30000
rain = (rng.random(T) < .03) * rng.exponential(1.0, T)
state, store = np.zeros(T), 0.0
for t in range(1, T):
    store = .93 * store + rain[t]
    state[t] = .9 * state[t - 1] + .35 * np.tanh(store)
state = (state - state.mean()) / state.std()
turb = .8 * state + rng.normal(0, .6, T)                 # measured, total sd about 1
rain_s = (rain - rain.mean()) / rain.std()
idx = np.arange(30, T - 1, 8)
X = np.stack([np.stack([turb[i - 24:i], rain_s[i - 24:i]], 1) for i in idx])
y = turb[idx]
X, y = torch.tensor(X, dtype=torch.float32), torch.tensor(y, dtype=torch.float32)
n = 2900
Xt, yt, Xv, yv = X[:n], y[:n], X[n + 10:], y[n + 10:]


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(2, 20, batch_first=True)
        self.lin = nn.Linear(20, 1)

    def forward(self, x):
        out, _ = self.rnn(x)
        return self.lin(out[:, -1]).squeeze(-1)


model = Net()
opt = torch.optim.Adam(model.parameters(), lr=2e-3)
sched = torch.optim.lr_scheduler.ExponentialLR(opt, 0.6)
step = 0
with open(os.path.join(args.outdir, "log.jsonl"), "w") as f:
    for epoch in range(args.epochs):
        model.train()
        for ix in torch.randperm(n).split(8):
            loss = nn.functional.mse_loss(model(Xt[ix]), yt[ix])
            opt.zero_grad()
            loss.backward()
            opt.step()
            step += 1
            if step % 40 == 0:
                f.write(json.dumps({"step": step, "epoch": epoch, "train_mse": loss.item(), "lr": sched.get_last_lr()[0]}) + "\n")
        sched.step()
        model.eval()
        with torch.no_grad():
            v = nn.functional.mse_loss(model(Xv), yv).item()
        f.write(json.dumps({"step": step, "epoch": epoch, "val_mse": v}) + "\n")
        print("epoch", epoch, "last batch", round(loss.item(), 3), "val mse", round(v, 4), "(sensor noise variance 0.36)")

torch.save({"model": model.state_dict(), "opt": opt.state_dict(), "epoch": args.epochs, "step": step}, os.path.join(args.outdir, "checkpoint.pt"))
np.savez(os.path.join(args.outdir, "batch.npz"), x=Xt[::16].numpy(), y=yt[::16].numpy())
np.savez(os.path.join(args.outdir, "validation.npz"), x=Xv[:512].numpy(), y=yv[:512].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.mse_loss(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (Xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(args.outdir, "model.pt2"))
