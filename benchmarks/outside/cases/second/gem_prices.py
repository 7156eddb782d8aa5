"""
accepts: [train_val_distribution_mismatch]
says: "Predicting log price of gems from weight, cut, colour ... Train MSE is 0.078 but validation MSE is 0.52, and it was 1.47 after the first epoch already (R2 -0.37, now 0.51). The gap never closes. Dropout, weight decay, smaller net: nothing helps."
language: en
hint: "The csv is sorted by price and split 80/20 without shuffling, so validation holds only the dearest gems. Random split."
"""
import os
import sys
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
outdir = sys.argv[1]
os.makedirs(outdir, exist_ok=True)
torch.manual_seed(5)
rng = np.random.default_rng(5)

# ---- the table as it comes (gems.csv is sorted by price)
n = 5000
carat = rng.lognormal(-.5, .5, n)
cut = rng.integers(0, 5, n)
color = rng.integers(0, 7, n)
clarity = rng.integers(0, 8, n)
depth = rng.normal(61.7, 1.4, n)
fluo = rng.random(n) < .3
logp = 8.5 + 1.7 * np.log(carat) + .25 * np.sin(3 * np.log(carat)) + .05 * cut - .07 * color * np.sqrt(carat) + .11 * clarity - .1 * fluo + .8 / (1 + np.exp(-6 * (carat - 1.2))) + rng.normal(0, .18, n)
order = np.argsort(logp)
table = np.column_stack([carat, cut, color, clarity, depth, fluo])[order]
y = logp[order]

if "--cured" in sys.argv:
    p = rng.permutation(n)
    table, y = table[p], y[p]
cut_at = int(n * .8)
mu, sd = table[:cut_at].mean(0), table[:cut_at].std(0)
X = torch.tensor((table - mu) / sd, dtype=torch.float32)
ym, ys = y[:cut_at].mean(), y[:cut_at].std()
Y = torch.tensor((y - ym) / ys, dtype=torch.float32).unsqueeze(1)
train_ds = torch.utils.data.TensorDataset(X[:cut_at], Y[:cut_at])
val_x, val_y = X[cut_at:], Y[cut_at:]
loader = torch.utils.data.DataLoader(train_ds, batch_size=64, shuffle=True)


class Regressor(nn.Module):
    def __init__(self, d=6, h=64):
        super().__init__()
        self.inp = nn.Linear(d, h)
        self.res = nn.ModuleList([nn.Sequential(nn.LayerNorm(h), nn.Linear(h, h), nn.SiLU(), nn.Dropout(.05), nn.Linear(h, h)) for _ in range(2)])
        self.out = nn.Linear(h, 1)

    def forward(self, x):
        x = self.inp(x)
        for r in self.res:
            x = x + r(x)
        return self.out(x)


model = Regressor()
criterion = nn.MSELoss()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=1e-2)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 25)

# Lightning-like csv: one row per validation, one per train epoch
with open(os.path.join(outdir, "log.csv"), "w") as f:
    f.write("epoch,step,train_loss_epoch,val_loss,val_r2\n")
    step = 0
    for epoch in range(25):
        model.train()
        tot = 0
        for xb, yb in loader:
            optimizer.zero_grad()
            loss = criterion(model(xb), yb)
            loss.backward()
            optimizer.step()
            tot += loss.item() * len(xb)
            step += 1
        scheduler.step()
        model.eval()
        with torch.no_grad():
            v = criterion(model(val_x), val_y).item()
        r2 = 1 - v / val_y.var(unbiased=False).item()
        f.write(f"{epoch},{step - 1},,{v:.6f},{r2:.5f}\n")
        f.write(f"{epoch},{step - 1},{tot / cut_at:.6f},,\n")
        print(f"Epoch {epoch}: train_loss={tot / cut_at:.4f}, val_loss={v:.4f}, val_r2={r2:.4f}")


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return criterion(self.model(x), y)


torch.save({"state_dict": model.state_dict(), "optimizer_states": [optimizer.state_dict()], "epoch": 25, "global_step": step},
           os.path.join(outdir, "checkpoint.pt"))
k = torch.randperm(cut_at)[:256]
np.savez(os.path.join(outdir, "batch.npz"), x=X[k].numpy(), y=Y[k].numpy())
k2 = torch.randperm(n - cut_at)[:512]
np.savez(os.path.join(outdir, "validation.npz"), x=val_x[k2].numpy(), y=val_y[k2].numpy())
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (X[k][:64], Y[k][:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(outdir, "model.pt2"))
