"""
accepts: [over_regularised]
says: "Baseline convnet on digits levels off at a training loss of 0.25 and about 94% validation, never overfits at all, not even a bit. My SVM gets 98%, and bigger layers or more epochs end at the very same level."
language: en
hint: "weight_decay=0.08 with SGD lr 0.05 momentum 0.9 (author meant 5e-4). Cured: 5e-4"
"""
import os, sys
import numpy as np, torch
import torch.nn as nn
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
torch.set_num_threads(1); torch.manual_seed(1234)
OUT = sys.argv[1]; os.makedirs(OUT, exist_ok=True)
CURED = "--cured" in sys.argv
wd = 5e-4 if CURED else 0.08

d = load_digits()
X = (d.images[:, None] / 16 - .305).astype("float32") / .376
a, b, ya, yb = train_test_split(X, d.target, test_size=.25, random_state=0, stratify=d.target)
a, b, ya, yb = map(torch.as_tensor, (a, b, ya, yb))
net = nn.Sequential(nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, 16, 3, 2, 1), nn.ReLU(), nn.Flatten(), nn.Linear(256, 64), nn.ReLU(), nn.Linear(64, 10))
opt = torch.optim.SGD(net.parameters(), lr=.05, momentum=.9, weight_decay=wd)
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, 15)
ce = nn.CrossEntropyLoss()
f = open(f"{OUT}/log.txt", "w")
for e in range(15):
    net.train(); tl = tc = 0
    for i in torch.randperm(len(a)).split(64):
        o = net(a[i]); l = ce(o, ya[i]); opt.zero_grad(); l.backward(); opt.step()
        tl += l.item() * len(i); tc += (o.argmax(1) == ya[i]).sum().item()
    sched.step(); net.eval()
    with torch.no_grad(): o = net(b)
    print(f"epoch {e+1:02d} | train loss {tl/len(a):.4f} | train acc {tc/len(a):.4f} | val loss {ce(o, yb):.4f} | val acc {(o.argmax(1)==yb).float().mean():.4f}", file=f)
f.close()
torch.save({"model_state_dict": net.state_dict(), "optimizer_state_dict": opt.state_dict(), "epoch": 15}, f"{OUT}/checkpoint.pt")
np.savez(f"{OUT}/batch.npz", x=a[:256].numpy(), y=ya[:256].numpy()); np.savez(f"{OUT}/validation.npz", x=b.numpy(), y=yb.numpy())
class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return ce(self.model(x), y)
batch = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(net).train().cpu(), (a[:8], ya[:8]), dynamic_shapes={"x": {0: batch}, "y": {0: batch}}), f"{OUT}/model.pt2")
