"""
accepts: [learning_rate_too_high]
says: "nanoGPT-style model on recipe lines. Loss drops from 3.42 to about 2.5 in the first evaluations and then nothing happens, step 400: train 2.4895, val 2.5153, and samples are just random letters with the right frequencies. The text is super repetitive, so I expected way below 1."
language: en
hint: "Adam with lr 0.1 (copied from an SGD script) on a small GPT; 2e-3 works."
"""
import argparse, json, math, os, random
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

p = argparse.ArgumentParser()
p.add_argument("outdir"); p.add_argument("--cured", action="store_true")
args = p.parse_args()
os.makedirs(args.outdir, exist_ok=True)
torch.set_num_threads(1); torch.manual_seed(1337); random.seed(1337)

# hyperparameters
block_size, batch_size, n_embd, n_head, n_layer = 32, 24, 48, 4, 2
max_iters, eval_interval = 400, 50
learning_rate = 2e-3 if args.cured else 1e-1

# a little recipe corpus
verbs = ["chop", "boil", "fry", "mix", "bake", "stir"]
things = ["the onions", "two eggs", "the rice", "some butter", "the carrots", "fresh basil", "the dough"]
ends = ["until golden.", "for five minutes.", "and set aside.", "with a pinch of salt.", "on low heat."]
text = "\n".join(f"{random.choice(verbs)} {random.choice(things)} {random.choice(ends)}" for _ in range(5000))
chars = sorted(set(text)); stoi = {c: i for i, c in enumerate(chars)}
data = torch.tensor([stoi[c] for c in text]); n = int(0.9 * len(data))
train_data, val_data = data[:n], data[n:]

def get_batch(split, bs=batch_size):
    d = train_data if split == "train" else val_data
    ix = torch.randint(len(d) - block_size - 1, (bs,))
    return torch.stack([d[i:i + block_size] for i in ix]), torch.stack([d[i + 1:i + block_size + 1] for i in ix])

class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.ln1, self.ln2 = nn.LayerNorm(n_embd), nn.LayerNorm(n_embd)
        self.qkv, self.proj = nn.Linear(n_embd, 3 * n_embd, bias=False), nn.Linear(n_embd, n_embd)
        self.mlp = nn.Sequential(nn.Linear(n_embd, 4 * n_embd), nn.GELU(), nn.Linear(4 * n_embd, n_embd))
        self.register_buffer("mask", torch.tril(torch.ones(block_size, block_size)).bool())
    def forward(self, x):
        B, T, C = x.shape
        q, k, v = self.qkv(self.ln1(x)).reshape(B, T, 3, n_head, C // n_head).permute(2, 0, 3, 1, 4)
        att = (q @ k.transpose(-2, -1)) / math.sqrt(C // n_head)
        att = att.masked_fill(~self.mask[:T, :T], float("-inf")).softmax(-1)
        x = x + self.proj((att @ v).transpose(1, 2).reshape(B, T, C))
        return x + self.mlp(self.ln2(x))

class GPT(nn.Module):
    def __init__(self):
        super().__init__()
        self.wte = nn.Embedding(len(chars), n_embd); self.wpe = nn.Embedding(block_size, n_embd)
        self.blocks = nn.Sequential(*[Block() for _ in range(n_layer)])
        self.ln_f = nn.LayerNorm(n_embd); self.lm_head = nn.Linear(n_embd, len(chars))
    def forward(self, idx):
        x = self.wte(idx) + self.wpe(torch.arange(idx.shape[1]))
        return self.lm_head(self.ln_f(self.blocks(x)))

def lm_loss(logits, y):
    return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), y.reshape(-1))

model = GPT()
opt = torch.optim.Adam(model.parameters(), lr=learning_rate)
log = open(os.path.join(args.outdir, "log.txt"), "w")
def say(s): print(s); log.write(s + "\n")
say(f"{sum(q.numel() for q in model.parameters())/1e3:.1f}K parameters, vocab {len(chars)}, lr {learning_rate}")

@torch.no_grad()
def estimate_loss():
    model.eval()
    r = {s: np.mean([lm_loss(model(xb), yb).item() for xb, yb in (get_batch(s) for _ in range(8))]) for s in ("train", "val")}
    model.train(); return r

for it in range(max_iters + 1):
    if it % eval_interval == 0:
        e = estimate_loss(); say(f"step {it}: train loss {e['train']:.4f}, val loss {e['val']:.4f}")
    xb, yb = get_batch("train")
    loss = lm_loss(model(xb), yb)
    opt.zero_grad(set_to_none=True); loss.backward(); opt.step()
    if it % 10 == 0: say(f"iter {it}: loss {loss.item():.4f}")
log.close()

torch.save({"model": model.state_dict(), "optimizer": opt.state_dict(), "iter_num": it,
            "config": dict(n_layer=n_layer, n_head=n_head, n_embd=n_embd, block_size=block_size, lr=learning_rate)},
           os.path.join(args.outdir, "checkpoint.pt"))
x, y = get_batch("train", 128); xv, yv = get_batch("val", 128)
np.savez(os.path.join(args.outdir, "batch.npz"), x=x.numpy(), y=y.numpy())
np.savez(os.path.join(args.outdir, "validation.npz"), x=xv.numpy(), y=yv.numpy())

class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return lm_loss(self.model(x), y)
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (x[:64], y[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(args.outdir, "model.pt2"))
