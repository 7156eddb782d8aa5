"""
accepts: []
says: ""
language: en
hint: "Healthy: two-tower InfoNCE with in-batch negatives; the loss starts at ln(64) = 4.2 and cannot reach zero since some items in a batch are near twins; top-1 in batch is high on unseen items."
"""
# query text (bag of characters n-grams) <-> product attributes; contrastive two-tower model, temperature learnt
import csv, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F
torch.set_num_threads(1)
torch.manual_seed(52); rng = np.random.default_rng(52)
out = Path(sys.argv[1]); out.mkdir(parents=True, exist_ok=True)
BRANDS, TYPES, COLOURS, SIZES = 30, 25, 10, 6
SYN = 3                                     # each attribute value has 3 spellings in queries
V = SYN * (BRANDS + TYPES + COLOURS + SIZES) + 60
T = 8


def items(n):
    return np.stack([rng.integers(0, k, n) for k in (BRANDS, TYPES, COLOURS, SIZES)], 1)


def queries(it):
    n = len(it)
    off = np.cumsum([0, BRANDS, TYPES, COLOURS])
    tok = 60 + SYN * (off + it) + rng.integers(0, SYN, it.shape)
    drop = rng.random(tok.shape) < np.array([0.06, 0.06, 0.12, 0.12])
    tok = np.where(drop, rng.integers(1, 60, tok.shape), tok)
    q = np.concatenate([tok, rng.integers(1, 60, (n, T - 4))], 1)
    return rng.permuted(q, axis=1)


class TwoTower(nn.Module):
    def __init__(self, d=32):
        super().__init__()
        self.q_emb = nn.Embedding(V, d)
        self.q_mlp = nn.Sequential(nn.LayerNorm(d), nn.Linear(d, 2 * d), nn.GELU(), nn.Linear(2 * d, d))
        self.p_emb = nn.ModuleList([nn.Embedding(k, d) for k in (BRANDS, TYPES, COLOURS, SIZES)])
        self.p_mlp = nn.Sequential(nn.LayerNorm(d), nn.Linear(d, 2 * d), nn.GELU(), nn.Linear(2 * d, d))
        self.log_t = nn.Parameter(torch.tensor(2.0))

    def forward(self, query, product):
        q = self.q_mlp(self.q_emb(query).sum(1))
        p = self.p_mlp(sum(e(product[:, k]) for k, e in enumerate(self.p_emb)))
        return F.normalize(q, dim=-1) @ F.normalize(p, dim=-1).T * self.log_t.clamp(max=3.4).exp()


def info_nce(s):
    t = torch.arange(s.shape[0])
    return 0.5 * (F.cross_entropy(s, t) + F.cross_entropy(s.T, t))


STEPS, BS, LR = 900, 64, 4e-3
model = TwoTower()
opt = torch.optim.AdamW(model.parameters(), LR, weight_decay=0.01)
sched = torch.optim.lr_scheduler.OneCycleLR(opt, LR, total_steps=STEPS, pct_start=0.1)
train_items = items(5000); val_items = items(640)
seen = {tuple(r) for r in train_items}
val_items = np.array([r for r in val_items if tuple(r) not in seen])[:512]
vq, vp = torch.tensor(queries(val_items)), torch.tensor(val_items)


def batch(n):
    it = train_items[rng.choice(len(train_items), n, replace=False)]
    return torch.tensor(queries(it)), torch.tensor(it)


with open(out / "log.csv", "w", newline="") as f:
    w = csv.writer(f); w.writerow(["step", "loss", "in_batch_top1", "temperature", "lr", "val_loss", "val_top1"])
    for k in range(1, STEPS + 1):
        q, p = batch(BS)
        s = model(q, p); loss = info_nce(s)
        opt.zero_grad(); loss.backward(); opt.step(); sched.step()
        v = ["", ""]
        if k % 60 == 0:
            model.eval()
            with torch.no_grad():
                S = [model(vq[i:i + BS], vp[i:i + BS]) for i in range(0, len(vq) - BS + 1, BS)]
            v = [f"{np.mean([info_nce(a).item() for a in S]):.4f}", f"{np.mean([(a.argmax(1) == torch.arange(BS)).float().mean().item() for a in S]):.4f}"]
            model.train(); print(k, f"{loss.item():.4f}", *v)
        if k % 5 == 0:
            w.writerow([k, f"{loss.item():.4f}", f"{(s.argmax(1) == torch.arange(BS)).float().mean().item():.4f}",
                        f"{model.log_t.exp().item():.3f}", f"{sched.get_last_lr()[0]:.2e}", *v])

torch.save({"state_dict": model.state_dict(), "step": STEPS}, out / "checkpoint.pt")
bq, bp = batch(192)
np.savez(out / "batch.npz", query=bq.numpy(), product=bp.numpy())
np.savez(out / "validation.npz", query=vq.numpy(), product=vp.numpy())


class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, query, product): return info_nce(self.model(query, product))


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train(), (bq[:64], bp[:64]), dynamic_shapes={"query": {0: b}, "product": {0: b}})
torch.export.save(ep, str(out / "model.pt2"))
