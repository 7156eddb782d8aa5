"""
accepts: [vanishing_gradient, saturating_activation]
says: "Activity recognition from phone accelerometer (6 activities). My deep MLP with 8 hidden layers stays at loss 1.79 and 17 % accuracy for all 30 epochs. A net with one hidden layer learns, so the data should be ok."
language: en
hint: "Eight sigmoid layers: the gradient vanishes before the first layers. ReLU with Kaiming initialisation."
"""
import sys
import os
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
OUT = sys.argv[1]
os.makedirs(OUT, exist_ok=True)
FIX = "--cured" in sys.argv
torch.manual_seed(1)
rng = np.random.default_rng(1)
ACT = ["walk", "run", "upstairs", "downstairs", "sit", "lie"]


def window(k):
    t = np.arange(32) / 16
    f, a = [(1.8, 1.0), (2.8, 2.2), (1.5, .9), (2.1, 1.3), (0, 0), (0, 0)][k]
    f, ph = f * rng.uniform(.9, 1.1), rng.uniform(0, 6.28)
    g = np.array([[0, 0, 1], [0, 0, 1], [.25, 0, .95], [-.25, 0, .95], [.5, 0, .8], [1, 0, .1]][k]) + rng.normal(0, .08, 3)
    s = a * np.stack([.3 * np.sin(6.28 * f * t + ph), .2 * np.sin(3.14 * f * t + ph), np.sin(6.28 * f * t + ph)])
    x = s + g[:, None] + rng.normal(0, .15, (3, 32))
    # features per axis: mean, std, min, max, mean abs diff, energy of the first FFT bins
    fft = np.abs(np.fft.rfft(x, axis=1))[:, 1:8] / 16
    return np.concatenate([x.mean(1), x.std(1), x.min(1), x.max(1), np.abs(np.diff(x)).mean(1), fft.ravel()])


def get(n):
    y = rng.integers(0, 6, n)
    return np.stack([window(k) for k in y]).astype(np.float32), y


Xtr, ytr = get(2400)
Xva, yva = get(600)
mu, sd = Xtr.mean(0), Xtr.std(0)
Xtr, Xva = torch.from_numpy((Xtr - mu) / sd), torch.from_numpy((Xva - mu) / sd)
ytr, yva = torch.from_numpy(ytr), torch.from_numpy(yva)

layers, width = [], Xtr.shape[1]
for _ in range(8):
    lin = nn.Linear(width, 48)
    if FIX:
        nn.init.kaiming_normal_(lin.weight)
        nn.init.zeros_(lin.bias)
    layers += [lin, nn.ReLU() if FIX else nn.Sigmoid()]
    width = 48
model = nn.Sequential(*layers, nn.Linear(48, 6))
criterion = nn.CrossEntropyLoss()
opt = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return criterion(self.model(x), y)


out = []
for epoch in range(30):
    model.train()
    n_ok, tot = 0, 0.
    steps = torch.randperm(len(Xtr)).split(64)
    for idx in steps:
        opt.zero_grad()
        p = model(Xtr[idx])
        loss = criterion(p, ytr[idx])
        loss.backward()
        opt.step()
        tot += loss.item()
        n_ok += (p.argmax(1) == ytr[idx]).sum().item()
    model.eval()
    with torch.no_grad():
        p = model(Xva)
        vl, va = criterion(p, yva).item(), (p.argmax(1) == yva).float().mean().item()
    # keras style
    out += [f"Epoch {epoch + 1}/30", f"{len(steps)}/{len(steps)} - loss: {tot / len(steps):.4f} - accuracy: {n_ok / 2400:.4f} - val_loss: {vl:.4f} - val_accuracy: {va:.4f}"]
    print(out[-2]); print(out[-1])
open(f"{OUT}/log.txt", "w").write("\n".join(out) + "\n")
torch.save({"model": model.state_dict(), "mean": torch.tensor(mu), "std": torch.tensor(sd)}, f"{OUT}/checkpoint.pt")
np.savez(f"{OUT}/batch.npz", x=Xtr[:256].numpy(), y=ytr[:256].numpy())
np.savez(f"{OUT}/validation.npz", x=Xva[:512].numpy(), y=yva[:512].numpy())
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (Xtr[:64], ytr[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, f"{OUT}/model.pt2")
