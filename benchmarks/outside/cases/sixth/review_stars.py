"""
accepts: [trained_too_long]
says: "评论情感分类，训练了 35 个 epoch，训练准确率 1.0、loss 0.0006，验证 loss 在第 4 轮左右最低（0.53），之后一直涨到 1.59，验证准确率倒是停在 0.75 左右没怎么变。最后保存的模型对错误的样本也非常自信。这是正常的吗？"
language: zh
hint: "the best validation loss is reached in the first epochs, then 30 more epochs only memorise the reviews; cure: stop at the best epoch (5) and keep that"
"""
import json
import os
import sys
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(10)
rng = np.random.default_rng(10)
d = sys.argv[1]
os.makedirs(d, exist_ok=True)
EPOCHS = 5 if "--cured" in sys.argv else 35

V, L = 1200, 24
mood = rng.normal(0, .9, V) * (rng.random(V) < .3)
freq = 1 / (np.arange(V) + 3.0)
freq = freq[rng.permutation(V)]
freq /= freq.sum()


def reviews(n):
    x = rng.choice(V, (n, L), p=freq)
    neg = rng.random((n, L)) < .03
    m = mood[x].copy()
    m[:, 1:] *= np.where(neg[:, :-1], -1, 1)
    x = np.where(neg, 0, x)
    s = m.sum(1) + rng.normal(0, .4, n)
    return torch.tensor(x), torch.tensor((s > 0).astype("int64"))


xt, yt = reviews(8000)
xv, yv = reviews(1500)


class Stars(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(V, 32)
        self.conv = nn.Conv1d(32, 64, 3, padding=1)
        self.out = nn.Sequential(nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 2))

    def forward(self, x):
        h = F.relu(self.conv(self.emb(x).transpose(1, 2)))
        return self.out(torch.cat([h.amax(2), h.mean(2)], 1))


class WithLoss(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x, y):
        return F.cross_entropy(self.net(x), y)


wl = WithLoss(Stars())
opt = torch.optim.Adam(wl.parameters(), lr=7e-4)
log = open(d + "/log.jsonl", "w")
for ep in range(1, EPOCHS + 1):
    wl.train()
    s = a = 0
    for i in torch.randperm(len(xt)).split(64):
        z = wl.net(xt[i])
        loss = F.cross_entropy(z, yt[i])
        opt.zero_grad()
        loss.backward()
        opt.step()
        s += loss.item() * len(i)
        a += (z.argmax(1) == yt[i]).sum().item()
    wl.eval()
    with torch.no_grad():
        z = wl.net(xv)
        r = {"epoch": ep, "train_loss": round(s / len(xt), 4), "train_acc": round(a / len(xt), 4),
             "val_loss": round(F.cross_entropy(z, yv).item(), 4), "val_acc": round((z.argmax(1) == yv).float().mean().item(), 4)}
    log.write(json.dumps(r) + "\n")
    log.flush()

torch.save({"epoch": ep, "model": wl.net.state_dict(), "optimizer": opt.state_dict()}, d + "/checkpoint.pt")
np.savez(d + "/batch.npz", x=xt[:256].numpy(), y=yt[:256].numpy())
np.savez(d + "/validation.npz", x=xv[:256].numpy(), y=yv[:256].numpy())
n = torch.export.Dim("n", min=2, max=4096)
torch.export.save(torch.export.export(wl.train(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: n}, "y": {0: n}}), d + "/model.pt2")
