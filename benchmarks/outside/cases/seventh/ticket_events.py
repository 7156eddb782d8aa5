"""
accepts: [poor_architecture]
says: "用小transformer(2层,d=40)对客服工单的事件序列分类,4类,类别由escalate、refund、call发生的先后决定。训练14个epoch,train loss 1.345→1.328,acc只有0.33-0.34,验证loss 1.336,acc 0.35,训练集和验证集一样差。调过学习率和层数都没变化。同样的数据简单的LSTM能到97%,transformer不应该更强吗?"
language: zh
hint: "there is no positional information: the encoder with mean pooling sees a bag of events, yet the class is their order. Cure: position embeddings."
"""
import os, sys, json, math
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(14)
rng = np.random.default_rng(14)
run_dir = sys.argv[1]
cured = "--cured" in sys.argv
os.makedirs(run_dir, exist_ok=True)

# service tickets: event sequence -> how it is closed.
EV = ["open", "assign", "reply", "wait", "escalate", "refund", "call", "note", "merge", "reopen", "check", "tag"]
T = 16


def tickets(n):
    x = rng.integers(1, 12, (n, T))
    y = np.zeros(n, np.int64)
    for i in range(n):
        x[i, 0] = 0
        a, b, c = rng.permutation(np.arange(1, T))[:3]
        x[i][np.isin(x[i], [4, 5, 6])] = 7
        x[i, a], x[i, b], x[i, c] = 4, 5, 6
        y[i] = (a < b) * 2 + (b < c)
        if rng.random() < 0.03:
            y[i] = rng.integers(0, 4)
    return torch.tensor(x), torch.tensor(y)


xt, yt = tickets(6000)
xv, yv = tickets(1000)


class EncoderLayer(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.h = heads
        self.q, self.k, self.v, self.o = (nn.Linear(d, d) for _ in range(4))
        self.ff = nn.Sequential(nn.Linear(d, 4 * d), nn.ReLU(), nn.Linear(4 * d, d))
        self.n1, self.n2 = nn.LayerNorm(d), nn.LayerNorm(d)

    def forward(self, x):
        y = self.n1(x)
        q, k, v = (f(y).unflatten(-1, (self.h, -1)).transpose(1, 2) for f in (self.q, self.k, self.v))
        a = (q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])).softmax(-1)
        x = x + self.o((a @ v).transpose(1, 2).flatten(2))
        return x + self.ff(self.n2(x))


class TicketModel(nn.Module):
    def __init__(self, d=40):
        super().__init__()
        self.event = nn.Embedding(len(EV), d)
        if cured:
            self.position = nn.Embedding(T, d)
        self.layers = nn.Sequential(EncoderLayer(d, 4), EncoderLayer(d, 4))
        self.norm = nn.LayerNorm(d)
        self.cls = nn.Linear(d, 4)

    def forward(self, events):
        h = self.event(events)
        if cured:
            h = h + self.position.weight
        return self.cls(self.norm(self.layers(h)).mean(1))


model = TicketModel()
opt = torch.optim.AdamW(model.parameters(), lr=1.5e-3, weight_decay=0.01)
EPOCHS = 14
log = open(f"{run_dir}/log.jsonl", "w")
for epoch in range(EPOCHS):
    model.train()
    tl, ta = 0.0, 0
    for b in torch.randperm(6000).split(100):
        z = model(xt[b])
        loss = F.cross_entropy(z, yt[b])
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        opt.step()
        tl += loss.item() * len(b)
        ta += (z.argmax(1) == yt[b]).sum().item()
    model.eval()
    with torch.no_grad():
        z = model(xv)
    log.write(json.dumps({"epoch": epoch, "train/loss": round(tl / 6000, 4), "train/acc": round(ta / 6000, 4), "val/loss": round(F.cross_entropy(z, yv).item(), 4),
                          "val/acc": round((z.argmax(1) == yv).float().mean().item(), 4)}) + "\n")
log.close()
torch.save({"model": model.state_dict(), "epoch": EPOCHS}, f"{run_dir}/checkpoint.pt")
np.savez(f"{run_dir}/batch.npz", events=xt[:100].numpy(), label=yt[:100].numpy())
np.savez(f"{run_dir}/validation.npz", events=xv[:200].numpy(), label=yv[:200].numpy())


class LossModule(nn.Module):
    def __init__(self):
        super().__init__()
        self.model = model

    def forward(self, events, label):
        return F.cross_entropy(self.model(events), label)


B = torch.export.Dim("B", min=2, max=1024)
torch.export.save(torch.export.export(LossModule().train(), (xt[:100], yt[:100]), dynamic_shapes={"events": {0: B}, "label": {0: B}}), f"{run_dir}/model.pt2")
