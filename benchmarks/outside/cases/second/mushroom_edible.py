"""
accepts: [log_of_zero]
says: "Mushrooms edible or poisonous with one-hot features. It starts great, 0.99 test accuracy after two epochs, then in the third the loss is nan and accuracy 0.49, and it never recovers. No nan in the data, I checked. Happens later with a smaller learning rate."
language: en
hint: "Hand-written BCE log(p), log(1-p): sigmoid rounds to exactly 1, log(0)*0 = NaN. BCEWithLogitsLoss."
"""
import os
import sys
import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
OUT = sys.argv[1]
os.makedirs(OUT, exist_ok=True)
safe = "--cured" in sys.argv
rng = np.random.default_rng(13)
torch.manual_seed(13)

CARD = dict(cap_shape=6, cap_color=10, bruises=2, odor=9, gill_spacing=3, gill_color=12, stalk=5, ring=5, spore=9, habitat=7)


def table(n):
    cols = {k: rng.integers(0, c, n) for k, c in CARD.items()}
    bad = (cols["odor"] >= 5) | ((cols["odor"] == 0) & (cols["spore"] > 4)) | ((cols["gill_color"] == 3) & (cols["bruises"] == 0))
    onehot = np.concatenate([np.eye(c)[cols[k]] for k, c in CARD.items()], 1)
    return torch.tensor(onehot, dtype=torch.float32), torch.tensor(bad, dtype=torch.float32)


x, y = table(3000)
x_test, y_test = table(800)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(x.shape[1], 64)
        self.b = nn.Linear(64, 64)
        self.c = nn.Linear(64, 1)

    def forward(self, x):
        h = torch.relu(self.a(x))
        h = torch.relu(self.b(h))
        z = self.c(h)[:, 0]
        return z if safe else torch.sigmoid(z)


def loss_fn(out, y):
    if safe:
        return nn.functional.binary_cross_entropy_with_logits(out, y)
    return -(y * torch.log(out) + (1 - y) * torch.log(1 - out)).mean()


net = Net()
opt = torch.optim.Adam(net.parameters(), lr=0.01)
thr = 0.0 if safe else 0.5
log = open(os.path.join(OUT, "log.txt"), "w")
E = 40
for epoch in range(1, E + 1):
    tl = ta = 0.0
    net.train()
    for idx in torch.randperm(3000).split(60):
        p = net(x[idx])
        loss = loss_fn(p, y[idx])
        opt.zero_grad()
        loss.backward()
        opt.step()
        tl += loss.item() / 50
        ta += ((p > thr).float() == y[idx]).float().mean().item() / 50
    net.eval()
    with torch.no_grad():
        p = net(x_test)
        vl, va = loss_fn(p, y_test).item(), ((p > thr).float() == y_test).float().mean().item()
    s = f"{epoch:3d}/{E}  loss {tl:.6f}  acc {ta:.4f}   test loss {vl:.6f}  test acc {va:.4f}"
    print(s)
    log.write(s + "\n")
log.close()

torch.save(net.state_dict(), os.path.join(OUT, "checkpoint.pt"))
np.savez(os.path.join(OUT, "batch.npz"), x=x[:256].numpy(), y=y[:256].numpy())
np.savez(os.path.join(OUT, "validation.npz"), x=x_test[:512].numpy(), y=y_test[:512].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return loss_fn(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net).train().cpu(), (x[:64], y[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(OUT, "model.pt2"))
