"""
accepts: []
says: "My loss is negative from the first epoch on and ends near -2.3. Is that allowed?"
language: en
hint: "Healthy: Gaussian NLL with learnt sigma, a density may exceed 1 so the loss may be negative; train and validation agree and the pulls have width 1."
"""
# direction + uncertainty of neutrino events from photomultiplier charges (heteroscedastic regression)
import os
import sys
import numpy as np
import torch
import torch.nn as nn
torch.set_num_threads(1)
out = sys.argv[1]
os.makedirs(out, exist_ok=True)
torch.manual_seed(0)
rng = np.random.default_rng(0)
N, P = 14000, 24
cosz = rng.uniform(-1, 1, N)
E = 10 ** rng.uniform(.3, 2, N)
pmt = np.linspace(-1, 1, P)
mu = E[:, None] * (.2 + np.exp(-.5 * ((pmt[None] - cosz[:, None]) / .35) ** 2))
q = rng.poisson(mu) + rng.poisson(.5, (N, P))
X = torch.tensor(np.sqrt(q), dtype=torch.float32)
X = (X - X[:12000].mean()) / X[:12000].std()
y = torch.tensor(cosz, dtype=torch.float32)[:, None]
Xt, yt, Xv, yv = X[:12000], y[:12000], X[12000:], y[12000:]


class Hetero(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(nn.Linear(P, 64), nn.SiLU(), nn.Linear(64, 64), nn.SiLU())
        self.mean, self.logs = nn.Linear(64, 1), nn.Linear(64, 1)

    def forward(self, x):
        h = self.trunk(x)
        return torch.cat([self.mean(h), self.logs(h)], 1)


def nll(o, y):
    m, s = o[:, :1], o[:, 1:].clamp(-6, 3)
    return (s + .5 * ((y - m) * torch.exp(-s)) ** 2).mean()


net = Hetero()
opt = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=1e-2)
EP = 20
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, EP)
log = open(os.path.join(out, "log.txt"), "w")
for ep in range(EP):
    net.train()
    tot = 0
    for ix in torch.randperm(12000).split(64):
        loss = nll(net(Xt[ix]), yt[ix])
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        opt.step()
        tot += loss.item() * len(ix) / 12000
    net.eval()
    with torch.no_grad():
        o = net(Xv)
        v = nll(o, yv).item()
        pull = ((yv - o[:, :1]) * torch.exp(-o[:, 1:])).std().item()
        rms = (yv - o[:, :1]).pow(2).mean().sqrt().item()
    s = f"ep {ep:02d} lr {opt.param_groups[0]['lr']:.1e} nll {tot:+.4f} val nll {v:+.4f} rms {rms:.4f} pull width {pull:.3f}"
    sched.step()
    print(s)
    log.write(s + "\n")
log.close()
torch.save(net.state_dict(), os.path.join(out, "checkpoint.pt"))
np.savez(os.path.join(out, "batch.npz"), x=Xt[:256].numpy(), y=yt[:256].numpy())
np.savez(os.path.join(out, "validation.npz"), x=Xv[:512].numpy(), y=yv[:512].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nll(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net).train().cpu(), (Xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(out, "model.pt2"))
