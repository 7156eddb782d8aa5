"""
accepts: [model_implementation_bug]
says: "A toy transformer with a CLS token should say which symbol is the most frequent in the sequence. Loss sits exactly at the class prior for thousands of samples, bigger d_model or more heads do nothing. The bag-of-words baseline solves it."
language: en
hint: "input is (batch, time, dim) but TransformerEncoderLayer is left at batch_first=False: attention runs over the batch axis, the CLS position never sees the other tokens. Cured: batch_first=True"
"""
import sys, os
import numpy as np, torch
import torch.nn as nn, torch.nn.functional as F
torch.set_num_threads(1); torch.manual_seed(6)
out = sys.argv[1]; os.makedirs(out, exist_ok=True)
CURED = "--cured" in sys.argv
K, T, CLS = 6, 18, 6

def sample(n, g):
    xs, ys = [], []
    while len(xs) < n:
        p = torch.softmax(torch.randn(K, generator=g) * .8, 0)
        s = torch.multinomial(p, T, True, generator=g)
        c = torch.bincount(s, minlength=K); top = c.topk(2)
        if top.values[0] == top.values[1]: continue
        xs.append(torch.cat([torch.tensor([CLS]), s])); ys.append(top.indices[0])
    return torch.stack(xs), torch.stack(ys)

g = torch.Generator().manual_seed(0)
xt, yt = sample(2400, g); xv, yv = sample(400, g)

class Encoder(nn.Module):
    def __init__(self, d=32):
        super().__init__()
        self.emb = nn.Embedding(K + 1, d)
        self.pos = nn.Parameter(torch.randn(T + 1, d) * .02)
        layer = nn.TransformerEncoderLayer(d_model=d, nhead=4, dim_feedforward=64, dropout=0.1, norm_first=True, batch_first=CURED)
        self.enc = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        self.cls = nn.Linear(d, K)
    def forward(self, tok):
        h = self.enc(self.emb(tok) + self.pos)
        return self.cls(h[:, 0])

model = Encoder()
opt = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=1e-2)
EP = 8; total = EP * 50
sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(1, (s + 1) / 40) * max(0.05, 1 - s / total))
log = open(f"{out}/log.txt", "w"); step = 0
for ep in range(EP):
    model.train()
    for i in torch.randperm(2400).split(48):
        loss = F.cross_entropy(model(xt[i]), yt[i])
        opt.zero_grad(); loss.backward(); nn.utils.clip_grad_norm_(model.parameters(), 1.0); opt.step(); sched.step(); step += 1
        if step % 10 == 0: log.write(f"step {step} loss {loss.item():.4f} lr {opt.param_groups[0]['lr']:.2e}\n")
    model.eval()
    with torch.no_grad(): o = torch.cat([model(a) for a in xv.split(100)])
    log.write(f"step {step} eval_loss {F.cross_entropy(o, yv):.4f} eval_acc {(o.argmax(1)==yv).float().mean():.4f}\n")
log.close()
torch.save({"model": model.state_dict(), "optimizer": opt.state_dict(), "step": step}, f"{out}/checkpoint.pt")
np.savez(f"{out}/batch.npz", x=xt[:256].numpy(), y=yt[:256].numpy()); np.savez(f"{out}/validation.npz", x=xv.numpy(), y=yv.numpy())
class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return F.cross_entropy(self.model(x), y)
w = WithLoss(model).train().cpu()
try:
    b = torch.export.Dim("batch", min=2)
    prog = torch.export.export(w, (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
except Exception as e:
    print("static export", type(e)); prog = torch.export.export(w, (xt[:256], yt[:256]))
torch.export.save(prog, f"{out}/model.pt2")
