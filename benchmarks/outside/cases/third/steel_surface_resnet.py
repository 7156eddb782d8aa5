"""
accepts: [batchnorm_misuse]
says: "Training accuracy is 100 % and loss 0.002 after 8 epochs, but validation loss is 1.21 and val_acc 0.585 and it was like that from epoch 1. Same generator, random split, so it should not be overfitting this badly."
language: en
hint: "momentum=1e-4 in every BatchNorm2d (someone wanted 'smoother' statistics): the running averages never leave their initial 0/1 in this short run, so eval mode is far off. Cured with the default 0.1."
"""
# Steel strip surface defects, 24x24 grey patches, 5 classes, small ResNet.
import argparse, json, os
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
torch.set_num_threads(1)

ap = argparse.ArgumentParser()
ap.add_argument("outdir")
ap.add_argument("--cured", action="store_true")
args = ap.parse_args()
out = Path(args.outdir); out.mkdir(parents=True, exist_ok=True)

cfg = {"epochs": 8, "batch_size": 64, "lr": 0.05, "momentum": 0.9, "weight_decay": 5e-4,
       "bn_momentum": 0.1 if args.cured else 1e-4, "seed": 0}
torch.manual_seed(cfg["seed"])
rng = np.random.default_rng(cfg["seed"])
CLASSES = ["scratch_h", "scratch_v", "pitting", "patch", "rolled_in"]


def patch(c):
    img = 140 + 12 * rng.standard_normal((24, 24)) + rng.uniform(-25, 25)
    yy, xx = np.mgrid[:24, :24]
    if c == 0:
        r = rng.integers(3, 21); img[r:r + 2, rng.integers(0, 6):rng.integers(16, 24)] += 45
    elif c == 1:
        r = rng.integers(3, 21); img[rng.integers(0, 6):rng.integers(16, 24), r:r + 2] += 45
    elif c == 2:
        for _ in range(rng.integers(8, 14)):
            a, b = rng.integers(1, 22, 2); img[a:a + 2, b:b + 2] -= 50
    elif c == 3:
        a, b, s = rng.uniform(7, 17), rng.uniform(7, 17), rng.uniform(3, 5)
        img -= 50 * np.exp(-((yy - a) ** 2 + (xx - b) ** 2) / (2 * s * s))
    else:
        img += 22 * np.sin((xx + yy) * rng.uniform(0.6, 0.9) + rng.uniform(0, 6))
    return img


def dataset(n):
    y = rng.integers(0, 5, n)
    x = np.stack([patch(c) for c in y])[:, None].astype("float32")
    return torch.from_numpy((x - 140) / 30), torch.from_numpy(y)


xtr, ytr = dataset(2400)
xva, yva = dataset(600)


def bn(c):
    return nn.BatchNorm2d(c, momentum=cfg["bn_momentum"])


class Residual(nn.Module):
    def __init__(self, cin, cout, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(cin, cout, 3, stride, 1, bias=False), bn(cout)
        self.conv2, self.bn2 = nn.Conv2d(cout, cout, 3, 1, 1, bias=False), bn(cout)
        self.skip = nn.Sequential(nn.Conv2d(cin, cout, 1, stride, bias=False), bn(cout)) if stride > 1 else nn.Identity()

    def forward(self, x):
        h = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(h)) + self.skip(x))


model = nn.Sequential(nn.Conv2d(1, 12, 3, 2, 1, bias=False), bn(12), nn.ReLU(),
                      Residual(12, 12, 1), Residual(12, 24, 2), Residual(24, 48, 2),
                      nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(48, 5))
criterion = nn.CrossEntropyLoss()
opt = torch.optim.SGD(model.parameters(), lr=cfg["lr"], momentum=cfg["momentum"], weight_decay=cfg["weight_decay"])
steps = (len(xtr) + cfg["batch_size"] - 1) // cfg["batch_size"]
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, cfg["epochs"] * steps)

log = open(out / "log.jsonl", "w")
gstep = 0
for epoch in range(cfg["epochs"]):
    model.train()
    for idx in torch.randperm(len(xtr)).split(cfg["batch_size"]):
        logits = model(xtr[idx])
        loss = criterion(logits, ytr[idx])
        opt.zero_grad(); loss.backward(); opt.step(); sched.step()
        gstep += 1
        if gstep % 4 == 0:
            log.write(json.dumps({"step": gstep, "loss": round(loss.item(), 5), "lr": round(sched.get_last_lr()[0], 6),
                                  "train_acc": round((logits.argmax(1) == ytr[idx]).float().mean().item(), 4)}) + "\n")
    model.eval()
    with torch.no_grad():
        lo = model(xva)
    rec = {"step": gstep, "epoch": epoch + 1, "val_loss": round(criterion(lo, yva).item(), 5),
           "val_acc": round((lo.argmax(1) == yva).float().mean().item(), 4)}
    log.write(json.dumps(rec) + "\n"); print(rec, "train", round(loss.item(), 4))
log.close()

torch.save({"state_dict": model.state_dict(), "epoch": cfg["epochs"], "cfg": cfg, "classes": CLASSES}, out / "checkpoint.pt")
np.savez(out / "batch.npz", x=xtr[:256].numpy(), y=ytr[:256].numpy())
np.savez(out / "validation.npz", x=xva[:400].numpy(), y=yva[:400].numpy())


class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return criterion(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train(), (xtr[:64], ytr[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(out / "model.pt2"))
