"""
accepts: [double_softmax]
says: "My CNN for 12 kinds of coins starts fine but then the loss refuses to go below 1.86 (train 1.864, val 1.888) and accuracy is stuck at 0.75 / 0.727 from about epoch 8. The images are really easy, I would expect nearly 100 %. Tried a longer training, no change."
language: en
hint: "The network ends with nn.Softmax and is trained with CrossEntropyLoss, which applies log-softmax again; remove the Softmax layer."
"""
import sys, os
os.environ.setdefault("OMP_NUM_THREADS", "1")
from pathlib import Path
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
torch.manual_seed(3)
np.random.seed(3)
out = Path(sys.argv[1]); out.mkdir(parents=True, exist_ok=True)
cured = "--cured" in sys.argv

# ---------------------------------------------------------------- data
# photos of 12 coins (3 diameters x 4 rim patterns) from the sorting belt, 24x24 gray
SIZE, N_CLASSES = 24, 12

def coin(label):
    d, rim = divmod(label, 4)
    r = 6.0 + 2.2 * d + np.random.uniform(-0.4, 0.4)
    cy, cx = 11.5 + np.random.uniform(-1, 1, 2)
    yy, xx = np.mgrid[:SIZE, :SIZE]
    dist = np.hypot(yy - cy, xx - cx)
    img = (dist < r) * np.random.uniform(0.5, 0.8)
    if rim == 1: img[(dist > r - 1.5) & (dist < r)] += 0.4
    if rim == 2: img[dist < r * 0.35] -= 0.4
    if rim == 3: img[(dist < r) & (np.abs(yy - cy) < 1.5)] += 0.4
    return img + np.random.normal(0, 0.08, img.shape)

def make(n):
    y = np.random.randint(0, N_CLASSES, n)
    x = np.stack([coin(k) for k in y]).astype("float32")[:, None]
    return torch.tensor((x - 0.3) / 0.35), torch.tensor(y)

x_train, y_train = make(2400)
x_val, y_val = make(600)

# ---------------------------------------------------------------- model
layers = [
    nn.Conv2d(1, 12, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(12, 24, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(), nn.Linear(24 * 6 * 6, 64), nn.ReLU(), nn.Linear(64, N_CLASSES),
]
if not cured:
    layers.append(nn.Softmax(dim=1))
model = nn.Sequential(*layers)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9)

# ---------------------------------------------------------------- training
log = open(out / "log.txt", "w")
for epoch in range(1, 15):
    model.train()
    perm = torch.randperm(len(x_train)); running, right = 0.0, 0
    for i in range(0, len(perm), 48):
        idx = perm[i:i + 48]
        optimizer.zero_grad()
        pred = model(x_train[idx])
        loss = criterion(pred, y_train[idx])
        loss.backward()
        optimizer.step()
        running += loss.item() * len(idx); right += (pred.argmax(1) == y_train[idx]).sum().item()
    model.eval()
    with torch.no_grad():
        pv = model(x_val)
        vl = criterion(pv, y_val).item(); va = (pv.argmax(1) == y_val).float().mean().item()
    line = f"epoch {epoch:2d}/14  train loss {running/len(perm):.4f}  train acc {right/len(perm):.3f}  val loss {vl:.4f}  val acc {va:.3f}"
    print(line); log.write(line + "\n")
log.close()

torch.save(model.state_dict(), out / "checkpoint.pt")
np.savez(out / "batch.npz", x=x_train[:192].numpy(), y=y_train[:192].numpy())
np.savez(out / "validation.npz", x=x_val[:300].numpy(), y=y_val[:300].numpy())

class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__(); self.model = model
    def forward(self, x, y):
        return nn.functional.cross_entropy(self.model(x), y)

b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (x_train[:64], y_train[:64]),
                         dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(out / "model.pt2"))
