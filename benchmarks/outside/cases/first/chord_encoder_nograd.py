"""
accepts: [no_gradient_flow, frozen_layers]
says: "Chord recogniser on synthetic audio frames. It learns a little, then stays at an accuracy a linear model on the spectrum beats easily. More filters in the encoder do not change anything, which is weird."
language: en
hint: "encoder call stands in `with torch.no_grad()` (left from the time when it was a fixed feature extractor): random encoder, only the head learns. Cured: gradients on"
"""
import contextlib, csv, os, sys
import numpy as np
import torch
import torch.nn as nn
torch.set_num_threads(1)
torch.manual_seed(31)
rng = np.random.default_rng(31)
DIR = sys.argv[1]; os.makedirs(DIR, exist_ok=True)
CURED = "--cured" in sys.argv

CHORDS = [(0, 4, 7), (0, 3, 7), (0, 4, 8), (0, 3, 6), (0, 5, 7)]
def frames(n):
    t = np.arange(256) / 2000
    y = rng.integers(0, 5, n); x = np.zeros((n, 256))
    for i in range(n):
        for k in CHORDS[y[i]]:
            f = 220 * 2 ** (k / 12) * np.exp(rng.normal(0, .004))
            x[i] += rng.uniform(.6, 1.2) * np.sin(2 * np.pi * f * t + rng.uniform(0, 6.28))
        x[i] += rng.normal(0, .4, 256)
    x = np.log(np.abs(np.fft.rfft(x, axis=1))[:, 20:84] + 1)
    return torch.tensor(x - 2.0, dtype=torch.float32)[:, None], torch.tensor(y)
xt, yt = frames(1500); xv, yv = frames(400)

class Recogniser(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Conv1d(1, 16, 5, 2, 2), nn.ReLU(), nn.Conv1d(16, 16, 5, 2, 2), nn.ReLU(), nn.Flatten(), nn.Linear(256, 32), nn.ReLU(), nn.Linear(32, 12))
        self.head = nn.Sequential(nn.LayerNorm(12), nn.Linear(12, 32), nn.ReLU(), nn.Linear(32, 5))
    def forward(self, x):
        with (contextlib.nullcontext() if CURED else torch.no_grad()):
            z = self.encoder(x)
        return self.head(z)

model = Recogniser()
optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.0)
loss_fn = nn.CrossEntropyLoss(label_smoothing=0.0)
fh = open(f"{DIR}/log.csv", "w", newline=""); log = csv.DictWriter(fh, ["epoch", "train_loss", "train_acc", "val_loss", "val_acc"]); log.writeheader()
for epoch in range(1, 16):
    L = A = 0
    for b in torch.randperm(1500).split(50):
        o = model(xt[b]); l = loss_fn(o, yt[b])
        optimizer.zero_grad(); l.backward(); optimizer.step()
        L += l.item() / 30; A += (o.argmax(1) == yt[b]).float().mean().item() / 30
    with torch.no_grad(): o = model(xv)
    log.writerow(dict(epoch=epoch, train_loss=round(L, 4), train_acc=round(A, 4), val_loss=round(loss_fn(o, yv).item(), 4), val_acc=round((o.argmax(1) == yv).float().mean().item(), 4)))
fh.close()
torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 15}, f"{DIR}/checkpoint.pt")
np.savez(f"{DIR}/batch.npz", x=xt[:200].numpy(), y=yt[:200].numpy()); np.savez(f"{DIR}/validation.npz", x=xv.numpy(), y=yv.numpy())
class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return loss_fn(self.model(x), y)
batch = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(model).train().cpu(), (xt[:50], yt[:50]), dynamic_shapes={"x": {0: batch}, "y": {0: batch}}), f"{DIR}/model.pt2")
