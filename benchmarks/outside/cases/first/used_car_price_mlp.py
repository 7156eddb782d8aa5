"""
accepts: [targets_not_normalised, learning_rate_too_low, too_few_epochs]
says: "I'm predicting used car prices in euros for a course project. The loss is in the tens of millions, it does go down, but after all 30 epochs the MAE is still worse than the linear regression we did in week 2."
language: en
hint: "prices in euros (mean ~19000) go raw into MSE; Adam at 1e-3 spends the whole run carrying the output up to the mean"
"""
import sys, os, csv
import numpy as np
import torch
import torch.nn as nn
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split

torch.set_num_threads(1)
torch.manual_seed(42)
np.random.seed(42)
out = sys.argv[1]
CURED = "--cured" in sys.argv
os.makedirs(out, exist_ok=True)

# ---- fake "cars.csv" ----
N = 5000
age = np.random.gamma(2.5, 2.5, N)
km = age * np.random.normal(14, 4, N).clip(3) + np.random.rand(N) * 5
hp = np.random.normal(115, 35, N).clip(50, 400)
brand = np.random.randint(0, 6, N)
auto = np.random.rand(N) < 0.35
base = np.array([0.8, 0.95, 1.0, 1.15, 1.5, 1.7])[brand]
price = 260 * hp * base * np.exp(-0.11 * age) * (1 - km / 900).clip(0.2) + 2500 * auto * np.exp(-0.05 * age) + 1500
price = price * np.random.lognormal(0, 0.06, N)
X = np.column_stack([age, km, hp, auto, np.eye(6)[brand]])
y = price.reshape(-1, 1)

X_train, X_val, y_train, y_val = train_test_split(X, y, test_size=0.2, random_state=0)
sc = StandardScaler()
X_train = sc.fit_transform(X_train); X_val = sc.transform(X_val)
y_scale, y_shift = 1.0, 0.0
if CURED:
    y_scale, y_shift = y_train.std(), y_train.mean()
y_train = (y_train - y_shift) / y_scale
y_val = (y_val - y_shift) / y_scale

X_train, X_val, y_train, y_val = [torch.tensor(a, dtype=torch.float32) for a in (X_train, X_val, y_train, y_val)]
loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(X_train, y_train), batch_size=64, shuffle=True)

model = nn.Sequential(
    nn.Linear(10, 64), nn.ReLU(),
    nn.Linear(64, 32), nn.ReLU(),
    nn.Linear(32, 1),
)
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

rows = []
for epoch in range(30):
    model.train()
    tot = 0
    for xb, yb in loader:
        optimizer.zero_grad()
        loss = criterion(model(xb), yb)
        loss.backward()
        optimizer.step()
        tot += loss.item() * len(xb)
    model.eval()
    with torch.no_grad():
        pv = model(X_val)
        vl = criterion(pv, y_val).item()
        mae = ((pv - y_val).abs().mean() * y_scale).item()
    rows.append([epoch + 1, tot / len(X_train), vl, mae])
    print("epoch %d train_loss %.4f val_loss %.4f val MAE %.0f EUR" % tuple(rows[-1]))

with open(os.path.join(out, "log.csv"), "w", newline="") as f:
    w = csv.writer(f)
    w.writerow(["epoch", "train_loss", "val_loss", "val_mae_eur"])
    w.writerows(rows)
torch.save({"epoch": 30, "model_state_dict": model.state_dict(), "optimizer_state_dict": optimizer.state_dict()}, os.path.join(out, "checkpoint.pt"))
xs, ys = [], []
for i, (xb, yb) in enumerate(loader):
    if i == 4: break
    xs.append(xb); ys.append(yb)
xb, yb = torch.cat(xs), torch.cat(ys)
np.savez(os.path.join(out, "batch.npz"), x=xb.numpy(), y=yb.numpy())
np.savez(os.path.join(out, "validation.npz"), x=X_val[:256].numpy(), y=y_val[:256].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.mse_loss(self.model(x), y)


b = torch.export.Dim("batch", min=2)
prog = torch.export.export(WithLoss(model).train(), (xb, yb), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(prog, os.path.join(out, "model.pt2"))
