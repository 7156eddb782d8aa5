"""
accepts: []
says: "Probabilistic wind power model with a Gaussian NLL. The training loss went below zero and now just hovers, and the first epoch was slow. Can a loss be negative, or have I broken something?"
language: en
hint: "healthy: heteroscedastic regression, warm-up + cosine; NLL levels near the data's own entropy"
"""
import sys, os, math, csv
import numpy as np, torch
from torch import nn
torch.set_num_threads(1); torch.manual_seed(14)
p = sys.argv[1]; os.makedirs(p, exist_ok=True)
g = torch.Generator().manual_seed(14)
def make(n):
    wind = torch.rand(n, 1, generator=g) * 2 - 1; d = torch.rand(n, 1, generator=g) * 6.283
    power = torch.sigmoid(5 * wind) * (1 + .2 * torch.cos(d)) - .5
    sd = .03 + .12 * torch.sigmoid(6 * (wind + .1)) * (1 + .5 * torch.sin(d))
    return torch.cat([wind * 1.7, torch.cos(d), torch.sin(d)], 1), power + sd * torch.randn(n, 1, generator=g)
xt, yt = make(6000); xv, yv = make(1500)
net = nn.Sequential(nn.Linear(3, 32), nn.SiLU(), nn.Linear(32, 32), nn.SiLU(), nn.Linear(32, 2))
def nll(net, x, y):
    m, lv = net(x).chunk(2, 1)
    lv = lv.clamp(-9, 5)
    return (0.5 * lv + 0.5 * (y - m) ** 2 * torch.exp(-lv)).mean()
opt = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=1e-4)
EP, spe = 20, 94; tot = EP * spe
sch = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: (s + 1) / 150 if s < 150 else .5 * (1 + math.cos(math.pi * (s - 150) / (tot - 150))))
fh = open(p + "/log.csv", "w", newline=""); w = csv.writer(fh); w.writerow(["epoch", "lr", "train_nll", "val_nll", "val_rmse"])
for ep in range(EP):
    L = []
    for i in torch.randperm(6000).split(64):
        l = nll(net, xt[i], yt[i]); opt.zero_grad(); l.backward(); nn.utils.clip_grad_norm_(net.parameters(), 10.); opt.step(); sch.step(); L.append(l.item())
    with torch.no_grad(): v = nll(net, xv, yv).item(); rm = (net(xv)[:, :1] - yv).pow(2).mean().sqrt().item()
    w.writerow([ep, f"{opt.param_groups[0]['lr']:.2e}", round(np.mean(L), 4), round(v, 4), round(rm, 4)])
fh.close()
torch.save({"model": net.state_dict(), "optimizer": opt.state_dict(), "scheduler": sch.state_dict(), "epoch": EP}, p + "/checkpoint.pt")
np.savez(p + "/batch.npz", x=xt[:512].numpy(), y=yt[:512].numpy()); np.savez(p + "/validation.npz", x=xv.numpy(), y=yv.numpy())
class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return nll(self.model, x, y)
batch = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(net).train().cpu(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: batch}, "y": {0: batch}}), p + "/model.pt2")
