"""
accepts: [vanishing_gradient, saturating_activation]
says: "Deep network for shower energies, 9 hidden layers. train_mse 1.001, test_mse 0.980 from epoch 0 to 29, targets have unit variance. A linear fit is better."
language: en
hint: "Nine sigmoid layers in a row, the gradient dies on its way to the first ones. Cure: ReLU (with Kaiming init)."
"""
# regress log-energy of calorimeter showers from 30 cell sums
import csv
import os
import sys
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
out = sys.argv[1]
cured = "--cured" in sys.argv
os.makedirs(out, exist_ok=True)
torch.manual_seed(2)
rng = np.random.RandomState(2)


def simulate(n):
    logE = rng.uniform(0.5, 3.0, n)
    E = 10 ** logE
    depth = np.arange(30)[None]
    tmax = (4 + 2.2 * logE + rng.normal(0, 0.8, n))[:, None]
    prof = (depth / tmax) ** 2 * np.exp(2 * (1 - depth / tmax))
    gain = rng.normal(1, 0.12, (n, 1))
    leak = rng.uniform(0.6, 1.0, (n, 1))
    dep = E[:, None] ** 0.5 * prof * gain * np.where(depth > 22, leak, 1.0)
    cells = rng.poisson(np.clip(dep * 4, 0, None)) + np.abs(rng.normal(0, .6, (n, 30)))
    return np.log1p(cells).astype("float32"), logE.astype("float32")


X, y = simulate(5000)
X = (X - X[:4000].mean(0)) / X[:4000].std(0)
y = (y - y[:4000].mean()) / y[:4000].std()
X, y = torch.from_numpy(X), torch.from_numpy(y).reshape(-1, 1)


class DeepNet(nn.Module):
    """9 hidden layers, as in the old thesis"""

    def __init__(self, act, width=40, depth=9):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(30 if i == 0 else width, width) for i in range(depth)])
        self.out = nn.Linear(width, 1)
        self.act = act
        if isinstance(act, nn.ReLU):
            for l in self.layers:
                nn.init.kaiming_normal_(l.weight)
                nn.init.zeros_(l.bias)

    def forward(self, x):
        for l in self.layers:
            x = self.act(l(x))
        return self.out(x)


model = DeepNet(nn.ReLU() if cured else nn.Sigmoid())
opt = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
sched = torch.optim.lr_scheduler.MultiStepLR(opt, [20, 26], 0.2)
table = []
for epoch in range(30):
    model.train()
    s, k = 0.0, 0
    for idx in torch.randperm(4000).split(50):
        loss = nn.functional.mse_loss(model(X[idx]), y[idx])
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        opt.step()
        s, k = s + loss.item(), k + 1
    sched.step()
    model.eval()
    with torch.no_grad():
        v = nn.functional.mse_loss(model(X[4000:]), y[4000:]).item()
    table.append((epoch, s / k, v))
    print("Epoch %02d  train_mse=%.4f  test_mse=%.4f" % table[-1])

with open(os.path.join(out, "log.csv"), "w", newline="") as f:
    csv.writer(f).writerows([("epoch", "train_mse", "test_mse")] + table)
torch.save(model.state_dict(), os.path.join(out, "checkpoint.pt"))
np.savez(os.path.join(out, "batch.npz"), x=X[:256].numpy(), y=y[:256].numpy())
np.savez(os.path.join(out, "validation.npz"), x=X[4000:4500].numpy(), y=y[4000:4500].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.mse_loss(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (X[:64], y[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(out, "model.pt2"))
