"""
accepts: [outliers_in_data]
says: "MSE looks tiny (0.005 for most steps) but once in a while a step has loss 1 or 10, and the validation MAE is between 12 and 27 MPa and jumps about. Final val_mae 26.7 MPa."
language: en
hint: "0.7 % of the strengths were typed in with the decimal point missing (x10 to x100); squared error follows those rows. Cured: rows beyond the physically possible range (120 MPa) dropped before scaling."
"""
# Compressive strength of concrete from the mix recipe. Lightning-like metrics.csv
import csv, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
import torch.nn as nn
torch.set_num_threads(1)


def lab_book(n, rng):
    cement, slag, water = rng.uniform(180, 500, n), rng.uniform(0, 200, n), rng.uniform(140, 220, n)
    plast, age, agg = rng.uniform(0, 15, n), rng.choice([3, 7, 14, 28, 56, 90], n), rng.uniform(800, 1100, n)
    wc = water / (cement + 0.6 * slag)
    y = 22 / wc ** 1.1 * (0.35 + 0.18 * np.log(age)) + 0.5 * plast + 0.008 * (agg - 950) + 1.2 * rng.standard_normal(n)
    return np.column_stack([cement, slag, water, plast, np.log(age), agg]), y


class MixModule(nn.Module):
    def __init__(self, width=64):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(6, width), nn.SiLU(), nn.Linear(width, width), nn.SiLU(), nn.Linear(width, 1))
        self.loss = nn.MSELoss()

    def forward(self, x):
        return self.layers(x)[:, 0]

    def training_step(self, batch):
        x, y = batch
        return self.loss(self(x), y)


class CSVLogger:
    cols = ["epoch", "step", "train_loss_step", "val_loss", "val_mae", "lr-AdamW"]

    def __init__(self, path):
        self.f = open(path, "w", newline=""); self.w = csv.DictWriter(self.f, self.cols); self.w.writeheader()

    def log(self, **k):
        self.w.writerow({a.replace("_AdamW", "-AdamW"): v for a, v in k.items()})


def main():
    out = Path(sys.argv[1]); out.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(12); torch.manual_seed(12)
    X, y = lab_book(2600, rng); XV, yv = lab_book(500, rng)
    typo = rng.random(len(y)) < 0.007
    y[typo] *= rng.choice([10, 100], typo.sum())
    if "--cured" in sys.argv:
        keep = y < 120
        X, y = X[keep], y[keep]
    mu, sd, ym, ys = X.mean(0), X.std(0), y.mean(), y.std()
    t = lambda a: torch.tensor(a, dtype=torch.float32)
    xt, yt, xv, vv = t((X - mu) / sd), t((y - ym) / ys), t((XV - mu) / sd), t((yv - ym) / ys)
    pl = MixModule()
    opt = torch.optim.AdamW(pl.parameters(), lr=3e-3)
    epochs, bs, step = 40, 50, 0
    spe = -(-len(xt) // bs)
    sched = torch.optim.lr_scheduler.OneCycleLR(opt, 3e-3, total_steps=epochs * spe)
    logger = CSVLogger(out / "log.csv")
    for e in range(epochs):
        pl.train()
        for i in torch.randperm(len(xt)).split(bs):
            loss = pl.training_step((xt[i], yt[i]))
            opt.zero_grad(); loss.backward(); opt.step(); sched.step()
            if step % 5 == 0:
                logger.log(epoch=e, step=step, train_loss_step=loss.item(), lr_AdamW=sched.get_last_lr()[0])
            step += 1
        pl.eval()
        with torch.no_grad():
            p = pl(xv)
        vl, mae = pl.loss(p, vv).item(), (p - vv).abs().mean().item() * ys
        logger.log(epoch=e, step=step - 1, val_loss=vl, val_mae=mae)
        if e % 5 == 4:
            print(f"Epoch {e}: val_loss={vl:.4g} val_mae={mae:.3f} MPa train {loss.item():.4g}")
    logger.f.close()
    torch.save({"epoch": epochs, "global_step": step, "state_dict": pl.state_dict(),
                "hyper_parameters": {"width": 64, "lr": 3e-3}}, out / "checkpoint.pt")
    np.savez(out / "batch.npz", x=xt[:256].numpy(), y=yt[:256].numpy())
    np.savez(out / "validation.npz", x=xv[:400].numpy(), y=vv[:400].numpy())

    class WithLoss(nn.Module):
        def __init__(self, model): super().__init__(); self.model = model
        def forward(self, x, y): return self.model.loss(self.model(x), y)

    b = torch.export.Dim("batch", min=2)
    ep = torch.export.export(WithLoss(pl).train(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
    torch.export.save(ep, str(out / "model.pt2"))


main()
