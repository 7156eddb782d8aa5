"""
accepts: [optimizer_state_lost]
says: "Language model on recipes. The job got killed at step 560 and I resumed it; before that loss 0.59 / val 0.596, right after the resume 0.84 and at the end (step 640) val is 0.642. It never got back to the old value."
language: en
hint: "The job was killed at step 560 and resumed from weights only: fresh AdamW and a schedule that begins again at the full rate and is nowhere near its end when the run stops. Cured: optimizer and scheduler state restored."
"""
# GRU language model on recipe steps ("add 3 cups flour then stir ..."). Cluster kills jobs after a while, so we resume.
import json, math, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
torch.set_num_threads(1)

out = Path(sys.argv[1]); out.mkdir(parents=True, exist_ok=True)
full_resume = "--cured" in sys.argv
torch.manual_seed(6); rng = np.random.default_rng(6)
T, BS, STEPS, KILLED, LR = 40, 16, 640, 560, 2.5e-2

ING = {"bake": ["flour", "sugar", "butter", "yeast"], "soup": ["carrots", "onions", "stock", "leeks"], "salad": ["lettuce", "olives", "feta", "basil"]}
UNIT = {"flour": "cups", "sugar": "cups", "butter": "spoons", "yeast": "grams", "carrots": "pieces", "onions": "pieces", "stock": "liters",
        "leeks": "pieces", "lettuce": "heads", "olives": "spoons", "feta": "grams", "basil": "leaves"}
END = {"bake": "bake 40 minutes", "soup": "simmer 20 minutes", "salad": "serve cold"}


def recipe():
    kind = str(rng.choice(list(ING)))
    s = [kind, ":"]
    for ing in rng.permutation(ING[kind])[:rng.integers(2, 5)]:
        s += ["add", str(rng.integers(1, 5)), UNIT[str(ing)], str(ing), str(rng.choice(["then", "and"]))]
    return s + END[kind].split() + ["<eos>"]


words = [w for _ in range(3500) for w in recipe()]
vocab = sorted(set(words)); ix = {w: i for i, w in enumerate(vocab)}
ids = torch.tensor([ix[w] for w in words]); cut = int(len(ids) * 0.92)
train, val = ids[:cut], ids[cut:]


def batch(d, n, g):
    i = torch.randint(len(d) - T - 1, (n,), generator=g)
    return torch.stack([d[j:j + T] for j in i]), torch.stack([d[j + 1:j + T + 1] for j in i])


class LM(nn.Module):
    def __init__(self, d=64):
        super().__init__()
        self.emb = nn.Embedding(len(vocab), d)
        self.rnn = nn.GRU(d, d, batch_first=True)
        self.out = nn.Linear(d, len(vocab))

    def forward(self, x):
        return self.out(self.rnn(self.emb(x))[0])


def loss_fn(o, y):
    return F.cross_entropy(o.flatten(0, 1), y.flatten())


def build():
    m = LM()
    o = torch.optim.AdamW(m.parameters(), lr=LR, betas=(0.9, 0.99), weight_decay=0.01)
    s = torch.optim.lr_scheduler.LambdaLR(o, lambda k: 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1, k / STEPS))))
    return m, o, s


g = torch.Generator().manual_seed(1)
vx, vy = batch(val, 128, torch.Generator().manual_seed(2))
model, opt, sched = build()
hist = []
for step in range(1, STEPS + 1):
    if step == KILLED + 1:                                   # second job
        ck = torch.load(out / "last.pt")
        model, opt, sched = build()
        model.load_state_dict(ck["model"])
        if full_resume:
            opt.load_state_dict(ck["opt"]); sched.load_state_dict(ck["sched"])
        hist.append({"step": step, "event": "resumed from last.pt"})
    x, y = batch(train, BS, g)
    loss = loss_fn(model(x), y)
    opt.zero_grad(); loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 5.0)
    opt.step(); sched.step()
    rec = {"step": step, "loss": round(loss.item(), 4)}
    if step % 40 == 0:
        with torch.no_grad():
            rec["val_loss"] = round(loss_fn(model(vx), vy).item(), 4)
        rec["val_ppl"] = round(float(np.exp(rec["val_loss"])), 3)
        print(rec)
    if step % 2 == 0 or "val_loss" in rec:
        hist.append(rec)
    if step == KILLED:
        torch.save({"model": model.state_dict(), "opt": opt.state_dict(), "sched": sched.state_dict()}, out / "last.pt")
(out / "last.pt").unlink()
with open(out / "log.jsonl", "w") as f:
    f.writelines(json.dumps(r) + "\n" for r in hist)

torch.save({"model": model.state_dict(), "step": STEPS}, out / "checkpoint.pt")
bx, by = batch(train, 128, g)
np.savez(out / "batch.npz", x=bx.numpy(), y=by.numpy())
np.savez(out / "validation.npz", x=vx.numpy(), y=vy.numpy())


class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return loss_fn(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train(), (bx[:64], by[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(out / "model.pt2"))
