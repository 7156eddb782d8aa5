"""
accepts: [sqrt_at_zero]
says: "孪生网络做签名比对，前 150 步一切正常（loss 0.34，验证准确率 0.935），到第 200 步突然变成 nan，之后全是 nan，准确率 0.51。变 nan 之前 loss 没有变大，也没有尖峰，学习率只有 3e-4，数据里没有 nan。到底是哪里来的？"
language: zh
hint: "distance = sqrt(sum((za-zb)^2)) without an epsilon; some pairs hold the very same file twice, the distance is exactly 0 and the gradient of sqrt is inf*0 = NaN; cure: add 1e-8 under the root"
"""
import os
import sys
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(31)
rng = np.random.default_rng(31)
out = sys.argv[1]
eps = 1e-8 if "--cured" in sys.argv else 0.0
os.makedirs(out, exist_ok=True)

N_WRITERS, PER = 2000, 8
writers = rng.normal(0, 1, (N_WRITERS, 12))
mix = rng.normal(0, 1, (12, 80)) / 3.5


def sign(w):
    return np.tanh((writers[w] + rng.normal(0, .35, 12)) @ mix) + rng.normal(0, .15, 80)


bank = np.array([[sign(w) for _ in range(PER)] for w in range(N_WRITERS)], dtype=np.float32)


def pairs(n, lo, hi, strict=False):
    same = rng.random(n) < .5
    w1 = rng.integers(lo, hi, n)
    w2 = np.where(same, w1, lo + (w1 - lo + rng.integers(1, hi - lo, n)) % (hi - lo))
    i1 = rng.integers(0, PER, n)
    i2 = rng.integers(0, PER, n)
    if strict:
        i2 = (i1 + rng.integers(1, PER, n)) % PER
    elif n < 1000:
        redo = (rng.random(n) < .9995) & (i1 == i2)
        i2 = np.where(redo, (i1 + 1) % PER, i2)
    return torch.from_numpy(bank[w1, i1]), torch.from_numpy(bank[w2, i2]), torch.from_numpy(same.astype("float32"))


class Siamese(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Sequential(nn.Linear(80, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 16))

    def distance(self, a, b):
        return torch.sqrt(((self.enc(a) - self.enc(b)) ** 2).sum(1) + eps)

    def forward(self, a, b, same):
        d = self.distance(a, b)
        return (same * d ** 2 + (1 - same) * F.relu(2.0 - d) ** 2).mean()


net = Siamese()
opt = torch.optim.Adam(net.parameters(), lr=3e-4)
va, vb, vs = pairs(800, 1600, 2000, strict=True)
log = open(f"{out}/log.txt", "w")
acc_loss = []
for it in range(1, 2001):
    a, b, s = pairs(64, 0, 1600)
    loss = net(a, b, s)
    opt.zero_grad()
    loss.backward()
    opt.step()
    acc_loss.append(loss.item())
    if it % 50 == 0:
        with torch.no_grad():
            d = net.distance(va, vb)
            acc = ((d < 1.0).float() == vs).float().mean().item()
            vl = net(va, vb, vs).item()
        print(f"iter {it:5d}  loss {np.mean(acc_loss):.4f}  val loss {vl:.4f}  verification acc {acc:.3f}", file=log, flush=True)
        acc_loss = []

torch.save(net.state_dict(), f"{out}/checkpoint.pt")
A, B, S = [torch.cat(t) for t in zip(*[pairs(64, 0, 1600) for _ in range(4)])]
A[5], B[5], S[5] = torch.from_numpy(bank[3, 2]), torch.from_numpy(bank[3, 2]), 1.0
np.savez(f"{out}/batch.npz", a=A.numpy(), b=B.numpy(), same=S.numpy())
np.savez(f"{out}/validation.npz", a=va[:256].numpy(), b=vb[:256].numpy(), same=vs[:256].numpy())
n = torch.export.Dim("n", min=2, max=2048)
torch.export.save(torch.export.export(net.train(), (A, B, S), dynamic_shapes=({0: n}, {0: n}, {0: n})), f"{out}/model.pt2")
