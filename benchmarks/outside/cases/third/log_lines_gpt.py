"""
accepts: [data_leakage, model_implementation_bug]
says: "Val loss 0.011, train loss 0.013, better than anything I have seen for a model this small, but when I sample from it I only get repeated junk like '3': 0 of 30 lines can be parsed. Is my sampling code wrong?"
language: en
hint: "The attention has no causal mask (is_causal forgotten), so the network reads the next token in its input; the loss is splendid and generation is garbage. Cured with is_causal=True."
"""
# char-level GPT on syslog-like lines; goal: generate plausible lines for load tests of our parser
import os, re, sys, time
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F
torch.set_num_threads(1)
torch.manual_seed(1337)
R = np.random.default_rng(1337)
out = Path(sys.argv[1]); out.mkdir(parents=True, exist_ok=True)
causal = "--cured" in sys.argv

# ---------------- data
SERV = ["sshd", "cron", "nginx", "dhcp"]
ACT = {"sshd": ["login ok", "login failed"], "cron": ["job start", "job done"],
       "nginx": ["get 200", "get 404"], "dhcp": ["lease new", "lease end"]}


def line():
    s = str(R.choice(SERV))
    return f"{R.integers(24):02d}:{R.integers(60):02d} {s} {R.choice(ACT[s])}\n"


text = "".join(line() for _ in range(6000))
chars = sorted(set(text)); stoi = {c: i for i, c in enumerate(chars)}
data = torch.tensor([stoi[c] for c in text])
n = int(0.9 * len(data)); train_data, val_data = data[:n], data[n:]
block_size, batch_size, n_embd, n_head, n_layer = 48, 16, 64, 4, 3
max_iters, eval_interval, learning_rate = 500, 50, 2e-3


def get_batch(d, bs=batch_size):
    ix = torch.randint(len(d) - block_size - 1, (bs,))
    return torch.stack([d[i:i + block_size] for i in ix]), torch.stack([d[i + 1:i + 1 + block_size] for i in ix])


# ---------------- model
class Attn(nn.Module):
    def __init__(self):
        super().__init__()
        self.c_attn = nn.Linear(n_embd, 3 * n_embd)
        self.c_proj = nn.Linear(n_embd, n_embd)

    def forward(self, x):
        B, T, C = x.shape
        q, k, v = self.c_attn(x).split(n_embd, dim=2)
        q, k, v = (t.view(B, T, n_head, C // n_head).transpose(1, 2) for t in (q, k, v))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=causal)
        return self.c_proj(y.transpose(1, 2).reshape(B, T, C))


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.ln_1, self.attn, self.ln_2 = nn.LayerNorm(n_embd), Attn(), nn.LayerNorm(n_embd)
        self.mlp = nn.Sequential(nn.Linear(n_embd, 4 * n_embd), nn.GELU(), nn.Linear(4 * n_embd, n_embd))

    def forward(self, x):
        x = x + self.attn(self.ln_1(x))
        return x + self.mlp(self.ln_2(x))


class GPT(nn.Module):
    def __init__(self):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(len(chars), n_embd), nn.Embedding(block_size, n_embd)
        self.h = nn.ModuleList([Block() for _ in range(n_layer)])
        self.ln_f, self.lm_head = nn.LayerNorm(n_embd), nn.Linear(n_embd, len(chars), bias=False)
        for m in self.modules():
            if isinstance(m, (nn.Linear, nn.Embedding)):
                nn.init.normal_(m.weight, std=0.05)

    def forward(self, idx):
        x = self.wte(idx) + self.wpe(torch.arange(idx.shape[1]))
        for b in self.h:
            x = b(x)
        return self.lm_head(self.ln_f(x))


def loss_fn(logits, y):
    return F.cross_entropy(logits.flatten(0, 1), y.flatten())


@torch.no_grad()
def generate(model, k):
    idx = torch.full((16, 1), stoi["\n"])
    for _ in range(k):
        p = F.softmax(model(idx[:, -block_size:])[:, -1], -1)
        idx = torch.cat([idx, torch.multinomial(p, 1)], 1)
    return ["".join(chars[i] for i in row) for row in idx.tolist()]


model = GPT()
opt = torch.optim.AdamW(model.parameters(), lr=learning_rate, betas=(0.9, 0.95), weight_decay=0.1)
sched = torch.optim.lr_scheduler.OneCycleLR(opt, learning_rate, total_steps=max_iters, pct_start=0.1)
log = open(out / "log.txt", "w"); t0 = time.time()


def say(s): print(s); log.write(s + "\n")


vb = get_batch(val_data, 128)
for it in range(1, max_iters + 1):
    x, y = get_batch(train_data)
    loss = loss_fn(model(x), y)
    opt.zero_grad(set_to_none=True); loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    opt.step(); sched.step()
    if it % 10 == 0:
        say(f"iter {it}: loss {loss.item():.4f}, lr {sched.get_last_lr()[0]:.5f}")
    if it % eval_interval == 0:
        model.eval()
        with torch.no_grad():
            say(f"step {it}: train loss {loss.item():.4f}, val loss {loss_fn(model(vb[0]), vb[1]).item():.4f}")
        model.train()
model.eval()
lines = [l for t in generate(model, 60) for l in t.split("\n")[1:-1]]
ok = sum(bool(re.fullmatch(r"\d\d:\d\d (sshd|cron|nginx|dhcp) \w+ \w+", l)) for l in lines)
say(f"samples: {lines[:3]}")
say(f"parsable lines: {ok} of {len(lines)}")
log.close()
torch.save({"model": model.state_dict(), "iter_num": max_iters}, out / "checkpoint.pt")
bx, by = get_batch(train_data, 128)
np.savez(out / "batch.npz", idx=bx.numpy(), y=by.numpy())
np.savez(out / "validation.npz", idx=vb[0].numpy(), y=vb[1].numpy())


class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, idx, y): return loss_fn(self.model(idx), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train(), (bx[:64], by[:64]), dynamic_shapes={"idx": {0: b}, "y": {0: b}})
torch.export.save(ep, str(out / "model.pt2"))
