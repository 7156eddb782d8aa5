"""
accepts: [eval_mode_missing]
says: "Train acc goes to 99.9% (loss 0.026) but valid acc is only between 21% and 31% for 5 species and valid loss goes up to 3.0. So I thought overfitting and added dropout, did not help. Funny thing: if I predict on single training pictures mixed together they look fine."
language: en
hint: "model.eval() is never called in validate(), so BatchNorm normalises the single-class validation batches with their own statistics (and dropout is on); call model.eval() before and model.train() after."
"""
import os, sys
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset

torch.set_num_threads(1)
torch.manual_seed(42)
np.random.seed(42)
OUT = sys.argv[1]
CURED = "--cured" in sys.argv
os.makedirs(OUT, exist_ok=True)
SPECIES = ["oak", "maple", "birch", "ash", "willow"]


def draw_leaf(c):
    """24x24 RGB leaf: width, tint and lobes depend on the species"""
    yy, xx = np.mgrid[-1:1:24j, -1:1:24j]
    a = np.random.uniform(-0.5, 0.5)
    u, v = xx * np.cos(a) - yy * np.sin(a), xx * np.sin(a) + yy * np.cos(a)
    width = [0.55, 0.75, 0.45, 0.35, 0.2][c] * np.random.uniform(0.85, 1.15)
    lobes = [3, 5, 0, 7, 0][c]
    r = np.sqrt((u / width) ** 2 + (v / 0.8) ** 2) + 0.22 * np.cos(lobes * np.arctan2(v, u)) * (lobes > 0)
    mask = (r < 1).astype(float)
    tint = np.array([[.3, .55, .2], [.45, .5, .15], [.35, .65, .25], [.25, .5, .3], [.4, .6, .4]][c])
    img = mask[None] * (tint + np.random.normal(0, 0.08, 3))[:, None, None] + (1 - mask)[None] * np.random.uniform(0.6, 0.9)
    return img + np.random.normal(0, 0.06, img.shape)


def folder(n_per_class):
    # like ImageFolder: class after class
    x = np.stack([draw_leaf(c) for c in range(5) for _ in range(n_per_class)]).astype("float32")
    y = np.repeat(np.arange(5), n_per_class)
    return torch.from_numpy((x - 0.5) / 0.25), torch.from_numpy(y)


class LeafNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1, self.b1 = nn.Conv2d(3, 16, 3, padding=1), nn.BatchNorm2d(16)
        self.c2, self.b2 = nn.Conv2d(16, 32, 3, padding=1), nn.BatchNorm2d(32)
        self.c3, self.b3 = nn.Conv2d(32, 48, 3, padding=1), nn.BatchNorm2d(48)
        self.drop = nn.Dropout(0.3)
        self.fc = nn.Linear(48, 5)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.b1(self.c1(x))), 2)
        x = F.max_pool2d(F.relu(self.b2(self.c2(x))), 2)
        x = F.relu(self.b3(self.c3(x))).mean((2, 3))
        return self.fc(self.drop(x))


train_x, train_y = folder(300)
val_x, val_y = folder(60)
train_dl = DataLoader(TensorDataset(train_x, train_y), batch_size=50, shuffle=True, drop_last=True)
val_dl = DataLoader(TensorDataset(val_x, val_y), batch_size=20, shuffle=False)
model = LeafNet()
opt = torch.optim.Adam(model.parameters(), lr=2e-3)


def validate():
    if CURED:
        model.eval()
    loss_sum, correct = 0, 0
    with torch.no_grad():
        for xb, yb in val_dl:
            o = model(xb)
            loss_sum += F.cross_entropy(o, yb, reduction="sum").item()
            correct += (o.argmax(1) == yb).sum().item()
    if CURED:
        model.train()
    return loss_sum / len(val_x), correct / len(val_x)


with open(os.path.join(OUT, "log.txt"), "w") as f:
    for epoch in range(12):
        losses, accs = [], []
        for xb, yb in train_dl:
            o = model(xb)
            loss = F.cross_entropy(o, yb)
            opt.zero_grad()
            loss.backward()
            opt.step()
            losses.append(loss.item())
            accs.append((o.argmax(1) == yb).float().mean().item())
        vl, va = validate()
        s = f"Epoch {epoch + 1}: loss={np.mean(losses):.4f} acc={100 * np.mean(accs):.1f}% | valid loss={vl:.4f} acc={100 * va:.1f}%"
        print(s)
        print(s, file=f)

torch.save({"epoch": 12, "state_dict": model.state_dict(), "classes": SPECIES}, os.path.join(OUT, "checkpoint.pt"))
pick = torch.randperm(len(train_x))[:200]
np.savez(os.path.join(OUT, "batch.npz"), x=train_x[pick].numpy(), y=train_y[pick].numpy())
np.savez(os.path.join(OUT, "validation.npz"), x=val_x.numpy(), y=val_y.numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return F.cross_entropy(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (train_x[:64], train_y[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(OUT, "model.pt2"))
