"""
accepts: [learning_rate_too_low]
says: "Small GPT on folk melodies, 800 iterations. Loss starts at 3.46 and is at 2.98 at the end (val 2.976), the curve is smooth but the tunes sound random. Gradient norm is about 1 all the time."
language: en
hint: "AdamW at 3e-5, the rate of a fine-tuning recipe, for a net trained from scratch. Cure: 8e-3 with the same warm-up and cosine."
"""
# nano GPT for folk melodies (32 pitch/duration tokens)
import json
import math
import sys
from pathlib import Path
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
CURED = "--cured" in sys.argv
out_dir = Path(sys.argv[1])
out_dir.mkdir(parents=True, exist_ok=True)
cfg = dict(vocab_size=32, block_size=32, n_layer=2, n_head=4, n_embd=48, dropout=0.0,
           lr=8e-3 if CURED else 3e-5, warmup_iters=40, max_iters=800, batch_size=32, weight_decay=0.1, eval_interval=50)


def compose(n, rng):
    """tunes = motif repeated with transposition and small variations"""
    toks = []
    while len(toks) < n:
        motif = np.cumsum(rng.choice([-2, -1, 1, 2, 4], 4, p=[.2, .3, .3, .1, .1]))
        start = rng.integers(6, 22)
        for rep in range(rng.integers(3, 6)):
            shift = [0, 2, 0, -2, 0][rep]
            for k in motif:
                t = int(np.clip(start + shift + k, 1, 31))
                if rng.random() < 0.03:
                    t = int(np.clip(t + rng.integers(-1, 2), 1, 31))
                toks.append(t)
        toks.append(0)
    return torch.tensor(toks[:n])


class Block(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.ln1, self.ln2 = nn.LayerNorm(c["n_embd"]), nn.LayerNorm(c["n_embd"])
        self.qkv = nn.Linear(c["n_embd"], 3 * c["n_embd"])
        self.proj = nn.Linear(c["n_embd"], c["n_embd"])
        self.mlp = nn.Sequential(nn.Linear(c["n_embd"], 4 * c["n_embd"]), nn.GELU(), nn.Linear(4 * c["n_embd"], c["n_embd"]))
        self.h = c["n_head"]

    def forward(self, x):
        B, T, C = x.shape
        q, k, v = self.qkv(self.ln1(x)).view(B, T, 3, self.h, C // self.h).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.proj(a.transpose(1, 2).reshape(B, T, C))
        return x + self.mlp(self.ln2(x))


class GPT(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.wte = nn.Embedding(c["vocab_size"], c["n_embd"])
        self.wpe = nn.Embedding(c["block_size"], c["n_embd"])
        self.h = nn.ModuleList(Block(c) for _ in range(c["n_layer"]))
        self.ln_f = nn.LayerNorm(c["n_embd"])
        self.lm_head = nn.Linear(c["n_embd"], c["vocab_size"], bias=False)
        self.apply(lambda m: nn.init.normal_(m.weight, 0, 0.02) if isinstance(m, (nn.Linear, nn.Embedding)) else None)

    def forward(self, idx):
        x = self.wte(idx) + self.wpe(torch.arange(idx.shape[1]))
        for b in self.h:
            x = b(x)
        return self.lm_head(self.ln_f(x))


def lm_loss(logits, y):
    return F.cross_entropy(logits.flatten(0, 1), y.flatten())


torch.manual_seed(1337)
data = {"train": compose(120000, np.random.default_rng(1)), "val": compose(12000, np.random.default_rng(2))}


def get_batch(split, n=cfg["batch_size"]):
    d = data[split]
    i = torch.randint(len(d) - cfg["block_size"] - 1, (n,))
    x = torch.stack([d[k:k + cfg["block_size"]] for k in i])
    return x, torch.stack([d[k + 1:k + 1 + cfg["block_size"]] for k in i])


model = GPT(cfg)
opt = torch.optim.AdamW(model.parameters(), lr=cfg["lr"], betas=(0.9, 0.99), weight_decay=cfg["weight_decay"])
log = open(out_dir / "log.jsonl", "w")
for it in range(cfg["max_iters"] + 1):
    lr = cfg["lr"] * min(1, (it + 1) / cfg["warmup_iters"]) * (0.55 + 0.45 * math.cos(math.pi * it / cfg["max_iters"]))
    for g in opt.param_groups:
        g["lr"] = lr
    x, y = get_batch("train")
    loss = lm_loss(model(x), y)
    opt.zero_grad(set_to_none=True)
    loss.backward()
    gn = nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    opt.step()
    if it % 10 == 0:
        rec = {"iter": it, "train/loss": round(loss.item(), 4), "lr": lr, "grad_norm": round(float(gn), 3)}
        if it % cfg["eval_interval"] == 0:
            with torch.no_grad():
                rec["val/loss"] = round(np.mean([lm_loss(model(a), b).item() for a, b in (get_batch("val", 64) for _ in range(3))]), 4)
        print(rec)
        log.write(json.dumps(rec) + "\n")
log.close()
torch.save({"model": model.state_dict(), "optimizer": opt.state_dict(), "iter_num": it, "config": cfg}, out_dir / "checkpoint.pt")
x, y = get_batch("train", 128)
np.savez(out_dir / "batch.npz", x=x.numpy(), y=y.numpy())
xv, yv = get_batch("val", 256)
np.savez(out_dir / "validation.npz", x=xv.numpy(), y=yv.numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return lm_loss(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (x[:64], y[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(out_dir / "model.pt2"))
