"""
accepts: [over_regularised]
says: "My MLP for log heat flux is stuck at R2 = 0.81. Train mse 0.23 and val mse 0.19 from about epoch 10 until epoch 50 no more progress (cosine schedule), and validation is even a bit better than training. The simulator noise is tiny (3%), so R2 above 0.99 should be possible. No overfitting at all, so I thought the settings were fine?"
language: en
hint: "dropout 0.5 after every hidden layer plus Adam weight_decay=0.02 on a regression with little noise; cure: no dropout, weight_decay 1e-6"
"""
import os, sys, time
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
torch.manual_seed(11)
np.random.seed(11)
dst = sys.argv[1]
good = "--cured" in sys.argv[2:]
os.makedirs(dst, exist_ok=True)
DROPOUT = 0.0 if good else 0.5
WEIGHT_DECAY = 1e-6 if good else 2e-2


def simulate(n):
    vel = np.random.uniform(0.5, 12, n)         # m/s
    dia = np.random.uniform(0.01, 0.12, n)      # m
    dT = np.random.uniform(5, 80, n)            # K
    visc = np.random.uniform(0.8, 2.5, n)       # 1e-5 Pa s
    prandtl = np.random.uniform(0.6, 7, n)
    angle = np.random.uniform(0, 180, n)        # deg
    re = vel * dia / visc * 1e5
    nu = 0.3 + 0.62 * np.sqrt(re) * prandtl ** (1 / 3) * (1 + (re / 282000) ** 0.625) ** 0.8
    q = nu * dT / dia * (0.55 + 0.45 * np.cos(np.deg2rad(angle)) ** 2 + 0.2 * np.sin(np.deg2rad(angle * 3)))
    feats = np.stack([vel, dia, dT, visc, prandtl, angle], 1)
    return feats, np.log(q) + np.random.normal(0, 0.03, n)


raw_x, raw_y = simulate(7000)
mx, sx, my, sy = raw_x[:6000].mean(0), raw_x[:6000].std(0), raw_y[:6000].mean(), raw_y[:6000].std()
X = torch.tensor((raw_x - mx) / sx, dtype=torch.float32)
Y = torch.tensor((raw_y - my) / sy, dtype=torch.float32)
xt, yt, xv, yv = X[:6000], Y[:6000], X[6000:], Y[6000:]


def block(i, o):
    return [nn.Linear(i, o), nn.SiLU(), nn.Dropout(DROPOUT)]


class FluxNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(*block(6, 96), *block(96, 96), *block(96, 96), nn.Linear(96, 1))

    def forward(self, x):
        return self.body(x).squeeze(-1)


class Exportable(nn.Module):
    def __init__(self, m):
        super().__init__()
        self.m = m

    def forward(self, x, y):
        return nn.functional.mse_loss(self.m(x), y)


net = FluxNet()
optim = torch.optim.Adam(net.parameters(), lr=2e-3, weight_decay=WEIGHT_DECAY)
N_EP = 50
sched = torch.optim.lr_scheduler.CosineAnnealingLR(optim, N_EP, eta_min=1e-5)
log = open(dst + "/log.txt", "w")
print("parameters:", sum(p.numel() for p in net.parameters()), file=log)
t0 = time.time()
for ep in range(1, N_EP + 1):
    net.train()
    s = 0.0
    order = torch.randperm(6000)
    for i in range(0, 6000, 100):
        ix = order[i:i + 100]
        optim.zero_grad()
        l = nn.functional.mse_loss(net(xt[ix]), yt[ix])
        l.backward()
        optim.step()
        s += l.item()
    sched.step()
    net.eval()
    with torch.no_grad():
        v = nn.functional.mse_loss(net(xv), yv).item()
        te = nn.functional.mse_loss(net(xt), yt).item()
    print(f"[{ep:3d}/{N_EP}] train mse {s / 60:.4f} (eval mode {te:.4f})  val mse {v:.4f}  R2 {1 - v / yv.var().item():.3f}  {time.time() - t0:.1f}s", file=log, flush=True)

torch.save({"epoch": N_EP, "net": net.state_dict(), "optim": optim.state_dict(), "x_mean": mx, "x_std": sx}, dst + "/checkpoint.pt")
np.savez(dst + "/batch.npz", x=xt[:200].numpy(), y=yt[:200].numpy())
np.savez(dst + "/validation.npz", x=xv[:200].numpy(), y=yv[:200].numpy())
b = torch.export.Dim("b", min=2, max=8192)
torch.export.save(torch.export.export(Exportable(net).train(), (xt[:100], yt[:100]), dynamic_shapes=({0: b}, {0: b})), dst + "/model.pt2")
