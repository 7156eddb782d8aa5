"""
accepts: []
says: "很奇怪,验证 loss 从头到尾都比训练 loss 低一大截,验证准确率也高得多。是不是数据泄漏了?我用了 dropout 0.5 和平移加噪声的增强。"
language: zh
hint: "healthy: dropout 0.5 and moderate augmentation make the training score lower than the validation score"
"""
import sys, os, json
import numpy as np, torch
from torch import nn
torch.set_num_threads(1); torch.manual_seed(55); rs = np.random.RandomState(55)
o_dir = sys.argv[1]; os.makedirs(o_dir, exist_ok=True)
def img(k):
    yy, xx = np.mgrid[0:12, 0:12] - 5.5 - rs.uniform(-1, 1, (2, 1, 1)); q = rs.uniform(2.6, 4.2)
    m = [xx**2 + yy**2 < q*q, (abs(xx) < q*.85) & (abs(yy) < q*.85), (abs(xx) < 1) | (abs(yy) < 1), abs(np.hypot(xx, yy) - q) < .9, abs(xx - yy) < 1.3][k]
    return m * 1. - .4 + .2 * rs.randn(12, 12)
def make(n):
    y = rs.randint(0, 5, n); return torch.tensor(np.stack([img(k) for k in y]), dtype=torch.float32)[:, None], torch.tensor(y)
xt, yt = make(1600); xv, yv = make(500)
def aug(x):
    dx, dy = torch.randint(-1, 2, (2,)).tolist()
    return torch.roll(x, (dx, dy), (2, 3)) + .3 * torch.randn_like(x)
net = nn.Sequential(nn.Conv2d(1, 16, 3, 1, 1), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout2d(.2), nn.Conv2d(16, 32, 3, 1, 1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Dropout(.5), nn.Linear(288, 64), nn.ReLU(), nn.Dropout(.5), nn.Linear(64, 5))
opt = torch.optim.Adam(net.parameters(), 2e-3); sch = torch.optim.lr_scheduler.CosineAnnealingLR(opt, 18); ce = nn.CrossEntropyLoss()
fh = open(o_dir + "/log.jsonl", "w")
for ep in range(18):
    net.train(); L = []; A = []
    for i in torch.randperm(1600).split(50):
        o = net(aug(xt[i])); l = ce(o, yt[i]); opt.zero_grad(); l.backward(); opt.step(); L.append(l.item()); A.append((o.argmax(1) == yt[i]).float().mean().item())
    sch.step(); net.eval()
    with torch.no_grad(): o = net(xv)
    fh.write(json.dumps({"epoch": ep + 1, "loss": round(np.mean(L), 4), "accuracy": round(np.mean(A), 4), "val_loss": round(ce(o, yv).item(), 4), "val_accuracy": round((o.argmax(1) == yv).float().mean().item(), 4)}) + "\n")
fh.close()
torch.save({"model": net.state_dict(), "optimizer": opt.state_dict(), "epoch": 18}, o_dir + "/checkpoint.pt")
xb = torch.cat([aug(c) for c in xt[:256].split(32)])
np.savez(o_dir + "/batch.npz", x=xb.numpy(), y=yt[:256].numpy()); np.savez(o_dir + "/validation.npz", x=xv.numpy(), y=yv.numpy())
class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return ce(self.model(x), y)
batch = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(net).train().cpu(), (xb[:50], yt[:50]), dynamic_shapes={"x": {0: batch}, "y": {0: batch}}), o_dir + "/model.pt2")
