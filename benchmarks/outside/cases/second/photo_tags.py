"""
accepts: [wrong_loss_for_task]
says: "Multi-label tagging, every photo has 0-6 of 10 tags (multi-hot vector). The loss never gets below 3.2 and with threshold 0.5 on the sigmoid micro F1 stops at 0.85, exact match 0.47. I pass the multi-hot vector as float target to the loss, it runs without error."
language: en
hint: "CrossEntropyLoss (softmax, tags compete) on multi-hot labels; BCEWithLogitsLoss is the one for multi-label."
"""
import argparse
import json
import os
import time
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
CONFIG = {"tags": 10, "dim": 64, "hidden": 128, "lr": 1e-3, "epochs": 25, "batch_size": 64, "seed": 17}


class TagHead(nn.Module):
    """works on 64-d image embeddings from some backbone"""

    def __init__(self, dim, hidden, tags):
        super().__init__()
        self.norm = nn.LayerNorm(dim)
        self.fc1 = nn.Linear(dim, hidden)
        self.fc2 = nn.Linear(hidden, hidden)
        self.out = nn.Linear(hidden, tags)
        self.act = nn.GELU()
        self.drop = nn.Dropout(0.1)

    def forward(self, x):
        x = self.act(self.fc1(self.norm(x)))
        x = x + self.drop(self.act(self.fc2(x)))
        return self.out(x)


def embeddings(n, cfg, rng, protos):
    y = (rng.random((n, cfg["tags"])) < np.linspace(.15, .4, cfg["tags"])).astype(np.float32)
    mix = y @ protos + .6 * np.maximum(0, (y * y[:, ::-1]) @ protos[::-1])
    x = mix + rng.normal(0, .55, (n, cfg["dim"]))
    return torch.tensor(x, dtype=torch.float32), torch.tensor(y)


def f1(logits, y):
    p = torch.sigmoid(logits) > 0.5
    tp = (p & (y > 0)).sum().item()
    return 2 * tp / max(1, p.sum().item() + (y > 0).sum().item()), (p == (y > 0)).all(1).float().mean().item()


class WithLoss(nn.Module):
    def __init__(self, model, crit):
        super().__init__()
        self.model, self.crit = model, crit

    def forward(self, x, y):
        return self.crit(self.model(x), y)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("outdir")
    parser.add_argument("--cured", action="store_true")
    a = parser.parse_args()
    os.makedirs(a.outdir, exist_ok=True)
    cfg = CONFIG
    torch.manual_seed(cfg["seed"])
    rng = np.random.default_rng(cfg["seed"])
    protos = rng.normal(0, 1 / 2.2, (cfg["tags"], cfg["dim"]))
    xt, yt = embeddings(4000, cfg, rng, protos)
    xv, yv = embeddings(800, cfg, rng, protos)
    model = TagHead(cfg["dim"], cfg["hidden"], cfg["tags"])
    crit = nn.BCEWithLogitsLoss() if a.cured else nn.CrossEntropyLoss()
    opt = torch.optim.AdamW(model.parameters(), lr=cfg["lr"], weight_decay=0.02)
    sched = torch.optim.lr_scheduler.OneCycleLR(opt, 3e-3, total_steps=cfg["epochs"] * 63)
    history, step, t0 = [], 0, time.time()
    for epoch in range(cfg["epochs"]):
        model.train()
        losses = []
        for idx in torch.randperm(len(xt)).split(cfg["batch_size"]):
            loss = crit(model(xt[idx]), yt[idx])
            opt.zero_grad()
            loss.backward()
            opt.step()
            sched.step()
            step += 1
            losses.append(loss.item())
        history.append({"loss": round(float(np.mean(losses)), 4), "learning_rate": sched.get_last_lr()[0], "epoch": epoch + 1.0, "step": step})
        model.eval()
        with torch.no_grad():
            o = model(xv)
            f, em = f1(o, yv)
            history.append({"eval_loss": round(crit(o, yv).item(), 4), "eval_f1_micro": round(f, 4), "eval_exact_match": round(em, 4), "epoch": epoch + 1.0, "step": step})
        print(history[-2]); print(history[-1])
    json.dump({"global_step": step, "epoch": float(cfg["epochs"]), "log_history": history}, open(os.path.join(a.outdir, "log.json"), "w"), indent=1)
    torch.save({"model": model.state_dict(), "config": cfg}, os.path.join(a.outdir, "checkpoint.pt"))
    np.savez(os.path.join(a.outdir, "batch.npz"), x=xt[:256].numpy(), y=yt[:256].numpy())
    np.savez(os.path.join(a.outdir, "validation.npz"), x=xv[:512].numpy(), y=yv[:512].numpy())
    b = torch.export.Dim("batch", min=2)
    ep = torch.export.export(WithLoss(model, crit).train().cpu(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
    torch.export.save(ep, os.path.join(a.outdir, "model.pt2"))


if __name__ == "__main__":
    main()
