"""
accepts: [loss_implementation_bug]
says: "Segmentation of cells (background / cell / border) with a mini U-Net and my own Dice loss. The loss falls from 0.18 to 0.011, beautiful curve, also on validation, but the mIoU goes to 0.0001 and the masks are nonsense. Shouldn't a low loss mean good masks?"
language: en
hint: "The Dice coefficient itself is minimised, the 1 - is forgotten."
"""
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
CFG = dict(size=32, n_train=400, n_val=128, epochs=10, lr=2e-3, batch=16, classes=3, one_minus="--cured" in sys.argv)


def sample(rng, s):
    yy, xx = np.mgrid[0:s, 0:s]
    mask = np.zeros((s, s), np.int64)
    img = rng.normal(.2, .02) + np.zeros((s, s))
    for _ in range(rng.integers(2, 5)):
        cy, cx, a, b = rng.uniform(4, s - 4), rng.uniform(4, s - 4), rng.uniform(3.5, 7), rng.uniform(3.5, 7)
        d = np.sqrt(((yy - cy) / a) ** 2 + ((xx - cx) / b) ** 2)
        mask[d < 1.25] = np.maximum(mask[d < 1.25], 2)
        mask[d < .9] = 1
    img = img + .45 * (mask == 1) + .25 * (mask == 2)
    k = rng.normal(0, .06, (s, s))
    return (img + k).astype(np.float32), mask


def make(rng, n, s):
    pairs = [sample(rng, s) for _ in range(n)]
    x = torch.tensor(np.stack([p[0] for p in pairs]))[:, None]
    return (x - .38) / .22, torch.tensor(np.stack([p[1] for p in pairs]))


class DoubleConv(nn.Sequential):
    def __init__(self, i, o):
        super().__init__(nn.Conv2d(i, o, 3, padding=1), nn.BatchNorm2d(o), nn.ReLU(),
                         nn.Conv2d(o, o, 3, padding=1), nn.BatchNorm2d(o), nn.ReLU())


class MiniUNet(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.d1, self.d2, self.mid = DoubleConv(1, 8), DoubleConv(8, 16), DoubleConv(16, 24)
        self.up2, self.u2 = nn.ConvTranspose2d(24, 16, 2, 2), DoubleConv(32, 16)
        self.up1, self.u1 = nn.ConvTranspose2d(16, 8, 2, 2), DoubleConv(16, 8)
        self.head = nn.Conv2d(8, classes, 1)

    def forward(self, x):
        a = self.d1(x)
        b = self.d2(F.max_pool2d(a, 2))
        m = self.mid(F.max_pool2d(b, 2))
        u = self.u2(torch.cat([self.up2(m), b], 1))
        u = self.u1(torch.cat([self.up1(u), a], 1))
        return self.head(u)


def dice_loss(logits, target, eps=1.0):
    prob = logits.softmax(1)
    onehot = F.one_hot(target, CFG["classes"]).permute(0, 3, 1, 2).float()
    inter = (prob * onehot).sum((2, 3))
    total = prob.sum((2, 3)) + onehot.sum((2, 3))
    dice = (2 * inter + eps) / (total + eps)
    return 1 - dice.mean() if CFG["one_minus"] else dice.mean()


def miou(logits, target):
    p = logits.argmax(1)
    return float(np.mean([((p == c) & (target == c)).sum().item() / max(1, ((p == c) | (target == c)).sum().item())
                          for c in range(CFG["classes"])]))


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return dice_loss(self.model(x), y)


def main(out):
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(21)
    rng = np.random.default_rng(21)
    xt, yt = make(rng, CFG["n_train"], CFG["size"])
    xv, yv = make(rng, CFG["n_val"], CFG["size"])
    net = MiniUNet(CFG["classes"])
    opt = torch.optim.Adam(net.parameters(), CFG["lr"])
    with open(out / "log.txt", "w") as fh:
        for e in range(CFG["epochs"]):
            net.train()
            tot = 0
            for i in torch.randperm(len(xt)).split(CFG["batch"]):
                loss = dice_loss(net(xt[i]), yt[i])
                opt.zero_grad()
                loss.backward()
                opt.step()
                tot += loss.item() * len(i)
            net.eval()
            with torch.no_grad():
                o = net(xv)
                s = f"[{e:02d}] loss={tot / len(xt):.4f} val_loss={dice_loss(o, yv).item():.4f} val_mIoU={miou(o, yv):.4f}"
            print(s)
            fh.write(s + "\n")
    torch.save({"unet": net.state_dict(), "cfg": {k: v for k, v in CFG.items()}}, out / "checkpoint.pt")
    np.savez_compressed(out / "batch.npz", x=xt[:128].numpy(), y=yt[:128].numpy())
    np.savez_compressed(out / "validation.npz", x=xv.numpy(), y=yv.numpy())
    b = torch.export.Dim("batch", min=2)
    ep = torch.export.export(WithLoss(net).train().cpu(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
    torch.export.save(ep, str(out / "model.pt2"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
