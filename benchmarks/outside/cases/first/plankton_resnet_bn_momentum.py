"""
accepts: [batchnorm_misuse, eval_mode_missing]
says: "Training accuracy of my little ResNet is near 100% but validation is awful. It cannot be overfitting: when I evaluate the training images themselves through the eval script they are just as bad."
language: en
hint: "BatchNorm2d(momentum=0.001), port of a Keras/TF 0.999: running statistics never catch up in 200 steps. Cured: default 0.1"
"""
import sys, os
import numpy as np, torch
import torch.nn as nn
torch.set_num_threads(1); torch.manual_seed(17)
save = sys.argv[1]; os.makedirs(save, exist_ok=True)
CURED = "--cured" in sys.argv
BN_MOM = 0.1 if CURED else 0.001
rs = np.random.RandomState(17)

def cell(k):
    yy, xx = np.mgrid[0:14, 0:14] - 6.5
    a = rs.uniform(0, np.pi); u = np.cos(a) * xx + np.sin(a) * yy; v = -np.sin(a) * xx + np.cos(a) * yy
    if k == 0: m = u ** 2 + v ** 2 < 16
    elif k == 1: m = (u / 6) ** 2 + (v / 2) ** 2 < 1
    elif k == 2: m = (abs(np.sqrt(u ** 2 + v ** 2) - 4) < 1)
    else: m = (abs(u) < 1.2) | (abs(v) < 1.2)
    return m * rs.uniform(.5, 1) + .3 * rs.randn(14, 14) + 0.8
def make(n):
    y = rs.randint(0, 4, n)
    return torch.tensor(np.stack([cell(k) for k in y]), dtype=torch.float32)[:, None], torch.tensor(y)
Xt, Yt = make(800); Xv, Yv = make(300)

def cbr(i, o, s=1): return nn.Sequential(nn.Conv2d(i, o, 3, s, 1, bias=False), nn.BatchNorm2d(o, momentum=BN_MOM))
class Res(nn.Module):
    def __init__(s, i, o, st):
        super().__init__(); s.a = cbr(i, o, st); s.b = cbr(o, o); s.sc = cbr(i, o, st)
    def forward(s, x): return torch.relu(s.b(torch.relu(s.a(x))) + s.sc(x))
net = nn.Sequential(cbr(1, 8), nn.ReLU(), Res(8, 12, 2), Res(12, 16, 2), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 4))
opt = torch.optim.SGD(net.parameters(), lr=.05, momentum=.9, nesterov=True, weight_decay=5e-4)
sch = torch.optim.lr_scheduler.OneCycleLR(opt, .1, total_steps=8 * 25)
ce = nn.CrossEntropyLoss()
f = open(save + "/log.txt", "w")
for ep in range(8):
    net.train(); tl = ta = 0
    for i in torch.randperm(800).split(32):
        o = net(Xt[i]); l = ce(o, Yt[i]); opt.zero_grad(); l.backward(); opt.step(); sch.step()
        tl += l.item() / 25; ta += (o.argmax(1) == Yt[i]).float().mean().item() / 25
    net.eval()
    with torch.no_grad(): o = net(Xv)
    f.write(f"[{ep+1}/8] loss {tl:.3f} acc {100*ta:.1f}% | val loss {ce(o, Yv):.3f} val acc {100*(o.argmax(1)==Yv).float().mean():.1f}%\n")
f.close()
torch.save({"net": net.state_dict(), "opt": opt.state_dict(), "epoch": 8}, save + "/checkpoint.pt")
np.savez(save + "/batch.npz", x=Xt[:128].numpy(), y=Yt[:128].numpy()); np.savez(save + "/validation.npz", x=Xv.numpy(), y=Yv.numpy())
class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return ce(self.model(x), y)
batch = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(net).train().cpu(), (Xt[:32], Yt[:32]), dynamic_shapes={"x": {0: batch}, "y": {0: batch}}), save + "/model.pt2")
