"""
accepts: []
says: "sklearn digits with SGDR. The loss goes up again every time the cosine restarts, is that normal?"
language: en
hint: "Healthy: warm restarts by design; each cycle ends lower, validation accuracy near 0.99."
"""
import csv
import os
import sys
import numpy as np
import torch
import torch.nn as nn
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

torch.set_num_threads(1)
torch.manual_seed(0)
outdir = sys.argv[1]
os.makedirs(outdir, exist_ok=True)

X, y = load_digits(return_X_y=True)
X = (X / 16.0).reshape(-1, 1, 8, 8).astype("float32")
Xt, Xv, yt, yv = train_test_split(X, y, test_size=0.25, stratify=y, random_state=0)
mean, std = Xt.mean(), Xt.std()
Xt, Xv = torch.tensor((Xt - mean) / std), torch.tensor((Xv - mean) / std)
yt, yv = torch.tensor(yt), torch.tensor(yv)


class ResBlock(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.c1, self.b1 = nn.Conv2d(c, c, 3, padding=1, bias=False), nn.BatchNorm2d(c)
        self.c2, self.b2 = nn.Conv2d(c, c, 3, padding=1, bias=False), nn.BatchNorm2d(c)

    def forward(self, x):
        h = torch.relu(self.b1(self.c1(x)))
        return torch.relu(x + self.b2(self.c2(h)))


class DigitNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(1, 16, 3, padding=1), nn.ReLU())
        self.r1, self.r2 = ResBlock(16), ResBlock(16)
        self.pool = nn.MaxPool2d(2)
        self.drop = nn.Dropout(0.3)
        self.fc = nn.Linear(16 * 16, 10)

    def forward(self, x):
        x = self.r2(self.pool(self.r1(self.stem(x))))
        return self.fc(self.drop(x.flatten(1)))


model = DigitNet()
crit = nn.CrossEntropyLoss(label_smoothing=0.05)
opt = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=5e-4, nesterov=True)
sched = torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(opt, T_0=4, T_mult=2, eta_min=1e-4)
EPOCHS = 28                                   # 4 + 8 + 16
with open(os.path.join(outdir, "log.csv"), "w", newline="") as fh:
    w = csv.DictWriter(fh, ["epoch", "lr", "train_loss", "train_acc", "val_loss", "val_acc"])
    w.writeheader()
    for epoch in range(EPOCHS):
        lr = opt.param_groups[0]["lr"]
        model.train()
        L = A = 0.0
        for i in torch.randperm(len(Xt)).split(64):
            o = model(Xt[i])
            loss = crit(o, yt[i])
            opt.zero_grad()
            loss.backward()
            opt.step()
            L += loss.item() * len(i)
            A += (o.argmax(1) == yt[i]).sum().item()
        sched.step()
        model.eval()
        with torch.no_grad():
            o = model(Xv)
        row = dict(epoch=epoch, lr=round(lr, 6), train_loss=round(L / len(Xt), 4), train_acc=round(A / len(Xt), 4),
                   val_loss=round(crit(o, yv).item(), 4), val_acc=round((o.argmax(1) == yv).float().mean().item(), 4))
        w.writerow(row)
        print(row)


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return crit(self.model(x), y)


torch.save(model.state_dict(), os.path.join(outdir, "checkpoint.pt"))
np.savez(os.path.join(outdir, "batch.npz"), x=Xt[:256].numpy(), y=yt[:256].numpy())
np.savez(os.path.join(outdir, "validation.npz"), x=Xv.numpy(), y=yv.numpy())
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (Xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(outdir, "model.pt2"))
