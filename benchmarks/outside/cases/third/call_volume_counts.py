"""
accepts: [exp_overflow]
says: "Poisson regression of calls per half hour. Trains well at first, val nll about -93 after 2 epochs, grad norm 2-4, then from iteration 185 on everything is NaN. No NaN in my data, I checked."
language: en
hint: "Softplus written by hand as log(1 + exp(z)): z passes 88 for the busiest call centres while training and exp gives inf; the loss is inf/NaN. Cured: F.softplus."
"""
# Calls per half hour of ~40 call centres, negative-binomial-like (Poisson) deep regression with a softplus rate
import json, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F
torch.set_num_threads(1)

OUT = Path(sys.argv[1]); OUT.mkdir(parents=True, exist_ok=True)
CURED = "--cured" in sys.argv
torch.manual_seed(4); rng = np.random.default_rng(4)


def table(n, site_size):
    site = rng.integers(0, 40, n)
    hour, wd = rng.uniform(7, 20, n), rng.integers(0, 7, n)
    promo = (rng.random(n) < 0.12).astype(float)
    shape = np.exp(-((hour - 10.5) / 2.2) ** 2) + 0.8 * np.exp(-((hour - 15.5) / 2.6) ** 2)
    lam = site_size[site] * (0.15 + shape) * np.where(wd >= 5, 0.35, 1.0) * (1 + 0.6 * promo)
    y = rng.poisson(lam)
    x = np.column_stack([np.log(site_size[site]), (hour - 13.5) / 3.7, np.sin(np.pi * hour / 6), np.cos(np.pi * hour / 6),
                         (wd >= 5), promo, wd / 3 - 1, rng.standard_normal(n)])
    return x.astype("float32"), y.astype("float32")


site_size = np.exp(rng.uniform(np.log(4), np.log(160), 40))
xt, yt = table(6000, site_size); xv, yv = table(1500, site_size)
m, s = xt.mean(0), xt.std(0)
xt, xv = map(torch.from_numpy, ((xt - m) / s, (xv - m) / s)); yt, yv = torch.from_numpy(yt), torch.from_numpy(yv)


class RateNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(8, 64), nn.LayerNorm(64), nn.SiLU(), nn.Linear(64, 64), nn.SiLU(), nn.Linear(64, 1))

    def forward(self, x):
        z = self.body(x).squeeze(-1)
        if CURED:
            return F.softplus(z) + 1e-3
        return torch.log(1 + torch.exp(z)) + 1e-3          # softplus, rate must be positive


def poisson_nll(rate, y):
    return (rate - y * torch.log(rate)).mean()


model = RateNet()
opt = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=1e-3)
EPOCHS, BS = 20, 128
spe = -(-len(xt) // BS)
warm = 60
sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda k: min((k + 1) / warm, 1) * 0.5 * (1 + np.cos(np.pi * min(1, k / (EPOCHS * spe)))) + 1e-3)
log = open(OUT / "log.jsonl", "w")
k = 0
for epoch in range(1, EPOCHS + 1):
    model.train()
    for i in torch.randperm(len(xt)).split(BS):
        rate = model(xt[i])
        loss = poisson_nll(rate, yt[i])
        opt.zero_grad(set_to_none=True); loss.backward()
        gn = nn.utils.clip_grad_norm_(model.parameters(), 50.0)
        opt.step(); sched.step(); k += 1
        if k % 5 == 0:
            log.write(json.dumps({"iter": k, "nll": loss.item(), "grad_norm": gn.item(), "lr": sched.get_last_lr()[0],
                                  "mean_rate": rate.mean().item()}) + "\n")
    model.eval()
    with torch.no_grad():
        r = model(xv)
    rec = {"iter": k, "epoch": epoch, "val_nll": poisson_nll(r, yv).item(), "val_mae": (r - yv).abs().mean().item()}
    log.write(json.dumps(rec) + "\n"); print(rec)
log.close()

torch.save(model.state_dict(), OUT / "checkpoint.pt")
np.savez(OUT / "batch.npz", x=xt[:256].numpy(), y=yt[:256].numpy())
np.savez(OUT / "validation.npz", x=xv[:512].numpy(), y=yv[:512].numpy())


class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return poisson_nll(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(OUT / "model.pt2"))
