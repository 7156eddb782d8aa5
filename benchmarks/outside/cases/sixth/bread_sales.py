"""
accepts: []
says: "预测面包店的日销量，训练 loss 降到 0.61 之后就几乎不动了，24 轮只到 0.586，验证 0.629，R2 只有 0.37。目标是标准化过的。模型是不是没学好？要换更大的网络吗？"
language: zh
hint: "healthy: about 60% of the variance of daily sales is pure noise, the loss stops at the noise floor for training and validation alike"
"""
import os
import sys
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
torch.manual_seed(15)
rng = np.random.default_rng(15)
folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)

n = 20000
dow = rng.integers(0, 7, n)
temp = rng.normal(12, 8, n)
rain = rng.gamma(.5, 3, n)
promo = (rng.random(n) < .15).astype(float)
shop = rng.normal(0, 1, (n, 3))
f = np.array([0, -.1, -.1, .05, .3, .7, -.6])[dow] - .25 * np.tanh((temp - 20) / 5) - .1 * np.log1p(rain) + .5 * promo * (dow < 5) + .3 * shop[:, 0] - .2 * shop[:, 1] * shop[:, 2]
f = (f - f.mean()) / f.std()
sales = np.sqrt(.4) * f + np.sqrt(.6) * rng.normal(0, 1, n)
x = np.concatenate([np.eye(7)[dow], ((temp - 12) / 8)[:, None], np.log1p(rain)[:, None], promo[:, None], shop], 1)
x = torch.tensor(x, dtype=torch.float32)
y = torch.tensor(sales, dtype=torch.float32)
xt, yt, xv, yv = x[:17000], y[:17000], x[17000:], y[17000:]


class SalesNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(13, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 1))

    def forward(self, x, y):
        return nn.functional.mse_loss(self.net(x).squeeze(1), y)


model = SalesNet()
opt = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=1e-3)
EPOCHS = 24
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, EPOCHS)
log = open(f"{folder}/log.txt", "w")
for ep in range(1, EPOCHS + 1):
    model.train()
    t = []
    for i in torch.randperm(len(xt)).split(128):
        loss = model(xt[i], yt[i])
        opt.zero_grad()
        loss.backward()
        opt.step()
        t.append(loss.item())
    sched.step()
    model.eval()
    with torch.no_grad():
        v = model(xv, yv).item()
    log.write(f"第{ep}轮 train_loss {np.mean(t):.4f} val_loss {v:.4f} R2 {1 - v / yv.var().item():.3f}\n")
    log.flush()

torch.save({"model": model.state_dict(), "opt": opt.state_dict(), "epoch": EPOCHS}, f"{folder}/checkpoint.pt")
np.savez(f"{folder}/batch.npz", x=xt[:256].numpy(), y=yt[:256].numpy())
np.savez(f"{folder}/validation.npz", x=xv[:256].numpy(), y=yv[:256].numpy())
b = torch.export.Dim("b", min=2, max=8192)
torch.export.save(torch.export.export(model.train(), (xt[:128], yt[:128]), dynamic_shapes={"x": {0: b}, "y": {0: b}}), f"{folder}/model.pt2")
