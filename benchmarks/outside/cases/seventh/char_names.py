"""
accepts: [too_few_epochs]
says: "Character GRU that invents town names. Last lines of the log: step 160 dev 0.987, step 170 dev 0.939, step 180 dev 0.897 (ppl 2.45). The samples look almost right but still wrong, 'tenbassoad', 'rulneburg', 'gradogrid'. My prof showed a dev loss of 0.49 with the same data and the same model size. Do I need a bigger model or attention?"
language: en
hint: "stopped after 3 epochs (189 steps) while dev falls 0.04 every 10 steps. Cure: 40 epochs, same model: dev 0.50."
"""
import os, sys, random
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(1)
random.seed(1)
folder = sys.argv[1]
cured = "--cured" in sys.argv
os.makedirs(folder, exist_ok=True)

SYL = ["ka", "ro", "mi", "ten", "sha", "lu", "vor", "an", "del", "gri", "mo", "ne", "bas", "ti", "rul", "fen", "o", "ya", "zed", "kil"]
END = ["burg", "stad", "heim", "ville", "ton", "grad"]


def town():
    k = random.choices([2, 3], [0.6, 0.4])[0]
    i = random.randrange(20)
    s = SYL[i]
    for _ in range(k - 1):
        i = (i * 3 + random.choice([1, 5, 7])) % 20
        s += SYL[i]
    return s + END[(i + len(s) % 2) % 6]


names = [town() for _ in range(2400)]
chars = ["."] + sorted(set("".join(names)))
ix = {c: i for i, c in enumerate(chars)}
LEN = max(len(n) for n in names) + 1
data = torch.zeros(len(names), LEN + 1, dtype=torch.long)
for r, nme in enumerate(names):
    for c, ch in enumerate(nme):
        data[r, c + 1] = ix[ch]
x, y = data[:, :-1], data[:, 1:].clone()
for r, nme in enumerate(names):
    y[r, len(nme) + 1:] = -100
xt, yt, xv, yv = x[:2000], y[:2000], x[2000:], y[2000:]


class CharLM(nn.Module):
    def __init__(self, v, e=24, h=96):
        super().__init__()
        self.emb = nn.Embedding(v, e)
        self.rnn = nn.GRU(e, h, batch_first=True)
        self.head = nn.Linear(h, v)

    def forward(self, x):
        return self.head(self.rnn(self.emb(x))[0])


def nll(z, y):
    return F.cross_entropy(z.flatten(0, 1), y.flatten(), ignore_index=-100)


lm = CharLM(len(chars))
opt = torch.optim.Adam(lm.parameters(), lr=1e-3)
epochs = 40 if cured else 3
with open(os.path.join(folder, "log.txt"), "w") as f:
    f.write(f"{len(names)} names, {len(chars)} chars, {sum(p.numel() for p in lm.parameters())} parameters\n")
    step = 0
    for ep in range(epochs):
        for b in torch.randperm(2000).split(32):
            lm.train()
            loss = nll(lm(xt[b]), yt[b])
            opt.zero_grad()
            loss.backward()
            opt.step()
            step += 1
            if step % (10 if not cured else 50) == 0:
                lm.eval()
                with torch.no_grad():
                    v = nll(lm(xv), yv).item()
                f.write(f"step {step}: loss {loss.item():.4f}, dev {v:.4f}, dev ppl {np.exp(v):.3f}\n")
    lm.eval()
    for _ in range(6):
        s, t = "", torch.zeros(1, 1, dtype=torch.long)
        with torch.no_grad():
            while len(s) < 20:
                c = torch.multinomial(lm(t)[0, -1].softmax(-1), 1).item()
                if c == 0:
                    break
                s += chars[c]
                t = torch.cat([t, torch.tensor([[c]])], 1)
        f.write("sample: " + s + "\n")
torch.save({"model": lm.state_dict(), "optimizer": opt.state_dict(), "epoch": epochs, "chars": chars}, os.path.join(folder, "checkpoint.pt"))
np.savez(os.path.join(folder, "batch.npz"), x=xt[:128].numpy(), y=yt[:128].numpy())
np.savez(os.path.join(folder, "validation.npz"), x=xv[:128].numpy(), y=yv[:128].numpy())


class LMLoss(nn.Module):
    def __init__(self):
        super().__init__()
        self.lm = lm

    def forward(self, x, y):
        return nll(self.lm(x), y)


B = torch.export.Dim("B", min=2, max=512)
torch.export.save(torch.export.export(LMLoss().train(), (xt[:32], yt[:32]), dynamic_shapes={"x": {0: B}, "y": {0: B}}), os.path.join(folder, "model.pt2"))
