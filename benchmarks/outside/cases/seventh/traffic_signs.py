"""
accepts: [batch_learning_rate_mismatch, learning_rate_too_high]
says: "I took a training recipe (SGD momentum 0.9, lr 0.05, batch 64) from a paper for a small ResNet on 20x20 traffic signs. My laptop is short of memory so I set batch_size to 8 and left all the rest. Loss starts at 3.1, then hangs at 2.07-2.08 for all 1750 steps, val acc 0.10-0.14 with 8 classes = guessing. With the batch of the paper other people get 97 %. Is BatchNorm the problem with such small batches?"
language: en
hint: "lr 0.05 was meant for batch 64; with batch 8 it must be scaled down (0.05*8/64 = 0.00625)."
"""
import json, os, sys
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(9)
rng = np.random.default_rng(9)
cured = "--cured" in sys.argv
D = sys.argv[1]
os.makedirs(D, exist_ok=True)

cfg = {"lr": 0.05, "momentum": 0.9, "weight_decay": 1e-4, "batch_size": 8, "reference_batch": 64, "epochs": 7}
if cured:
    cfg["lr"] = cfg["lr"] * cfg["batch_size"] / cfg["reference_batch"]

S = 20
yy, xx = np.mgrid[0:S, 0:S]


def sign(k):
    cy, cx, r = rng.uniform(8, 12), rng.uniform(8, 12), rng.uniform(5.5, 8)
    dy, dx = yy - cy, xx - cx
    shape = [np.hypot(dy, dx) < r, (np.abs(dy) < r * 0.8) & (np.abs(dx) < r * 0.8), (dy > -r) & (dy < r * 0.7) & (np.abs(dx) < (dy + r) * 0.6),
             np.abs(dy) + np.abs(dx) < r * 1.1][k % 4]
    inner = [np.abs(dx) < 1.3, np.abs(dy) < 1.3][k // 4]
    im = np.stack([shape * rng.uniform(0.5, 1), shape * rng.uniform(0, 0.6), shape * rng.uniform(0, 0.6)])
    im = np.where(inner & (np.hypot(dy, dx) < r * 0.6), rng.uniform(0, 0.25), im)
    im = im + rng.uniform(0, 0.4) * (1 - shape) + rng.normal(0, 0.17, (3, S, S))
    return im


Y = rng.integers(0, 8, 2500)
X = np.stack([sign(k) for k in Y]).astype(np.float32)
X = (X - X.mean((0, 2, 3), keepdims=True)) / X.std((0, 2, 3), keepdims=True)
X, Y = torch.tensor(X), torch.tensor(Y)
xt, yt, xv, yv = X[:2000], Y[:2000], X[2000:], Y[2000:]


class Res(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.a, self.b = nn.Conv2d(c, c, 3, padding=1, bias=False), nn.Conv2d(c, c, 3, padding=1, bias=False)
        self.na, self.nb = nn.BatchNorm2d(c), nn.BatchNorm2d(c)

    def forward(self, x):
        return F.relu(x + self.nb(self.b(F.relu(self.na(self.a(x))))))


model = nn.Sequential(nn.Conv2d(3, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2), Res(16),
                      nn.Conv2d(16, 24, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), Res(24), nn.Flatten(), nn.Linear(24 * 25, 8))
opt = torch.optim.SGD(model.parameters(), lr=cfg["lr"], momentum=0.9, weight_decay=1e-4)
log = open(D + "/log.jsonl", "w")
log.write(json.dumps(cfg) + "\n")
step, win = 0, []
for epoch in range(cfg["epochs"]):
    for b in torch.randperm(2000).split(cfg["batch_size"]):
        model.train()
        loss = F.cross_entropy(model(xt[b]), yt[b])
        opt.zero_grad()
        loss.backward()
        opt.step()
        win.append(loss.item())
        step += 1
        if step % 25 == 0:
            log.write(json.dumps({"step": step, "loss": round(float(np.mean(win)), 4), "last": round(win[-1], 4)}) + "\n")
            win = []
    model.eval()
    with torch.no_grad():
        z = model(xv)
    log.write(json.dumps({"step": step, "epoch": epoch + 1, "val_loss": round(F.cross_entropy(z, yv).item(), 4),
                          "val_acc": round((z.argmax(1) == yv).float().mean().item(), 4)}) + "\n")
log.close()
torch.save({"model": model.state_dict(), "optimizer": opt.state_dict(), "cfg": cfg, "step": step}, D + "/checkpoint.pt")
np.savez(D + "/batch.npz", x=xt[:64].numpy(), y=yt[:64].numpy())
np.savez(D + "/validation.npz", x=xv[:128].numpy(), y=yv[:128].numpy())


class Loss(nn.Module):
    def __init__(self):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return F.cross_entropy(self.model(x), y)


B = torch.export.Dim("B", min=2, max=512)
torch.export.save(torch.export.export(Loss().train(), (xt[:8], yt[:8]), dynamic_shapes={"x": {0: B}, "y": {0: B}}), D + "/model.pt2")
