"""
accepts: [learning_rate_too_low]
says: "U-Net for nuclei with BCE + Dice and AdamW. train/loss 1.3747 in epoch 0 and 1.3721 in epoch 9, val/iou 0.0106. No error, grad norm about 0.44, it just does not learn. The pictures look easy."
language: en
hint: "AdamW with lr 1e-6 (left over from fine-tuning a big model); 3e-3 trains this U-Net in a few epochs."
"""
import json, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
torch.set_num_threads(1)

cfg = {"lr": 1e-6, "batch_size": 16, "epochs": 10, "base": 6, "seed": 30, "size": 32}
if "--cured" in sys.argv:
    cfg["lr"] = 3e-3
out = sys.argv[1]; os.makedirs(out, exist_ok=True)
torch.manual_seed(cfg["seed"]); rng = np.random.default_rng(cfg["seed"])

def microscopy(n):
    s = cfg["size"]; yy, xx = np.mgrid[:s, :s]
    X, M = np.zeros((n, 1, s, s), "float32"), np.zeros((n, 1, s, s), "float32")
    for i in range(n):
        for _ in range(rng.integers(2, 6)):
            cy, cx = rng.uniform(3, s - 3, 2); a, b = rng.uniform(2.5, 5.5, 2)
            m = ((yy - cy) / a) ** 2 + ((xx - cx) / b) ** 2 < 1
            M[i, 0][m] = 1; X[i, 0][m] += rng.uniform(0.5, 1.0)
        X[i, 0] += 0.3 * np.sin(xx / 11 + rng.uniform(0, 6)) + rng.normal(0, 0.2, (s, s))
    return torch.from_numpy((X - 0.3) / 0.5), torch.from_numpy(M)

def block(i, o):
    return nn.Sequential(nn.Conv2d(i, o, 3, padding=1), nn.GroupNorm(2, o), nn.SiLU(), nn.Conv2d(o, o, 3, padding=1), nn.SiLU())

class UNet(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.d1, self.d2, self.mid = block(1, c), block(c, 2 * c), block(2 * c, 4 * c)
        self.up2, self.u2 = nn.ConvTranspose2d(4 * c, 2 * c, 2, 2), block(4 * c, 2 * c)
        self.up1, self.u1 = nn.ConvTranspose2d(2 * c, c, 2, 2), block(2 * c, c)
        self.out = nn.Conv2d(c, 1, 1)
    def forward(self, x):
        a = self.d1(x); b = self.d2(F.max_pool2d(a, 2)); m = self.mid(F.max_pool2d(b, 2))
        b = self.u2(torch.cat([self.up2(m), b], 1))
        return self.out(self.u1(torch.cat([self.up1(b), a], 1)))

def seg_loss(o, y):
    p = torch.sigmoid(o)
    dice = 1 - (2 * (p * y).sum() + 1) / (p.sum() + y.sum() + 1)
    return F.binary_cross_entropy_with_logits(o, y) + dice

xt, yt = microscopy(400); xv, yv = microscopy(128)
net = UNet(cfg["base"])
opt = torch.optim.AdamW(net.parameters(), lr=cfg["lr"], weight_decay=1e-2)
with open(os.path.join(out, "log.jsonl"), "w") as f:
    for e in range(cfg["epochs"]):
        net.train(); ls, gs = [], []
        for idx in torch.randperm(len(xt)).split(cfg["batch_size"]):
            loss = seg_loss(net(xt[idx]), yt[idx])
            opt.zero_grad(); loss.backward()
            gs.append(nn.utils.clip_grad_norm_(net.parameters(), 10.0).item())
            opt.step(); ls.append(loss.item())
        net.eval()
        with torch.no_grad():
            o = net(xv); p = (o > 0).float()
            iou = ((p * yv).sum() / torch.clamp(p + yv, max=1).sum()).item()
        r = {"epoch": e, "lr": cfg["lr"], "train/loss": round(np.mean(ls).item(), 4), "grad_norm": round(np.mean(gs).item(), 4),
             "val/loss": round(seg_loss(o, yv).item(), 4), "val/iou": round(iou, 4)}
        print(json.dumps(r)); f.write(json.dumps(r) + "\n")

torch.save({"model": net.state_dict(), "optimizer": opt.state_dict(), "cfg": cfg}, os.path.join(out, "checkpoint.pt"))
np.savez(os.path.join(out, "batch.npz"), x=xt[:128].numpy(), y=yt[:128].numpy())
np.savez(os.path.join(out, "validation.npz"), x=xv.numpy(), y=yv.numpy())

class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return seg_loss(self.model(x), y)
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net).train().cpu(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(out, "model.pt2"))
