"""
accepts: [wrong_loss_for_task]
says: "Photo tagger with 8 tags, a photo can have several of them. The loss starts at 5.05 and will not go below 4.13 (val 4.13) and the tagger finds almost nothing: precision 0.89 but recall 0.09, F1 0.16. On photos with three tags it never gives more than one of them a probability above 0.5. Is a loss of 4 normal for this? Train and val are the same, so no overfitting."
language: en
hint: "several tags can be true at once but the loss is softmax cross-entropy over the tags (with float targets); cure: BCEWithLogitsLoss"
"""
import os, sys
import csv
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(17)
rng = np.random.default_rng(17)
save_to = sys.argv[1]
os.makedirs(save_to, exist_ok=True)
FIXED = "--cured" in sys.argv
TAGS = ["beach", "people", "sunset", "boat", "dog", "food", "night", "city"]
base = np.array([.4, .5, .3, .3, .25, .35, .3, .45])

proto = rng.normal(0, 1, (8, 64))


def make(n):
    mood = rng.normal(0, .5, (n, 1))
    y = (rng.random((n, 8)) < 1 / (1 + np.exp(-(np.log(base / (1 - base)) + mood)))).astype("float32")
    amp = rng.uniform(.6, 1.3, (n, 8))
    x = (y * amp) @ proto + 0.5 * np.tanh((y * amp) @ proto[:, ::-1]) + rng.normal(0, 2.0, (n, 64))
    return x.astype("float32"), y


X, Y = map(torch.tensor, make(6000))
Xv, Yv = map(torch.tensor, make(1500))


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(64, 128), nn.LayerNorm(128), nn.GELU(), nn.Linear(128, 64), nn.GELU(), nn.Linear(64, len(TAGS)))
        self.loss = nn.BCEWithLogitsLoss() if FIXED else nn.CrossEntropyLoss()

    def forward(self, x, y):
        return self.loss(self.net(x), y)


def scores(logits, y):
    p = (torch.sigmoid(logits) if FIXED else logits.softmax(1)) > 0.5
    t = y > 0.5
    tp = (p & t).sum().item()
    prec, rec = tp / max(1, p.sum().item()), tp / t.sum().item()
    return prec, rec, 2 * prec * rec / max(1e-9, prec + rec), (p == t).all(1).float().mean().item()


m = Tagger()
opt = torch.optim.AdamW(m.parameters(), lr=1e-3, weight_decay=0.01)
with open(save_to + "/log.csv", "w", newline="") as f:
    w = csv.writer(f)
    w.writerow("epoch loss val_loss val_precision val_recall val_f1 val_exact_match".split())
    for e in range(1, 11):
        m.train()
        tot = 0
        for idx in torch.randperm(len(X)).split(64):
            opt.zero_grad()
            l = m(X[idx], Y[idx])
            l.backward()
            opt.step()
            tot += l.item() * len(idx)
        for g in opt.param_groups:
            g["lr"] = 1e-3 * (1 - e / 11)
        m.eval()
        with torch.no_grad():
            vl = m(Xv, Yv).item()
            s = scores(m.net(Xv), Yv)
        w.writerow([e, f"{tot / len(X):.4f}", f"{vl:.4f}"] + [f"{q:.4f}" for q in s])
        f.flush()

torch.save({"model": m.state_dict(), "optim": opt.state_dict(), "tags": TAGS}, save_to + "/checkpoint.pt")
np.savez(save_to + "/batch.npz", x=X[:128].numpy(), y=Y[:128].numpy())
np.savez(save_to + "/validation.npz", x=Xv[:128].numpy(), y=Yv[:128].numpy())
b = torch.export.Dim("b", min=2, max=4096)
torch.export.save(torch.export.export(m.train(), (X[:128], Y[:128]), dynamic_shapes=({0: b}, {0: b})), save_to + "/model.pt2")
