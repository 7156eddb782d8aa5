"""
accepts: [double_softmax]
says: "U-Net for nuclei, loss falls from 0.91 to 0.675 and then creeps, val_loss 0.676. val_dice is exactly 0.1857 in every epoch."
language: en
hint: "The U-Net ends in a sigmoid and the loss is BCEWithLogitsLoss, which applies a second one. Cure: return the raw map."
"""
# Segmentation of nuclei in fluorescence crops, for the wet lab. Logging looks like Lightning's CSVLogger.
import argparse, pathlib
import numpy as np
import torch
from torch import nn
torch.set_num_threads(1)


def fake_fluorescence(n, seed, s=32):
    g = np.random.default_rng(seed)
    yy, xx = np.mgrid[:s, :s]
    imgs, masks = np.zeros((n, 1, s, s), "float32"), np.zeros((n, 1, s, s), "float32")
    for i in range(n):
        for _ in range(g.integers(1, 5)):
            cy, cx, a, b, th = g.uniform(3, s - 3), g.uniform(3, s - 3), g.uniform(2.5, 5), g.uniform(2.5, 5), g.uniform(0, 3.14)
            u = (xx - cx) * np.cos(th) + (yy - cy) * np.sin(th)
            v = -(xx - cx) * np.sin(th) + (yy - cy) * np.cos(th)
            e = (u / a) ** 2 + (v / b) ** 2
            masks[i, 0][e < 1] = 1
            imgs[i, 0] = np.maximum(imgs[i, 0], g.uniform(.5, 1) / (1 + np.exp(6 * (np.sqrt(e) - 1))))
        imgs[i, 0] += g.uniform(0, .4) * xx / s + g.normal(0, .12, (s, s))
    return torch.tensor((imgs - 0.3) / 0.3), torch.tensor(masks)


def block(i, o):
    return nn.Sequential(nn.Conv2d(i, o, 3, padding=1), nn.GroupNorm(4, o), nn.ReLU(),
                         nn.Conv2d(o, o, 3, padding=1), nn.GroupNorm(4, o), nn.ReLU())


class UNet(nn.Module):
    def __init__(self, final_sigmoid):
        super().__init__()
        self.d1, self.d2, self.mid = block(1, 8), block(8, 16), block(16, 24)
        self.up2, self.up1 = nn.ConvTranspose2d(24, 16, 2, 2), nn.ConvTranspose2d(16, 8, 2, 2)
        self.u2, self.u1 = block(32, 16), block(16, 8)
        self.last = nn.Conv2d(8, 1, 1)
        self.pool = nn.MaxPool2d(2)
        self.final = nn.Sigmoid() if final_sigmoid else nn.Identity()

    def forward(self, x):
        a = self.d1(x)
        b = self.d2(self.pool(a))
        m = self.mid(self.pool(b))
        b = self.u2(torch.cat([b, self.up2(m)], 1))
        a = self.u1(torch.cat([a, self.up1(b)], 1))
        return self.final(self.last(a))


def dice(prob, y):
    p = (prob > 0.5).float()
    return (2 * (p * y).sum() / (p.sum() + y.sum())).item()


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.binary_cross_entropy_with_logits(self.model(x), y)


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("out", type=pathlib.Path)
    p.add_argument("--cured", action="store_true")
    args = p.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(4)
    X, Y = fake_fluorescence(320, 0)
    Xv, Yv = fake_fluorescence(128, 1)
    net = UNet(final_sigmoid=not args.cured)
    crit = nn.BCEWithLogitsLoss()
    opt = torch.optim.Adam(net.parameters(), lr=2e-3)
    lines, step = ["epoch,step,train_loss,val_loss,val_dice"], 0
    for epoch in range(12):
        net.train()
        for ix in torch.randperm(len(X)).split(16):
            loss = crit(net(X[ix]), Y[ix])
            opt.zero_grad()
            loss.backward()
            opt.step()
            step += 1
            if step % 5 == 0:
                lines.append(f"{epoch},{step},{loss.item():.5f},,")
        net.eval()
        with torch.no_grad():
            o = net(Xv)
            lines.append(f"{epoch},{step},,{crit(o, Yv).item():.5f},{dice(torch.sigmoid(o), Yv):.4f}")
        print(lines[-1])
    (args.out / "log.csv").write_text("\n".join(lines) + "\n")
    torch.save({"state_dict": net.state_dict(), "epoch": epoch, "global_step": step, "hyper_parameters": {"lr": 2e-3}},
               args.out / "checkpoint.pt")
    np.savez(args.out / "batch.npz", x=X[:128].numpy(), y=Y[:128].numpy())
    np.savez(args.out / "validation.npz", x=Xv.numpy(), y=Yv.numpy())
    b = torch.export.Dim("batch", min=2)
    ep = torch.export.export(WithLoss(net).train().cpu(), (X[:64], Y[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
    torch.export.save(ep, str(args.out / "model.pt2"))
