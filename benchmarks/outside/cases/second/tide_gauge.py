"""
accepts: [shape_broadcast_bug]
says: "My LSTM should forecast the tide one hour ahead from the last 48 hours. Train and val MSE go to about 1.0 within two epochs and never move again, the plot of predictions is a flat line at the mean. A simple linear regression does much better."
language: en
hint: "The LSTM head gives (N,1), the target is (N): MSELoss broadcasts to (N,N). Squeeze the prediction."
"""
import argparse
import csv
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)


class TideLSTM(nn.Module):
    def __init__(self, hidden=32, squeeze=False):
        super().__init__()
        self.lstm = nn.LSTM(1, hidden, batch_first=True)
        self.head = nn.Linear(hidden, 1)
        self.squeeze = squeeze

    def forward(self, x):
        h, _ = self.lstm(x)
        out = self.head(h[:, -1])
        return out.squeeze(1) if self.squeeze else out


def tide(hours, seed=0):
    """principal constituents M2, S2, K1, O1 plus weather"""
    g = np.random.default_rng(seed)
    t = np.arange(hours)
    level = sum(a * np.cos(2 * math.pi * t / p + ph) for a, p, ph in
                [(1.2, 12.42, .3), (.4, 12.0, 1.1), (.3, 23.93, 2.0), (.2, 25.82, .7)])
    surge = np.zeros(hours)
    for i in range(1, hours):
        surge[i] = .97 * surge[i - 1] + g.normal(0, .05)
    return (level + surge + g.normal(0, .03, hours)).astype(np.float32)


def windows(series, length):
    xs = np.stack([series[i:i + length] for i in range(len(series) - length)])
    return torch.tensor(xs).unsqueeze(-1), torch.tensor(series[length:])


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.mse_loss(self.model(x), y)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("outdir", type=Path)
    ap.add_argument("--cured", action="store_true")
    ap.add_argument("--epochs", type=int, default=25)
    args = ap.parse_args()
    args.outdir.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)

    s = tide(2600)
    s = (s - s[:2000].mean()) / s[:2000].std()
    xtr, ytr = windows(s[:2000], 48)
    xva, yva = windows(s[2000:], 48)

    model = TideLSTM(squeeze=args.cured)
    opt = torch.optim.Adam(model.parameters(), lr=3e-3)
    rows = []
    for epoch in range(args.epochs):
        model.train()
        total = 0.0
        perm = torch.randperm(len(xtr))
        for idx in perm.split(64):
            loss = nn.functional.mse_loss(model(xtr[idx]), ytr[idx])
            opt.zero_grad()
            loss.backward()
            opt.step()
            total += loss.item() * len(idx)
        model.eval()
        with torch.no_grad():
            pred = model(xva)
            val = nn.functional.mse_loss(pred, yva).item()
            mae = (pred.flatten() - yva).abs().mean().item()
        rows.append([epoch, round(total / len(xtr), 5), round(val, 5), round(mae, 5)])
        print("epoch %d train %.4f val %.4f val_mae %.4f" % tuple(rows[-1]))

    with open(args.outdir / "log.csv", "w", newline="") as fh:
        w = csv.writer(fh)
        w.writerow(["epoch", "train_mse", "val_mse", "val_mae"])
        w.writerows(rows)
    torch.save({"model": model.state_dict(), "epoch": args.epochs, "hidden": 32}, args.outdir / "checkpoint.pt")
    pick = torch.randperm(len(xtr))[:256]
    np.savez(args.outdir / "batch.npz", x=xtr[pick].numpy(), y=ytr[pick].numpy())
    np.savez(args.outdir / "validation.npz", x=xva[:512].numpy(), y=yva[:512].numpy())
    b = torch.export.Dim("batch", min=2)
    ep = torch.export.export(WithLoss(model).train().cpu(), (xtr[:64], ytr[:64]),
                             dynamic_shapes={"x": {0: b}, "y": {0: b}})
    torch.export.save(ep, str(args.outdir / "model.pt2"))


if __name__ == "__main__":
    main()
