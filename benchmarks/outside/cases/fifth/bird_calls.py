"""
accepts: [eval_mode_missing]
says: "Five bird species, train accuracy 0.87, valid accuracy 0.86 and it jumps from epoch to epoch. Valid loss 0.35, train loss 0.29. When I listen to the validation calls they are easy, I would have expected 0.98."
language: en
hint: "evaluate() never calls model.eval(): dropout is on and BatchNorm uses the statistics of validation batches of single species. Cure: model.eval() in evaluate()."
"""
"""Small CNN for bird call spectrograms (5 species). Field season 2023."""
import argparse
import csv
import os
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)


def spectrograms(n_per_class, seed):
    rng = np.random.default_rng(seed)
    X, Y = [], []
    t = np.arange(28)
    for c in range(5):
        for _ in range(n_per_class):
            s = rng.normal(0, 0.55, (24, 28))
            f0 = rng.uniform(7, 13)
            if c == 0:
                f = f0 + 0.25 * (t - 14)             # upsweep
            elif c == 1:
                f = f0 - 0.25 * (t - 14)             # downsweep
            elif c == 2:
                f = f0 + 3 * np.sin(t * 0.9 + rng.uniform(0, 6))   # trill
            elif c == 3:
                f = f0 + 0 * t                       # whistle
            else:
                f = f0 + 5 * (np.floor(t / 5) % 2)   # two note
            amp = rng.uniform(1.0, 2.0)
            for k in range(28):
                i = int(np.clip(round(f[k]), 0, 22))
                s[i, k] += amp
                s[i + 1, k] += 0.5 * amp
            X.append(s)
            Y.append(c)
    return np.stack(X)[:, None].astype(np.float32), np.array(Y)


class CallNet(nn.Module):
    def __init__(self, n_classes=5):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 12, 3, padding=1), nn.BatchNorm2d(12), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout2d(0.25),
            nn.Conv2d(12, 24, 3, padding=1), nn.BatchNorm2d(24), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout2d(0.25))
        self.head = nn.Sequential(nn.Flatten(), nn.Linear(24 * 6 * 7, 48), nn.ReLU(), nn.Dropout(0.6), nn.Linear(48, n_classes))

    def forward(self, x):
        return self.head(self.features(x))


def evaluate(model, X, Y, crit, cured):
    if cured:
        model.eval()
    loss = hits = 0
    with torch.no_grad():
        for i in range(0, len(X), 8):
            o = model(X[i:i + 8])
            loss += crit(o, Y[i:i + 8]).item() * len(o)
            hits += (o.argmax(1) == Y[i:i + 8]).sum().item()
    return loss / len(X), hits / len(X)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("outdir")
    ap.add_argument("--cured", action="store_true")
    a = ap.parse_args()
    os.makedirs(a.outdir, exist_ok=True)
    torch.manual_seed(1)
    X, Y = map(torch.from_numpy, spectrograms(260, 1))
    Xv, Yv = map(torch.from_numpy, spectrograms(80, 2))
    model, crit = CallNet(), nn.CrossEntropyLoss()
    opt = torch.optim.Adam(model.parameters(), lr=2e-3)
    rows = []
    for epoch in range(1, 17):
        model.train()
        if epoch == 12:
            opt.param_groups[0]["lr"] = 4e-4
        perm, tl, th = torch.randperm(len(X)), 0, 0
        for i in range(0, len(X), 50):
            j = perm[i:i + 50]
            o = model(X[j])
            loss = crit(o, Y[j])
            opt.zero_grad()
            loss.backward()
            opt.step()
            tl += loss.item() * len(j)
            th += (o.argmax(1) == Y[j]).sum().item()
        vl, va = evaluate(model, Xv, Yv, crit, a.cured)
        rows.append([epoch, round(tl / len(X), 4), round(th / len(X), 4), round(vl, 4), round(va, 4)])
        print("ep %d | loss %.4f acc %.4f | valid loss %.4f acc %.4f" % tuple(rows[-1]))
    with open(os.path.join(a.outdir, "log.csv"), "w", newline="") as f:
        w = csv.writer(f)
        w.writerow(["epoch", "loss", "acc", "valid_loss", "valid_acc"])
        w.writerows(rows)
    torch.save(model.state_dict(), os.path.join(a.outdir, "checkpoint.pt"))
    np.savez(os.path.join(a.outdir, "batch.npz"), x=X[j_all(len(X))].numpy(), y=Y[j_all(len(X))].numpy())
    k = j_all(len(Xv))
    np.savez(os.path.join(a.outdir, "validation.npz"), x=Xv[k].numpy(), y=Yv[k].numpy())

    class WithLoss(nn.Module):
        def __init__(self, model):
            super().__init__()
            self.model = model

        def forward(self, x, y):
            return nn.functional.cross_entropy(self.model(x), y)

    b = torch.export.Dim("batch", min=2)
    ep = torch.export.export(WithLoss(model).train().cpu(), (X[:64], Y[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
    torch.export.save(ep, os.path.join(a.outdir, "model.pt2"))


def j_all(n):
    return np.random.RandomState(0).permutation(n)[:200]


main()
