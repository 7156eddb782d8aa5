"""
accepts: []
says: "用 CosineAnnealingWarmRestarts 训练评分预测,loss 每到重启就跳上去一截再降下来,最后停在 0.28 左右再也不降。是学习率太大了吗?"
language: zh
hint: "healthy: SGDR restarts make the bumps; rating noise sd 0.5 gives a floor of 0.25; validation follows"
"""
import sys, os
import numpy as np, torch
from torch import nn
torch.set_num_threads(1); torch.manual_seed(61); g = torch.Generator().manual_seed(61)
d = sys.argv[1]; os.makedirs(d, exist_ok=True)
U, I, K = 120, 80, 3
pu, qi = torch.randn(U, K, generator=g) * .7, torch.randn(I, K, generator=g) * .7
bu, bi = torch.randn(U, generator=g) * .4, torch.randn(I, generator=g) * .4
n = 9500
keys = torch.randperm(U * I, generator=g)[:n]
x = torch.stack([keys // I, keys % I], 1)
y = (pu[x[:, 0]] * qi[x[:, 1]]).sum(1) + bu[x[:, 0]] + bi[x[:, 1]] + .5 * torch.randn(n, generator=g)
xt, yt, xv, yv = x[:8000], y[:8000], x[8000:], y[8000:]
class MF(nn.Module):
    def __init__(s):
        super().__init__(); s.u = nn.Embedding(U, K); s.i = nn.Embedding(I, K); s.bu = nn.Embedding(U, 1); s.bi = nn.Embedding(I, 1); s.c = nn.Parameter(torch.zeros(()))
        for e, sd in ((s.u, .3), (s.i, .3), (s.bu, .01), (s.bi, .01)): nn.init.normal_(e.weight, std=sd)
    def forward(s, t):
        a, b = t[:, 0], t[:, 1]
        return (s.u(a) * s.i(b)).sum(1) + s.bu(a).squeeze(1) + s.bi(b).squeeze(1) + s.c
m = MF(); opt = torch.optim.AdamW(m.parameters(), lr=2e-2, weight_decay=.1)
sch = torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(opt, T_0=4, T_mult=2); mse = nn.functional.mse_loss
f = open(d + "/log.txt", "w")
for ep in range(28):          # 4 + 8 + 16
    m.train(); s = 0; lr = opt.param_groups[0]["lr"]
    for i in torch.randperm(8000).split(100):
        l = mse(m(xt[i]), yt[i]); opt.zero_grad(); l.backward(); opt.step(); s += l.item() / 80
    sch.step(); m.eval()
    with torch.no_grad(): v = mse(m(xv), yv).item()
    f.write(f"Epoch {ep+1}/28 - lr: {lr:.5f} - loss: {s:.4f} - val_loss: {v:.4f}\n")
f.close()
torch.save({"model": m.state_dict(), "optimizer": opt.state_dict(), "scheduler": sch.state_dict(), "epoch": 28}, d + "/checkpoint.pt")
np.savez(d + "/batch.npz", x=xt[:512].numpy(), y=yt[:512].numpy()); np.savez(d + "/validation.npz", x=xv.numpy(), y=yv.numpy())
class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return mse(self.model(x), y)
batch = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(m).train().cpu(), (xt[:100], yt[:100]), dynamic_shapes={"x": {0: batch}, "y": {0: batch}}), d + "/model.pt2")
