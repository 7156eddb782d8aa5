"""
accepts: [eval_mode_missing]
says: "Small CNN on leaf silhouettes for my plant app. Test accuracy wobbles around 80% and won't go further, and if I run the test loop twice on the very same weights I get two different numbers??"
language: en
hint: "test loop runs without model.eval(), so dropout 0.6/2d 0.5 stay on while testing"
"""
import sys, os, math
import numpy as np, torch
import torch.nn as nn, torch.nn.functional as F
torch.set_num_threads(1); torch.manual_seed(3)
rng = np.random.default_rng(3)
OUT = sys.argv[1]; CURED = "--cured" in sys.argv
os.makedirs(OUT, exist_ok=True)

S = 24
yy, xx = np.mgrid[0:S, 0:S]
def leaf(kind):
    """draws one leaf in polar coordinates, random rotation/size/place"""
    cx, cy = 11.5 + rng.normal(0, 1.5, 2)
    r0 = rng.uniform(5.5, 8.5); rot = rng.uniform(0, 2*math.pi)
    th = np.arctan2(yy-cy, xx-cx) + rot
    r = np.hypot(xx-cx, yy-cy)
    if kind == 0: lim = r0*0.75*np.ones_like(th)                 # round
    if kind == 1: lim = r0*(0.45+0.55*np.abs(np.cos(th))**2)     # long
    if kind == 2: lim = r0*(0.65+0.35*np.cos(3*th))              # 3 lobes
    if kind == 3: lim = r0*(0.65+0.35*np.cos(5*th))              # 5 lobes
    if kind == 4: lim = r0*(0.7-0.3*np.cos(th))                  # heart
    if kind == 5: lim = r0*(0.68+0.32*np.cos(4*th))              # cross
    img = 1/(1+np.exp(2*(r-lim)))
    return (img + rng.normal(0, .1, img.shape) - .35)/.4
def build(n):
    y = rng.integers(0, 6, n)
    return torch.tensor(np.stack([leaf(k) for k in y])[:, None], dtype=torch.float32), torch.tensor(y)
Xtr, ytr = build(2400); Xte, yte = build(600)

class LeafNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv2d(1, 12, 3, padding=1); self.c2 = nn.Conv2d(12, 24, 3, padding=1)
        self.d2 = nn.Dropout2d(0.5)
        self.f1 = nn.Linear(24*36, 64); self.d = nn.Dropout(0.6)
        self.f2 = nn.Linear(64, 6)
    def forward(self, x):
        x = F.max_pool2d(F.relu(self.c1(x)), 2)
        x = self.d2(F.max_pool2d(F.relu(self.c2(x)), 2))
        x = self.d(F.relu(self.f1(x.flatten(1))))
        return self.f2(x)

net = LeafNet(); opt = torch.optim.Adam(net.parameters(), lr=2e-3)
EPOCHS = 20
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, EPOCHS)

def test():
    if CURED: net.eval()
    l = c = 0
    with torch.no_grad():
        for i in range(0, len(Xte), 100):
            o = net(Xte[i:i+100]); l += F.cross_entropy(o, yte[i:i+100], reduction="sum").item()
            c += (o.argmax(1) == yte[i:i+100]).sum().item()
    return l/len(Xte), c/len(Xte)

with open(f"{OUT}/log.txt", "w") as log:
    for ep in range(1, EPOCHS+1):
        net.train()
        p = torch.randperm(len(Xtr)); tl = 0
        for i in range(0, len(p), 50):
            j = p[i:i+50]
            loss = F.cross_entropy(net(Xtr[j]), ytr[j])
            opt.zero_grad(); loss.backward(); opt.step(); tl += loss.item()*len(j)
        sched.step()
        vl, va = test()
        line = f"[{ep}/{EPOCHS}] train {tl/len(p):.3f} test {vl:.3f} acc {va*100:.1f}%"
        print(line); log.write(line+"\n")

torch.save({"net": net.state_dict(), "opt": opt.state_dict(), "epoch": EPOCHS}, f"{OUT}/checkpoint.pt")
j = p[:200]
np.savez(f"{OUT}/batch.npz", x=Xtr[j].numpy(), y=ytr[j].numpy())
np.savez(f"{OUT}/validation.npz", x=Xte[:300].numpy(), y=yte[:300].numpy())

class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return F.cross_entropy(self.model(x), y)
b = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(net).train(), (Xtr[:50], ytr[:50]), dynamic_shapes={"x": {0: b}, "y": {0: b}}), f"{OUT}/model.pt2")
