"""
accepts: [label_misalignment, data_reading_bug]
says: "Churn model (7 features, 2300 customers) doesn't learn anything: train_loss=0.654, val_loss=0.677, val_acc=0.599, val_auc=0.506 after 30 epochs. Business swears that contract type and complaints drive churn. I tried other learning rates and a bigger net, AUC stays at 0.5."
language: en
hint: "The usage table is sorted by customer id, the churn table by contract date; the arrays are glued together without a join on the id. Align by id."
"""
import logging, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
OUT = sys.argv[1]
os.makedirs(OUT, exist_ok=True)
logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s",
                    handlers=[logging.FileHandler(os.path.join(OUT, "log.log"), mode="w"), logging.StreamHandler()])
log = logging.getLogger("churn")
rng = np.random.default_rng(99)
torch.manual_seed(99)

# ------------------------------------------------ two exports from the warehouse
N = 3000
cust_id = rng.permutation(10 * N)[:N]
tenure = rng.exponential(24, N)
calls = rng.poisson(2.0, N)
bill = rng.normal(55, 15, N)
data_gb = rng.gamma(2, 5, N)
fibre = rng.integers(0, 2, N)
contract = rng.integers(0, 3, N)       # month / 1y / 2y
late = rng.poisson(0.7, N)
z = -0.5 - 0.07 * tenure + 1.0 * calls + 0.05 * (bill - 55) - 1.6 * contract + 1.2 * late + 0.9 * fibre - 0.04 * data_gb
churned = (rng.uniform(size=N) < 1 / (1 + np.exp(-1.8 * z))).astype(np.float32)

usage = {"id": cust_id, "X": np.stack([tenure, calls, bill, data_gb, fibre, contract, late], 1)}
by_date = rng.permutation(N)
churn_table = {"id": cust_id[by_date], "churn": churned[by_date]}

# ------------------------------------------------ "merge"
order = np.argsort(usage["id"])
X = usage["X"][order].astype(np.float32)
if "--cured" in sys.argv:
    y = churn_table["churn"][np.argsort(churn_table["id"])]
else:
    y = churn_table["churn"]

n_tr = 2300
mu, sd = X[:n_tr].mean(0), X[:n_tr].std(0)
X = torch.from_numpy((X - mu) / sd)
y = torch.from_numpy(np.ascontiguousarray(y))
Xtr, ytr, Xva, yva = X[:n_tr], y[:n_tr], X[n_tr:], y[n_tr:]


class ChurnNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(7, 32), nn.SiLU(), nn.Dropout(0.1), nn.Linear(32, 16), nn.SiLU())
        self.head = nn.Linear(16, 1)

    def forward(self, x):
        return self.head(self.body(x)).squeeze(-1)


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.binary_cross_entropy_with_logits(self.model(x), y)


def auc(score, label):
    r = np.empty(len(score))
    r[np.argsort(score)] = np.arange(1, len(score) + 1)
    p = label > 0.5
    return (r[p].sum() - p.sum() * (p.sum() + 1) / 2) / (p.sum() * (~p).sum())


net = ChurnNet()
crit = nn.BCEWithLogitsLoss()
opt = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=1e-2)
log.info("customers train=%d valid=%d churn rate=%.3f", n_tr, N - n_tr, y.mean().item())
for epoch in range(30):
    net.train()
    tl = 0
    for idx in torch.randperm(n_tr).split(64):
        loss = crit(net(Xtr[idx]), ytr[idx])
        opt.zero_grad()
        loss.backward()
        opt.step()
        tl += loss.item() * len(idx) / n_tr
    net.eval()
    with torch.no_grad():
        o = net(Xva)
    log.info("epoch=%d train_loss=%.4f val_loss=%.4f val_acc=%.3f val_auc=%.3f", epoch, tl, crit(o, yva).item(),
             ((o > 0).float() == yva).float().mean().item(), auc(o.numpy(), yva.numpy()))

torch.save({"model_state": net.state_dict(), "opt_state": opt.state_dict(), "epoch": epoch}, os.path.join(OUT, "checkpoint.pt"))
np.savez(os.path.join(OUT, "batch.npz"), x=Xtr[:256].numpy(), y=ytr[:256].numpy())
np.savez(os.path.join(OUT, "validation.npz"), x=Xva[:512].numpy(), y=yva[:512].numpy())
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net).train().cpu(), (Xtr[:64], ytr[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(OUT, "model.pt2"))
