"""
accepts: [missing_zero_grad]
says: "1D CNN on heart beats, SGD 0.02 with momentum. The loss does not go down at all, it swings and grows: 1.87 at step 10, 3.58 at step 20, 267 at step 560, val_acc 0.255 with 4 classes. Grad norm goes from 25 to over 170."
language: en
hint: "zero_grad is only called in the gradient-accumulation branch (accum > 1), with accum=1 the gradients are never reset."
"""
import sys, os
os.environ["OMP_NUM_THREADS"] = "1"
from dataclasses import dataclass, asdict
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
torch.set_num_threads(1)


@dataclass
class Config:
    lr: float = 0.02
    momentum: float = 0.9
    batch: int = 32
    epochs: int = 12
    accum: int = 1
    fixed: bool = False


def beats(n, rng):
    """one heart beat of 96 samples: normal, PVC, AF-like, ST elevation"""
    t = np.linspace(-1, 1, 96)
    X, Y = [], rng.integers(0, 4, n)
    for c in Y:
        j = rng.uniform(-0.08, 0.08)
        g = lambda m, s, a: a * np.exp(-0.5 * ((t - m - j) / s) ** 2)
        w = 0.14 if c == 1 else 0.05
        s = g(0, w, rng.uniform(0.9, 1.3)) - g(0.12, 0.04, 0.3) + g(0.5, 0.12, 0.3)
        if c != 2: s += g(-0.4, 0.07, 0.2)
        else: s += 0.08 * np.sin(2 * np.pi * rng.uniform(4, 7) * t + rng.uniform(0, 6))
        if c == 3: s += 0.25 * ((t > 0.15 + j) & (t < 0.5 + j))
        X.append(s + rng.normal(0, 0.08, 96))
    X = np.array(X, dtype=np.float32)[:, None]
    return torch.from_numpy((X - 0.15) / 0.33), torch.from_numpy(Y)


class ECGNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1, self.c2 = nn.Conv1d(1, 16, 7, padding=3), nn.Conv1d(16, 24, 5, padding=2)
        self.n1, self.n2 = nn.GroupNorm(4, 16), nn.GroupNorm(4, 24)
        self.fc = nn.Linear(24 * 6, 4)

    def forward(self, x):
        x = F.max_pool1d(F.gelu(self.n1(self.c1(x))), 4)
        x = F.max_pool1d(F.gelu(self.n2(self.c2(x))), 4)
        return self.fc(x.flatten(1))


class Trainer:
    def __init__(self, model, cfg, outdir):
        self.model, self.cfg, self.out = model, cfg, outdir
        self.opt = torch.optim.SGD(model.parameters(), lr=cfg.lr, momentum=cfg.momentum)
        self.step = 0
        self.log = open(os.path.join(outdir, "log.csv"), "w")
        self.log.write("step,epoch,loss,grad_norm,val_loss,val_acc\n")

    def train_step(self, x, y):
        loss = F.cross_entropy(self.model(x), y) / self.cfg.accum
        loss.backward()
        gn = sum(p.grad.pow(2).sum() for p in self.model.parameters()).sqrt().item()
        self.step += 1
        if self.cfg.accum > 1:
            if self.step % self.cfg.accum == 0:
                self.opt.step()
                self.opt.zero_grad()
        else:
            self.opt.step()
            if self.cfg.fixed:
                self.opt.zero_grad()
        return loss.item(), gn

    def fit(self, train, val):
        for epoch in range(self.cfg.epochs):
            self.model.train()
            for idx in torch.randperm(len(train[0])).split(self.cfg.batch):
                l, g = self.train_step(train[0][idx], train[1][idx])
                if self.step % 10 == 0:
                    self.log.write(f"{self.step},{epoch},{l:.5f},{g:.4f},,\n")
            self.model.eval()
            with torch.no_grad():
                o = self.model(val[0])
            vl, va = F.cross_entropy(o, val[1]).item(), (o.argmax(1) == val[1]).float().mean().item()
            self.log.write(f"{self.step},{epoch},,,{vl:.5f},{va:.4f}\n")
            print(f"epoch {epoch} last loss {l:.3f} val_loss {vl:.3f} val_acc {va:.3f}")
        self.log.close()


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return F.cross_entropy(self.model(x), y)


if __name__ == "__main__":
    out = sys.argv[1]
    os.makedirs(out, exist_ok=True)
    cfg = Config(fixed="--cured" in sys.argv)
    torch.manual_seed(8)
    rng = np.random.default_rng(8)
    train, val = beats(1500, rng), beats(400, rng)
    model = ECGNet()
    tr = Trainer(model, cfg, out)
    tr.fit(train, val)
    c = asdict(cfg); c.pop("fixed")
    torch.save({"model": model.state_dict(), "opt": tr.opt.state_dict(), "step": tr.step, "cfg": c}, os.path.join(out, "checkpoint.pt"))
    np.savez(os.path.join(out, "batch.npz"), x=train[0][:256].numpy(), y=train[1][:256].numpy())
    np.savez(os.path.join(out, "validation.npz"), x=val[0].numpy(), y=val[1].numpy())
    b = torch.export.Dim("batch", min=2)
    ep = torch.export.export(WithLoss(model).train().cpu(), (train[0][:64], train[1][:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
    torch.export.save(ep, os.path.join(out, "model.pt2"))
