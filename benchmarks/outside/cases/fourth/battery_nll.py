"""
accepts: []
says: "My loss is negative (-2.957 train, -2.958 val). Is that a bug?"
language: en
hint: "Healthy: Gaussian negative log-likelihood with predicted variance is rightly negative, train and validation agree, and the z-scores are calibrated."
"""
import os, sys
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
import torch.nn as nn
torch.set_num_threads(1)

SEED, N_TRAIN, N_VAL, BATCH, EPOCHS, LR = 61, 4000, 800, 64, 30, 2e-3
out = sys.argv[1]
os.makedirs(out, exist_ok=True)
torch.manual_seed(SEED)
rng = np.random.default_rng(SEED)


def cells(n):
    """battery ageing: relative capacity after k cycles, the spread grows with age"""
    cycles = rng.uniform(0, 1, n)
    temp = rng.uniform(-1, 1, n)
    rate = rng.uniform(0, 1, n)
    dod = rng.uniform(0, 1, n)
    fade = 0.1 * cycles + 0.15 * cycles ** 2 * (1 + 0.8 * temp ** 2) + 0.08 * rate * dod * cycles
    sigma = 0.01 + 0.05 * cycles
    cap = 1 - fade + sigma * rng.normal(size=n)
    x = np.stack([2 * cycles - 1, temp, 2 * rate - 1, 2 * dod - 1], 1)
    return torch.tensor(x, dtype=torch.float32), torch.tensor(cap, dtype=torch.float32)


class Ageing(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(nn.Linear(4, 48), nn.SiLU(), nn.Linear(48, 48), nn.SiLU())
        self.mean, self.logvar = nn.Linear(48, 1), nn.Linear(48, 1)

    def forward(self, x):
        h = self.trunk(x)
        return self.mean(h).squeeze(1), self.logvar(h).squeeze(1).clamp(-12, 4)


def nll(pred, y):
    m, lv = pred
    return 0.5 * (lv + (y - m) ** 2 * torch.exp(-lv)).mean()


xt, yt = cells(N_TRAIN)
xv, yv = cells(N_VAL)
model = Ageing()
opt = torch.optim.Adam(model.parameters(), lr=LR)
sch = torch.optim.lr_scheduler.MultiStepLR(opt, [18, 25], 0.2)
with open(os.path.join(out, "log.csv"), "w") as f:
    f.write("epoch;lr;nll_train;nll_val;rmse_val;z_std_val\n")
    for epoch in range(EPOCHS):
        model.train()
        tot = 0.0
        for i in torch.randperm(N_TRAIN).split(BATCH):
            loss = nll(model(xt[i]), yt[i])
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 10.0)
            opt.step()
            tot += loss.item() * len(i) / N_TRAIN
        model.eval()
        with torch.no_grad():
            m, lv = model(xv)
            v = nll((m, lv), yv).item()
            z = ((yv - m) / torch.exp(0.5 * lv)).std().item()
            rmse = (yv - m).pow(2).mean().sqrt().item()
        f.write(f"{epoch};{opt.param_groups[0]['lr']:.2g};{tot:.5f};{v:.5f};{rmse:.5f};{z:.3f}\n")
        sch.step()
        if epoch % 5 == 4:
            print(f"epoch {epoch}: nll {tot:.4f} / {v:.4f}  rmse {rmse:.4f}  z {z:.2f}")

torch.save({"model": model.state_dict(), "optimizer": opt.state_dict(), "scheduler": sch.last_epoch, "epoch": EPOCHS}, os.path.join(out, "checkpoint.pt"))
np.savez(os.path.join(out, "batch.npz"), x=xt[:256].numpy(), y=yt[:256].numpy())
np.savez(os.path.join(out, "validation.npz"), x=xv[:512].numpy(), y=yv[:512].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nll(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(out, "model.pt2"))
