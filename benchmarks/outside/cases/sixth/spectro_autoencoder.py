"""
accepts: [dead_relu]
says: "光谱自编码器完全学不到东西：recon_train 从第 100 步到第 4000 步一直在 1.0 左右（数据是标准化过的，等于只输出均值），recon_val 1.0437 几乎一位小数都不变，grad_norm 只有 0.015。学习率 1e-3、Adam，换一批数据看重构出来的谱全都一模一样。"
language: zh
hint: "init_weights sets every hidden bias to a strongly negative constant, so most ReLU units of the encoder never fire; cure: bias 0"
"""
import os
import sys
import csv
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
OUT = sys.argv[1]
CURED = "--cured" in sys.argv
os.makedirs(OUT, exist_ok=True)
torch.manual_seed(21)
rng = np.random.default_rng(21)


def spectra(n, bins=120):
    nu = np.linspace(0, 1, bins)
    lines = np.array([.08, .17, .29, .36, .48, .55, .67, .74, .86, .93])
    c = rng.gamma(0.7, 1.0, (n, 10))
    width = rng.uniform(.012, .03, (n, 1, 1))
    shift = rng.normal(0, .004, (n, 1))
    s = (c[:, :, None] * np.exp(-((nu - lines[None, :, None] - shift[:, :, None]) / width) ** 2)).sum(1)
    s += rng.uniform(0, .5, (n, 1)) * (1 - nu) + rng.normal(0, .05, (n, bins))
    return s


raw = spectra(6000)
mean, std = raw[:5000].mean(0), raw[:5000].std(0)
data = torch.tensor((raw - mean) / std, dtype=torch.float32)
train, val = data[:5000], data[5000:]


class AE(nn.Module):
    def __init__(self, d=120, h=128, z=16):
        super().__init__()
        self.enc = nn.Sequential(nn.Linear(d, h), nn.ReLU(), nn.Linear(h, h), nn.ReLU(), nn.Linear(h, z))
        self.dec = nn.Sequential(nn.Linear(z, h), nn.ReLU(), nn.Linear(h, h), nn.ReLU(), nn.Linear(h, d))
        self.apply(self.init_weights)

    def init_weights(self, m):
        if isinstance(m, nn.Linear):
            nn.init.xavier_normal_(m.weight)
            nn.init.constant_(m.bias, 0.0 if CURED or m.out_features != 128 else -0.7)

    def forward(self, x):
        return self.dec(self.enc(x))


class AELoss(nn.Module):
    def __init__(self, ae):
        super().__init__()
        self.ae = ae

    def forward(self, x):
        return F.mse_loss(self.ae(x), x)


ae = AE()
opt = torch.optim.Adam(ae.parameters(), lr=1e-3)
steps, bs = 4000, 128
f = open(os.path.join(OUT, "log.csv"), "w")
w = csv.writer(f)
w.writerow(["step", "recon_train", "recon_val", "grad_norm"])
run = []
for step in range(1, steps + 1):
    ae.train()
    for g in opt.param_groups:
        g["lr"] = 1e-3 * (1 - step / (steps + 1))
    x = train[torch.randint(0, len(train), (bs,))]
    loss = F.mse_loss(ae(x), x)
    opt.zero_grad()
    loss.backward()
    gn = torch.nn.utils.clip_grad_norm_(ae.parameters(), 5.0)
    opt.step()
    run.append(loss.item())
    if step % 100 == 0:
        ae.eval()
        with torch.no_grad():
            v = F.mse_loss(ae(val), val).item()
        w.writerow([step, f"{np.mean(run):.5f}", f"{v:.5f}", f"{gn:.4f}"])
        f.flush()
        run = []

torch.save({"state_dict": ae.state_dict(), "optimizer": opt.state_dict(), "step": steps}, os.path.join(OUT, "checkpoint.pt"))
np.savez(os.path.join(OUT, "batch.npz"), x=x.numpy())
np.savez(os.path.join(OUT, "validation.npz"), x=val[:128].numpy())
dim = torch.export.Dim("batch", min=2, max=4096)
prog = torch.export.export(AELoss(ae).train(), (x,), dynamic_shapes={"x": {0: dim}})
torch.export.save(prog, os.path.join(OUT, "model.pt2"))
