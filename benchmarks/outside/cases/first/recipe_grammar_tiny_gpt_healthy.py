"""
accepts: []
says: "My first mini GPT, trained on little made-up cooking sentences. The loss went down nicely, then from step 500 on it's stuck at about 0.44, train and val both, and I can't get it any lower; tutorials show loss going much closer to 0. Samples look ok to me."
language: en
hint: "healthy: warm-up makes the slow start; the floor is the entropy of the random grammar (words chosen at random)"
"""
import sys, os, math, random
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(33)
random.seed(33)
DIR = sys.argv[1]
os.makedirs(DIR, exist_ok=True)

WHO = ["i", "we", "you", "they", "mum", "dad"]
VERB = ["chop", "boil", "fry", "wash", "peel", "mix"]
FOOD = ["onions", "rice", "beans", "eggs", "corn", "leeks", "peas", "tofu"]
HOW = ["slowly", "gently", "twice", "well"]


def sentence():
    s = f"{random.choice(WHO)} {random.choice(VERB)} {random.choice(FOOD)}"
    if random.random() < .5:
        s += f" and {random.choice(FOOD)}"
    if random.random() < .5:
        s += f" {random.choice(HOW)}"
    return s + ". "


def text(n):
    return "".join(sentence() for _ in range(n))


train_txt, val_txt = text(6000), text(600)
chars = sorted(set(train_txt))
stoi = {c: i for i, c in enumerate(chars)}
enc = lambda s: torch.tensor([stoi[c] for c in s])
train_ids, val_ids = enc(train_txt), enc(val_txt)
T, D, V = 48, 48, len(chars)


def get_batch(ids, bs):
    i = torch.randint(len(ids) - T - 1, (bs,))
    return torch.stack([ids[k:k + T] for k in i]), torch.stack([ids[k + 1:k + T + 1] for k in i])


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.n1, self.n2 = nn.LayerNorm(D), nn.LayerNorm(D)
        self.qkv, self.proj = nn.Linear(D, 3 * D), nn.Linear(D, D)
        self.mlp = nn.Sequential(nn.Linear(D, 4 * D), nn.GELU(), nn.Linear(4 * D, D))
        self.register_buffer("mask", torch.triu(torch.full((T, T), float("-inf")), 1), persistent=False)

    def forward(self, x):
        q, k, v = self.qkv(self.n1(x)).unflatten(-1, (3, 4, D // 4)).permute(2, 0, 3, 1, 4).unbind(0)
        w = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(D // 4) + self.mask, -1)
        x = x + self.proj((w @ v).transpose(1, 2).flatten(2))
        return x + self.mlp(self.n2(x))


class GPT(nn.Module):
    def __init__(self):
        super().__init__()
        self.tok, self.pos = nn.Embedding(V, D), nn.Embedding(T, D)
        self.blocks = nn.Sequential(Block(), Block())
        self.ln, self.head = nn.LayerNorm(D), nn.Linear(D, V)
        self.register_buffer("ar", torch.arange(T), persistent=False)

    def forward(self, x):
        return self.head(self.ln(self.blocks(self.tok(x) + self.pos(self.ar))))


m = GPT()
opt = torch.optim.AdamW(m.parameters(), lr=3e-3, weight_decay=0.01)
STEPS, WARM = 800, 100
sch = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: (s + 1) / WARM if s < WARM else .02 + .98 * .5 * (1 + math.cos(math.pi * (s - WARM) / (STEPS - WARM))))
lossfn = lambda o, y: F.cross_entropy(o.flatten(0, 1), y.flatten())
vx, vy = get_batch(val_ids, 128)
with open(DIR + "/log.csv", "w") as f:
    f.write("step,loss,lr,val_loss\n")
    for s in range(STEPS):
        x, y = get_batch(train_ids, 16)
        m.train()
        loss = lossfn(m(x), y)
        opt.zero_grad(); loss.backward()
        nn.utils.clip_grad_norm_(m.parameters(), 1.0)
        opt.step()
        lr = sch.get_last_lr()[0]
        sch.step()
        v = ""
        if s % 50 == 49:
            m.eval()
            with torch.no_grad():
                v = "%.4f" % lossfn(m(vx), vy).item()
            print(s + 1, loss.item(), v)
        f.write("%d,%.4f,%.6f,%s\n" % (s + 1, loss.item(), lr, v))

torch.save({"model": m.state_dict(), "optimizer": opt.state_dict(), "scheduler": sch.state_dict(), "step": STEPS}, DIR + "/checkpoint.pt")
x, y = get_batch(train_ids, 128)
np.savez(DIR + "/batch.npz", x=x.numpy(), y=y.numpy())
np.savez(DIR + "/validation.npz", x=vx.numpy(), y=vy.numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return F.cross_entropy(self.model(x).flatten(0, 1), y.flatten())


b = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(m).train(), (x, y), dynamic_shapes={"x": {0: b}, "y": {0: b}}), DIR + "/model.pt2")
