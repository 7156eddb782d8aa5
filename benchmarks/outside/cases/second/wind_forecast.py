"""
accepts: []
says: "I let a GRU predict mean and variance of the wind in the next step (Gaussian NLL). My loss is negative, can that be right?"
language: en
hint: "Healthy: a Gaussian negative log-likelihood may be negative when the predicted std is below about 0.24."
"""
import os, sys
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(9)
rng = np.random.default_rng(9)
dest = sys.argv[1]
os.makedirs(dest, exist_ok=True)


def wind(n):
    w, state = np.zeros(n), 0.
    for i in range(n):
        gusty = 1 + .8 * np.sin(2 * np.pi * i / 96)           # noisier in the afternoon
        state = .9 * state + rng.normal(0, .05) * gusty
        w[i] = .8 * np.sin(2 * np.pi * i / 48) + .4 * np.sin(2 * np.pi * i / 96 + 1) + state
    return w.astype(np.float32)


series = wind(3600)
phase = np.arange(3600) * 2 * np.pi / 96
S = np.stack([series, np.sin(phase), np.cos(phase)], 1).astype(np.float32)
W = 24
wins = torch.tensor(np.stack([S[i:i + W] for i in range(3600 - W)]))
nxt = torch.tensor(series[W:])
x, y, xv, yv = wins[:2800], nxt[:2800], wins[2800:], nxt[2800:]


class WindGRU(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(3, 24, batch_first=True)
        self.out = nn.Linear(24, 2)

    def forward(self, x):
        return self.out(self.gru(x)[0][:, -1])


def nll(out, y):
    mu, logvar = out[:, 0], out[:, 1].clamp(-10, 5)
    return 0.5 * (logvar + (y - mu) ** 2 / logvar.exp()).mean()


model = WindGRU()
opt = torch.optim.Adam(model.parameters(), lr=5e-3)
sched = torch.optim.lr_scheduler.ExponentialLR(opt, 0.9)
f = open(dest + "/log.txt", "w")
for epoch in range(1, 26):
    model.train()
    tr = 0
    for i in torch.randperm(len(x)).split(70):
        loss = nll(model(x[i]), y[i])
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.)
        opt.step()
        tr += loss.item() * len(i) / len(x)
    sched.step()
    model.eval()
    with torch.no_grad():
        o = model(xv)
        rmse = (o[:, 0] - yv).pow(2).mean().sqrt().item()
        inside = ((yv - o[:, 0]).abs() < 1.96 * (0.5 * o[:, 1]).exp()).float().mean().item()
    line = f"epoch {epoch}/25 nll {tr:.4f} val_nll {nll(o, yv).item():.4f} val_rmse {rmse:.4f} coverage95 {inside:.3f}"
    print(line, file=f)
    print(line)
f.close()


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nll(self.model(x), y)


torch.save(model.state_dict(), dest + "/checkpoint.pt")
p = torch.randperm(len(x))[:256]
np.savez(dest + "/batch.npz", x=x[p].numpy(), y=y[p].numpy())
np.savez(dest + "/validation.npz", x=xv[:512].numpy(), y=yv[:512].numpy())
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (x[:64], y[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, dest + "/model.pt2")
