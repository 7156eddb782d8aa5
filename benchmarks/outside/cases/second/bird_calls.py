"""
accepts: [too_little_data, overfitting, model_too_large]
says: "Bird call spectrograms, 8 species. Train accuracy reaches 100 % after about 20 epochs, validation stays at 27 % and val loss climbs from 2.1 to 4.9. I recorded the calls myself so I have only 12 per species."
language: en
hint: "96 training spectrograms for a CNN with 200k weights: memorised. 3000 samples make it generalise."
"""
import csv
import os
import sys
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(6)
rng = np.random.default_rng(6)
outdir = sys.argv[1]
os.makedirs(outdir, exist_ok=True)
cured = "--cured" in sys.argv
N_TRAIN, EPOCHS = (2400, 9) if cured else (96, 40)
T = np.linspace(0, 1, 28)
FREQ = np.arange(28)[:, None]


def call(k):
    """spectrogram: every species has its own melody (up, down, arch, trill, two notes ...)"""
    base, start, dur = rng.uniform(8, 18), rng.uniform(0, .45), rng.uniform(.4, .55)
    u = np.clip((T - start) / dur, 0, 1)
    on = ((T > start) & (T < start + dur)).astype(float)
    shape = [8 * (u - .5), 8 * (.5 - u), 5 * np.sin(np.pi * u), -5 * np.sin(np.pi * u),
             3 * np.sin(2 * np.pi * 3 * u), 4 * np.sign(u - .5), -4 * np.sign(u - .5), 0 * u][k]
    img = np.exp(-((FREQ - base - shape) / 1.1) ** 2) * on * rng.uniform(.8, 1.4)
    for _ in range(2):                                    # other sounds outside
        img = img + np.exp(-((FREQ - rng.uniform(0, 28)) / 1.5) ** 2) * ((T > (a := rng.random())) & (T < a + .25)) * .7
    return img + np.abs(rng.normal(0, .35, (28, 28)))


def build(n):
    y = np.arange(n) % 8
    return torch.tensor(np.stack([call(k) for k in y])[:, None] - .3, dtype=torch.float32), torch.tensor(y)


class BirdNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.fc1 = nn.Linear(32 * 49, 128 if not cured else 64)
        self.fc2 = nn.Linear(128 if not cured else 64, 8)
        self.drop = nn.Dropout(.3 if cured else 0.)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = F.relu(self.fc1(self.drop(x.flatten(1))))
        return self.fc2(self.drop(x))


xtr, ytr = build(N_TRAIN)
xva, yva = build(400)
net = BirdNet()
opt = torch.optim.Adam(net.parameters(), lr=1e-3)
with open(os.path.join(outdir, "log.csv"), "w", newline="") as fh:
    w = csv.writer(fh)
    w.writerow(["epoch", "acc", "loss", "val_acc", "val_loss"])
    for e in range(EPOCHS):
        net.train()
        tl = ta = 0
        for i in torch.randperm(N_TRAIN).split(16 if not cured else 32):
            o = net(xtr[i])
            loss = F.cross_entropy(o, ytr[i])
            opt.zero_grad()
            loss.backward()
            opt.step()
            tl += loss.item() * len(i) / N_TRAIN
            ta += (o.argmax(1) == ytr[i]).sum().item() / N_TRAIN
        net.eval()
        with torch.no_grad():
            o = net(xva)
        row = [e, ta, tl, (o.argmax(1) == yva).float().mean().item(), F.cross_entropy(o, yva).item()]
        w.writerow(row[:1] + [round(v, 4) for v in row[1:]])
        print("Epoch %2d  acc %.3f loss %.3f  val_acc %.3f val_loss %.3f" % tuple(row))
torch.save(net.state_dict(), os.path.join(outdir, "checkpoint.pt"))
p = torch.randperm(N_TRAIN)[:256]
np.savez(os.path.join(outdir, "batch.npz"), x=xtr[p].numpy(), y=ytr[p].numpy())
np.savez(os.path.join(outdir, "validation.npz"), x=xva.numpy(), y=yva.numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return F.cross_entropy(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net).train().cpu(), (xtr[:64], ytr[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(outdir, "model.pt2"))
