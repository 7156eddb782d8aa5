"""
accepts: [batchnorm_small_batch, batch_too_small]
says: "显存不够(别的任务占着),batch size 只能设 2。训练 loss 一直降不下去,验证指标每个 epoch 上下乱跳,不知道该信哪一个。"
language: zh
hint: "BatchNorm1d with 2 samples per batch: each unit sees only +-1, running averages do not fit. Cured: batches of 32, more epochs for fairness not needed"
"""
import os, sys
import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(7)
CURED = "--cured" in sys.argv
SAVE = sys.argv[1]
os.makedirs(SAVE, exist_ok=True)

# 近红外光谱: 5 类药片
def make(n, seed):
    r = np.random.RandomState(seed)
    wl = np.linspace(0, 1, 80)
    y = r.randint(0, 5, n)
    peaks = np.array([[.2, .5], [.25, .55], [.2, .6], [.3, .5], [.3, .62]])
    X = np.zeros((n, 80))
    for i in range(n):
        for p in peaks[y[i]]:
            X[i] += r.uniform(.6, 1.4) * np.exp(-((wl - p - r.normal(0, .012)) / .06) ** 2)
        X[i] += r.normal(0, .12, 80) + r.uniform(-.5, .5) * wl
    return X.astype(np.float32), y

X, y = make(1300, 0)
mu, sd = X[:900].mean(0), X[:900].std(0)
X = torch.tensor((X - mu) / sd); y = torch.tensor(y).long()
Xtr, ytr, Xva, yva = X[:900], y[:900], X[900:], y[900:]

net = nn.Sequential(
    nn.Linear(80, 64), nn.BatchNorm1d(64), nn.ReLU(),
    nn.Linear(64, 64), nn.BatchNorm1d(64), nn.ReLU(),
    nn.Linear(64, 32), nn.BatchNorm1d(32), nn.ReLU(),
    nn.Linear(32, 5))
ce = nn.CrossEntropyLoss()
BS = 32 if CURED else 2
optim = torch.optim.Adam(net.parameters(), lr=1e-3)
EPOCHS = 12
f = open(os.path.join(SAVE, "log.txt"), "w")
for e in range(1, EPOCHS + 1):
    net.train(); s = 0.0; c = 0
    for j in torch.randperm(len(Xtr)).split(BS):
        if len(j) < 2: continue
        loss = ce(net(Xtr[j]), ytr[j])
        optim.zero_grad(); loss.backward(); optim.step()
        s += loss.item(); c += 1
    net.eval()
    with torch.no_grad():
        o = net(Xva)
        v, acc = ce(o, yva).item(), (o.argmax(1) == yva).float().mean().item()
    msg = "[%d/%d] train %.4f val %.4f acc %.1f%%" % (e, EPOCHS, s / c, v, 100 * acc)
    print(msg); f.write(msg + "\n")
f.close()
torch.save({"model": net.state_dict(), "optimizer": optim.state_dict(), "epoch": EPOCHS, "batch_size": BS}, os.path.join(SAVE, "checkpoint.pt"))
np.savez(os.path.join(SAVE, "batch.npz"), x=Xtr[:128].numpy(), y=ytr[:128].numpy())
np.savez(os.path.join(SAVE, "validation.npz"), x=Xva.numpy(), y=yva.numpy())

class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return ce(self.model(x), y)

batch = torch.export.Dim("batch", min=2)
program = torch.export.export(WithLoss(net).train().cpu(), (Xtr[:4], ytr[:4]), dynamic_shapes={"x": {0: batch}, "y": {0: batch}})
torch.export.save(program, os.path.join(SAVE, "model.pt2"))
