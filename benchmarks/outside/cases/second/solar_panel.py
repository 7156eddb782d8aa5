"""
accepts: []
says: "Predicting solar panel output from weather. The loss jumps around a lot from batch to batch and never gets below 0.09 or so. Fine or not?"
language: en
hint: "Healthy: sensor noise of std 0.3 in the target gives a floor of 0.09; small batches are noisy; validation equals the floor."
"""
import sys, os
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
outdir = sys.argv[1]
os.makedirs(outdir, exist_ok=True)
torch.manual_seed(20)
rng = np.random.default_rng(20)

# features: sun height, cloud cover, temperature, dust, panel angle error  (all scaled to about [-1, 1])
def weather(n):
    sun, cloud, temp, dust, ang = rng.uniform(-1, 1, (5, n))
    power = 1.5 * np.maximum(0, sun + .3) * (1 - .45 * (cloud + 1)) - .2 * temp * (sun > 0) - .3 * dust + .5 * np.cos(2 * ang)
    noise = rng.normal(0, .3, n)             # the power meter is that bad
    X = np.stack([sun, cloud, temp, dust, ang], 1)
    return torch.tensor(X, dtype=torch.float32), torch.tensor(power + noise, dtype=torch.float32)

X, y = weather(3000)
Xv, yv = weather(1000)
m, s = y.mean(), 1.0
y, yv = y - m, yv - m

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Sequential(nn.Linear(5, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Dropout(0.1), nn.Linear(64, 1))
    def forward(self, x):
        return self.f(x).squeeze(1)

net = Net()
crit = nn.MSELoss()
opt = torch.optim.SGD(net.parameters(), lr=0.02, momentum=0.8)
EPOCHS = 15
sch = torch.optim.lr_scheduler.CosineAnnealingLR(opt, EPOCHS)

log = open(f"{outdir}/log.txt", "w")
def say(s):
    print(s); log.write(s + "\n")

say("training on 3000 samples, batch size 8")
it = 0
for epoch in range(EPOCHS):
    net.train()
    for idx in torch.randperm(3000).split(8):
        loss = crit(net(X[idx]), y[idx])
        opt.zero_grad(); loss.backward(); opt.step()
        it += 1
        if it % 25 == 0:
            say(f"iter {it} loss {loss.item():.4f}")
    sch.step()
    net.eval()
    with torch.no_grad():
        v = crit(net(Xv), yv).item()
    say(f"--- epoch {epoch + 1} done, validation loss {v:.4f}, lr {opt.param_groups[0]['lr']:.5f}")
log.close()

class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__(); self.model = model
    def forward(self, x, y):
        return crit(self.model(x), y)

torch.save({"model": net.state_dict(), "opt": opt.state_dict(), "mean": float(m)}, f"{outdir}/checkpoint.pt")
np.savez(f"{outdir}/batch.npz", x=X[:256].numpy(), y=y[:256].numpy())
np.savez(f"{outdir}/validation.npz", x=Xv[:512].numpy(), y=yv[:512].numpy())
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net).train().cpu(), (X[:64], y[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, f"{outdir}/model.pt2")
