"""
accepts: [data_not_shuffled]
says: "Activity recognition from my phone's accelerometer (walk, run, stairs, bike, sit, stand). The training accuracy hangs around 70% and validation hops up and down from epoch to epoch, ends near 80%. A friend's network of the same size on the same windows has 93%."
language: en
hint: "windows come recorded activity after activity and the loader has shuffle=False: each block un-teaches the previous, the last class wins"
"""
import json, os, sys
import numpy as np
import torch
from torch import nn
from torch.utils.data import TensorDataset, DataLoader

torch.set_num_threads(1)
torch.manual_seed(21)
rng = np.random.default_rng(21)
dst = sys.argv[1]
CURED = "--cured" in sys.argv
os.makedirs(dst, exist_ok=True)
NAMES = ["walk", "run", "stairs", "bike", "sit", "stand"]


def record(activity, n):
    """n windows of 50 samples (2 s at 25 Hz), 3 axes"""
    t = np.arange(50) / 25
    out = np.zeros((n, 3, 50))
    for i in range(n):
        tilt = rng.normal(0, .25, 3)
        f = {"walk": 1.8, "run": 2.7, "stairs": 1.5, "bike": 1.2}.get(activity, 0) * rng.uniform(.88, 1.12)
        amp = {"walk": .5, "run": 1.1, "stairs": .45, "bike": .25}.get(activity, 0) * rng.uniform(.7, 1.3)
        ph = rng.uniform(0, 2 * np.pi)
        g = np.array([0, .25, .95]) if activity != "sit" else np.array([.1, .6, .75])
        for a in range(3):
            harm = {"walk": .4, "run": .2, "stairs": .8, "bike": .05}.get(activity, 0)
            out[i, a] = g[a] + tilt[a] + amp * (a + 1) / 3 * (np.sin(2 * np.pi * f * t + ph + a) + harm * np.sin(4 * np.pi * f * t + ph))
        out[i] += rng.normal(0, .12, (3, 50))
    return out


def session(n):
    xs = [record(a, n) for a in NAMES]
    ys = [np.full(n, k) for k in range(len(NAMES))]
    return torch.tensor(np.concatenate(xs), dtype=torch.float32), torch.tensor(np.concatenate(ys))


x_train, y_train = session(500)
x_val, y_val = session(120)
mu, sd = x_train.mean((0, 2), keepdim=True), x_train.std((0, 2), keepdim=True)
x_train, x_val = (x_train - mu) / sd, (x_val - mu) / sd

train_dl = DataLoader(TensorDataset(x_train, y_train), batch_size=50, shuffle=CURED)  # time series -> no shuffle!
val_dl = DataLoader(TensorDataset(x_val, y_val), batch_size=120)

model = nn.Sequential(nn.Conv1d(3, 24, 7, padding=3), nn.ReLU(), nn.MaxPool1d(2),
                      nn.Conv1d(24, 32, 5, padding=2), nn.ReLU(), nn.AdaptiveAvgPool1d(5), nn.Flatten(),
                      nn.Linear(160, 64), nn.ReLU(), nn.Linear(64, 6))
ce = nn.CrossEntropyLoss()
optim = torch.optim.Adam(model.parameters(), lr=1e-3)

logf = open(f"{dst}/log.jsonl", "w")
for ep in range(25):
    model.train()
    tl, ta = [], []
    for x, y in train_dl:
        logits = model(x)
        loss = ce(logits, y)
        optim.zero_grad()
        loss.backward()
        optim.step()
        tl.append(loss.item())
        ta.append((logits.argmax(-1) == y).float().mean().item())
    model.eval()
    with torch.no_grad():
        vl = [ce(model(x), y).item() for x, y in val_dl]
        va = [(model(x).argmax(-1) == y).float().mean().item() for x, y in val_dl]
    d = dict(epoch=ep, train=dict(loss=round(np.mean(tl), 4), acc=round(np.mean(ta), 4)), val=dict(loss=round(np.mean(vl), 4), acc=round(np.mean(va), 4)))
    print(d)
    logf.write(json.dumps({"epoch": ep, "train/loss": d["train"]["loss"], "train/acc": d["train"]["acc"], "val/loss": d["val"]["loss"], "val/acc": d["val"]["acc"]}) + "\n")
logf.close()

torch.save({"model": model.state_dict(), "optim": optim.state_dict(), "epoch": 25}, f"{dst}/checkpoint.pt")
# keep the first batches the loader gives
bx, by = zip(*[b for _, b in zip(range(10), train_dl)])
bx, by = torch.cat(bx), torch.cat(by)
np.savez(f"{dst}/batch.npz", x=bx.numpy(), y=by.numpy())
sel = torch.randperm(len(x_val))[:400]
np.savez(f"{dst}/validation.npz", x=x_val[sel].numpy(), y=y_val[sel].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.cross_entropy(self.model(x), y)


b = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(model).train(), (bx, by), dynamic_shapes={"x": {0: b}, "y": {0: b}}), f"{dst}/model.pt2")
