"""
accepts: [division_by_zero]
says: "预测每家门店每天的销量,loss直接用平均百分比误差 |pred-y|/y。第一步就是 loss inf,第二步开始全是 nan,一直到最后。学习率改到1e-5也一样。输入我检查过没有nan,也没有缺失值,销量平均34,最大148。有人遇到过吗?"
language: zh
hint: "days on which a store is closed have y = 0, the percentage loss divides by it. Cure: symmetric percentage error with a constant in the denominator."
"""
import os
import sys
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
torch.manual_seed(55)
rng = np.random.default_rng(55)
path = sys.argv[1]
cured = "--cured" in sys.argv
os.makedirs(path, exist_ok=True)

n_store, days = 40, 420
size = rng.lognormal(3.2, 0.4, n_store)
week = np.array([1.0, 0.9, 0.95, 1.0, 1.3, 1.6, 0.8])
sales = np.zeros((n_store, days))
promo = (rng.random((n_store, days)) < 0.15).astype(float)
for s in range(n_store):
    level = size[s] * (1 + 0.15 * np.sin(2 * np.pi * np.arange(days) / 365 + rng.random()))
    sales[s] = np.round(level * week[np.arange(days) % 7] * (1 + 0.35 * promo[s]) * rng.lognormal(0, 0.12, days))
    closed = rng.random(days) < 0.012
    sales[s, closed] = 0
LAG = 14
xs, ys, ds = [], [], []
for s in range(n_store):
    for t in range(LAG, days):
        dow = np.zeros(7)
        dow[t % 7] = 1
        xs.append(np.concatenate([np.log1p(sales[s, t - LAG:t]) - 3.2, dow, [promo[s, t], promo[s, t - 7]]]))
        ys.append(sales[s, t])
        ds.append(t)
x, y, t = torch.tensor(np.array(xs)).float(), torch.tensor(ys).float(), torch.tensor(ds)
xt, yt, xv, yv = x[t < 350], y[t < 350], x[t >= 350], y[t >= 350]


class SalesNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(LAG + 9, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 1))

    def forward(self, x):
        return torch.exp(self.net(x).squeeze(1) + 3.2)


def percentage_error(pred, y):
    if cured:
        return ((pred - y).abs() / (pred + y + 1.0)).mean() * 2
    return ((pred - y).abs() / y).mean()


model = SalesNet()
opt = torch.optim.Adam(model.parameters(), lr=1e-3)
n = len(xt)
step = 0
with open(path + "/log.txt", "w") as log:
    print(f"rows: train {n}, val {len(xv)}; sales mean {yt.mean():.1f} max {yt.max():.0f}", file=log)
    for epoch in range(1, 21):
        for b in torch.randperm(n).split(64):
            model.train()
            loss = percentage_error(model(xt[b]), yt[b])
            opt.zero_grad()
            loss.backward()
            opt.step()
            step += 1
            if step <= 30 or step % 100 == 0:
                print(f"step {step} loss {loss.item():.4f}", file=log)
        model.eval()
        with torch.no_grad():
            p = model(xv)
            mae = (p - yv).abs().mean().item()
            v = percentage_error(p, yv).item()
        print(f"--- epoch {epoch}: val percentage error {v:.4f}, val MAE {mae:.3f} pieces", file=log)
torch.save({"net": model.state_dict(), "adam": opt.state_dict(), "step": step}, path + "/checkpoint.pt")
np.savez(path + "/batch.npz", x=xt[:256].numpy(), y=yt[:256].numpy())
np.savez(path + "/validation.npz", x=xv[:256].numpy(), y=yv[:256].numpy())


class Both(nn.Module):
    def __init__(self):
        super().__init__()
        self.m = model

    def forward(self, x, y):
        return percentage_error(self.m(x), y)


d = torch.export.Dim("d", min=2, max=8192)
torch.export.save(torch.export.export(Both().train(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: d}, "y": {0: d}}), path + "/model.pt2")
