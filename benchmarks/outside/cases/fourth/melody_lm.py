"""
accepts: []
says: "The loss is around 1.42 at the end and jumps between 1.31 and 1.49 from step to step. Does this look done?"
language: en
hint: "Healthy: notes come from a second-order Markov chain whose entropy rate bounds the loss (1.345 nats printed at the start, a little more because the first note lacks its context); the small transformer reaches it. Only the noisy per-step training loss is logged."
"""
import json, math, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
import torch.nn as nn
torch.set_num_threads(1)
torch.manual_seed(19)
rng = np.random.default_rng(19)
save_to = sys.argv[1]
os.makedirs(save_to, exist_ok=True)

# --- melodies: 7 notes of the scale, the next depends on the last two, sampled for ever (no repetition of data)
P, T, D = 7, 16, 32
table = rng.dirichlet(np.ones(P) * 0.4, (P, P)) * 0.97 + 0.03 / P
cum = table.cumsum(-1)


def melodies(n):
    s = np.zeros((n, T + 1), dtype=np.int64)
    s[:, :2] = rng.integers(0, P, (n, 2))
    for t in range(2, T + 1):
        u = rng.uniform(size=(n, 1))
        s[:, t] = np.minimum((u > cum[s[:, t - 2], s[:, t - 1]]).sum(1), P - 1)
    s = torch.from_numpy(s)
    return s[:, :-1].contiguous(), s[:, 1:].contiguous()


class MelodyLM(nn.Module):
    def __init__(self):
        super().__init__()
        self.note, self.time = nn.Embedding(P, D), nn.Embedding(T, D)
        self.attn = nn.ModuleList([nn.MultiheadAttention(D, 4, batch_first=True) for _ in range(2)])
        self.ff = nn.ModuleList([nn.Sequential(nn.Linear(D, 128), nn.GELU(), nn.Linear(128, D)) for _ in range(2)])
        self.n1, self.n2 = (nn.ModuleList([nn.LayerNorm(D) for _ in range(2)]) for _ in range(2))
        self.out = nn.Linear(D, P)
        self.register_buffer("causal", torch.triu(torch.ones(T, T), 1).bool())

    def forward(self, x):
        h = self.note(x) + self.time.weight
        for a, f, n1, n2 in zip(self.attn, self.ff, self.n1, self.n2):
            z = n1(h)
            h = h + a(z, z, z, attn_mask=self.causal, need_weights=False)[0]
            h = h + f(n2(h))
        return self.out(h)


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.cross_entropy(self.model(x).flatten(0, 1), y.flatten())


x, y = melodies(400)
a, b_ = x[:, 1:-1], x[:, 2:]
H = -(table * np.log(table)).sum(-1)
print("entropy rate of the source: %.3f nats" % H[a.numpy(), b_.numpy()].mean())
model = MelodyLM()
criterion = WithLoss(model)
opt = torch.optim.AdamW(model.parameters(), lr=4e-3, weight_decay=0.01, betas=(0.9, 0.98))
STEPS, WARM = 600, 40
sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(1, (s + 1) / WARM) * 0.5 * (1 + math.cos(math.pi * s / STEPS)))
with open(os.path.join(save_to, "log.jsonl"), "w") as f:
    for step in range(STEPS):
        xb, yb = melodies(32)
        loss = criterion(xb, yb)
        opt.zero_grad()
        loss.backward()
        gn = nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        opt.step()
        if step % 5 == 0 or step == STEPS - 1:
            f.write(json.dumps({"step": step, "loss": round(loss.item(), 4), "lr": sched.get_last_lr()[0], "gnorm": round(gn.item(), 3)}) + "\n")
        sched.step()
print("final", loss.item())

torch.save({"model": model.state_dict(), "step": STEPS}, os.path.join(save_to, "checkpoint.pt"))
xb, yb = melodies(160)
np.savez(os.path.join(save_to, "batch.npz"), x=xb.numpy(), y=yb.numpy())
d = torch.export.Dim("batch", min=2)
ep = torch.export.export(criterion.train().cpu(), (xb[:64], yb[:64]), dynamic_shapes={"x": {0: d}, "y": {0: d}})
torch.export.save(ep, os.path.join(save_to, "model.pt2"))
