"""
accepts: [missing_warmup]
says: "我的 transformer encoder (6 layers, d=64, post-norm, Adam) on a toy sequence task: loss 3.29 -> 2.9 in 100 steps, 然后降得特别慢, ends at 1.79 after 700 steps, val 1.78 (same). 梯度一直很小 (gnorm 0.3~0.6), no spikes, no nan. Lr starts at 3.5e-3 and decays linearly to 0. 同事的代码 with the same model and the same peak lr reaches almost zero loss. 差在哪里?"
language: mixed
hint: "post-norm transformer of 6 layers, Adam starts at the full lr from step 0; cure: linear warmup of 200 steps to the same lr"
"""
import json, os, sys
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(64)
rng = np.random.default_rng(64)
run_dir = sys.argv[1]
os.makedirs(run_dir, exist_ok=True)
PEAK = 3.5e-3
WARM = 200 if "--cured" in sys.argv else 0
STEPS, T, V, D, LAYERS = 700, 12, 24, 64, 6


def codes(n):
    x = rng.integers(0, V, (n, T))
    y = x[:, ::-1].copy()
    y[:, 1:] = (y[:, 1:] + (x[:, :1] % 2)) % V
    return torch.tensor(x), torch.tensor(y)


class Translator(nn.Module):
    def __init__(self):
        super().__init__()
        self.tok = nn.Embedding(V, D)
        self.pos = nn.Parameter(torch.randn(T, D) * .3)
        layer = nn.TransformerEncoderLayer(D, 4, 128, dropout=0.0, batch_first=True, norm_first=False)
        self.enc = nn.TransformerEncoder(layer, LAYERS, enable_nested_tensor=False)
        self.out = nn.Linear(D, V)

    def forward(self, x, y):
        return F.cross_entropy(self.out(self.enc(self.tok(x) + self.pos)).transpose(1, 2), y)


model = Translator()
for p in model.enc.parameters():
    if p.dim() > 1:
        nn.init.xavier_uniform_(p)
opt = torch.optim.Adam(model.parameters(), lr=PEAK, betas=(0.9, 0.98))


def lr_at(s):
    up = min(1.0, (s + 1) / WARM) if WARM else 1.0
    return PEAK * up * max(0.02, 1 - s / STEPS)


xv, yv = codes(500)
fh = open(run_dir + "/log.jsonl", "w")
for s in range(STEPS):
    for g in opt.param_groups:
        g["lr"] = lr_at(s)
    x, y = codes(64)
    loss = model(x, y)
    opt.zero_grad()
    loss.backward()
    gn = nn.utils.clip_grad_norm_(model.parameters(), 1.0).item()
    opt.step()
    if s % 20 == 0 or s == STEPS - 1:
        row = {"step": s, "train_loss": round(loss.item(), 4), "lr": round(lr_at(s), 7), "gnorm": round(gn, 3)}
        if s % 100 == 0 or s == STEPS - 1:
            with torch.no_grad():
                row["val_loss"] = round(model(xv, yv).item(), 4)
        fh.write(json.dumps(row) + "\n")
        fh.flush()

torch.save({"model": model.state_dict(), "opt": opt.state_dict(), "step": STEPS}, run_dir + "/checkpoint.pt")
bx, by = codes(128)
np.savez(run_dir + "/batch.npz", x=bx.numpy(), y=by.numpy())
np.savez(run_dir + "/validation.npz", x=xv[:128].numpy(), y=yv[:128].numpy())
n = torch.export.Dim("n", min=2, max=2048)
torch.export.save(torch.export.export(model.train(), (bx, by), dynamic_shapes={"x": {0: n}, "y": {0: n}}), run_dir + "/model.pt2")
