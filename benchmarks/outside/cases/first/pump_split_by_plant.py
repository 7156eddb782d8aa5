"""
accepts: [train_val_distribution_mismatch, preprocessing_mismatch]
says: "Pump condition classifier: train accuracy 99%, validation around 60% already after the first epoch. I tried dropout, weight decay and a smaller net, the gap stays where it is."
language: en
hint: "file list is sorted by plant, last 25 % taken as validation = the two plants with other sensors (gain, offset). Cured: random split"
"""
import os, sys, csv
import numpy as np, torch
from torch import nn
torch.set_num_threads(1); torch.manual_seed(9); r = np.random.default_rng(9)
res = sys.argv[1]; os.makedirs(res, exist_ok=True)
CURED = "--cured" in sys.argv

proto = r.normal(0, 1.0, (4, 24))
X, Y = [], []
for plant in range(8):
    gain = np.ones(24) if plant < 6 else np.exp(r.normal(0, .3, 24)); off = r.normal(0, .15, 24) if plant < 6 else r.normal(0.6, 2.6, 24)
    y = r.integers(0, 4, 250)
    X.append((proto[y] + r.normal(0, .9, (250, 24))) * gain + off); Y.append(y)
X, Y = np.concatenate(X).astype(np.float32), np.concatenate(Y)
order = r.permutation(len(X)) if CURED else np.arange(len(X))
X, Y = X[order], Y[order]
k = int(.75 * len(X))
mu, sd = X[:k].mean(0), X[:k].std(0)
X = torch.tensor((X - mu) / sd); Y = torch.tensor(Y)
xt, yt, xv, yv = X[:k], Y[:k], X[k:], Y[k:]

clf = nn.Sequential(nn.Linear(24, 32), nn.GELU(), nn.Dropout(.2), nn.Linear(32, 4))
opt = torch.optim.AdamW(clf.parameters(), lr=3e-3, weight_decay=.05); ce = nn.CrossEntropyLoss()
w = csv.writer(open(os.path.join(res, "log.csv"), "w", newline="")); w.writerow(["ep", "tr_loss", "tr_acc", "va_loss", "va_acc"])
for ep in range(12):
    clf.train(); a = []
    for i in torch.randperm(k).split(50):
        o = clf(xt[i]); l = ce(o, yt[i]); opt.zero_grad(); l.backward(); opt.step()
        a.append([l.item(), (o.argmax(1) == yt[i]).float().mean().item()])
    clf.eval()
    with torch.no_grad(): o = clf(xv)
    w.writerow([ep + 1, *np.mean(a, 0).round(4), round(ce(o, yv).item(), 4), round((o.argmax(1) == yv).float().mean().item(), 4)])
torch.save({"model": clf.state_dict(), "optimizer": opt.state_dict()}, os.path.join(res, "checkpoint.pt"))
s = torch.randperm(k)[:400]
np.savez(os.path.join(res, "batch.npz"), x=xt[s].numpy(), y=yt[s].numpy()); np.savez(os.path.join(res, "validation.npz"), x=xv.numpy(), y=yv.numpy())
class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return ce(self.model(x), y)
batch = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(clf).train().cpu(), (xt[:50], yt[:50]), dynamic_shapes={"x": {0: batch}, "y": {0: batch}}), os.path.join(res, "model.pt2"))
