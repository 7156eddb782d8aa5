"""
accepts: []
says: ""
language: en
hint: "Healthy: pre-LN GPT that learns to sort 6 digits, warm-up and cosine, loss on the answer tokens only; ends near zero on fresh sequences."
"""
# minGPT-style demo: sort a list of digits. input: d1..d6 s1..s5, predict s1..s6
import json, math, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
torch.set_num_threads(1)
torch.manual_seed(3407)
out = Path(sys.argv[1]); out.mkdir(parents=True, exist_ok=True)

LENGTH, NUM, D, H, LAYERS = 6, 6, 48, 4, 2
STEPS, BS, LR, WARM = 600, 48, 3e-3, 40


def sample(n, val=False):
    """hold out every sequence whose digit sum is a multiple of 5"""
    x = torch.randint(NUM, (4 * n if not val else 12 * n, LENGTH))
    x = x[(x.sum(1) % 5 == 0) == val][:n]
    s = x.sort(1).values
    cat = torch.cat([x, s], 1)
    inp, tgt = cat[:, :-1], cat[:, 1:].clone()
    tgt[:, :LENGTH - 1] = -1
    return inp, tgt


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.ln1, self.ln2 = nn.LayerNorm(D), nn.LayerNorm(D)
        self.qkv, self.proj = nn.Linear(D, 3 * D), nn.Linear(D, D)
        self.mlp = nn.Sequential(nn.Linear(D, 4 * D), nn.GELU(), nn.Linear(4 * D, D))

    def forward(self, x):
        B, T, _ = x.shape
        q, k, v = self.qkv(self.ln1(x)).view(B, T, 3, H, D // H).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).reshape(B, T, D)
        x = x + self.proj(y)
        return x + self.mlp(self.ln2(x))


class GPT(nn.Module):
    def __init__(self):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(NUM, D), nn.Embedding(2 * LENGTH - 1, D)
        self.blocks, self.ln_f = nn.Sequential(*[Block() for _ in range(LAYERS)]), nn.LayerNorm(D)
        self.head = nn.Linear(D, NUM, bias=False)
        self.apply(lambda m: nn.init.normal_(m.weight, std=0.04) if isinstance(m, (nn.Linear, nn.Embedding)) else None)

    def forward(self, idx):
        return self.head(self.ln_f(self.blocks(self.wte(idx) + self.wpe(torch.arange(2 * LENGTH - 1)))))


def loss_fn(logits, t):
    return F.cross_entropy(logits.reshape(-1, NUM), t.reshape(-1), ignore_index=-1)


model = GPT()
decay = [p for p in model.parameters() if p.ndim >= 2]
rest = [p for p in model.parameters() if p.ndim < 2]
opt = torch.optim.AdamW([{"params": decay, "weight_decay": 0.1}, {"params": rest, "weight_decay": 0.0}], lr=LR, betas=(0.9, 0.95))
sched = torch.optim.lr_scheduler.LambdaLR(
    opt, lambda s: (s + 1) / WARM if s < WARM else 0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * (s - WARM) / (STEPS - WARM))))
vx, vt = sample(256, True)
with open(out / "log.jsonl", "w") as f:
    for it in range(1, STEPS + 1):
        x, t = sample(BS)
        loss = loss_fn(model(x), t)
        opt.zero_grad(set_to_none=True); loss.backward()
        gn = nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        opt.step(); sched.step()
        rec = {"iter": it, "train_loss": round(loss.item(), 5), "grad_norm": round(gn.item(), 4), "lr": round(sched.get_last_lr()[0], 7)}
        if it % 50 == 0:
            model.eval()
            with torch.no_grad():
                o = model(vx)
                rec["val_loss"] = round(loss_fn(o, vt).item(), 5)
                rec["val_exact_match"] = round(((o.argmax(-1) == vt) | (vt < 0)).all(1).float().mean().item(), 4)
            model.train(); print(rec)
        if it % 3 == 0 or "val_loss" in rec:
            f.write(json.dumps(rec) + "\n")

torch.save({"model": model.state_dict(), "iter_num": STEPS, "config": {"n_layer": LAYERS, "n_embd": D, "n_head": H}}, out / "checkpoint.pt")
bx, bt = sample(256)
np.savez(out / "batch.npz", x=bx.numpy(), y=bt.numpy())
np.savez(out / "validation.npz", x=vx.numpy(), y=vt.numpy())


class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return loss_fn(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train(), (bx[:64], bt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(out / "model.pt2"))
