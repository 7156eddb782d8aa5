"""
accepts: [gradient_clipping_too_tight]
says: "Keyword spotting CNN with SGD 0.03, momentum 0.9. After 8 epochs loss is still 2.03 (first steps 2.3-2.5) and top1 23 %. Gradient norm is 2 to 3, so gradients are there. A friend had 100 % on this set in a few epochs."
language: en
hint: "clip_grad_norm_ with max_norm 0.01 under SGD while gradient norms are about 1: each step is shortened a hundredfold. Cured: max_norm 5."
"""
# keyword spotting on log-spectrograms (synthetic chirps/tones, 8 "words"), 2-D CNN, SGD + momentum
import argparse, os
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
import torch.nn as nn
torch.set_num_threads(1)

parser = argparse.ArgumentParser()
parser.add_argument("out", type=Path)
parser.add_argument("--cured", action="store_true")
parser.add_argument("--epochs", type=int, default=8)
parser.add_argument("--lr", type=float, default=0.03)
parser.add_argument("--bs", type=int, default=32)
a = parser.parse_args()
a.out.mkdir(parents=True, exist_ok=True)
max_norm = 5.0 if a.cured else 0.01
torch.manual_seed(40); rng = np.random.default_rng(40)

SR, L, WIN, HOP = 4000, 1600, 64, 48
WORDS = {"up": (400, 1100), "down": (1100, 400), "low": (450, 450), "high": (1200, 1200),
         "bend": (500, 900, 500), "dip": (1000, 600, 1000), "hush": None, "tick": ()}


def utter(k):
    t = np.arange(L) / SR
    spec = list(WORDS.values())[k]
    env = np.exp(-((t - rng.uniform(0.14, 0.26)) / rng.uniform(0.07, 0.11)) ** 2)
    if spec is None:
        s = env * rng.standard_normal(L)
    elif spec == ():
        s = np.zeros(L); s[rng.integers(100, 250)::int(rng.uniform(150, 260))] = 3.0
        s = np.convolve(s, np.exp(-np.arange(40) / 8) * rng.standard_normal(40), "same")
    else:
        f = np.interp(t, np.linspace(0.03, 0.37, len(spec)), spec) * rng.uniform(0.88, 1.12)
        s = env * np.sin(2 * np.pi * np.cumsum(f) / SR + rng.uniform(0, 6))
    return s + rng.uniform(0.05, 0.35) * rng.standard_normal(L)


def logspec(s):
    fr = np.lib.stride_tricks.sliding_window_view(s, WIN)[::HOP] * np.hanning(WIN)
    return np.log(np.abs(np.fft.rfft(fr, axis=1))[:, 1:].T ** 2 + 1e-3)


def make(n):
    y = rng.integers(0, 8, n)
    x = np.stack([logspec(utter(k)) for k in y])[:, None].astype("float32")
    return torch.from_numpy(x), torch.from_numpy(y)


xtr, ytr = make(1600); xva, yva = make(480)
m, s = xtr.mean(), xtr.std(); xtr, xva = (xtr - m) / s, (xva - m) / s


def block(i, o):
    return nn.Sequential(nn.Conv2d(i, o, 3, padding=1), nn.GroupNorm(4, o), nn.ReLU(), nn.MaxPool2d(2))


model = nn.Sequential(block(1, 12), block(12, 24), block(24, 32), nn.AdaptiveAvgPool2d((2, 2)), nn.Flatten(), nn.Dropout(0.1), nn.Linear(128, 8))
ce = nn.CrossEntropyLoss()
opt = torch.optim.SGD(model.parameters(), a.lr, momentum=0.9, weight_decay=1e-4)
spe = -(-len(xtr) // a.bs)
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, a.epochs * spe)
log = open(a.out / "log.txt", "w"); step = 0
for ep in range(1, a.epochs + 1):
    model.train()
    for idx in torch.randperm(len(xtr)).split(a.bs):
        loss = ce(model(xtr[idx]), ytr[idx])
        opt.zero_grad(); loss.backward()
        gn = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
        opt.step(); sched.step(); step += 1
        if step % 5 == 0:
            log.write(f"[{ep:>2}/{a.epochs}] it={step:<5d} loss={loss.item():.4f} gnorm={gn.item():.3f} lr={sched.get_last_lr()[0]:.5f}\n")
    model.eval()
    with torch.no_grad():
        o = model(xva)
    line = f"--> valid: loss={ce(o, yva).item():.4f} top1={100 * (o.argmax(1) == yva).float().mean().item():.2f}%"
    log.write(line + "\n"); print(ep, line)
log.close()

torch.save({"arch": "kws-cnn", "epoch": a.epochs, "state_dict": model.state_dict(), "optimizer": opt.state_dict()}, a.out / "checkpoint.pt")
np.savez(a.out / "batch.npz", x=xtr[:192].numpy(), y=ytr[:192].numpy())
np.savez(a.out / "validation.npz", x=xva[:320].numpy(), y=yva[:320].numpy())


class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return ce(self.model(x), y)


b = torch.export.Dim("batch", min=2)
e = torch.export.export(WithLoss(model).train(), (xtr[:64], ytr[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(e, str(a.out / "model.pt2"))
