"""
accepts: [saturating_activation]
says: "7 hidden layers x 64 on insurance data, target standardised. Train mse sits at 1.000 and val at 1.072 from epoch 5 to epoch 39, so the net predicts the mean for everybody. Lowering the lr (0.03 -> 0.0027 by the schedule) changed nothing. The features clearly matter, a linear fit does better. Is the network too deep?"
language: en
hint: "seven hidden layers of plain Sigmoid with default init: the signal and gradient vanish and the net outputs the mean; cure: ReLU (with the same depth)"
"""
import json
import os
import sys

import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
torch.manual_seed(2024)
rng = np.random.default_rng(2024)


def make_portfolio(n):
    age = rng.uniform(18, 85, n)
    power = rng.gamma(6, 15, n)
    km = rng.lognormal(9.3, .5, n)
    years = rng.integers(0, 30, n)
    town = rng.integers(0, 5, n)
    f = 0.5 * np.cos((age - 50) / 9) + .009 * power + .5 * np.log(km) + np.array([.9, .1, -.5, .4, -.8])[town] - .04 * years + .012 * (age < 26) * power
    y = f + rng.normal(0, .2, n)
    x = np.stack([age, power, np.log(km), years], 1)
    return np.concatenate([(x - [51, 90, 9.3, 14.5]) / [19, 37, .5, 8.7], np.eye(5)[town]], 1), y


def get_act(name):
    return {"sigmoid": nn.Sigmoid, "relu": nn.ReLU}[name]()


class DeepNet(nn.Module):
    def __init__(self, act, width=64, depth=7):
        super().__init__()
        dims = [9] + [width] * depth
        self.hidden = nn.ModuleList(nn.Linear(a, b) for a, b in zip(dims[:-1], dims[1:]))
        self.acts = nn.ModuleList(get_act(act) for _ in range(depth))
        self.head = nn.Linear(width, 1)

    def forward(self, features):
        h = features
        for lin, act in zip(self.hidden, self.acts):
            h = act(lin(h))
        return self.head(h)[:, 0]


class TrainStep(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net
        self.crit = nn.MSELoss()

    def forward(self, features, target):
        return self.crit(self.net(features), target)


if __name__ == "__main__":
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    act = "relu" if "--cured" in sys.argv else "sigmoid"
    x, y = make_portfolio(10000)
    y = (y - y[:8000].mean()) / y[:8000].std()
    x, y = torch.tensor(x, dtype=torch.float32), torch.tensor(y, dtype=torch.float32)
    step_fn = TrainStep(DeepNet(act))
    optimizer = torch.optim.SGD(step_fn.parameters(), lr=0.03, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 15, 0.3)
    out = open(os.path.join(folder, "log.jsonl"), "w")
    for epoch in range(40):
        step_fn.train()
        ls, gs = [], []
        for idx in torch.randperm(8000).split(100):
            loss = step_fn(x[idx], y[idx])
            optimizer.zero_grad()
            loss.backward()
            gs.append(sum(p.grad.pow(2).sum() for p in step_fn.parameters()).sqrt().item())
            optimizer.step()
            ls.append(loss.item())
        scheduler.step()
        step_fn.eval()
        with torch.no_grad():
            v = step_fn(x[8000:], y[8000:]).item()
        out.write(json.dumps(dict(epoch=epoch, train_mse=round(float(np.mean(ls)), 5), val_mse=round(v, 5), grad_norm=float(f"{np.mean(gs):.3g}"), lr=optimizer.param_groups[0]["lr"])) + "\n")
        out.flush()

    torch.save({"model": step_fn.net.state_dict(), "optimizer": optimizer.state_dict(), "activation": act}, os.path.join(folder, "checkpoint.pt"))
    np.savez(os.path.join(folder, "batch.npz"), features=x[:200].numpy(), target=y[:200].numpy())
    np.savez(os.path.join(folder, "validation.npz"), features=x[8000:8200].numpy(), target=y[8000:8200].numpy())
    n = torch.export.Dim("n", min=2, max=8192)
    prog = torch.export.export(step_fn.train(), (x[:200], y[:200]), dynamic_shapes={"features": {0: n}, "target": {0: n}})
    torch.export.save(prog, os.path.join(folder, "model.pt2"))
