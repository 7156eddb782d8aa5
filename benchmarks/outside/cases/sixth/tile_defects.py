"""
accepts: []
says: "Is something wrong here? My validation is better than training in every single epoch: at the end train loss 0.149 / acc 0.946, val loss 0.088 / acc 0.968. Do I have a leak between train and val? I use flips, a bit of noise and dropout 0.4."
language: en
hint: "healthy: training loss and accuracy are measured with dropout and augmentation on, validation without, so validation looks better than training"
"""
import json, os, sys
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(33)
rng = np.random.default_rng(33)
d = sys.argv[1]
os.makedirs(d, exist_ok=True)


def tiles(n):
    y = rng.integers(0, 4, n)
    yy, xx = np.mgrid[0:20, 0:20]
    x = rng.normal(0, .45, (n, 20, 20))
    for i in range(n):
        cx, cy, a = rng.uniform(6, 14), rng.uniform(6, 14), rng.uniform(.8, 1.5)
        th = rng.uniform(0, np.pi)
        u = (xx - cx) * np.cos(th) + (yy - cy) * np.sin(th)
        v = -(xx - cx) * np.sin(th) + (yy - cy) * np.cos(th)
        if y[i] == 1:
            x[i] += a * np.exp(-(u / .9) ** 2 - (v / 6) ** 2)
        elif y[i] == 2:
            x[i] += a * np.exp(-(u ** 2 + v ** 2) / 7)
        elif y[i] == 3:
            x[i] += a * np.exp(-(np.hypot(u, v) - 4.5) ** 2 / 1.2)
    return torch.tensor(x[:, None], dtype=torch.float32), torch.tensor(y)


x, y = tiles(4000)
xv, yv = tiles(1000)


def augment(b):
    if torch.rand(1) < .5:
        b = b.flip(-1)
    if torch.rand(1) < .5:
        b = b.transpose(-1, -2)
    return b + .15 * torch.randn_like(b)


class TileNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv2d(1, 16, 3, padding=1)
        self.c2 = nn.Conv2d(16, 32, 3, padding=1)
        self.c3 = nn.Conv2d(32, 48, 3, padding=1)
        self.drop2d = nn.Dropout2d(.1)
        self.fc1 = nn.Linear(48 * 4, 64)
        self.drop = nn.Dropout(.4)
        self.fc2 = nn.Linear(64, 4)

    def logits(self, x):
        x = F.max_pool2d(F.relu(self.c1(x)), 2)
        x = self.drop2d(F.max_pool2d(F.relu(self.c2(x)), 2))
        x = F.adaptive_max_pool2d(F.relu(self.c3(x)), 2).flatten(1)
        return self.fc2(self.drop(F.relu(self.fc1(self.drop(x)))))

    def forward(self, x, y):
        return F.cross_entropy(self.logits(x), y)


net = TileNet()
opt = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=.01)
EPOCHS = 14
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, EPOCHS)
log = open(d + "/log.jsonl", "w")
for ep in range(EPOCHS):
    net.train()
    L, A = [], []
    for i in torch.randperm(len(x)).split(64):
        z = net.logits(augment(x[i]))
        loss = F.cross_entropy(z, y[i])
        opt.zero_grad()
        loss.backward()
        opt.step()
        L.append(loss.item())
        A.append((z.argmax(1) == y[i]).float().mean().item())
    sched.step()
    net.eval()
    with torch.no_grad():
        z = net.logits(xv)
    log.write(json.dumps({"epoch": ep, "loss": round(np.mean(L), 4), "acc": round(np.mean(A), 4), "val_loss": round(F.cross_entropy(z, yv).item(), 4), "val_acc": round((z.argmax(1) == yv).float().mean().item(), 4)}) + "\n")
    log.flush()

torch.save(net.state_dict(), d + "/checkpoint.pt")
np.savez(d + "/batch.npz", x=augment(x[:128]).numpy(), y=y[:128].numpy())
np.savez(d + "/validation.npz", x=xv[:128].numpy(), y=yv[:128].numpy())
b = torch.export.Dim("b", min=2, max=2048)
torch.export.save(torch.export.export(net.train(), (x[:64], y[:64]), dynamic_shapes=({0: b}, {0: b})), d + "/model.pt2")
