"""
accepts: []
says: "Validation accuracy is always higher than training accuracy and training loss is far above validation loss. Leak?"
language: en
hint: "Healthy: shifts, noise and erasing in the training images plus dropout and label smoothing make training harder than validation; validation about 97 %."
"""
"""engineer's train.py: gas meter digits (sklearn digits), MLP-Mixer, heavy augmentation, Lightning-like csv"""
import argparse
import os

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from sklearn.datasets import load_digits

torch.set_num_threads(1)
CFG = dict(dim=48, depth=2, token_hidden=32, channel_hidden=96, dropout=0.2, lr=3e-3, wd=0.05, epochs=36, bs=64, smoothing=0.1, seed=1)


class MixerBlock(nn.Module):
    def __init__(self, tokens, c):
        super().__init__()
        self.n1, self.n2 = nn.LayerNorm(c["dim"]), nn.LayerNorm(c["dim"])
        self.tok = nn.Sequential(nn.Linear(tokens, c["token_hidden"]), nn.GELU(), nn.Linear(c["token_hidden"], tokens))
        self.cha = nn.Sequential(nn.Linear(c["dim"], c["channel_hidden"]), nn.GELU(), nn.Dropout(c["dropout"]), nn.Linear(c["channel_hidden"], c["dim"]))

    def forward(self, x):
        x = x + self.tok(self.n1(x).transpose(1, 2)).transpose(1, 2)
        return x + self.cha(self.n2(x))


class Mixer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.patch = nn.Conv2d(1, c["dim"], 2, 2)
        self.blocks = nn.Sequential(*[MixerBlock(16, c) for _ in range(c["depth"])])
        self.norm = nn.LayerNorm(c["dim"])
        self.drop = nn.Dropout(c["dropout"])
        self.head = nn.Linear(c["dim"], 10)

    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2)
        return self.head(self.drop(self.norm(self.blocks(x)).mean(1)))


def augment(x):
    x = x.clone()
    dx = torch.randint(-1, 2, (len(x),))
    for i in range(len(x)):
        x[i] = torch.roll(x[i], int(dx[i]), 2)
        if torch.rand(1) < 0.5:
            a, b = torch.randint(0, 6, (2,))
            x[i, :, a:a + 3, b:b + 3] = 0
    return x + 0.3 * torch.randn_like(x)


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return F.cross_entropy(self.model(x), y, label_smoothing=CFG["smoothing"])


def main():
    p = argparse.ArgumentParser()
    p.add_argument("outdir")
    p.add_argument("--cured", action="store_true")
    a = p.parse_args()
    os.makedirs(a.outdir, exist_ok=True)
    torch.manual_seed(CFG["seed"])
    d = load_digits()
    perm = np.random.RandomState(0).permutation(len(d.target))
    X = torch.tensor((d.images[perm] - 4.9) / 6.0, dtype=torch.float32)[:, None]
    Y = torch.tensor(d.target[perm])
    Xt, Yt, Xv, Yv = X[:1400], Y[:1400], X[1400:], Y[1400:]
    model = Mixer(CFG)
    opt = torch.optim.AdamW(model.parameters(), lr=CFG["lr"], weight_decay=CFG["wd"])
    steps = (len(Xt) // CFG["bs"]) * CFG["epochs"]
    sched = torch.optim.lr_scheduler.OneCycleLR(opt, CFG["lr"], total_steps=steps + 1)
    out, step = ["epoch,step,lr-AdamW,train_loss,train_acc,val_loss,val_acc"], 0
    for epoch in range(CFG["epochs"]):
        model.train()
        order = torch.randperm(len(Xt))
        tl, ta = [], []
        for k in range(len(Xt) // CFG["bs"]):
            ix = order[k * CFG["bs"]:(k + 1) * CFG["bs"]]
            o = model(augment(Xt[ix]))
            loss = F.cross_entropy(o, Yt[ix], label_smoothing=CFG["smoothing"])
            opt.zero_grad()
            loss.backward()
            opt.step()
            sched.step()
            step += 1
            tl.append(loss.item())
            ta.append((o.argmax(1) == Yt[ix]).float().mean().item())
        model.eval()
        with torch.no_grad():
            o = model(Xv)
        out.append(f"{epoch},{step},,,,{F.cross_entropy(o, Yv).item():.5f},{(o.argmax(1) == Yv).float().mean().item():.5f}")
        out.append(f"{epoch},{step},{sched.get_last_lr()[0]:.6f},{np.mean(tl):.5f},{np.mean(ta):.5f},,")
        print(out[-2], out[-1])
    with open(os.path.join(a.outdir, "log.csv"), "w") as f:
        f.write("\n".join(out) + "\n")
    torch.save({"state_dict": model.state_dict(), "config": CFG, "epoch": epoch}, os.path.join(a.outdir, "checkpoint.pt"))
    xb = augment(Xt[:256])
    np.savez(os.path.join(a.outdir, "batch.npz"), x=xb.numpy(), y=Yt[:256].numpy())
    np.savez(os.path.join(a.outdir, "validation.npz"), x=Xv.numpy(), y=Yv.numpy())
    b = torch.export.Dim("batch", min=2)
    ep = torch.export.export(WithLoss(model).train().cpu(), (xb[:64], Yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
    torch.export.save(ep, os.path.join(a.outdir, "model.pt2"))


if __name__ == "__main__":
    main()
