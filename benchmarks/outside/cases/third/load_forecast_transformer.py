"""
accepts: [learning_rate_decays_too_fast]
says: "Load forecasting transformer, val loss is 0.0659 after the third epoch and then the same to all digits until epoch 15 (MAPE 4.7 %). Train loss jumps between 0.03 and 0.08. A colleague gets 3 % with a similar model."
language: en
hint: "ExponentialLR(gamma=0.9), meant per epoch, is stepped after every batch, so the rate is practically zero within the first epoch or two. Cured: stepped once per epoch."
"""
# Day-ahead electricity load forecast. 48 h of (load, temperature, sin/cos hour, weekend) -> next 12 h of load.
import json, math, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
from dataclasses import dataclass, asdict
from pathlib import Path
import numpy as np
import torch
from torch import nn
torch.set_num_threads(1)


@dataclass
class Config:
    context: int = 48
    horizon: int = 12
    d_model: int = 48
    layers: int = 2
    batch_size: int = 64
    epochs: int = 16
    lr: float = 2e-3
    gamma: float = 0.88
    seed: int = 8


class Encoder(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.inp = nn.Linear(5 * 2, c.d_model)
        self.pos = nn.Parameter(0.02 * torch.randn(c.context // 2, c.d_model))
        self.att = nn.ModuleList([nn.MultiheadAttention(c.d_model, 4, batch_first=True) for _ in range(c.layers)])
        self.ff = nn.ModuleList([nn.Sequential(nn.LayerNorm(c.d_model), nn.Linear(c.d_model, 96), nn.GELU(),
                                               nn.Dropout(0.05), nn.Linear(96, c.d_model)) for _ in range(c.layers)])
        self.n = nn.ModuleList([nn.LayerNorm(c.d_model) for _ in range(c.layers)])
        self.out = nn.Linear(c.d_model * (c.context // 2), c.horizon)

    def forward(self, x):
        z = self.inp(x.reshape(x.shape[0], x.shape[1] // 2, 10)) + self.pos   # patches of two hours
        for n, a, f in zip(self.n, self.att, self.ff):
            h = n(z)
            z = z + a(h, h, h, need_weights=False)[0]
            z = z + f(z)
        return self.out(z.flatten(1))


def load_series(hours, rng):
    t = np.arange(hours)
    day, week = 2 * np.pi * t / 24, (t // 24) % 7
    temp = 12 + 9 * np.sin(2 * np.pi * t / (24 * 60)) + 4 * np.sin(day - 2.2)
    w = np.zeros(hours)
    for i in range(1, hours):
        w[i] = 0.97 * w[i - 1] + 0.4 * rng.standard_normal()
    temp = temp + w
    base = 50 + 9 * np.sin(day - 1.9) + 5 * np.sin(2 * day + 0.5)
    load = base - 8 * (week >= 5) + 0.06 * (temp - 16) ** 2 + 0.7 * rng.standard_normal(hours)
    return np.stack([load, temp, np.sin(day), np.cos(day), (week >= 5).astype(float)], 1)


def windows(s, c, stride):
    idx = range(0, len(s) - c.context - c.horizon, stride)
    return (torch.tensor(np.stack([s[i:i + c.context] for i in idx]), dtype=torch.float32),
            torch.tensor(np.stack([s[i + c.context:i + c.context + c.horizon, 0] for i in idx]), dtype=torch.float32))


def main(outdir, cured):
    c = Config(); torch.manual_seed(c.seed); rng = np.random.default_rng(c.seed)
    outdir.mkdir(parents=True, exist_ok=True)
    s = load_series(24 * 420, rng); cut = 24 * 340
    mean, std = s[:cut].mean(0), s[:cut].std(0)
    s = (s - mean) / std
    xt, yt = windows(s[:cut], c, 3); xv, yv = windows(s[cut:], c, 6)
    model, crit = Encoder(c), nn.HuberLoss()
    opt = torch.optim.AdamW(model.parameters(), lr=c.lr, weight_decay=1e-2)
    sched = torch.optim.lr_scheduler.ExponentialLR(opt, c.gamma)
    log, step = open(outdir / "log.jsonl", "w"), 0
    for epoch in range(c.epochs):
        model.train()
        for i in torch.randperm(len(xt)).split(c.batch_size):
            loss = crit(model(xt[i]), yt[i])
            opt.zero_grad(); loss.backward(); opt.step()
            step += 1
            if step % 5 == 0:
                log.write(json.dumps({"step": step, "train/loss": loss.item()}) + "\n")
            if not cured:
                sched.step()
        if cured:
            sched.step()
        model.eval()
        with torch.no_grad():
            p = model(xv)
        rec = {"step": step, "epoch": epoch, "val/loss": crit(p, yv).item(),
               "val/mape": (100 * ((p - yv).abs() * std[0] / (yv * std[0] + mean[0]).abs()).mean()).item()}
        log.write(json.dumps(rec) + "\n"); print(rec, f"train {loss.item():.4f}")
    log.close()
    torch.save({"state_dict": model.state_dict(), "config": asdict(c), "optimizer": opt.state_dict()}, outdir / "checkpoint.pt")
    k = torch.randperm(len(xt))[:256]
    np.savez(outdir / "batch.npz", x=xt[k].numpy(), y=yt[k].numpy())
    np.savez(outdir / "validation.npz", x=xv[:300].numpy(), y=yv[:300].numpy())

    class WithLoss(nn.Module):
        def __init__(self, model): super().__init__(); self.model = model
        def forward(self, x, y): return crit(self.model(x), y)

    b = torch.export.Dim("batch", min=2)
    ep = torch.export.export(WithLoss(model).train(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
    torch.export.save(ep, str(outdir / "model.pt2"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--cured" in sys.argv)
