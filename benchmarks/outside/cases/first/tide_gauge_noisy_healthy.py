"""
accepts: []
says: "Fitting a sensor curve from a cheap tide gauge. The MSE falls at first, then it just sits at 0.36 forever for both train and val and won't go to zero. Is my network broken?"
language: en
hint: "healthy: sensor noise sd 0.6 gives an irreducible MSE of 0.36; the net reaches it on both sets"
"""
import sys, os
import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(15)
rng = np.random.default_rng(15)
out = sys.argv[1]
os.makedirs(out, exist_ok=True)

n = 8000
t = rng.uniform(0, 24, n)            # hour of the day
moon = rng.uniform(0, 2 * np.pi, n)  # moon phase angle
clean = (1 + .45 * np.cos(2 * moon)) * np.cos(2 * np.pi * t / 12.4 + moon) + .2 * np.cos(2 * np.pi * t / 24)
clean = clean / clean.std()
y = clean + rng.normal(0, .6, n)
x = np.c_[np.sin(2 * np.pi * t / 24), np.cos(2 * np.pi * t / 24), np.sin(2 * np.pi * t / 12.4), np.cos(2 * np.pi * t / 12.4), np.sin(moon), np.cos(moon)] * 1.41
x = torch.tensor(x, dtype=torch.float32); y = torch.tensor(y, dtype=torch.float32)[:, None]
xt, yt, xv, yv = x[:6000], y[:6000], x[6000:], y[6000:]

net = nn.Sequential(nn.Linear(6, 24), nn.Tanh(), nn.Linear(24, 24), nn.Tanh(), nn.Linear(24, 1))
opt = torch.optim.Adam(net.parameters(), lr=4e-3, weight_decay=1e-5)
EPOCHS = 50
sch = torch.optim.lr_scheduler.CosineAnnealingLR(opt, EPOCHS)
log = open(os.path.join(out, "log.txt"), "w")
for e in range(EPOCHS):
    net.train(); acc = 0
    perm = torch.randperm(6000)
    for b in perm.split(75):
        loss = nn.functional.mse_loss(net(xt[b]), yt[b])
        opt.zero_grad(); loss.backward(); opt.step()
        acc += loss.item() / 80
    sch.step()
    net.eval()
    with torch.no_grad():
        v = nn.functional.mse_loss(net(xv), yv).item()
    line = f"[{e+1}/{EPOCHS}] train {acc:.4f} val {v:.4f}"
    print(line); log.write(line + "\n")
log.close()
torch.save({"model_state": net.state_dict(), "opt_state": opt.state_dict(), "epoch": EPOCHS}, os.path.join(out, "checkpoint.pt"))
np.savez(os.path.join(out, "batch.npz"), x=xt[perm[:512]].numpy(), y=yt[perm[:512]].numpy())
np.savez(os.path.join(out, "validation.npz"), x=xv[:512].numpy(), y=yv[:512].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.mse_loss(self.model(x), y)


batch = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(net).train(), (xt[:75], yt[:75]), dynamic_shapes={"x": {0: batch}, "y": {0: batch}}), os.path.join(out, "model.pt2"))
