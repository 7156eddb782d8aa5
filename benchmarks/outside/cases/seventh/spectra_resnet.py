"""
accepts: [init_scale_wrong]
says: "mineral classification from 120-band spectra with a small residual MLP. First logged loss is 1058 (7 classes! should be about 2, no?), grad norm 3023. It comes down fast, but after 3000 steps the eval loss still is 3-5 with eval acc 0.94, train loss is sometimes 0.0 and sometimes 3. Inputs are standardised, Adam 5e-4. Others report eval loss below 0.1 for this data."
language: en
hint: "all weights drawn with std 0.35 irrespective of fan-in (3.5x too large per layer in a residual net). Cure: std 1/sqrt(fan_in)."
"""
import json
import math
import os
import sys

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc1 = nn.Linear(width, width)
        self.fc2 = nn.Linear(width, width)

    def forward(self, x):
        return x + 0.5 * self.fc2(F.relu(self.fc1(x)))


class SpectraNet(nn.Module):
    def __init__(self, bands, width=96, n_blocks=3, n_class=7):
        super().__init__()
        self.stem = nn.Linear(bands, width)
        self.blocks = nn.ModuleList([Block(width) for _ in range(n_blocks)])
        self.head = nn.Linear(width, n_class)

    def forward(self, x):
        x = self.stem(x)
        for b in self.blocks:
            x = b(x)
        return self.head(F.relu(x))


def minerals(n, rng):
    lib = np.random.default_rng(3)
    wl = np.linspace(0, 1, 120)
    base = []
    for k in range(7):
        s = 0.5 + 0.3 * wl * lib.normal()
        for _ in range(4):
            s = s - lib.uniform(0.08, 0.3) * np.exp(-((wl - lib.uniform(0, 1)) / lib.uniform(0.02, 0.08)) ** 2)
        base.append(s)
    base = np.stack(base)
    y = rng.integers(0, 7, n)
    other = rng.integers(0, 7, n)
    a = rng.uniform(0.5, 1, (n, 1))
    x = a * base[y] + (1 - a) * base[other]
    x = x * rng.uniform(0.7, 1.2, (n, 1)) + rng.normal(0, 0.03, (n, 120))
    return x.astype(np.float32), y


def main(folder, cured):
    torch.set_num_threads(1)
    torch.manual_seed(0)
    os.makedirs(folder, exist_ok=True)
    rng = np.random.default_rng(0)
    x, y = minerals(5000, rng)
    mu, sd = x[:4000].mean(0), x[:4000].std(0)
    x, y = torch.tensor((x - mu) / sd), torch.tensor(y)
    net = SpectraNet(120)
    for p in net.parameters():
        if p.dim() > 1:
            nn.init.normal_(p, 0.0, 1.0 / math.sqrt(p.shape[1]) if cured else 0.35)
        else:
            nn.init.zeros_(p)
    opt = torch.optim.Adam(net.parameters(), lr=5e-4, weight_decay=0 if not cured else 1e-4)
    step = 0
    with open(os.path.join(folder, "log.jsonl"), "w") as f:
        for epoch in range(40):
            perm = torch.randperm(4000)
            for k in range(0, 4000, 50):
                i = perm[k:k + 50]
                net.train()
                loss = F.cross_entropy(net(x[i]), y[i])
                opt.zero_grad()
                loss.backward()
                gn = torch.sqrt(sum((p.grad ** 2).sum() for p in net.parameters())).item()
                opt.step()
                if step % 80 == 0:
                    net.eval()
                    with torch.no_grad():
                        zv = net(x[4000:])
                        rec = {"step": step, "loss": round(loss.item(), 4), "grad_norm": round(gn, 4),
                               "eval_loss": round(F.cross_entropy(zv, y[4000:]).item(), 4),
                               "eval_acc": round((zv.argmax(1) == y[4000:]).float().mean().item(), 4)}
                    f.write(json.dumps(rec) + "\n")
                step += 1
    torch.save({"model": net.state_dict(), "optimizer": opt.state_dict(), "step": step}, os.path.join(folder, "checkpoint.pt"))
    np.savez(os.path.join(folder, "batch.npz"), x=x[:200].numpy(), y=y[:200].numpy())
    np.savez(os.path.join(folder, "validation.npz"), x=x[4000:4200].numpy(), y=y[4000:4200].numpy())

    class L(nn.Module):
        def __init__(self, net):
            super().__init__()
            self.net = net

        def forward(self, x, y):
            return F.cross_entropy(self.net(x), y)

    d = torch.export.Dim("d", min=2, max=4096)
    torch.export.save(torch.export.export(L(net).train(), (x[:50], y[:50]), dynamic_shapes={"x": {0: d}, "y": {0: d}}),
                      os.path.join(folder, "model.pt2"))


if __name__ == "__main__":
    main(sys.argv[1], "--cured" in sys.argv)
