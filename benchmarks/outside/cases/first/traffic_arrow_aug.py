"""
accepts: [augmentation_too_strong, label_noise]
says: "Small CNN for arrow signs (left/right/up/down). The train loss sits near 1.38 from the beginning to the end whatever learning rate I use, although a human needs no second to read these pictures."
language: en
hint: "augmentation copied from a satellite-image project: random flips and 90 degree turns change the arrow's class. Cured: shifts and noise only"
"""
import sys, json, pathlib
import numpy as np, torch
from torch import nn
from torch.nn import functional as F
torch.set_num_threads(1)
torch.manual_seed(21); rs = np.random.RandomState(21)
D = pathlib.Path(sys.argv[1]); D.mkdir(exist_ok=True, parents=True)
CURED = "--cured" in sys.argv

def arrow(cls):
    im = np.zeros((16, 16), np.float32)
    L = rs.randint(3, 5)
    im[7:9, 8 - L:8 + L] = 1                       # shaft, points right
    for k in range(4):
        c = 7 + L - k
        im[7 - k:9 + k, c] = 1
    im = np.rot90(im, cls).copy()
    im = np.roll(im, rs.randint(-2, 3, 2), (0, 1))
    return im * rs.uniform(.6, 1.2) + rs.randn(16, 16) * .15 - .2

def make(n):
    y = rs.randint(0, 4, n)
    return torch.tensor(np.stack([arrow(c) for c in y]), dtype=torch.float32)[:, None], torch.tensor(y)

def augment(x):
    x = x.clone()
    for i in range(len(x)):
        a = x[i]
        if not CURED:
            if torch.rand(1) < .5: a = a.flip(-1)
            if torch.rand(1) < .5: a = a.flip(-2)
            a = torch.rot90(a, int(torch.randint(0, 4, (1,))), (-2, -1))
        a = torch.roll(a, int(torch.randint(-1, 2, (1,))), -1)
        x[i] = a + .1 * torch.randn_like(a)
    return x

xt, yt = make(1000); xv, yv = make(300)
cnn = nn.Sequential(nn.Conv2d(1, 12, 3, 2, 1), nn.ReLU(), nn.Conv2d(12, 24, 3, 2, 1), nn.ReLU(), nn.Flatten(), nn.Linear(24 * 16, 48), nn.ReLU(), nn.Linear(48, 4))
opt = torch.optim.Adam(cnn.parameters(), lr=4e-3)
out = (D / "log.jsonl").open("w")
for ep in range(18):
    cnn.train(); ls = []; ok = 0
    for b in torch.randperm(1000).split(50):
        xb = augment(xt[b]); o = cnn(xb); l = F.cross_entropy(o, yt[b])
        opt.zero_grad(); l.backward(); opt.step(); ls.append(l.item()); ok += (o.argmax(1) == yt[b]).sum().item()
    cnn.eval()
    with torch.no_grad(): o = cnn(xv)
    rec = dict(epoch=ep + 1, train_loss=float(np.mean(ls)), train_acc=ok / 1000, val_loss=F.cross_entropy(o, yv).item(), val_acc=(o.argmax(1) == yv).float().mean().item())
    out.write(json.dumps(rec) + "\n")
out.close(); print(rec)
torch.save(cnn.state_dict(), D / "checkpoint.pt")
k = torch.randperm(1000)[:256]; xb = augment(xt[k]); yb = yt[k]
np.savez(D / "batch.npz", x=xb.numpy(), y=yb.numpy()); np.savez(D / "validation.npz", x=xv.numpy(), y=yv.numpy())
class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return F.cross_entropy(self.model(x), y)
batch = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(cnn).train().cpu(), (xb, yb), dynamic_shapes={"x": {0: batch}, "y": {0: batch}}), D / "model.pt2")
