"""
accepts: [parameters_not_in_optimizer]
says: "GRU for gestures (6 classes, the order of three movements decides). It does learn, but slowly and not well: chance for 2 epochs, val acc 0.50 at epoch 5, 0.66 at epoch 10, 0.85 at the end (loss 0.53), train the same as val. I expected such a clean task to be nearly perfect after a few epochs. A bigger hidden size? Longer training?"
language: en
hint: "the decay / no-decay groups are picked by names ending in '.weight' and '.bias'; the GRU's parameters (weight_ih_l0, bias_hh_l0 ...) and the attention query end in neither, so they are in no group and never move; cure: put every remaining parameter into a group"
"""
import os, sys
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(88)
rng = np.random.default_rng(88)
folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
CURED = "--cured" in sys.argv
T, K = 40, 6


def gestures(n):
    # order of three movements decides the class, their place and speed vary
    orders = [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)]
    y = rng.integers(0, K, n)
    x = rng.normal(0, .3, (n, T, 4))
    for i in range(n):
        at = np.sort(rng.choice(np.arange(2, T - 5, 5), 3, replace=False)) + rng.integers(0, 2, 3)
        for pos, kind in zip(at, orders[y[i]]):
            m = rng.integers(3, 5)
            x[i, pos:pos + m, kind] += rng.uniform(.9, 1.6)
            x[i, pos:pos + m, 3] += .5 * (-1) ** kind
    return torch.tensor(x, dtype=torch.float32), torch.tensor(y)


class GestureNet(nn.Module):
    def __init__(self, h=32):
        super().__init__()
        self.inp = nn.Linear(4, 16)
        self.norm = nn.LayerNorm(16)
        self.gru = nn.GRU(16, h, batch_first=True)
        self.query = nn.Parameter(torch.randn(h) * .1)
        self.fc1 = nn.Linear(2 * h, 32)
        self.fc2 = nn.Linear(32, K)

    def logits(self, x):
        h, _ = self.gru(self.norm(self.inp(x)))
        a = torch.softmax(h @ self.query, 1)
        pooled = (a[..., None] * h).sum(1)
        return self.fc2(F.relu(self.fc1(torch.cat([pooled, h[:, -1]], 1))))

    def forward(self, x, y):
        return F.cross_entropy(self.logits(x), y)


net = GestureNet()
decay = [p for n, p in net.named_parameters() if n.endswith(".weight") and "norm" not in n]
no_decay = [p for n, p in net.named_parameters() if n.endswith(".bias") or "norm" in n]
if CURED:
    seen = {id(p) for p in decay + no_decay}
    decay += [p for p in net.parameters() if id(p) not in seen]
opt = torch.optim.AdamW([{"params": decay, "weight_decay": 0.01}, {"params": no_decay, "weight_decay": 0.0}], lr=4e-3)
xt, yt = gestures(4000)
xv, yv = gestures(800)
EPOCHS = 18
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, EPOCHS, eta_min=1e-4)
log = open(f"{folder}/log.txt", "w")
print("model has", sum(p.numel() for p in net.parameters()), "parameters", file=log)
for ep in range(1, EPOCHS + 1):
    net.train()
    L = []
    for i in torch.randperm(len(xt)).split(64):
        loss = net(xt[i], yt[i])
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        opt.step()
        L.append(loss.item())
    sched.step()
    net.eval()
    with torch.no_grad():
        z = net.logits(xv)
    print(f"ep {ep:>2} | loss {np.mean(L):.3f} | val loss {F.cross_entropy(z, yv):.3f} | val acc {(z.argmax(1) == yv).float().mean():.3f}", file=log, flush=True)

torch.save({"net": net.state_dict(), "optimizer": opt.state_dict(), "epoch": EPOCHS}, f"{folder}/checkpoint.pt")
np.savez(f"{folder}/batch.npz", x=xt[:128].numpy(), y=yt[:128].numpy())
np.savez(f"{folder}/validation.npz", x=xv[:128].numpy(), y=yv[:128].numpy())
b = torch.export.Dim("b", min=2, max=2048)
torch.export.save(torch.export.export(net.train(), (xt[:64], yt[:64]), dynamic_shapes=({0: b}, {0: b})), f"{folder}/model.pt2")
