"""
accepts: [missing_warmup, learning_rate_too_high]
says: "用标准库源码训练一个字符级小 Transformer,loss 前几步就掉到 3.1 左右,然后几百步几乎不动,生成的全是空格和 e。别人同样的结构能到 2 以下。"
language: zh
hint: "post-LN encoder with Adam at 3e-3 from step 0 without warm-up: it is thrown into the unigram plateau. Cured: 150 steps of linear warm-up, same peak rate then decay"
"""
import sys, json, math, inspect, os
import argparse, textwrap, shlex, heapq, bisect, csv, fnmatch, glob
import numpy as np
import torch, torch.nn as nn, torch.nn.functional as F
torch.set_num_threads(1)
torch.manual_seed(11)

OUT = sys.argv[1]; CURED = "--cured" in sys.argv
os.makedirs(OUT, exist_ok=True)

text = "\n".join(inspect.getsource(m) for m in (argparse, textwrap, shlex, heapq, bisect, csv, fnmatch, glob))
vocab = sorted(set(text)); stoi = {c: i for i, c in enumerate(vocab)}
ids = torch.tensor([stoi[c] for c in text])
cut = int(len(ids) * .9)
tr, va = ids[:cut], ids[cut:]
T, B, D, L = 32, 12, 64, 6
STEPS, PEAK = 360, 4e-3

def get(src, n, g):
    p = torch.randint(0, len(src) - T - 1, (n,), generator=g)
    return torch.stack([src[i:i + T] for i in p]), torch.stack([src[i + 1:i + T + 1] for i in p])

class CharLM(nn.Module):
    def __init__(s):
        super().__init__()
        s.tok = nn.Embedding(len(vocab), D); s.pos = nn.Embedding(T, D)
        blk = nn.TransformerEncoderLayer(D, 4, 4 * D, dropout=0.0, batch_first=True, norm_first=False)
        s.enc = nn.TransformerEncoder(blk, L, enable_nested_tensor=False)
        for p in s.enc.parameters():
            if p.dim() > 1: nn.init.xavier_uniform_(p)
        s.out = nn.Linear(D, len(vocab))
        s.register_buffer("mask", torch.triu(torch.full((T, T), float("-inf")), 1))
    def forward(s, x):
        return s.out(s.enc(s.tok(x) * math.sqrt(D) + s.pos.weight, mask=s.mask, is_causal=True))

def loss_fn(m, x, y):
    o = m(x)
    return F.cross_entropy(o.reshape(-1, o.shape[-1]), y.reshape(-1))

net = CharLM()
opt = torch.optim.Adam(net.parameters(), lr=PEAK, betas=(0.9, 0.98))
WARM = 120 if CURED else 0
def f(t):
    if t < WARM: return (t + 1) / WARM
    return 0.5 * (1 + math.cos(math.pi * (t - WARM) / (STEPS - WARM)))
sch = torch.optim.lr_scheduler.LambdaLR(opt, f)
g = torch.Generator().manual_seed(1)
vx, vy = get(va, 96, torch.Generator().manual_seed(2))
with open(f"{OUT}/log.jsonl", "w") as fh:
    for step in range(STEPS):
        x, y = get(tr, B, g)
        loss = loss_fn(net, x, y)
        opt.zero_grad(); loss.backward(); opt.step(); 
        rec = {"step": step, "loss": round(loss.item(), 4), "lr": opt.param_groups[0]["lr"]}
        sch.step()
        if step % 30 == 29:
            net.eval()
            with torch.no_grad(): rec["val_loss"] = round(loss_fn(net, vx, vy).item(), 4)
            net.train()
        fh.write(json.dumps(rec) + "\n")
print(rec)
torch.save({"model": net.state_dict(), "optimizer": opt.state_dict(), "step": STEPS}, f"{OUT}/checkpoint.pt")
x, y = get(tr, 64, g)
np.savez(f"{OUT}/batch.npz", x=x.numpy(), y=y.numpy())
np.savez(f"{OUT}/validation.npz", x=vx.numpy(), y=vy.numpy())
class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return loss_fn(self.model, x, y)
b = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(net).train().cpu(), (x, y), dynamic_shapes={"x": {0: b}, "y": {0: b}}), f"{OUT}/model.pt2")
