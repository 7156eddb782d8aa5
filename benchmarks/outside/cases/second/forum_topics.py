"""
accepts: [learning_rate_too_low]
says: "Small transformer encoder from scratch for 4 forum topics. After 4 epochs the eval loss went from 1.445 to 1.338 and accuracy is 0.346 (4 balanced classes). I use lr=2e-5 with AdamW like in the BERT fine-tuning tutorial. Is my model too small?"
language: en
hint: "2e-5 is a fine-tuning rate; from scratch 1e-3 is right."
"""
import json
import sys
from pathlib import Path
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
out = Path(sys.argv[1]); out.mkdir(parents=True, exist_ok=True)
lr = 1e-3 if "--cured" in sys.argv else 2e-5
torch.manual_seed(0)
rng = np.random.default_rng(0)
VOCAB, LEN, D = 400, 32, 48

# every topic prefers some words (ids 1..399, Zipf-like background), words shared between topics
back = 1 / np.arange(1, VOCAB); back /= back.sum()
topic = np.stack([rng.dirichlet(np.full(VOCAB - 1, .05)) for _ in range(4)])


def posts(n):
    y = rng.integers(0, 4, n)
    x = np.zeros((n, LEN), np.int64)
    for i, k in enumerate(y):
        m = rng.integers(14, LEN + 1)
        other = rng.integers(4)
        x[i, :m] = 1 + rng.choice(VOCAB - 1, m, p=.68 * back + .24 * topic[k] + .08 * topic[other])
    return torch.tensor(x), torch.tensor(y)


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(VOCAB, D, padding_idx=0)
        self.pos = nn.Parameter(torch.randn(1, LEN, D) * .02)
        self.enc = nn.ModuleList()
        for _ in range(2):
            self.enc.append(nn.ModuleDict(dict(
                n1=nn.LayerNorm(D), att=nn.MultiheadAttention(D, 4, dropout=.1, batch_first=True),
                n2=nn.LayerNorm(D), ff=nn.Sequential(nn.Linear(D, 96), nn.GELU(), nn.Dropout(.1), nn.Linear(96, D)))))
        self.norm, self.cls = nn.LayerNorm(D), nn.Linear(D, 4)

    def forward(self, x):
        pad = x == 0
        h = self.emb(x) + self.pos
        for b in self.enc:
            q = b["n1"](h)
            h = h + b["att"](q, q, q, key_padding_mask=pad, need_weights=False)[0]
            h = h + b["ff"](b["n2"](h))
        keep = (~pad).unsqueeze(-1).float()
        return self.cls(self.norm((h * keep).sum(1) / keep.sum(1)))


xt, yt = posts(3000)
xv, yv = posts(500)
model = Encoder()
ce = nn.CrossEntropyLoss()
opt = torch.optim.AdamW(model.parameters(), lr=lr, weight_decay=.01)
EPOCHS, step, hist = 4, 0, []
total = EPOCHS * len(torch.arange(len(xt)).split(32))
sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: max(0., 1 - s / total))
buf = []
for epoch in range(EPOCHS):
    model.train()
    for i in torch.randperm(len(xt)).split(32):
        loss = ce(model(xt[i]), yt[i])
        opt.zero_grad(); loss.backward()
        gn = nn.utils.clip_grad_norm_(model.parameters(), 1.0).item()
        opt.step(); sched.step(); step += 1
        buf.append(loss.item())
        if step % 20 == 0:
            hist.append({"loss": round(np.mean(buf), 4), "grad_norm": round(gn, 4), "learning_rate": sched.get_last_lr()[0],
                         "epoch": round(step * EPOCHS / total, 2), "step": step})
            buf = []
            print(hist[-1])
    model.eval()
    with torch.no_grad():
        o = model(xv)
    hist.append({"eval_loss": round(ce(o, yv).item(), 4), "eval_accuracy": round((o.argmax(1) == yv).float().mean().item(), 4),
                 "epoch": epoch + 1.0, "step": step})
    print(hist[-1])
(out / "log.json").write_text(json.dumps({"best_metric": None, "global_step": step, "log_history": hist}, indent=2))
torch.save(model.state_dict(), out / "checkpoint.pt")
np.savez(out / "batch.npz", x=xt[:256].numpy(), y=yt[:256].numpy())
np.savez(out / "validation.npz", x=xv[:500].numpy(), y=yv[:500].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__(); self.model = model
    def forward(self, x, y):
        return ce(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(out / "model.pt2"))
