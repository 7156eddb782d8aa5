"""
accepts: [optimizer_unsuitable]
says: "Toy seq2seq: a 2-layer transformer should output the input sequence reversed (14 tokens, length up to 12). I train in batches of 64 with Rprop because our old lecture notes say it needs no learning rate tuning. Loss 2.33 -> 1.98 in two epochs and then a flat line: 1.959 after 25 epochs, token accuracy 0.26, val the same. Grad norm stays at 0.31, never goes to zero. Model code is from a tutorial where it gets 100 %."
language: en
hint: "Rprop (sign of the gradient only) is for full batches; with mini-batch noise its step sizes collapse. Cure: AdamW 2e-3."
"""
import sys, os, math
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(42)
np.random.seed(42)
out = sys.argv[1]
cured = "--cured" in sys.argv
os.makedirs(out, exist_ok=True)

V, L = 14, 12
DIM, HEADS = 48, 4


def sample(n):
    x = np.random.randint(1, V, (n, L))
    lens = np.random.randint(6, L + 1, n)
    y = np.zeros((n, L), np.int64)
    for i in range(n):
        x[i, lens[i]:] = 0
        seen = x[i, :lens[i]]
        y[i, :lens[i]] = seen[::-1]
    return torch.tensor(x), torch.tensor(y)


xt, yt = sample(4000)
xv, yv = sample(600)


class Attn(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(DIM, 3 * DIM)
        self.o = nn.Linear(DIM, DIM)

    def forward(self, h, mask):
        q, k, v = self.qkv(h).chunk(3, -1)
        q = q.unflatten(-1, (HEADS, -1)).transpose(1, 2)
        k = k.unflatten(-1, (HEADS, -1)).transpose(1, 2)
        v = v.unflatten(-1, (HEADS, -1)).transpose(1, 2)
        a = q @ k.transpose(-1, -2) / math.sqrt(DIM / HEADS)
        a = a.masked_fill(mask[:, None, None, :], -1e4).softmax(-1)
        return self.o((a @ v).transpose(1, 2).flatten(2))


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.n1, self.n2 = nn.LayerNorm(DIM), nn.LayerNorm(DIM)
        self.att = Attn()
        self.ff = nn.Sequential(nn.Linear(DIM, 2 * DIM), nn.GELU(), nn.Linear(2 * DIM, DIM))

    def forward(self, h, mask):
        h = h + self.att(self.n1(h), mask)
        return h + self.ff(self.n2(h))


class Rev(nn.Module):
    def __init__(self):
        super().__init__()
        self.tok = nn.Embedding(V, DIM)
        self.pos = nn.Parameter(0.02 * torch.randn(L, DIM))
        self.len = nn.Embedding(L + 1, DIM)
        self.layers = nn.ModuleList([Layer(), Layer()])
        self.norm = nn.LayerNorm(DIM)
        self.out = nn.Linear(DIM, V)

    def forward(self, x):
        mask = x == 0
        n = (~mask).sum(1)
        h = self.tok(x) + self.pos + self.len(n)[:, None]
        for l in self.layers:
            h = l(h, mask)
        return self.out(self.norm(h))


def loss_of(z, y):
    w = (y != 0).float().flatten()
    ce = F.cross_entropy(z.flatten(0, 1), y.flatten(), reduction="none")
    return (ce * w).sum() / w.sum()


model = Rev()
if cured:
    opt = torch.optim.AdamW(model.parameters(), lr=2e-3)
else:
    opt = torch.optim.Rprop(model.parameters(), lr=1e-3)
fh = open(out + "/log.csv", "w")
fh.write("epoch,lr,train_loss,val_loss,val_token_acc,gradnorm\n")
for ep in range(1, 26):
    model.train()
    ls, gs = [], []
    for b in torch.randperm(4000).split(64):
        loss = loss_of(model(xt[b]), yt[b])
        opt.zero_grad()
        loss.backward()
        gs.append(torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0).item())
        opt.step()
        ls.append(loss.item())
    model.eval()
    with torch.no_grad():
        z = model(xv)
        m = yv != 0
        va = (z.argmax(-1)[m] == yv[m]).float().mean().item()
        vl = loss_of(z, yv).item()
    fh.write(f"{ep},{opt.param_groups[0]['lr']},{np.mean(ls):.4f},{vl:.4f},{va:.4f},{np.mean(gs):.3f}\n")
fh.close()
torch.save({"model": model.state_dict(), "opt": opt.state_dict(), "epoch": 25}, out + "/checkpoint.pt")
np.savez(out + "/batch.npz", x=xt[:128].numpy(), y=yt[:128].numpy())
np.savez(out + "/validation.npz", x=xv[:128].numpy(), y=yv[:128].numpy())


class S2S(nn.Module):
    def __init__(self):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return loss_of(self.model(x), y)


B = torch.export.Dim("B", min=2, max=512)
torch.export.save(torch.export.export(S2S().train(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: B}, "y": {0: B}}), out + "/model.pt2")
