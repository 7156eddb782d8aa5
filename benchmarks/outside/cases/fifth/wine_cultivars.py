"""
accepts: []
says: ""
language: en
hint: "Healthy: tiny data (178 wines) done right, stratified split, scaler fitted on the training part, small net, early stopping with the best weights restored."
"""
# wine cultivars from 13 chemical analyses - exercise for the chemometrics course
import copy
import os
import sys
import numpy as np
import torch
from torch import nn
from sklearn.datasets import load_wine
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

torch.set_num_threads(1)
out = sys.argv[1]
os.makedirs(out, exist_ok=True)
torch.manual_seed(4)

X, y = load_wine(return_X_y=True)
Xa, Xb, ya, yb = train_test_split(X, y, test_size=0.3, stratify=y, random_state=4)
scaler = StandardScaler().fit(Xa)
Xa = torch.tensor(scaler.transform(Xa), dtype=torch.float32)
Xb = torch.tensor(scaler.transform(Xb), dtype=torch.float32)
ya, yb = torch.tensor(ya), torch.tensor(yb)

model = nn.Sequential(nn.Linear(13, 12), nn.Tanh(), nn.Dropout(0.1), nn.Linear(12, 3))
loss_fn = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=5e-3, weight_decay=2e-3)

best, best_state, wait, lines = 1e9, None, 0, []
for epoch in range(200):
    model.train()
    total = 0.0
    for idx in torch.randperm(len(Xa)).split(16):
        optimizer.zero_grad()
        loss = loss_fn(model(Xa[idx]), ya[idx])
        loss.backward()
        optimizer.step()
        total += loss.item() * len(idx)
    model.eval()
    with torch.no_grad():
        o = model(Xb)
        vloss = loss_fn(o, yb).item()
        vacc = (o.argmax(1) == yb).float().mean().item()
    lines.append("Epoch %3d: train loss = %.4f, valid loss = %.4f, valid acc = %.3f" % (epoch + 1, total / len(Xa), vloss, vacc))
    print(lines[-1])
    if vloss < best - 1e-4:
        best, best_state, wait = vloss, copy.deepcopy(model.state_dict()), 0
    else:
        wait += 1
        if wait >= 8:
            lines.append("Early stopping, restored epoch %d (valid loss %.4f)" % (epoch + 1 - wait, best))
            print(lines[-1])
            break
model.load_state_dict(best_state)
with open(os.path.join(out, "log.txt"), "w") as f:
    f.write("\n".join(lines) + "\n")

torch.save(model.state_dict(), os.path.join(out, "checkpoint.pt"))
np.savez(os.path.join(out, "batch.npz"), x=Xa.numpy(), y=ya.numpy())
np.savez(os.path.join(out, "validation.npz"), x=Xb.numpy(), y=yb.numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.cross_entropy(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (Xa[:64], ya[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(out, "model.pt2"))
