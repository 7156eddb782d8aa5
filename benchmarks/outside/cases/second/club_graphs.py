"""
accepts: []
says: "Graph classification with a self-written GCN on adjacency matrices, looks ok to me?"
language: en
hint: "Healthy: plain run, val accuracy high, train and val close."
"""
import sys
from pathlib import Path
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

torch.set_num_threads(1)
SEED, N, EPOCHS = 3, 14, 20
torch.manual_seed(SEED)
rng = np.random.default_rng(SEED)
out = Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)


def club(kind):
    """0 = random friends, 1 = two groups, 2 = one leader everybody knows, 3 = chain of acquaintances"""
    A = rng.random((N, N)) < [.32, .04, .08, .04][kind]
    if kind == 1:
        g = rng.permutation(N) < N // 2
        A |= (g[:, None] == g[None]) & (rng.random((N, N)) < .62)
    if kind == 2:
        A[rng.integers(N)] |= rng.random(N) < .85
    if kind == 3:
        p = rng.permutation(N)
        A[p[:-1], p[1:]] = True
    A = np.triu(A, 1)
    return (A | A.T).astype(np.float32)


def dataset(n):
    y = rng.integers(0, 4, n)
    return torch.tensor(np.stack([club(k) for k in y])), torch.tensor(y)


class GCN(nn.Module):
    def __init__(self, d=32):
        super().__init__()
        self.lin0 = nn.Linear(3, d)
        self.layers = nn.ModuleList([nn.Linear(2 * d, d) for _ in range(3)])
        self.norms = nn.ModuleList([nn.LayerNorm(d) for _ in range(3)])
        self.out = nn.Sequential(nn.Linear(2 * d, d), nn.ReLU(), nn.Dropout(.1), nn.Linear(d, 4))

    def forward(self, adj):
        deg = adj.sum(2, keepdim=True)
        tri = torch.einsum("bij,bjk,bki->bi", adj, adj, adj).unsqueeze(2)
        h = self.lin0(torch.cat([deg / 5, (adj @ deg) / 25, tri / 10], 2))
        for l, n in zip(self.layers, self.norms):
            msg = adj @ h / (deg + 1)
            h = h + F.relu(n(l(torch.cat([h, msg], 2))))
        return self.out(torch.cat([h.mean(1), h.amax(1)], 1))


xt, yt = dataset(2500)
xv, yv = dataset(500)
net = GCN()
opt = torch.optim.Adam(net.parameters(), lr=2e-3, weight_decay=1e-4)
sched = torch.optim.lr_scheduler.MultiStepLR(opt, [12, 17], .3)
with open(out / "log.txt", "w") as fh:
    for ep in range(1, EPOCHS + 1):
        net.train()
        tl = ok = 0
        for i in torch.randperm(len(xt)).split(50):
            o = net(xt[i])
            loss = F.cross_entropy(o, yt[i])
            opt.zero_grad()
            loss.backward()
            opt.step()
            tl += loss.item() * len(i)
            ok += (o.argmax(1) == yt[i]).sum().item()
        sched.step()
        net.eval()
        with torch.no_grad():
            o = net(xv)
        s = f"Epoch: {ep:03d}, Loss: {tl / len(xt):.4f}, Train: {ok / len(xt):.4f}, Val loss: {F.cross_entropy(o, yv).item():.4f}, Val: {(o.argmax(1) == yv).float().mean().item():.4f}"
        print(s)
        fh.write(s + "\n")


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return F.cross_entropy(self.model(x), y)


torch.save(net.state_dict(), out / "checkpoint.pt")
np.savez(out / "batch.npz", x=xt[:256].numpy(), y=yt[:256].numpy())
np.savez(out / "validation.npz", x=xv.numpy(), y=yv.numpy())
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net).train().cpu(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(out / "model.pt2"))
