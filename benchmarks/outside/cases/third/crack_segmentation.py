"""
accepts: [metric_bug]
says: "U-Net on concrete pictures. loss and val_loss fall nicely to 0.082, and the masks look right to me when I plot them, but pixel_acc is 0.02 and mean IoU 0.04. How can that be?"
language: en
hint: "val accuracy/IoU take argmax over dim 2 (image rows) instead of dim 1 (classes), and compare the row number with the class; the model itself is fine. Cured: argmax(1)."
"""
# Pixel segmentation of concrete pictures: 0 background, 1 crack, 2 spalling. Keras-like log.
import os, sys, time
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
torch.set_num_threads(1)


def picture(rng, n=32):
    img = 0.55 + 0.06 * rng.standard_normal((n, n)) + 0.08 * np.sin(np.arange(n) / rng.uniform(4, 9))[None]
    lab = np.zeros((n, n), int)
    if rng.random() < 0.8:                       # spalling blob
        a, b, r = rng.uniform(6, 26), rng.uniform(6, 26), rng.uniform(4, 7)
        yy, xx = np.mgrid[:n, :n]
        m = (yy - a) ** 2 + ((xx - b) * rng.uniform(0.7, 1.3)) ** 2 < r * r
        img[m] -= 0.15 + 0.12 * rng.random(m.sum()); lab[m] = 2
    y = rng.uniform(4, 28)                       # crack: random walk from left to right
    for x in range(n):
        y = np.clip(y + rng.normal(0, 0.9), 1, n - 2); k = int(y)
        img[k:k + 2, x] -= 0.38; lab[k:k + 2, x] = 1
    return img, lab


def dataset(n, seed):
    rng = np.random.default_rng(seed)
    xs, ys = zip(*[picture(rng) for _ in range(n)])
    x = (np.stack(xs)[:, None] - 0.5) / 0.16
    return torch.tensor(x, dtype=torch.float32), torch.tensor(np.stack(ys))


def cbr(i, o):
    return nn.Sequential(nn.Conv2d(i, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU(inplace=True))


class UNet(nn.Module):
    def __init__(self, c=8):
        super().__init__()
        self.d1, self.d2, self.mid = cbr(1, c), cbr(c, 2 * c), cbr(2 * c, 4 * c)
        self.u2, self.u1 = cbr(6 * c, 2 * c), cbr(3 * c, c)
        self.out = nn.Conv2d(c, 3, 1)

    def forward(self, x):
        a = self.d1(x)
        b = self.d2(F.max_pool2d(a, 2))
        m = self.mid(F.max_pool2d(b, 2))
        u = self.u2(torch.cat([F.interpolate(m, scale_factor=2.0), b], 1))
        u = self.u1(torch.cat([F.interpolate(u, scale_factor=2.0), a], 1))
        return self.out(u)


class Trainer:
    def __init__(self, model, cured, outdir):
        self.model, self.axis = model, 1 if cured else 2
        self.opt = torch.optim.AdamW(model.parameters(), 4e-3, weight_decay=1e-3)
        self.log = open(outdir / "log.txt", "w")

    def echo(self, s):
        print(s); self.log.write(s + "\n")

    def metrics(self, logits, y):
        pred = logits.argmax(self.axis)
        acc = (pred == y[:, :pred.shape[1]]).float().mean().item()
        y = y[:, :pred.shape[1]]
        iou = [((pred == c) & (y == c)).sum().item() / max(1, ((pred == c) | (y == c)).sum().item()) for c in range(3)]
        return acc, float(np.mean(iou))

    def fit(self, xt, yt, xv, yv, epochs, bs):
        n = (len(xt) + bs - 1) // bs
        sched = torch.optim.lr_scheduler.CosineAnnealingLR(self.opt, epochs * n)
        for ep in range(1, epochs + 1):
            self.model.train(); t, tot, ta = time.time(), 0.0, 0.0
            for i in torch.randperm(len(xt)).split(bs):
                o = self.model(xt[i]); loss = F.cross_entropy(o, yt[i])
                self.opt.zero_grad(); loss.backward(); self.opt.step(); sched.step()
                tot += loss.item() * len(i); ta += self.metrics(o.detach(), yt[i])[0] * len(i)
            self.model.eval()
            with torch.no_grad():
                o = self.model(xv)
                vl = F.cross_entropy(o, yv).item(); va, vi = self.metrics(o, yv)
            self.echo(f"Epoch {ep}/{epochs}")
            self.echo(f"{n}/{n} - {time.time() - t:.0f}s - loss: {tot / len(xt):.4f} - pixel_acc: {ta / len(xt):.4f}"
                      f" - val_loss: {vl:.4f} - val_pixel_acc: {va:.4f} - val_mean_iou: {vi:.4f}")
        self.log.close()


def main():
    outdir = Path(sys.argv[1]); outdir.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(9)
    xt, yt = dataset(400, 1); xv, yv = dataset(140, 2)
    model = UNet()
    Trainer(model, "--cured" in sys.argv, outdir).fit(xt, yt, xv, yv, 11, 25)
    torch.save(model.state_dict(), outdir / "checkpoint.pt")
    np.savez(outdir / "batch.npz", x=xt[:128].numpy(), y=yt[:128].numpy())
    np.savez(outdir / "validation.npz", x=xv.numpy(), y=yv.numpy())

    class WithLoss(nn.Module):
        def __init__(self, model): super().__init__(); self.model = model
        def forward(self, x, y): return F.cross_entropy(self.model(x), y)

    b = torch.export.Dim("batch", min=2)
    ep = torch.export.export(WithLoss(model).train(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
    torch.export.save(ep, str(outdir / "model.pt2"))


if __name__ == "__main__":
    main()
