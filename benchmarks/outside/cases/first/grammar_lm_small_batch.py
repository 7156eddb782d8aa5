"""
accepts: []
says: "Word-level LM on command sentences, batch size 8. The step loss jitters a lot and the average never gets under about 1.4, so is the model too small? Validation is about the same."
language: en
hint: "healthy: sentences come from a stochastic grammar whose entropy is the floor; small batches jitter; rate is decayed linearly"
"""
import sys, os, json, random
import numpy as np, torch
from torch import nn
import torch.nn.functional as F
torch.set_num_threads(1); torch.manual_seed(90); random.seed(90)
P = sys.argv[1]; os.makedirs(P, exist_ok=True)
DET, ADJ, NOUN = ["the", "a", "every"], ["red", "old", "small", "broken"], ["pump", "valve", "robot", "door", "lamp", "motor"]
VERB = ["open", "close", "stop", "start", "check"]; WHERE = ["in", "near", "behind"]; TIME = ["now", "today", "later", "please"]
def sent():
    def np_(): return [random.choice(DET)] + ([random.choice(ADJ)] if random.random() < .5 else []) + [random.choice(NOUN)]
    s = [random.choice(VERB)] + np_() + [random.choice(WHERE)] + np_() + [random.choice(TIME)]
    return s + ["."]
words = sorted({*DET, *ADJ, *NOUN, *VERB, *WHERE, *TIME, "."}); ix = {w: i for i, w in enumerate(words)}
def stream(n): return torch.tensor([ix[w] for _ in range(n) for w in sent()])
T = 20
def cutup(s): n = (len(s) - 1) // T; return s[:n * T].view(n, T), s[1:n * T + 1].view(n, T)
xt, yt = cutup(stream(5000)); xv, yv = cutup(stream(800))
class LM(nn.Module):
    def __init__(s, d=32):
        super().__init__(); s.e = nn.Embedding(len(words), d); s.c1 = nn.Conv1d(d, 48, 3); s.c2 = nn.Conv1d(48, 48, 3); s.o = nn.Linear(48, len(words))
    def forward(s, x):
        h = s.e(x).transpose(1, 2)
        h = F.relu(s.c1(F.pad(h, (2, 0)))); h = F.relu(s.c2(F.pad(h, (2, 0))))
        return s.o(h.transpose(1, 2))
def lossf(m, x, y): return F.cross_entropy(m(x).flatten(0, 1), y.flatten())
m = LM(); opt = torch.optim.Adam(m.parameters(), 2e-3); EP = 5; spe = -(-len(xt) // 8); tot = EP * spe
sch = torch.optim.lr_scheduler.LinearLR(opt, 1.0, 0.02, tot); k = 0
ema = {n: v.detach().clone() for n, v in m.state_dict().items()}
f = open(P + "/log.jsonl", "w")
for ep in range(EP):
    for i in torch.randperm(len(xt)).split(8):
        l = lossf(m, xt[i], yt[i]); opt.zero_grad(); l.backward(); opt.step(); sch.step(); k += 1
        for n, v in m.state_dict().items(): ema[n].lerp_(v, .01)
        if k % 10 == 0: f.write(json.dumps({"step": k, "loss": round(l.item(), 4)}) + "\n")
    with torch.no_grad(): f.write(json.dumps({"step": k, "epoch": ep + 1, "eval_loss": round(lossf(m, xv, yv).item(), 4)}) + "\n")
f.close(); print(len(xt), k)
m.load_state_dict(ema)
with torch.no_grad(): print("ema", lossf(m, xv, yv).item())
torch.save({"model": ema, "optimizer": opt.state_dict(), "step": k}, P + "/checkpoint.pt")
np.savez(P + "/batch.npz", x=xt[:200].numpy(), y=yt[:200].numpy()); np.savez(P + "/validation.npz", x=xv[:300].numpy(), y=yv[:300].numpy())
class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return lossf(self.model, x, y)
batch = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(m).train().cpu(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: batch}, "y": {0: batch}}), P + "/model.pt2")
