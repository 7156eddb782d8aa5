"""
accepts: [parameters_not_in_optimizer]
says: "Fine-tuning of my pretrained leaf network to 8 genera. After 18 epochs loss 1.27, val_loss 1.226, val_accuracy 0.60. I thought pretrained features would make this quick."
language: en
hint: "The optimizer with its two groups is built before the new head replaces the old one, so the new head is never stepped. Cure: build the optimizer after replacing it."
"""
# Fine-tune a small leaf CNN (pretrained on leaf shapes) to 8 herbarium genera.
import sys
import os
import numpy as np
import torch
import torch.nn as nn
torch.set_num_threads(1)
OUT, CURED = sys.argv[1], "--cured" in sys.argv
os.makedirs(OUT, exist_ok=True)
torch.manual_seed(77)


def leaves(n, n_classes, seed, lobes, widths):
    g = np.random.default_rng(seed)
    y = g.integers(0, n_classes, n)
    v, u = np.mgrid[-1:1:24j, -1:1:24j]
    X = np.zeros((n, 1, 24, 24), np.float32)
    for i, c in enumerate(y):
        dx, dy, rot = g.normal(0, .08), g.normal(0, .08), g.normal(0, .25)
        th = np.arctan2(v - dy, u - dx) + rot
        r = np.hypot((u - dx), (v - dy) / widths[c])
        edge = g.uniform(.45, .6) * (1 + .3 * np.cos(lobes[c] * th))
        X[i, 0] = 1 / (1 + np.exp(12 * (r - edge))) * g.uniform(.7, 1) + g.normal(0, .12, (24, 24))
    return torch.tensor((X - .3) / .4), torch.tensor(y)


class LeafNet(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.backbone = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(32, 32, 3, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(32 * 36, 64), nn.ReLU())
        self.head = nn.Linear(64, n)

    def forward(self, x):
        return self.head(self.backbone(x))


# --- stage 1: quick pretraining on the 6 shape classes
model = LeafNet(6)
Xp, Yp = leaves(900, 6, 1, [0, 3, 5, 2, 7, 4], [1, 1, 1, 1.5, 1, .7])
o = torch.optim.Adam(model.parameters(), lr=1e-3)
for _ in range(6):
    for ix in torch.randperm(900).split(32):
        l = nn.functional.cross_entropy(model(Xp[ix]), Yp[ix])
        o.zero_grad()
        l.backward()
        o.step()

# --- stage 2: herbarium
X, Y = leaves(1300, 8, 2, [3, 5, 2, 7, 4, 6, 0, 3], [1.2, .8, 1.3, 1.1, 1, 1, 1.4, .7])
Xt, Yt, Xv, Yv = X[:900], Y[:900], X[900:], Y[900:]


def make_optimizer(m):
    return torch.optim.AdamW([{"params": m.backbone.parameters(), "lr": 5e-5},
                              {"params": m.head.parameters(), "lr": 3e-3}], weight_decay=1e-4)


if CURED:
    model.head = nn.Linear(64, 8)
    optimizer = make_optimizer(model)
else:
    optimizer = make_optimizer(model)
    model.head = nn.Linear(64, 8)
crit = nn.CrossEntropyLoss()
EPOCHS = 18
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS)
hist = ""
for epoch in range(EPOCHS):
    model.train()
    tl, ta = [], []
    for ix in torch.randperm(900).split(32):
        optimizer.zero_grad()
        pred = model(Xt[ix])
        loss = crit(pred, Yt[ix])
        loss.backward()
        optimizer.step()
        tl.append(loss.item())
        ta.append((pred.argmax(1) == Yt[ix]).float().mean().item())
    scheduler.step()
    model.eval()
    with torch.no_grad():
        pv = model(Xv)
    line = (f"Epoch {epoch + 1}/{EPOCHS}\n{len(tl)}/{len(tl)} [==============================] - loss: {np.mean(tl):.4f} - accuracy: {np.mean(ta):.4f}"
            f" - val_loss: {crit(pv, Yv).item():.4f} - val_accuracy: {(pv.argmax(1) == Yv).float().mean().item():.4f}\n")
    hist += line
    print(line, end="")
open(f"{OUT}/log.txt", "w").write(hist)
torch.save({"model_state": model.state_dict(), "optim_state": optimizer.state_dict(), "epoch": EPOCHS}, f"{OUT}/checkpoint.pt")
np.savez(f"{OUT}/batch.npz", x=Xt[:192].numpy(), y=Yt[:192].numpy())
np.savez(f"{OUT}/validation.npz", x=Xv.numpy(), y=Yv.numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.cross_entropy(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (Xt[:64], Yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, f"{OUT}/model.pt2")
