"""
accepts: [sqrt_at_zero]
says: "Siamese net with contrastive loss for signatures. The loss goes down nicely (0.52 to 0.18 in 11 iterations) and at iteration 12 it is nan, and stays nan. accuracy 0.500 from then on."
language: en
hint: "Hand-written Euclidean distance sqrt(sum(d^2)) without an epsilon; a positive pair made of the same signature twice has distance 0 and an infinite slope. Add 1e-8 inside the root."
"""
import os, sys
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
import torch.nn as nn
torch.set_num_threads(1)

EPS = 1e-8 if "--cured" in sys.argv else 0.0
outdir = sys.argv[1]
os.makedirs(outdir, exist_ok=True)
torch.manual_seed(12)
rng = np.random.default_rng(12)

# each writer has a characteristic pen trajectory (40 points, x/y) with natural variation
WRITERS, PER = 20, 130
t = np.linspace(0, 2 * np.pi, 40)
coef = rng.normal(size=(WRITERS, 2, 4))
def sign(w):
    c = coef[w] + rng.normal(0, 0.25, (2, 4))
    ph = rng.normal(0, 0.15)
    return np.stack([sum(c[k, j] * np.sin((j + 1) * (t + ph)) / (j + 1) for j in range(4)) for k in range(2)])
bank = np.stack([[sign(w) for _ in range(PER)] for w in range(WRITERS)]).astype("float32")
bank /= bank.std()

def pairs(n, lo, hi):
    X, Y = np.zeros((n, 2, 2, 40), "float32"), np.zeros(n, "float32")
    for i in range(n):
        w = rng.integers(WRITERS)
        same = i % 2 == 0
        w2 = w if same else (w + rng.integers(1, WRITERS)) % WRITERS
        X[i, 0], X[i, 1], Y[i] = bank[w, rng.integers(lo, hi)], bank[w2, rng.integers(lo, hi)], float(same)
    return torch.from_numpy(X), torch.from_numpy(Y)

xtr, ytr = pairs(3000, 0, 110)
xva, yva = pairs(500, 110, 130)

class Siamese(nn.Module):
    def __init__(self):
        super().__init__()
        self.branch = nn.Sequential(nn.Conv1d(2, 16, 5, padding=2), nn.ReLU(), nn.MaxPool1d(2),
                                    nn.Conv1d(16, 24, 5, padding=2), nn.ReLU(), nn.MaxPool1d(2),
                                    nn.Flatten(), nn.Linear(240, 16))
    def forward(self, x):
        a, b = self.branch(x[:, 0]), self.branch(x[:, 1])
        return torch.sqrt((a - b).pow(2).sum(1) + EPS)

def contrastive(d, y, margin=1.5):
    return (y * d.pow(2) + (1 - y) * torch.clamp(margin - d, min=0).pow(2)).mean()

model = Siamese()
opt = torch.optim.Adam(model.parameters(), lr=1e-3)
log = open(os.path.join(outdir, "log.txt"), "w")
it = 0
for epoch in range(10):
    model.train()
    for idx in torch.arange(len(xtr)).split(50) if epoch == 0 else torch.randperm(len(xtr)).split(50):
        loss = contrastive(model(xtr[idx]), ytr[idx])
        opt.zero_grad()
        loss.backward()
        opt.step()
        it += 1
        if it % 2 == 0 or it < 40:
            log.write(f"[{epoch}] it={it} contrastive={loss.item():.4f}\n")
    model.eval()
    with torch.no_grad():
        d = model(xva)
        acc = ((d < 0.75).float() == yva).float().mean().item()
    line = f"[{epoch}] VALID contrastive={contrastive(d, yva).item():.4f} same/different accuracy={acc:.3f}"
    print(line)
    log.write(line + "\n")
log.close()

torch.save({"siamese": model.state_dict(), "iteration": it}, os.path.join(outdir, "checkpoint.pt"))
np.savez(os.path.join(outdir, "batch.npz"), x=xtr[400:656].numpy(), y=ytr[400:656].numpy())
np.savez(os.path.join(outdir, "validation.npz"), x=xva[:256].numpy(), y=yva[:256].numpy())

class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model
    def forward(self, x, y):
        return contrastive(self.model(x), y)
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (xtr[:64], ytr[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(outdir, "model.pt2"))
