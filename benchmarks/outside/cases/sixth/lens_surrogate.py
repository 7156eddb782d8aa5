"""
accepts: [learning_rate_not_decayed]
says: "Surrogate for a lens design code, no noise in the data. Fast at first (val mse 1e-2 -> 7e-4 in 12 epochs), but since then it only rattles: 2.6e-4, 8.8e-4, 1.7e-3, 4.5e-3, 2.8e-4, 6.7e-4 ... after 60 epochs it is where it was at epoch 12. I need 1e-4 or better. Adam, lr=8e-3. More epochs does not seem to help."
language: en
hint: "constant Adam lr 8e-3 to the very end of a nearly noise-free regression: the loss rattles on a plateau; cure: cosine decay of the same lr to zero"
"""
import os, sys
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
torch.manual_seed(6)
np.random.seed(6)
folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
EPOCHS, BS, LR = 60, 64, 8e-3


def trace(n):
    r1 = np.random.uniform(20, 80, n); r2 = -np.random.uniform(20, 80, n)
    d = np.random.uniform(2, 9, n); idx = np.random.uniform(1.45, 1.8, n)
    hgt = np.random.uniform(0, 8, n); fld = np.random.uniform(0, .25, n)
    power = (idx - 1) * (1 / r1 - 1 / r2 + (idx - 1) * d / (idx * r1 * r2))
    focal = 1 / power
    sag = hgt ** 2 / (2 * r1) + hgt ** 4 / (8 * r1 ** 3)
    spot = hgt ** 3 * power ** 2 * 3 + np.sin(9 * fld) * hgt * .12 + sag * .4
    X = np.stack([r1, r2, d, idx, hgt, fld], 1)
    Y = np.stack([np.log(focal), spot], 1)
    return X, Y


X, Y = trace(7000)
X = torch.tensor((X - X.mean(0)) / X.std(0)).float()
Y = torch.tensor((Y - Y.mean(0)) / Y.std(0)).float()
xt, yt, xv, yv = X[:6000], Y[:6000], X[6000:], Y[6000:]


class Surrogate(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(6, 64), nn.GELU(), nn.Linear(64, 64), nn.GELU(), nn.Linear(64, 2))

    def forward(self, x, y):
        return ((self.net(x) - y) ** 2).mean()


model = Surrogate()
opt = torch.optim.Adam(model.parameters(), lr=LR)
steps = EPOCHS * ((len(xt) + BS - 1) // BS)
if "--cured" in sys.argv:
    sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, steps)
else:
    sched = torch.optim.lr_scheduler.ConstantLR(opt, 1.0, steps)
log = open(folder + "/log.txt", "w")
for e in range(EPOCHS):
    model.train()
    tot = 0.
    for ix in torch.randperm(len(xt)).split(BS):
        loss = model(xt[ix], yt[ix])
        opt.zero_grad()
        loss.backward()
        opt.step()
        sched.step()
        tot += loss.item() * len(ix)
    model.eval()
    with torch.no_grad():
        v = model(xv, yv).item()
    print(f"epoch={e:02d} lr={sched.get_last_lr()[0]:.2e} train_mse={tot / len(xt):.3e} val_mse={v:.3e}", file=log, flush=True)

torch.save({"state": model.state_dict(), "opt": opt.state_dict(), "epochs": EPOCHS}, folder + "/checkpoint.pt")
np.savez(folder + "/batch.npz", x=xt[:256].numpy(), y=yt[:256].numpy())
np.savez(folder + "/validation.npz", x=xv[:256].numpy(), y=yv[:256].numpy())
b = torch.export.Dim("b", min=2, max=8192)
torch.export.save(torch.export.export(model.train(), (xt[:64], yt[:64]), dynamic_shapes=({0: b}, {0: b})), folder + "/model.pt2")
