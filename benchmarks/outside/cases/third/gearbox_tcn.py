"""
accepts: [parameters_not_in_optimizer]
says: "TCN for gearbox faults. Loss goes from 1.7 to about 1.2 and stops there, val accuracy 0.55 with 6 classes, train and val the same."
language: en
hint: "The AdamW groups are built by name/dimension (2-D weights decay, 1-D do not), so all 3-D Conv1d weights are in no group and stay random. Cured: ndim >= 2."
"""
# Gearbox fault type from 1-D vibration, residual dilated TCN. AdamW with decay / no-decay groups like in nanoGPT.
import csv, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
torch.set_num_threads(1)

OUT = Path(sys.argv[1]); OUT.mkdir(parents=True, exist_ok=True)
CURED = "--cured" in sys.argv
torch.manual_seed(2)
rng = np.random.default_rng(2)
N, FS, EPOCHS, BS, LR = 256, 1024, 12, 32, 3e-3
NAMES = ["ok", "tooth", "inner_race", "outer_race", "imbalance", "looseness"]


def signal(c):
    t = np.arange(N) / FS
    f = rng.uniform(22, 30)
    s = 0.5 * np.sin(2 * np.pi * 8 * f * t + rng.uniform(0, 6)) + 0.6 * rng.standard_normal(N)

    def bursts(rate, ring, amp):
        o = np.zeros(N)
        for t0 in np.arange(rng.uniform(0, 1 / rate), N / FS, 1 / rate):
            d = t - t0
            o += amp * (d >= 0) * np.exp(-220 * np.clip(d, 0, None)) * np.sin(2 * np.pi * ring * d)
        return o
    if c == 1: s += bursts(f, 330, 2.0)
    if c == 2: s += bursts(2.6 * f, 330, 1.6)
    if c == 3: s += bursts(2.6 * f, 200, 1.6)
    if c == 4: s += 1.0 * np.sin(2 * np.pi * f * t + rng.uniform(0, 6))
    if c == 5: s += 0.8 * np.sign(np.sin(2 * np.pi * f * t + rng.uniform(0, 6)))
    return s


def dataset(n):
    y = rng.integers(0, 6, n)
    x = np.stack([signal(c) for c in y])[:, None].astype(np.float32)
    return torch.from_numpy(x), torch.from_numpy(y)


xt, yt = dataset(1500); xv, yv = dataset(480)
m, s = xt.mean(), xt.std(); xt, xv = (xt - m) / s, (xv - m) / s


class TemporalBlock(nn.Module):
    def __init__(self, c, d):
        super().__init__()
        self.conv1 = nn.Conv1d(c, c, 5, padding=2 * d, dilation=d)
        self.conv2 = nn.Conv1d(c, c, 5, padding=2 * d, dilation=d)
        self.norm = nn.GroupNorm(4, c)

    def forward(self, x):
        return x + self.conv2(F.gelu(self.conv1(F.gelu(self.norm(x)))))


class TCN(nn.Module):
    def __init__(self, c=16):
        super().__init__()
        self.stem = nn.Conv1d(1, c, 9, stride=2, padding=4)
        self.blocks = nn.Sequential(*[TemporalBlock(c, d) for d in (1, 2, 4)])
        self.fc = nn.Linear(c, 6)

    def forward(self, x):
        return self.fc(F.gelu(self.blocks(self.stem(x))).mean(-1))


def configure_optimizer(model):
    decay = [p for n, p in model.named_parameters() if (p.ndim >= 2 if CURED else p.ndim == 2)]
    no_decay = [p for n, p in model.named_parameters() if p.ndim == 1]
    return torch.optim.AdamW([{"params": decay, "weight_decay": 0.05}, {"params": no_decay, "weight_decay": 0.0}], lr=LR)


model = TCN()
opt = configure_optimizer(model)
spe = (len(xt) + BS - 1) // BS
sched = torch.optim.lr_scheduler.OneCycleLR(opt, LR, total_steps=EPOCHS * spe, pct_start=0.2)
with open(OUT / "log.csv", "w", newline="") as fh:
    w = csv.writer(fh); w.writerow(["epoch", "step", "train_loss", "lr", "val_loss", "val_acc"])
    step = 0
    for ep in range(EPOCHS):
        model.train()
        for i in torch.randperm(len(xt)).split(BS):
            loss = F.cross_entropy(model(xt[i]), yt[i])
            opt.zero_grad(); loss.backward(); opt.step(); sched.step(); step += 1
            if step % 4 == 0:
                w.writerow([ep, step, f"{loss.item():.5f}", f"{sched.get_last_lr()[0]:.3e}", "", ""])
        model.eval()
        with torch.no_grad():
            p = model(xv); vl = F.cross_entropy(p, yv).item(); va = (p.argmax(1) == yv).float().mean().item()
        w.writerow([ep, step, f"{loss.item():.5f}", f"{sched.get_last_lr()[0]:.3e}", f"{vl:.5f}", f"{va:.4f}"])
        print(f"[{ep:02d}] train {loss.item():.4f} | val {vl:.4f} acc {va:.3f}")

torch.save({"model_state": model.state_dict(), "optim_state": opt.state_dict(), "epoch": EPOCHS, "classes": NAMES}, OUT / "checkpoint.pt")
np.savez(OUT / "batch.npz", x=xt[:192].numpy(), y=yt[:192].numpy())
np.savez(OUT / "validation.npz", x=xv.numpy(), y=yv.numpy())


class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return F.cross_entropy(self.model(x), y)


b = torch.export.Dim("batch", min=2)
exp = torch.export.export(WithLoss(model).train(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(exp, str(OUT / "model.pt2"))
