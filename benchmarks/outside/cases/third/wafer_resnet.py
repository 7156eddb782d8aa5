"""
accepts: [eval_mode_missing]
says: "ResNet on wafer maps trains perfectly (loss 0.014, acc 1.0) but the test accuracy is 0.58 with test loss 1.74, nearly from the start. Test wafers come from the same lots as the training ones. Should I add regularisation?"
language: en
hint: "model.eval() is never called; the test files are sorted by class folder, so BatchNorm normalises each one-class batch with its own statistics. Cured: model.eval() for the test."
"""
# wafer map failure patterns (26x26, values 0/1/2), BatchNorm ResNet, cosine schedule. Only training metrics per step + test per epoch.
import os, sys, json
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F
torch.set_num_threads(1)

CONFIG = {"data": {"train": 1200, "test": 400, "size": 24},
          "model": {"width": 10, "blocks": [1, 1, 1]},
          "optim": {"name": "SGD", "lr": 0.05, "momentum": 0.9, "weight_decay": 5e-4, "epochs": 6, "batch": 40}}
CURED = "--cured" in sys.argv
PATTERNS = ["center", "donut", "edge_loc", "edge_ring", "scratch", "random"]


def wafer(k, rng, n):
    yy, xx = (np.mgrid[:n, :n] - (n - 1) / 2) / (n / 2)
    r, phi = np.hypot(yy, xx), np.arctan2(yy, xx)
    p = np.full((n, n), rng.uniform(0.03, 0.10))
    cx, cy = rng.uniform(-0.12, 0.12, 2)
    rc = np.hypot(yy - cy, xx - cx)
    if k == 0: p[rc < rng.uniform(0.22, 0.38)] = 0.7
    if k == 1: p[(rc > 0.3) & (rc < rng.uniform(0.5, 0.65))] = 0.6
    if k == 2: p[(r > 0.72) & (np.abs(np.angle(np.exp(1j * (phi - rng.uniform(-np.pi, np.pi))))) < 0.6)] = 0.7
    if k == 3: p[r > rng.uniform(0.78, 0.86)] = 0.65
    if k == 4:
        a, o = rng.uniform(0, np.pi), rng.uniform(-0.4, 0.4)
        p[(np.abs(xx * np.cos(a) + yy * np.sin(a) - o) < 0.05) & (r < 0.9)] = 0.8
    if k == 5: p[:] = rng.uniform(0.22, 0.4)
    m = 1.0 + (rng.random((n, n)) < p)
    m[r > 1.0] = 0
    return m - 1.0


def build_set(n, rng, size, by_folder=False):
    y = rng.integers(0, 6, n)
    if by_folder:                       # test set is read folder by folder
        y = np.sort(y)
    return torch.tensor(np.stack([wafer(k, rng, size) for k in y])[:, None], dtype=torch.float32), torch.tensor(y)


class BasicBlock(nn.Module):
    def __init__(self, i, o, s):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(i, o, 3, s, 1, bias=False), nn.BatchNorm2d(o)
        self.conv2, self.bn2 = nn.Conv2d(o, o, 3, 1, 1, bias=False), nn.BatchNorm2d(o)
        self.down = nn.Sequential(nn.Conv2d(i, o, 1, s, bias=False), nn.BatchNorm2d(o)) if (s > 1 or i != o) else nn.Identity()

    def forward(self, x):
        return F.relu(self.down(x) + self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x))))))


class ResNet(nn.Module):
    def __init__(self, width, blocks, classes=6):
        super().__init__()
        self.conv, self.bn = nn.Conv2d(1, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width)
        layers, c = [], width
        for k, n in enumerate(blocks):
            for j in range(n):
                layers.append(BasicBlock(c, width * 2 ** k, 2 if j == 0 else 1)); c = width * 2 ** k
        self.layers, self.fc = nn.Sequential(*layers), nn.Linear(c, classes)

    def forward(self, x):
        return self.fc(self.layers(F.relu(self.bn(self.conv(x)))).mean((2, 3)))


def run(out):
    torch.manual_seed(14); rng = np.random.default_rng(14)
    d, o = CONFIG["data"], CONFIG["optim"]
    xt, yt = build_set(d["train"], rng, d["size"]); xv, yv = build_set(d["test"], rng, d["size"], by_folder=True)
    model = ResNet(**CONFIG["model"])
    opt = torch.optim.SGD(model.parameters(), lr=o["lr"], momentum=o["momentum"], weight_decay=o["weight_decay"])
    spe = len(xt) // o["batch"]
    sch = torch.optim.lr_scheduler.CosineAnnealingLR(opt, o["epochs"] * spe)
    f, it = open(out / "log.jsonl", "w"), 0
    for ep in range(o["epochs"]):
        model.train()
        for i in torch.randperm(len(xt)).split(o["batch"]):
            z = model(xt[i]); loss = F.cross_entropy(z, yt[i])
            opt.zero_grad(); loss.backward(); opt.step(); sch.step(); it += 1
            if it % 2 == 0:
                f.write(json.dumps({"it": it, "loss": round(loss.item(), 4), "acc": round((z.argmax(1) == yt[i]).float().mean().item(), 3),
                                    "lr": round(sch.get_last_lr()[0], 6)}) + "\n")
        if CURED:
            model.eval()
        with torch.no_grad():
            z = torch.cat([model(c) for c in xv.split(50)])
        r = {"it": it, "epoch": ep + 1, "test_loss": round(F.cross_entropy(z, yv).item(), 4), "test_acc": round((z.argmax(1) == yv).float().mean().item(), 4)}
        f.write(json.dumps(r) + "\n"); print(r, "train", round(loss.item(), 4))
    f.close()
    torch.save({"model": model.state_dict(), "config": CONFIG}, out / "checkpoint.pt")
    np.savez(out / "batch.npz", x=xt[:200].numpy(), y=yt[:200].numpy())
    np.savez(out / "validation.npz", x=xv.numpy(), y=yv.numpy())

    class WithLoss(nn.Module):
        def __init__(self, model): super().__init__(); self.model = model
        def forward(self, x, y): return F.cross_entropy(self.model(x), y)

    b = torch.export.Dim("batch", min=2)
    e = torch.export.export(WithLoss(model).train(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
    torch.export.save(e, str(out / "model.pt2"))


if __name__ == "__main__":
    p = Path(sys.argv[1]); p.mkdir(parents=True, exist_ok=True); run(p)
