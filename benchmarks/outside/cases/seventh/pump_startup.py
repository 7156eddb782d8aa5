"""
accepts: [vanishing_gradient]
says: "水泵启动波形分4类,12层全连接网络,Sigmoid激活,SGD lr=0.01 momentum=0.9。45个epoch下来loss一直是1.386-1.40,验证准确率0.24-0.27,跟瞎猜一样。我把梯度范数打出来了:最后一层0.5左右,中间层3e-5,第一层只有5e-10。数据检查过了没有问题,是网络的问题吗?"
language: zh
hint: "12 sigmoid layers without skips; the gradient dies from 0.5 at the head to 5e-10 at the first layer. Cure: ReLU and residual connections."
"""
import csv, os, sys
import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(17)
rng = np.random.default_rng(17)
dest, cured = sys.argv[1], "--cured" in sys.argv
os.makedirs(dest, exist_ok=True)

# pump start-up transients -> bearing state
N, T, C = 2600, 48, 3
state = rng.integers(0, 4, N)
t = np.linspace(0, 1, T)
sig = np.zeros((N, T, C), np.float32)
for i, s in enumerate(state):
    f = [5, 7, 9, 11][s] * rng.uniform(0.96, 1.04)
    ph = rng.uniform(0, 2 * np.pi)
    sig[i, :, 0] = np.sin(2 * np.pi * f * t + ph) * rng.uniform(0.7, 1.3)
    sig[i, :, 1] = np.cos(2 * np.pi * f * t + ph) * (0.4 + 0.3 * (s % 2))
    sig[i, :, 2] = np.exp(-3 * t) * rng.uniform(0.5, 1.5) + 0.2 * np.sin(2 * np.pi * 2 * f * t)
sig += rng.normal(0, 0.95, sig.shape).astype(np.float32)
x = torch.tensor(sig.reshape(N, -1))
y = torch.tensor(state)
ntr = 2000


class Deep(nn.Module):
    def __init__(self, depth=10, width=64):
        super().__init__()
        self.first = nn.Linear(T * C, width)
        self.hidden = nn.ModuleList(nn.Linear(width, width) for _ in range(depth))
        self.last = nn.Linear(width, 4)
        self.act = nn.ReLU() if cured else nn.Sigmoid()

    def forward(self, x):
        h = self.act(self.first(x))
        for lin in self.hidden:
            h = h + self.act(lin(h)) * 0.5 if cured else self.act(lin(h))
        return self.last(h)


model = Deep()
opt = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
sched = torch.optim.lr_scheduler.StepLR(opt, 18, 0.2)
ce = nn.CrossEntropyLoss()
fh = open(os.path.join(dest, "log.csv"), "w", newline="")
wr = csv.writer(fh, delimiter=";")
wr.writerow(["epoch", "lr", "loss", "val_loss", "val_acc", "g_first", "g_mid", "g_last"])
for epoch in range(1, 46):
    model.train()
    tot, g = 0.0, np.zeros(3)
    batches = torch.randperm(ntr).split(32)
    for b in batches:
        loss = ce(model(x[b]), y[b])
        opt.zero_grad()
        loss.backward()
        g += [model.first.weight.grad.norm().item(), model.hidden[5].weight.grad.norm().item(), model.last.weight.grad.norm().item()]
        opt.step()
        tot += loss.item()
    model.eval()
    with torch.no_grad():
        z = model(x[ntr:])
        vl, va = ce(z, y[ntr:]).item(), (z.argmax(1) == y[ntr:]).float().mean().item()
    wr.writerow([epoch, opt.param_groups[0]["lr"], f"{tot / len(batches):.4f}", f"{vl:.4f}", f"{va:.4f}"] + [f"{v:.2e}" for v in g / len(batches)])
    sched.step()
fh.close()
torch.save({"epoch": 45, "state_dict": model.state_dict(), "optimizer": opt.state_dict()}, os.path.join(dest, "checkpoint.pt"))
np.savez(os.path.join(dest, "batch.npz"), x=x[:128].numpy(), y=y[:128].numpy())
np.savez(os.path.join(dest, "validation.npz"), x=x[ntr:ntr + 128].numpy(), y=y[ntr:ntr + 128].numpy())


class Objective(nn.Module):
    def __init__(self):
        super().__init__()
        self.model, self.ce = model, ce

    def forward(self, x, y):
        return self.ce(self.model(x), y)


B = torch.export.Dim("B", min=2, max=1000)
torch.export.save(torch.export.export(Objective().train(), (x[:32], y[:32]), dynamic_shapes={"x": {0: B}, "y": {0: B}}), os.path.join(dest, "model.pt2"))
