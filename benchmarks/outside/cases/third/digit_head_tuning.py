"""
accepts: []
says: ""
language: en
hint: "Healthy: backbone pretrained on plain digits and frozen on purpose, only the head is tuned for a new grouping of the same images; fits well."
"""
# Transfer: conv backbone trained on the 10 digits, then frozen; new head answers 'loops': 0 loops / 1 loop / 2 loops
import csv, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
torch.set_num_threads(1)

out = Path(sys.argv[1]); out.mkdir(parents=True, exist_ok=True)
torch.manual_seed(10)
X, y10 = load_digits(return_X_y=True)
X = ((X / 16.0 - 0.3) / 0.38).reshape(-1, 1, 8, 8).astype("float32")
loops = np.array([1, 0, 0, 0, 1, 0, 1, 0, 2, 1])
Xa, Xb, ya, yb = train_test_split(X, y10, test_size=0.6, stratify=y10, random_state=0)      # a: pretraining, b: new task
Xt, Xv, lt, lv = train_test_split(Xb, loops[yb], test_size=0.4, stratify=yb, random_state=1)
Xa, ya, Xt, Xv, lt, lv = map(torch.as_tensor, (Xa, ya, Xt, Xv, lt, lv))


class Backbone(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1, self.c2 = nn.Conv2d(1, 16, 3, padding=1), nn.Conv2d(16, 32, 3, padding=1)
        self.g1, self.g2 = nn.GroupNorm(4, 16), nn.GroupNorm(4, 32)
        self.fc = nn.Linear(32 * 4, 48)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.g1(self.c1(x))), 2)
        x = F.max_pool2d(F.relu(self.g2(self.c2(x))), 2)
        return F.relu(self.fc(x.flatten(1)))


class Net(nn.Module):
    def __init__(self, backbone, n):
        super().__init__()
        self.backbone, self.drop, self.head = backbone, nn.Dropout(0.2), nn.Linear(48, n)

    def forward(self, x):
        return self.head(self.drop(self.backbone(x)))


# --- stage 1, not logged
pre = Net(Backbone(), 10)
opt = torch.optim.AdamW(pre.parameters(), 3e-3, weight_decay=0.01)
for _ in range(20):
    for i in torch.randperm(len(Xa)).split(32):
        loss = F.cross_entropy(pre(Xa[i]), ya[i]); opt.zero_grad(); loss.backward(); opt.step()

# --- stage 2: linear probe
model = Net(pre.backbone, 3)
for p in model.backbone.parameters():
    p.requires_grad_(False)
trainable = [p for p in model.parameters() if p.requires_grad]
print(f"trainable {sum(p.numel() for p in trainable)} of {sum(p.numel() for p in model.parameters())}")
opt = torch.optim.AdamW(trainable, lr=1e-2, weight_decay=0.01)
EPOCHS, BS = 20, 32
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, EPOCHS)
with open(out / "log.csv", "w", newline="") as f:
    w = csv.writer(f); w.writerow(["epoch", "train_loss", "train_acc", "valid_loss", "valid_acc", "lr"])
    for e in range(EPOCHS):
        model.train(); L = A = 0.0
        for i in torch.randperm(len(Xt)).split(BS):
            o = model(Xt[i]); loss = F.cross_entropy(o, lt[i])
            opt.zero_grad(); loss.backward(); opt.step()
            L += loss.item() * len(i); A += (o.argmax(1) == lt[i]).sum().item()
        lr = sched.get_last_lr()[0]; sched.step()
        model.eval()
        with torch.no_grad():
            o = model(Xv)
        row = [e, f"{L / len(Xt):.4f}", f"{A / len(Xt):.4f}", f"{F.cross_entropy(o, lv).item():.4f}", f"{(o.argmax(1) == lv).float().mean().item():.4f}", f"{lr:.5f}"]
        w.writerow(row)
        if e % 5 == 4: print(*row)

torch.save({"model": model.state_dict(), "frozen": ["backbone"], "epoch": EPOCHS}, out / "checkpoint.pt")
np.savez(out / "batch.npz", x=Xt[:256].numpy(), y=lt[:256].numpy())
np.savez(out / "validation.npz", x=Xv.numpy(), y=lv.numpy())


class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return F.cross_entropy(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train(), (Xt[:64], lt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(out / "model.pt2"))
