"""
accepts: [wrong_loss_for_task]
says: "Pitch class detection, frames with 1 to 5 notes. val_micro_f1 stays at 0.21 and loss stops at 3.71 (val 3.86). It finds the single notes and misses nearly everything in chords."
language: en
hint: "Several notes sound together, but the loss is softmax cross-entropy on the multi-hot rows. Cure: BCEWithLogitsLoss."
"""
"""Which of 12 pitch classes sound? Multi-label from one spectrum frame (96 bins)."""
import json
import os
import sys

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.set_num_threads(1)
CURED = "--cured" in sys.argv


class Trainer:
    def __init__(self, model, criterion, lr, outdir):
        self.model, self.criterion, self.outdir = model, criterion, outdir
        self.opt = torch.optim.Adam(model.parameters(), lr=lr)
        self.history = []

    @staticmethod
    def f1(logits, y):
        prob = torch.sigmoid(logits) if CURED else torch.softmax(logits, 1)
        p = (prob > 0.5).float()
        return (2 * (p * y).sum() / (p.sum() + y.sum()).clamp(min=1)).item()

    def run(self, loader, train):
        self.model.train(train)
        loss_sum, n, outs, ys = 0.0, 0, [], []
        with torch.set_grad_enabled(train):
            for x, y in loader:
                o = self.model(x)
                loss = self.criterion(o, y)
                if train:
                    self.opt.zero_grad()
                    loss.backward()
                    self.opt.step()
                loss_sum += loss.item() * len(x)
                n += len(x)
                outs.append(o.detach())
                ys.append(y)
        return loss_sum / n, self.f1(torch.cat(outs), torch.cat(ys))

    def fit(self, train, val, epochs):
        sched = torch.optim.lr_scheduler.OneCycleLR(self.opt, 4e-3, total_steps=epochs)
        for e in range(epochs):
            tl, tf = self.run(train, True)
            vl, vf = self.run(val, False)
            self.history.append({"epoch": e, "loss": tl, "micro_f1": tf, "val_loss": vl, "val_micro_f1": vf, "lr": self.opt.param_groups[0]["lr"]})
            print(f"[{e:02d}] loss={tl:.4f} f1={tf:.3f} | val_loss={vl:.4f} val_f1={vf:.3f}")
            sched.step()
        with open(os.path.join(self.outdir, "log.jsonl"), "w") as f:
            for h in self.history:
                f.write(json.dumps(h) + "\n")


def render(n, seed):
    r = np.random.default_rng(seed)
    y = np.zeros((n, 12), np.float32)
    x = r.gamma(1.0, .08, (n, 96))
    bins = np.arange(96)
    for i in range(n):
        for note in r.choice(12, r.integers(1, 6), replace=False):
            y[i, note] = 1
            octv, a = r.integers(0, 4), r.uniform(.5, 1.2)
            f = note * 2 + octv * 24 if octv < 3 else note * 2
            for k, mult in enumerate([0, 24, 38, 48, 56]):     # harmonics in log frequency
                if f + mult < 96:
                    x[i] += a * .65 ** k * np.exp(-.5 * ((bins - f - mult - r.normal(0, .2)) / .8) ** 2)
    x = np.log(x + .05)
    return torch.tensor((x + 1.6) / .8, dtype=torch.float32), torch.tensor(y)


class SpecNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Sequential(nn.Conv1d(1, 8, 5, padding=2), nn.BatchNorm1d(8), nn.ReLU())
        self.mlp = nn.Sequential(nn.Linear(8 * 96, 96), nn.ReLU(), nn.Dropout(0.3), nn.Linear(96, 12))

    def forward(self, x):
        return self.mlp(self.conv(x.unsqueeze(1)).flatten(1))


class WithLoss(nn.Module):
    def __init__(self, model, crit):
        super().__init__()
        self.model = model
        self.crit = crit

    def forward(self, x, y):
        return self.crit(self.model(x), y)


def main(outdir):
    os.makedirs(outdir, exist_ok=True)
    torch.manual_seed(7)
    X, Y = render(4000, 1)
    Xv, Yv = render(500, 2)
    crit = nn.BCEWithLogitsLoss() if CURED else nn.CrossEntropyLoss()
    t = Trainer(SpecNet(), crit, 1e-3, outdir)
    t.fit(DataLoader(TensorDataset(X, Y), 64, shuffle=True), DataLoader(TensorDataset(Xv, Yv), 250), 12)
    torch.save({"model_state_dict": t.model.state_dict(), "optimizer_state_dict": t.opt.state_dict()}, os.path.join(outdir, "checkpoint.pt"))
    np.savez(os.path.join(outdir, "batch.npz"), x=X[:256].numpy(), y=Y[:256].numpy())
    np.savez(os.path.join(outdir, "validation.npz"), x=Xv.numpy(), y=Yv.numpy())
    b = torch.export.Dim("batch", min=2)
    ep = torch.export.export(WithLoss(t.model, crit).train().cpu(), (X[:64], Y[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
    torch.export.save(ep, os.path.join(outdir, "model.pt2"))


main(sys.argv[1])
