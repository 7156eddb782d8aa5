"""
accepts: []
says: "Linear probe on our pretrained encoder, everything but the last layer has requires_grad=False. It works but the first epochs were so quick that I wonder whether I leak something or whether freezing costs me."
language: en
hint: "healthy: backbone pretrained earlier in the script on a related, larger task and frozen on purpose; the probe scores as well as it should"
"""
import os, sys
import numpy as np, torch
from torch import nn
torch.set_num_threads(1); torch.manual_seed(77); r = np.random.default_rng(77)
where = sys.argv[1]; os.makedirs(where, exist_ok=True)
t = np.linspace(0, 1, 64, endpoint=False)
def wave(f, kind, n):
    ph = r.uniform(0, 1, (n, 1)); a = (t * f[:, None] + ph) % 1
    w = np.where(kind[:, None] == 0, np.sin(2 * np.pi * a), np.where(kind[:, None] == 1, np.sign(a - .5), 2 * a - 1))
    return torch.tensor(w + .8 * r.normal(size=(n, 64)), dtype=torch.float32)[:, None]
def task(n): f = r.integers(2, 6, n); k = r.integers(0, 3, n); return wave(f, k, n), f, k
enc = nn.Sequential(nn.Conv1d(1, 16, 7, 2, 3), nn.ReLU(), nn.Conv1d(16, 32, 5, 2, 2), nn.ReLU(), nn.Flatten(), nn.Linear(512, 48), nn.ReLU())
pre_head = nn.Linear(48, 12); ce = nn.CrossEntropyLoss()
# --- pretraining: joint pitch x timbre ---
x, f, k = task(3000); y = torch.tensor((f - 2) * 3 + k)
o = torch.optim.Adam([*enc.parameters(), *pre_head.parameters()], 2e-3)
for _ in range(9):
    for i in torch.randperm(3000).split(64):
        l = ce(pre_head(enc(x[i])), y[i]); o.zero_grad(); l.backward(); o.step()
# --- probe: pitch only ---
for q in enc.parameters(): q.requires_grad = False
probe = nn.Sequential(enc, nn.Linear(48, 4))
xt, f, _ = task(1200); yt = torch.tensor(f - 2); xv, f, _ = task(500); yv = torch.tensor(f - 2)
opt = torch.optim.SGD([q for q in probe.parameters() if q.requires_grad], lr=.005, momentum=.9)
lr = torch.optim.lr_scheduler.CosineAnnealingLR(opt, 12)
out = open(where + "/log.txt", "w")
for e in range(12):
    s = n = c = 0
    for i in torch.randperm(1200).split(40):
        z = probe(xt[i]); l = ce(z, yt[i]); opt.zero_grad(); l.backward(); opt.step()
        s += l.item() * len(i); c += (z.argmax(1) == yt[i]).sum().item()
    lr.step()
    with torch.no_grad(): z = probe(xv)
    out.write(f"ep {e+1}: loss={s/1200:.4f} acc={c/1200:.4f} val_loss={ce(z, yv).item():.4f} val_acc={(z.argmax(1)==yv).float().mean().item():.4f}\n")
out.close()
torch.save({"model": probe.state_dict(), "optimizer": opt.state_dict(), "epoch": 12}, where + "/checkpoint.pt")
np.savez(where + "/batch.npz", x=xt[:256].numpy(), y=yt[:256].numpy()); np.savez(where + "/validation.npz", x=xv.numpy(), y=yv.numpy())
class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return ce(self.model(x), y)
batch = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(probe).train().cpu(), (xt[:40], yt[:40]), dynamic_shapes={"x": {0: batch}, "y": {0: batch}}), where + "/model.pt2")
