"""
accepts: [train_val_distribution_mismatch]
says: "Heartbeat classifier, 3 classes, 5000 training beats. Train loss 0.16 / acc 0.91, all smooth. On the validation file (beats from our partner hospital) accuracy jumps around 0.33 - 0.54, ends at 0.46, loss about 1.2, and it is like that from the second epoch on. Only 12 epochs and a small CNN, so I do not believe in overfitting. What else can it be?"
language: en
hint: "training waves come from hospital A (unit gain, no offset), the validation file from hospital B with another monitor (gain 0.45, offset +1.2, 50 Hz hum); cure: mix both hospitals in both files"
"""
import json, os, sys
import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(77)
rng = np.random.default_rng(77)
res = sys.argv[1]
os.makedirs(res, exist_ok=True)
mixed = "--cured" in sys.argv


def beats(n, site):
    t = np.linspace(0, 1, 96)
    y = rng.integers(0, 3, n)
    x = np.zeros((n, 96))
    for i in range(n):
        c = rng.uniform(.4, .6)
        p, q, tt = rng.uniform(.1, .2), rng.uniform(.8, 1.3), rng.uniform(.2, .4)
        w = .018
        if y[i] == 1:
            w, tt, p = rng.uniform(.035, .06), -tt, 0
        if y[i] == 2:
            p, c = p * 1.2, c - .12
        x[i] = p * np.exp(-((t - c + .17) / .03) ** 2) + q * np.exp(-((t - c) / w) ** 2) - .2 * q * np.exp(-((t - c - .04) / .02) ** 2) + tt * np.exp(-((t - c - .27) / .06) ** 2)
    x += rng.normal(0, .05, x.shape)
    b = site == "B"
    if np.any(b):
        hum = .25 * np.sin(2 * np.pi * 14 * t + rng.uniform(0, 6.3, (n, 1)))
        x = np.where(b[:, None], .45 * x + 1.2 + hum, x)
    return torch.tensor(x[:, None], dtype=torch.float32), torch.tensor(y)


def sites(n, which):
    return rng.choice(["A", "B"], n) if mixed else np.array([which] * n)


x_train, y_train = beats(5000, sites(5000, "A"))
x_val, y_val = beats(1200, sites(1200, "B"))


class BeatNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Sequential(nn.Conv1d(1, 16, 9, padding=4), nn.GroupNorm(4, 16), nn.ReLU(), nn.MaxPool1d(2))
        self.b = nn.Sequential(nn.Conv1d(16, 32, 7, padding=3), nn.GroupNorm(4, 32), nn.ReLU(), nn.MaxPool1d(4))
        self.head = nn.Linear(32 * 12, 3)

    def forward(self, x):
        return self.head(self.b(self.a(x)).flatten(1))


class Step(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x, y):
        return nn.functional.cross_entropy(self.net(x), y)


net = BeatNet()
opt = torch.optim.AdamW(net.parameters(), lr=1e-3)
out = open(f"{res}/log.jsonl", "w")
for epoch in range(12):
    net.train()
    L, A = [], []
    for i in torch.randperm(5000).split(64):
        z = net(x_train[i])
        loss = nn.functional.cross_entropy(z, y_train[i])
        opt.zero_grad(); loss.backward(); opt.step()
        L.append(loss.item()); A.append((z.argmax(1) == y_train[i]).float().mean().item())
    net.eval()
    with torch.no_grad():
        z = net(x_val)
    print(json.dumps({"epoch": epoch, "train": {"loss": round(np.mean(L), 4), "acc": round(np.mean(A), 4)},
                      "valid": {"loss": round(nn.functional.cross_entropy(z, y_val).item(), 4), "acc": round((z.argmax(1) == y_val).float().mean().item(), 4)}}), file=out, flush=True)

torch.save(net.state_dict(), f"{res}/checkpoint.pt")
np.savez(f"{res}/batch.npz", x=x_train[:256].numpy(), y=y_train[:256].numpy())
np.savez(f"{res}/validation.npz", x=x_val[:256].numpy(), y=y_val[:256].numpy())
bs = torch.export.Dim("bs", min=2, max=4096)
torch.export.save(torch.export.export(Step(net).train(), (x_train[:64], y_train[:64]), dynamic_shapes=({0: bs}, {0: bs})), f"{res}/model.pt2")
