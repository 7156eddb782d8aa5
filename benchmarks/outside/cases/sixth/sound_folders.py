"""
accepts: [data_not_shuffled]
says: "Something odd with my sound classifier (5 classes, 4000 spectrograms). While training the batch accuracy is almost always exactly 1.0 or exactly 0.0: long runs of 0.0 (loss 1.6, now and then up to 4.7), then runs of 1.0, and so on in every epoch. But validation accuracy is 0.20 after 10 epochs (best 0.30), val loss 1.61, i.e. chance. What is this on/off behaviour, and why does validation stay at chance?"
language: en
hint: "files are read folder by folder (class after class) and the DataLoader has shuffle=False; cure: shuffle=True"
"""
import os, sys, json
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.set_num_threads(1)
torch.manual_seed(99)
np.random.seed(99)
where = sys.argv[1]
os.makedirs(where, exist_ok=True)
SHUFFLE = "--cured" in sys.argv
names = ["dog", "siren", "rain", "engine", "crickets"]


def spectrogram(kind):
    f, t = np.meshgrid(np.arange(24), np.arange(24), indexing="ij")
    s = np.random.normal(0, .6, (24, 24))
    if kind == 0:
        for _ in range(np.random.randint(1, 4)):
            c = np.random.randint(2, 22)
            s += 1.6 * np.exp(-((t - c) / 1.2) ** 2) * np.exp(-((f - 8) / 5.) ** 2)
    elif kind == 1:
        c = 12 + 6 * np.sin(2 * np.pi * (t / np.random.uniform(9, 18) + np.random.rand()))
        s += 1.8 * np.exp(-((f - c) / 1.3) ** 2)
    elif kind == 2:
        s += np.random.uniform(.3, .8) + np.random.normal(0, .5, (24, 24))
    elif kind == 3:
        b = np.random.uniform(2, 5)
        for k in (1, 2, 3):
            s += 1.3 / k * np.exp(-((f - b * k) / .8) ** 2)
    else:
        s += 1.4 * np.exp(-((f - np.random.uniform(15, 20)) / 1.5) ** 2) * (np.sin(t * 2 * np.pi / np.random.uniform(3, 6)) > 0)
    return s


def read_folders(per_class):
    xs, ys = [], []
    for k, name in enumerate(names):
        for _ in range(per_class):
            xs.append(spectrogram(k))
            ys.append(k)
    return TensorDataset(torch.tensor(np.array(xs)[:, None], dtype=torch.float32), torch.tensor(ys))


train_ds, val_ds = read_folders(800), read_folders(150)
train_dl = DataLoader(train_ds, batch_size=32, shuffle=SHUFFLE)
val_dl = DataLoader(val_ds, batch_size=128)


class SoundNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(32, 32, 3, padding=1), nn.ReLU(), nn.AdaptiveAvgPool2d(3))
        self.classifier = nn.Sequential(nn.Flatten(), nn.Linear(288, 64), nn.ReLU(), nn.Linear(64, 5))

    def forward(self, x):
        return self.classifier(self.features(x))


net = SoundNet()
ce = nn.CrossEntropyLoss()
opt = torch.optim.Adam(net.parameters(), lr=3e-4)
log = open(where + "/log.jsonl", "w")
step = 0
for epoch in range(10):
    net.train()
    for x, y in train_dl:
        out = net(x)
        loss = ce(out, y)
        opt.zero_grad()
        loss.backward()
        opt.step()
        step += 1
        if step % 5 == 0:
            log.write(json.dumps({"step": step, "epoch": epoch, "train_loss": round(loss.item(), 4), "batch_acc": round((out.argmax(1) == y).float().mean().item(), 3)}) + "\n")
    net.eval()
    n = ok = ls = 0
    with torch.no_grad():
        for x, y in val_dl:
            o = net(x)
            ls += ce(o, y).item() * len(x)
            ok += (o.argmax(1) == y).sum().item()
            n += len(x)
    log.write(json.dumps({"step": step, "epoch": epoch, "val_loss": round(ls / n, 4), "val_acc": round(ok / n, 4)}) + "\n")
    log.flush()

torch.save({"state_dict": net.state_dict(), "optimizer": opt.state_dict(), "step": step, "classes": names}, where + "/checkpoint.pt")
bx, by = [], []
for i, (x, y) in enumerate(train_dl):
    if i == 3:
        break
    bx.append(x)
    by.append(y)
np.savez(where + "/batch.npz", x=torch.cat(bx).numpy(), y=torch.cat(by).numpy())
pick = torch.arange(0, 750, 4)
np.savez(where + "/validation.npz", x=val_ds.tensors[0][pick].numpy(), y=val_ds.tensors[1][pick].numpy())


class NetWithLoss(nn.Module):
    def __init__(self):
        super().__init__()
        self.net, self.ce = net, ce

    def forward(self, x, y):
        return self.ce(self.net(x), y)


bdim = torch.export.Dim("bdim", min=2, max=1024)
exported = torch.export.export(NetWithLoss().train(), (torch.cat(bx), torch.cat(by)), dynamic_shapes=({0: bdim}, {0: bdim}))
torch.export.save(exported, where + "/model.pt2")
