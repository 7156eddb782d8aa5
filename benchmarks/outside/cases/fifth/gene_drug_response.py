"""
accepts: [too_many_features, too_little_data, overfitting]
says: "Drug response from expression data. Training loss 0.009, validation loss 0.90, correlation on held-out cell lines only 0.23. Training set 160 lines."
language: en
hint: "2000 expression columns for 160 patients; the net fits the training ones by chance. Cure: the 12-gene pathway panel chosen beforehand from the literature, small net, early stop."
"""
# Drug response (log IC50, z-scored) from bulk expression. 160 training cell lines / 128 held out.
import sys
import os
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
outdir = sys.argv[1]
cured = "--cured" in sys.argv
os.makedirs(outdir, exist_ok=True)
rng = np.random.default_rng(100)
torch.manual_seed(100)

n_train, n_val, n_genes = 160, 128, 2000
n = n_train + n_val
modules = rng.normal(size=(n, 40))
expr = rng.normal(size=(n, n_genes)) + .6 * modules[:, rng.integers(0, 40, n_genes)]
panel = np.arange(12) * 150 + 7                       # published pathway genes
beta = np.array([1.0, -.8, .7, .6, -.6, .5, -.5, .4, .4, .3, 0, 0])
resp = expr[:, panel] @ beta + .3 * np.tanh(expr[:, panel[0]] * expr[:, panel[1]]) + rng.normal(0, .7, n)

X = expr[:, panel] if cured else expr
X = (X - X[:n_train].mean(0)) / X[:n_train].std(0)
y = (resp - resp[:n_train].mean()) / resp[:n_train].std()
X = torch.tensor(X, dtype=torch.float32)
y = torch.tensor(y, dtype=torch.float32)[:, None]
Xtr, ytr, Xva, yva = X[:n_train], y[:n_train], X[n_train:], y[n_train:]

hidden = 16 if cured else 128
model = nn.Sequential(nn.Linear(X.shape[1], hidden), nn.ELU(), nn.Dropout(0.1), nn.Linear(hidden, hidden // 2), nn.ELU(), nn.Linear(hidden // 2, 1))
opt = torch.optim.AdamW(model.parameters(), lr=2e-3 if cured else 5e-4, weight_decay=1e-2)
crit = nn.MSELoss()

rows = ["epoch,loss,val_loss,val_pearson"]
for epoch in range(1, 41):
    model.train()
    run = 0
    for ix in torch.randperm(n_train).split(16):
        loss = crit(model(Xtr[ix]), ytr[ix])
        opt.zero_grad()
        loss.backward()
        opt.step()
        run += loss.item() * len(ix) / n_train
    model.eval()
    with torch.no_grad():
        p = model(Xva)
        v = crit(p, yva).item()
        r = np.corrcoef(p[:, 0].numpy(), yva[:, 0].numpy())[0, 1]
    rows.append(f"{epoch},{run:.4f},{v:.4f},{r:.3f}")
    print(rows[-1])
open(os.path.join(outdir, "log.csv"), "w").write("\n".join(rows) + "\n")

torch.save(model.state_dict(), os.path.join(outdir, "checkpoint.pt"))
np.savez(os.path.join(outdir, "batch.npz"), x=Xtr.numpy(), y=ytr.numpy())
np.savez(os.path.join(outdir, "validation.npz"), x=Xva.numpy(), y=yva.numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.mse_loss(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (Xtr[:64], ytr[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(outdir, "model.pt2"))
