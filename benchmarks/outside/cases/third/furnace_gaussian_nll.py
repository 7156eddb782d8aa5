"""
accepts: []
says: ""
language: en
hint: "Healthy but ugly: Gaussian NLL with a bounded log-variance; the loss is negative by nature and noisy with batch 32, training and validation agree and the z-scores are calibrated."
"""
# furnace temperature 10 min ahead with uncertainty: mean and variance head over a small causal conv net
import json, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
import torch.nn as nn
torch.set_num_threads(1)


def furnace(n, rng):
    """power steps -> first order lag; measuring noise depends on the burner state"""
    power = np.repeat(rng.uniform(0, 1, n // 25 + 1), 25)[:n]
    T, noise = np.zeros(n), np.zeros(n)
    for k in range(1, n):
        T[k] = T[k - 1] + 0.05 * (2 * power[k] - 1 - T[k - 1]) + 0.004 * rng.standard_normal()
    noise = (0.01 + 0.05 * (power > 0.6)) * rng.standard_normal(n)
    return np.stack([power * 2 - 1, T + noise], 0).astype("float32"), power


class Forecaster(nn.Module):
    def __init__(self, c=24):
        super().__init__()
        self.net = nn.Sequential(nn.Conv1d(2, c, 4, 2), nn.SiLU(), nn.Conv1d(c, c, 4, 2), nn.SiLU(), nn.Flatten(), nn.Linear(c * 6, 32), nn.SiLU())
        self.mean, self.logvar = nn.Linear(32, 1), nn.Linear(32, 1)

    def forward(self, x):
        h = self.net(x)
        last = x[:, 1, -6:].mean(1)
        return last + self.mean(h)[:, 0], self.logvar(h)[:, 0].clamp(-9, 3)


def nll(out, y):
    m, lv = out
    return 0.5 * (lv + (y - m) ** 2 * torch.exp(-lv)).mean()


def windows(s, stride, L=30, ahead=10):
    i = np.arange(0, s.shape[1] - L - ahead, stride)
    return torch.tensor(np.stack([s[:, k:k + L] for k in i])), torch.tensor(s[1, i + L + ahead - 1])


def main(out):
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(19); rng = np.random.default_rng(19)
    s, _ = furnace(30000, rng); v, _ = furnace(8000, rng)
    xt, yt = windows(s, 6); xv, yv = windows(v, 9)
    model = Forecaster()
    opt = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.02)
    epochs, bs = 16, 32
    spe = -(-len(xt) // bs)
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda k: min((k + 1) / 100, 0.5 * (1 + np.cos(np.pi * k / (epochs * spe)))) + 1e-3)
    step = 0
    with open(out / "log.jsonl", "w") as f:
        for ep in range(1, epochs + 1):
            model.train()
            for i in torch.randperm(len(xt)).split(bs):
                loss = nll(model(xt[i]), yt[i])
                opt.zero_grad(); loss.backward()
                gn = nn.utils.clip_grad_norm_(model.parameters(), 10.0)
                opt.step(); sched.step(); step += 1
                if step % 8 == 0:
                    f.write(json.dumps({"step": step, "nll": round(loss.item(), 4), "grad_norm": round(gn.item(), 3), "lr": sched.get_last_lr()[0]}) + "\n")
            model.eval()
            with torch.no_grad():
                m, lv = model(xv)
            z = ((yv - m) * torch.exp(-lv / 2)).std().item()
            r = {"step": step, "epoch": ep, "val_nll": round(nll((m, lv), yv).item(), 4), "val_rmse": round((m - yv).square().mean().sqrt().item(), 4), "z_std": round(z, 3)}
            f.write(json.dumps(r) + "\n"); print(r)
    torch.save({"model": model.state_dict(), "step": step, "config": {"lr": 2e-3, "bs": bs}}, out / "checkpoint.pt")
    k = torch.randperm(len(xt))[:256]
    bx, by = xt[k], yt[k]
    np.savez(out / "batch.npz", x=bx.numpy(), y=by.numpy())
    np.savez(out / "validation.npz", x=xv[:512].numpy(), y=yv[:512].numpy())

    class WithLoss(nn.Module):
        def __init__(self, model): super().__init__(); self.model = model
        def forward(self, x, y): return nll(self.model(x), y)

    b = torch.export.Dim("batch", min=2)
    ep = torch.export.export(WithLoss(model).train(), (bx[:64], by[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
    torch.export.save(ep, str(out / "model.pt2"))


main(Path(sys.argv[1]))
