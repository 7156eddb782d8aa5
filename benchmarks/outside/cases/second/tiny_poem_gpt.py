"""
accepts: [learning_rate_too_high]
says: "I built a small char GPT after the youtube video. Loss falls to 2.28 in the first 200 steps, then it even goes up again to 2.41 and stays there (train and val alike), samples are just letters that follow each other somehow, no words. Deeper model = same."
language: en
hint: "Adam with lr 0.1 on a transformer; 5e-3 trains to about 0.4."
"""
import math, sys, os
import numpy as np
import torch
import torch.nn as nn
from torch.nn import functional as F

torch.set_num_threads(1)
outdir = sys.argv[1]; os.makedirs(outdir, exist_ok=True)
# ---- hyperparameters
learning_rate = 5e-3 if '--cured' in sys.argv else 1e-1
batch_size, block_size, max_iters, eval_interval = 24, 32, 600, 30
n_embd, n_head, n_layer = 40, 4, 2
torch.manual_seed(1337)

# ---- "poems": a little grammar makes the corpus
g = np.random.default_rng(1337)
adj = "silent golden broken winter quiet burning hollow distant gentle bitter".split()
noun = "river moon garden shadow mountain candle sparrow window ocean forest".split()
verb = "sleeps wanders sings falls remembers waits trembles returns".split()
prep = "under beyond inside above without".split()
def line():
    c = g.choice
    k = g.integers(3)
    if k == 0: return f"the {c(adj)} {c(noun)} {c(verb)}"
    if k == 1: return f"{c(prep)} the {c(noun)} a {c(noun)} {c(verb)}"
    return f"o {c(adj)} {c(noun)} {c(prep)} the {c(adj)} {c(noun)}"
text = "\n".join(line() for _ in range(4000))
chars = sorted(set(text))
stoi = {ch: i for i, ch in enumerate(chars)}
data = torch.tensor([stoi[c] for c in text])
n = int(.9 * len(data))
splits = {'train': data[:n], 'val': data[n:]}
V = len(chars)

def get_batch(split, bs=batch_size):
    d = splits[split]
    ix = torch.randint(len(d) - block_size - 1, (bs,))
    return torch.stack([d[i:i + block_size] for i in ix]), torch.stack([d[i + 1:i + 1 + block_size] for i in ix])

class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.ln1, self.ln2 = nn.LayerNorm(n_embd), nn.LayerNorm(n_embd)
        self.qkv = nn.Linear(n_embd, 3 * n_embd, bias=False)
        self.proj = nn.Linear(n_embd, n_embd)
        self.mlp = nn.Sequential(nn.Linear(n_embd, 4 * n_embd), nn.GELU(), nn.Linear(4 * n_embd, n_embd))
        self.register_buffer('tril', torch.tril(torch.ones(block_size, block_size)))

    def forward(self, x):
        B, T, C = x.shape
        q, k, v = self.qkv(self.ln1(x)).view(B, T, 3, n_head, C // n_head).permute(2, 0, 3, 1, 4)
        w = q @ k.transpose(-2, -1) / math.sqrt(C // n_head)
        w = w.masked_fill(self.tril[:T, :T] == 0, float('-inf')).softmax(-1)
        x = x + self.proj((w @ v).transpose(1, 2).reshape(B, T, C))
        return x + self.mlp(self.ln2(x))

class GPT(nn.Module):
    def __init__(self):
        super().__init__()
        self.tok, self.pos = nn.Embedding(V, n_embd), nn.Embedding(block_size, n_embd)
        self.blocks = nn.Sequential(*[Block() for _ in range(n_layer)])
        self.ln_f, self.head = nn.LayerNorm(n_embd), nn.Linear(n_embd, V)

    def forward(self, idx):
        x = self.tok(idx) + self.pos(torch.arange(idx.shape[1]))
        return self.head(self.ln_f(self.blocks(x)))

def loss_fn(logits, y):
    return F.cross_entropy(logits.reshape(-1, V), y.reshape(-1))

model = GPT()
print(sum(p.numel() for p in model.parameters()) / 1e3, 'K parameters')
optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
log = open(f'{outdir}/log.txt', 'w')
run = []
for it in range(1, max_iters + 1):
    xb, yb = get_batch('train')
    loss = loss_fn(model(xb), yb)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    run.append(loss.item())
    if it % eval_interval == 0:
        with torch.no_grad():
            v = np.mean([loss_fn(model(a), c).item() for a, c in (get_batch('val') for _ in range(4))])
        msg = f"step {it}: train loss {np.mean(run):.4f}, val loss {v:.4f}"
        run = []
        print(msg); print(msg, file=log)
log.close()

torch.save(model.state_dict(), f'{outdir}/checkpoint.pt')
xb, yb = get_batch('train', 128)
np.savez(f'{outdir}/batch.npz', x=xb.numpy(), y=yb.numpy())
xv, yv = get_batch('val', 128)
np.savez(f'{outdir}/validation.npz', x=xv.numpy(), y=yv.numpy())

class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return loss_fn(self.model(x), y)
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (xb[:64], yb[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, f'{outdir}/model.pt2')
