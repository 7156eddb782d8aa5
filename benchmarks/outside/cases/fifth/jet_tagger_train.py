"""
accepts: [missing_zero_grad]
says: "GCN jet tagger. Loss starts near 0.77 and then goes up to 20-45, val_acc 0.49-0.51, learning rate 0.02 with cosine. No NaN."
language: en
hint: "zero_grad stands before the loop only (moved out when accumulation was removed), so gradients add up for ever. Cure: zero_grad every step."
"""
"""train.py - jet tagging on kNN graphs (dense adjacency GCN)."""
import argparse
import logging
import os

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
CONFIG = {
    "n_particles": 16, "hidden": 32, "layers": 2, "batch_size": 64, "lr": 0.02, "momentum": 0.9,
    "weight_decay": 1e-4, "epochs": 8, "seed": 123, "log_every": 20, "n_train": 3200, "n_val": 640,
}


def make_jets(n, seed, P):
    """signal jets have two cores, background one; returns features [n,P,3] with the adjacency [n,P,P] appended"""
    g = np.random.default_rng(seed)
    y = g.integers(0, 2, n)
    pt = np.sort(g.exponential(1.0, (n, P)), 1)[:, ::-1]
    pos = g.normal(0, .25, (n, P, 2))
    ang, sep = g.uniform(0, 6.28, n), g.uniform(.35, .9, n)
    core = (g.random((n, P)) < .5) * y[:, None]
    pos += core[..., None] * (sep[:, None] * np.stack([np.cos(ang), np.sin(ang)], 1))[:, None]
    pos -= (pos * pt[..., None]).sum(1, keepdims=True) / pt.sum(1)[:, None, None]
    d = np.linalg.norm(pos[:, :, None] - pos[:, None], axis=-1)
    adj = (d < .35).astype("float32")
    adj = adj / adj.sum(-1, keepdims=True)
    feats = np.concatenate([pos, np.log(pt + .05)[..., None]], -1)
    return torch.tensor(np.concatenate([feats, adj], -1), dtype=torch.float32), torch.tensor(y)


class GCN(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        h = cfg["hidden"]
        self.inp = nn.Linear(3, h)
        self.msg = nn.ModuleList([nn.Linear(2 * h, h) for _ in range(cfg["layers"])])
        self.norm = nn.ModuleList([nn.LayerNorm(h) for _ in range(cfg["layers"])])
        self.cls = nn.Sequential(nn.Linear(2 * h, h), nn.ReLU(), nn.Linear(h, 2))

    def forward(self, x):
        f, adj = x[..., :3], x[..., 3:]
        h = F.relu(self.inp(f))
        for lin, ln in zip(self.msg, self.norm):
            h = h + F.relu(lin(torch.cat([ln(h), adj @ ln(h)], -1)))
        return self.cls(torch.cat([h.mean(1), h.amax(1)], -1))


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return F.cross_entropy(self.model(x), y)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("outdir")
    ap.add_argument("--cured", action="store_true")
    args = ap.parse_args()
    os.makedirs(args.outdir, exist_ok=True)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s | %(levelname)s | %(message)s", datefmt="%H:%M:%S",
                        handlers=[logging.FileHandler(os.path.join(args.outdir, "log.log"), mode="w"), logging.StreamHandler()])
    cfg = CONFIG
    torch.manual_seed(cfg["seed"])
    X, Y = make_jets(cfg["n_train"], 1, cfg["n_particles"])
    Xv, Yv = make_jets(cfg["n_val"], 2, cfg["n_particles"])
    model = GCN(cfg)
    opt = torch.optim.SGD(model.parameters(), lr=cfg["lr"], momentum=cfg["momentum"], weight_decay=cfg["weight_decay"])
    sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, cfg["epochs"])
    logging.info("params: %d", sum(p.numel() for p in model.parameters()))
    step = 0
    opt.zero_grad()
    for epoch in range(cfg["epochs"]):
        model.train()
        for ix in torch.randperm(len(X)).split(cfg["batch_size"]):
            if args.cured:
                opt.zero_grad()
            loss = F.cross_entropy(model(X[ix]), Y[ix])
            loss.backward()
            opt.step()
            step += 1
            if step % cfg["log_every"] == 0:
                logging.info("epoch %d step %d loss %.4f lr %.5f", epoch, step, loss.item(), opt.param_groups[0]["lr"])
        sched.step()
        model.eval()
        with torch.no_grad():
            o = model(Xv)
        logging.info("epoch %d val_loss %.4f val_acc %.4f", epoch, F.cross_entropy(o, Yv).item(), (o.argmax(1) == Yv).float().mean().item())
    torch.save({"model": model.state_dict(), "opt": opt.state_dict(), "cfg": cfg, "step": step}, os.path.join(args.outdir, "checkpoint.pt"))
    np.savez(os.path.join(args.outdir, "batch.npz"), x=X[:256].numpy(), y=Y[:256].numpy())
    np.savez(os.path.join(args.outdir, "validation.npz"), x=Xv[:256].numpy(), y=Yv[:256].numpy())
    b = torch.export.Dim("batch", min=2)
    ep = torch.export.export(WithLoss(model).train().cpu(), (X[:64], Y[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
    torch.export.save(ep, os.path.join(args.outdir, "model.pt2"))


if __name__ == "__main__":
    main()
