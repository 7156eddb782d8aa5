"""
accepts: [missing_warmup, learning_rate_too_high]
says: "8-layer GPT (post-norm, 48 wide) on my toy grammar. Loss drops to about 1.65 in the first 40 steps and then practically stands still, 1.45 train and 1.43 val at the end, no overfitting. What is holding it back?"
language: en
hint: "Post-LN GPT trained with AdamW at the full rate from step 0, no warm-up; cured by a linear warm-up followed by the same cosine decay."
"""
# small GPT on sentences of a toy grammar (number agreement + nested brackets), word level
import csv, math, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(11)
rng = np.random.default_rng(11)

outdir = Path(sys.argv[1]); outdir.mkdir(parents=True, exist_ok=True)
CURED = "--cured" in sys.argv

CFG = dict(d=48, heads=4, layers=8, T=24, batch=24, steps=330, lr=6e-3, wd=0.05,
           warmup=90 if CURED else 0)

NOUNS_S = ["cat", "robot", "king", "pilot", "child"]
NOUNS_P = ["cats", "robots", "kings", "pilots", "children"]
VERB_S = ["sees", "likes", "finds", "calls"]
VERB_P = ["see", "like", "find", "call"]
OPEN, CLOSE = ["(", "[", "{"], [")", "]", "}"]
words = NOUNS_S + NOUNS_P + VERB_S + VERB_P + OPEN + CLOSE + ["the", "that", "."]
stoi = {w: i for i, w in enumerate(words)}
V = len(words)


def noun_phrase(depth):
    plural = rng.random() < 0.5
    out = ["the", str(rng.choice(NOUNS_P if plural else NOUNS_S))]
    if depth < 2 and rng.random() < 0.4:
        k = int(rng.integers(3))
        inner, p2 = noun_phrase(depth + 1)
        out += [OPEN[k], "that"] + inner + [str(rng.choice(VERB_P if p2 else VERB_S)), CLOSE[k]]
    return out, plural


def sentence():
    s, p = noun_phrase(0)
    o, _ = noun_phrase(1)
    return s + [str(rng.choice(VERB_P if p else VERB_S))] + o + ["."]


def stream(n):
    toks = []
    while len(toks) < n:
        toks += [stoi[w] for w in sentence()]
    return np.array(toks[:n])


train_ids, val_ids = stream(120_000), stream(12_000)


def get_batch(ids, n):
    i = rng.integers(0, len(ids) - CFG["T"] - 1, n)
    x = np.stack([ids[j:j + CFG["T"]] for j in i])
    y = np.stack([ids[j + 1:j + 1 + CFG["T"]] for j in i])
    return torch.tensor(x), torch.tensor(y)


class Block(nn.Module):
    """as in 'Attention is all you need': norm after the residual sum"""
    def __init__(self, d, h):
        super().__init__()
        self.h = h
        self.qkv, self.proj = nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.fc1, self.fc2 = nn.Linear(d, 4 * d), nn.Linear(4 * d, d)
        self.ln1, self.ln2 = nn.LayerNorm(d), nn.LayerNorm(d)

    def forward(self, x):
        B, T, D = x.shape
        q, k, v = self.qkv(x).view(B, T, 3, self.h, D // self.h).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = self.ln1(x + self.proj(a.transpose(1, 2).reshape(B, T, D)))
        return self.ln2(x + self.fc2(F.relu(self.fc1(x))))


class GPT(nn.Module):
    def __init__(self):
        super().__init__()
        self.tok = nn.Embedding(V, CFG["d"])
        self.pos = nn.Parameter(torch.randn(CFG["T"], CFG["d"]) * 0.1)
        self.blocks = nn.Sequential(*[Block(CFG["d"], CFG["heads"]) for _ in range(CFG["layers"])])
        self.head = nn.Linear(CFG["d"], V)

    def forward(self, x):
        return self.head(self.blocks(self.tok(x) + self.pos))


def lm_loss(logits, y):
    return F.cross_entropy(logits.reshape(-1, V), y.reshape(-1))


model = GPT()
opt = torch.optim.AdamW(model.parameters(), lr=CFG["lr"], betas=(0.9, 0.98), weight_decay=CFG["wd"])


def lr_at(s):
    if s < CFG["warmup"]:
        return (s + 1) / CFG["warmup"]
    f = (s - CFG["warmup"]) / (CFG["steps"] - CFG["warmup"])
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * f))


sched = torch.optim.lr_scheduler.LambdaLR(opt, lr_at)
vx, vy = get_batch(val_ids, 128)
with open(outdir / "log.csv", "w", newline="") as f:
    w = csv.writer(f); w.writerow(["step", "train_loss", "lr", "grad_norm", "val_loss"])
    for step in range(CFG["steps"]):
        x, y = get_batch(train_ids, CFG["batch"])
        loss = lm_loss(model(x), y)
        opt.zero_grad(); loss.backward()
        gn = nn.utils.clip_grad_norm_(model.parameters(), 100.0)
        lr = opt.param_groups[0]["lr"]
        opt.step(); sched.step()
        v = ""
        if step % 60 == 59:
            model.eval()
            with torch.no_grad():
                v = f"{lm_loss(model(vx), vy).item():.4f}"
            model.train()
            print(f"step {step + 1:4d} loss {loss.item():.3f} val {v}")
        if step % 5 == 0 or v:
            w.writerow([step + 1, f"{loss.item():.4f}", f"{lr:.2e}", f"{gn:.3f}", v])

torch.save({"model": model.state_dict(), "optimizer": opt.state_dict(), "config": CFG}, outdir / "checkpoint.pt")
bx, by = get_batch(train_ids, 128)
np.savez(outdir / "batch.npz", x=bx.numpy(), y=by.numpy())
np.savez(outdir / "validation.npz", x=vx.numpy(), y=vy.numpy())


class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return lm_loss(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train(), (bx[:64], by[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(outdir / "model.pt2"))
