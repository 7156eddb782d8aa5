"""
accepts: []
says: "Guitar tuner net: 12 notes from noisy audio snippets, batch size 8. The loss comes down, then jumps up again right after epoch 4 and comes back, and with these tiny batches single steps are all over the place. End result seems fine (98%), but should I worry?"
language: en
hint: "healthy: cosine warm restarts at epochs 4 and 12 make the teeth; ends at the end of a cycle with good val accuracy"
"""
import json, os, sys
import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(44)
rng = np.random.default_rng(44)
out_dir = sys.argv[1]
os.makedirs(out_dir, exist_ok=True)
SR, L = 4000, 512


def pluck(note):
    f = 110 * 2 ** (note / 12) * 2 ** (rng.normal(0, .17) / 12)
    t = np.arange(L) / SR
    w = sum(rng.uniform(.3, 1) / h * np.sin(2 * np.pi * f * h * t + rng.uniform(0, 6.28)) for h in range(1, 5))
    w = w * np.exp(-t * rng.uniform(2, 8)) + rng.normal(0, .9, L)
    spec = np.abs(np.fft.rfft(w * np.hanning(L), 2048))[30:430]
    return np.log1p(spec)


def make(n):
    y = rng.integers(0, 12, n)
    return np.stack([pluck(k) for k in y]).astype(np.float32), y


xt, yt = make(4000)
xv, yv = make(500)
mu, sd = xt.mean(), xt.std()
xt, xv = torch.tensor((xt - mu) / sd)[:, None], torch.tensor((xv - mu) / sd)[:, None]
yt, yv = torch.tensor(yt), torch.tensor(yv)

net = nn.Sequential(nn.Conv1d(1, 8, 9, stride=2, padding=4), nn.ReLU(), nn.Conv1d(8, 12, 9, stride=4, padding=4), nn.ReLU(),
                    nn.Flatten(), nn.Dropout(.5), nn.Linear(12 * 50, 12))
opt = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=.05)
sch = torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(opt, T_0=4, T_mult=2, eta_min=1e-5)
ce = nn.CrossEntropyLoss()
with open(out_dir + "/log.jsonl", "w") as f:
    for ep in range(12):
        net.train()
        perm = torch.randperm(len(xt))
        tot = 0
        for k, b in enumerate(perm.split(8)):
            sch.step(ep + k / 500)
            loss = ce(net(xt[b]), yt[b])
            opt.zero_grad()
            loss.backward()
            opt.step()
            tot += loss.item()
            if k % 10 == 0:
                f.write(json.dumps({"step": ep * 500 + k, "epoch": ep, "train_loss": round(loss.item(), 4), "lr": opt.param_groups[0]["lr"]}) + "\n")
        net.eval()
        with torch.no_grad():
            o = net(xv)
            r = {"step": ep * 500 + 499, "epoch": ep, "train_loss_epoch": round(tot / 500, 4), "val_loss": round(ce(o, yv).item(), 4), "val_acc": round((o.argmax(1) == yv).float().mean().item(), 4)}
        print(r)
        f.write(json.dumps(r) + "\n")
torch.save({"state_dict": net.state_dict(), "optimizer": opt.state_dict(), "epoch": 12}, out_dir + "/checkpoint.pt")
np.savez(out_dir + "/batch.npz", x=xt[perm[:256]].numpy(), y=yt[perm[:256]].numpy())
np.savez(out_dir + "/validation.npz", x=xv[:256].numpy(), y=yv[:256].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.cross_entropy(self.model(x), y)


b = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(net).train(), (xt[:8], yt[:8]), dynamic_shapes={"x": {0: b}, "y": {0: b}}), out_dir + "/model.pt2")
