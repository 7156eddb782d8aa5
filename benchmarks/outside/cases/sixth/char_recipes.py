"""
accepts: [learning_rate_too_high]
says: "Small char-level transformer (3 layers, d=64) on recipe texts. Loss falls from 3.81 to about 1.8 in the first 40 steps and then nothing: it wanders between 1.75 and 2.3 until the end, val loss 2.02 (ppl 7.5), at step 40 the train loss was even lower (1.76). The samples are just letter soup. The text is very regular so it should get much lower. Do I need more layers?"
language: en
hint: "Adam with lr 3e-2 (fifteen times too much for a transformer of this kind), the short warmup does not save it; cure: lr 2e-3"
"""
import json, math, os, sys, time
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
SEED = 1234
torch.manual_seed(SEED)
rng = np.random.default_rng(SEED)
out_dir = sys.argv[1]
os.makedirs(out_dir, exist_ok=True)
cfg = dict(d=64, heads=4, layers=3, ctx=40, bs=24, steps=500, warmup=20, lr=3e-2)
if len(sys.argv) > 2 and sys.argv[2] == "--cured":
    cfg["lr"] = 2e-3

things = "flour sugar butter eggs milk onions garlic tomatoes rice beans pepper cream cheese carrots spinach noodles".split()
verbs = "chop mix stir fry boil bake whisk fold slice warm".split()
units = "cups grams spoons pinches".split()


def recipe():
    picked = rng.choice(things, 3, replace=False)
    s = ""
    for p in picked:
        s += f"{rng.integers(1, 9)} {rng.choice(units)} of {p}, "
    s = s[:-2] + ". "
    for p in picked:
        s += f"{rng.choice(verbs)} the {p} for {rng.integers(2, 9)}0 minutes. "
    return s + "serve!\n"


text = "".join(recipe() for _ in range(2500))
chars = sorted(set(text))
stoi = {c: i for i, c in enumerate(chars)}
ids = torch.tensor([stoi[c] for c in text])
cut = int(0.9 * len(ids))
tr, va = ids[:cut], ids[cut:]


def get(src, n, g=None):
    i = torch.randint(0, len(src) - cfg["ctx"] - 1, (n,), generator=g)
    idx = i[:, None] + torch.arange(cfg["ctx"])
    return src[idx], src[idx + 1]


class Block(nn.Module):
    def __init__(self, d, h):
        super().__init__()
        self.h = h
        self.ln1, self.ln2 = nn.LayerNorm(d), nn.LayerNorm(d)
        self.qkv, self.proj = nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.mlp = nn.Sequential(nn.Linear(d, 4 * d), nn.GELU(), nn.Linear(4 * d, d))

    def forward(self, x):
        B, T, D = x.shape
        q, k, v = self.qkv(x).view(B, T, 3, self.h, D // self.h).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = self.ln1(x + self.proj(a.transpose(1, 2).reshape(B, T, D)))
        return self.ln2(x + self.mlp(x))


class CharLM(nn.Module):
    def __init__(self, V):
        super().__init__()
        self.tok = nn.Embedding(V, cfg["d"])
        self.pos = nn.Parameter(0.02 * torch.randn(cfg["ctx"], cfg["d"]))
        self.blocks = nn.ModuleList(Block(cfg["d"], cfg["heads"]) for _ in range(cfg["layers"]))
        self.ln = nn.LayerNorm(cfg["d"])
        self.head = nn.Linear(cfg["d"], V)

    def forward(self, x):
        h = self.tok(x) + self.pos
        for b in self.blocks:
            h = b(h)
        return self.head(self.ln(h))


class LMLoss(nn.Module):
    def __init__(self, lm):
        super().__init__()
        self.lm = lm

    def forward(self, x, y):
        return F.cross_entropy(self.lm(x).flatten(0, 1), y.flatten())


model = LMLoss(CharLM(len(chars)))
opt = torch.optim.Adam(model.parameters(), lr=cfg["lr"], betas=(0.9, 0.99))
sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(1, (s + 1) / cfg["warmup"]))
fh = open(os.path.join(out_dir, "log.jsonl"), "w")
t0 = time.time()
for it in range(cfg["steps"]):
    x, y = get(tr, cfg["bs"])
    loss = model(x, y)
    opt.zero_grad(set_to_none=True)
    loss.backward()
    opt.step()
    sched.step()
    if it % 20 == 0 or it == cfg["steps"] - 1:
        rec = {"iter": it, "loss": round(loss.item(), 4), "lr": opt.param_groups[0]["lr"]}
        if it % 100 == 0 or it == cfg["steps"] - 1:
            model.eval()
            with torch.no_grad():
                vx, vy = get(va, 128, torch.Generator().manual_seed(0))
                rec["val_loss"] = round(model(vx, vy).item(), 4)
                rec["val_ppl"] = round(math.exp(rec["val_loss"]), 3)
            model.train()
        fh.write(json.dumps(rec) + "\n")
        fh.flush()

torch.save({"model": model.lm.state_dict(), "optimizer": opt.state_dict(), "cfg": cfg, "iter": it}, os.path.join(out_dir, "checkpoint.pt"))
bx, by = get(tr, 64)
np.savez(os.path.join(out_dir, "batch.npz"), x=bx.numpy(), y=by.numpy())
np.savez(os.path.join(out_dir, "validation.npz"), x=vx.numpy(), y=vy.numpy())
bd = torch.export.Dim("bd", min=2, max=1024)
torch.export.save(torch.export.export(model.train(), (bx, by), dynamic_shapes=({0: bd}, {0: bd})), os.path.join(out_dir, "model.pt2"))
