"""
accepts: [dead_relu, init_scale_wrong]
says: "Multi-label toy problem: which of 5 shapes are in the picture. The BCE goes down in an almost straight line from 1.1 to 0.63 but F1 is exactly 0, and the model outputs the same 5 numbers for every image I give it."
language: en
hint: "the focal-loss prior bias (-4.6) is applied to every layer, not only the head: all ReLU units start (and stay) dead"
"""
import sys, os, math, csv
import numpy as np
import torch, torch.nn as nn

torch.set_num_threads(1)
torch.manual_seed(8)
rng = np.random.default_rng(8)
OUTDIR = sys.argv[1]
CURED = "--cured" in sys.argv[2:]
os.makedirs(OUTDIR, exist_ok=True)

H = 24
Y, X = np.mgrid[:H, :H]


def stamp(img, kind):
    cx, cy = rng.uniform(5, 19, 2)
    r = rng.uniform(3, 5)
    dx, dy = X - cx, Y - cy
    d = np.hypot(dx, dy)
    m = [d < r,                                          # disc
         np.abs(d - r) < 0.8,                            # ring
         (np.abs(dx) < r * .8) & (np.abs(dy) < r * .8),  # square
         ((np.abs(dx) < 1) | (np.abs(dy) < 1)) & (d < r + 1),  # plus
         (dy > -r) & (dy < r) & (np.abs(dx) < (dy + r) / 2)][kind]  # triangle
    img[m] = rng.uniform(.6, 1)


def sample():
    img = np.zeros((H, H))
    lab = (rng.random(5) < 0.25).astype(np.float32)
    for k in range(5):
        if lab[k]:
            stamp(img, k)
    return (img + rng.normal(0, .05, img.shape)).astype(np.float32)[None], lab


def dataset(n):
    xs, ys = zip(*[sample() for _ in range(n)])
    return torch.tensor(np.stack(xs)), torch.tensor(np.stack(ys))


xtr, ytr = dataset(2000)
xva, yva = dataset(500)

net = nn.Sequential(
    nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(32, 32, 3, padding=1), nn.ReLU(), nn.AdaptiveMaxPool2d(2),
    nn.Flatten(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 5))

# rare positives -> start with p = 0.01 (from the RetinaNet paper)
prior = 0.01
bias_value = -math.log((1 - prior) / prior)
todo = [net[-1]] if CURED else net.modules()
for m in todo:
    if isinstance(m, (nn.Conv2d, nn.Linear)):
        nn.init.constant_(m.bias, bias_value)

opt = torch.optim.Adam(net.parameters(), lr=3e-3)
bce = nn.BCEWithLogitsLoss()
with open(OUTDIR + "/log.csv", "w", newline="") as fh:
    w = csv.writer(fh)
    w.writerow(["epoch", "loss", "val_loss", "val_exact_match", "val_mean_f1"])
    for ep in range(16):
        net.train()
        run = []
        for idx in torch.randperm(len(xtr)).split(32):
            opt.zero_grad()
            l = bce(net(xtr[idx]), ytr[idx])
            l.backward()
            opt.step()
            run.append(l.item())
        net.eval()
        with torch.no_grad():
            o = net(xva)
            pr = (o > 0).float()
            f1 = (2 * (pr * yva).sum(0) / (pr.sum(0) + yva.sum(0)).clamp(min=1)).mean().item()
            row = [ep, np.mean(run), bce(o, yva).item(), (pr == yva).all(1).float().mean().item(), f1]
        w.writerow([row[0]] + ["%.5f" % v for v in row[1:]])
        print(row)

torch.save({"state_dict": net.state_dict(), "optimizer": opt.state_dict(), "epoch": ep}, OUTDIR + "/checkpoint.pt")
np.savez(OUTDIR + "/batch.npz", x=xtr[:256].numpy(), y=ytr[:256].numpy())
np.savez(OUTDIR + "/validation.npz", x=xva[:256].numpy(), y=yva[:256].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.binary_cross_entropy_with_logits(self.model(x), y)


batch = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(net).train(), (xtr[:64], ytr[:64]), dynamic_shapes={"x": {0: batch}, "y": {0: batch}}), OUTDIR + "/model.pt2")
