"""
accepts: []
says: "Training accuracy is only 89 % and the loss 0.35, while the test set has 97.2 % and 0.106. How can the test set be better than the training set?"
language: en
hint: "Healthy but ugly: dropout 0.5 and moderate shifts + noise on the training images make the training loss higher than the validation loss; validation accuracy is about 98 %."
"""
import os, sys
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from sklearn.datasets import load_digits
torch.set_num_threads(1); torch.manual_seed(14)

out = sys.argv[1]; os.makedirs(out, exist_ok=True)
d = load_digits()
X = torch.tensor(d.images / 16.0, dtype=torch.float32).unsqueeze(1); X = (X - 0.3) / 0.38
Y = torch.tensor(d.target)
perm = torch.randperm(len(X)); tr, va = perm[:1437], perm[1437:]
Xt, Yt, Xv, Yv = X[tr], Y[tr], X[va], Y[va]

def augment(x):
    dx, dy = [int(v) for v in torch.randint(-1, 2, (2,))]
    x = torch.roll(x, (dy, dx), (2, 3)) if torch.rand(1) < 0.7 else x
    return x + 0.3 * torch.randn_like(x)

class DigitCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1, self.c2 = nn.Conv2d(1, 24, 3, padding=1), nn.Conv2d(24, 48, 3, padding=1)
        self.bn1, self.bn2 = nn.BatchNorm2d(24), nn.BatchNorm2d(48)
        self.f1, self.f2 = nn.Linear(48 * 4, 64), nn.Linear(64, 10)
    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.c1(x))), 2)
        x = F.max_pool2d(F.relu(self.bn2(self.c2(x))), 2).flatten(1)
        x = F.dropout(x, 0.4, self.training)
        return self.f2(F.dropout(F.relu(self.f1(x)), 0.5, self.training))

net = DigitCNN()
opt = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9, weight_decay=5e-4, nesterov=True)
EPOCHS = 20
sched = torch.optim.lr_scheduler.OneCycleLR(opt, 0.1, total_steps=EPOCHS * 45)
log = open(os.path.join(out, "log.txt"), "w")
for epoch in range(1, EPOCHS + 1):
    net.train(); tot = n = ok = 0
    for idx in torch.randperm(len(Xt)).split(32):
        o = net(augment(Xt[idx])); loss = F.cross_entropy(o, Yt[idx])
        opt.zero_grad(); loss.backward(); opt.step(); sched.step()
        tot += loss.item() * len(idx); n += len(idx); ok += (o.argmax(1) == Yt[idx]).sum().item()
    net.eval()
    with torch.no_grad(): o = net(Xv)
    s = "Train Epoch: %d  lr: %.4f  Average loss: %.4f, Accuracy: %d/%d (%.1f%%)\nTest set: Average loss: %.4f, Accuracy: %d/%d (%.1f%%)" % (
        epoch, sched.get_last_lr()[0], tot / n, ok, n, 100 * ok / n, F.cross_entropy(o, Yv).item(),
        (o.argmax(1) == Yv).sum().item(), len(Yv), 100 * (o.argmax(1) == Yv).float().mean().item())
    log.write(s + "\n")
    if epoch % 4 == 0: print(s)
log.close()

torch.save(net.state_dict(), os.path.join(out, "checkpoint.pt"))
xb = torch.cat([augment(c) for c in Xt[:192].split(32)])
np.savez(os.path.join(out, "batch.npz"), x=xb.numpy(), y=Yt[:192].numpy())
np.savez(os.path.join(out, "validation.npz"), x=Xv.numpy(), y=Yv.numpy())

class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return F.cross_entropy(self.model(x), y)
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net).train().cpu(), (xb[:64], Yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(out, "model.pt2"))
