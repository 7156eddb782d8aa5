"""
accepts: []
says: ""
language: en
hint: "Healthy: only 5 % failures, but handled with pos_weight; judged by recall/AUC, early stopping picks the best epoch and restores it."
"""
import json, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
from torch import nn
torch.set_num_threads(1)

CONFIG = {"lr": 1e-3, "batch_size": 128, "max_epochs": 60, "patience": 6, "weight_decay": 1e-3, "seed": 27}
torch.manual_seed(CONFIG["seed"])
rng = np.random.default_rng(CONFIG["seed"])
out = sys.argv[1]
os.makedirs(out, exist_ok=True)

# 5 % of the machine-days end with a failure
def machine_days(n):
    fail = (rng.uniform(size=n) < 0.05).astype(np.float32)
    torque = rng.normal(40, 9, n) + 12 * fail
    wear = rng.gamma(4, 25, n) * (1 + 0.6 * fail)
    vib = rng.lognormal(0, 0.4, n) * np.exp(0.7 * fail)
    temp = rng.normal(310, 1.5, n) + 1.2 * fail
    noise = rng.normal(size=(n, 4))
    x = np.column_stack([torque, np.log(wear), np.log(vib), temp, noise]).astype(np.float32)
    return x, fail

def roc_auc(s, y):
    order = np.argsort(s); r = np.empty(len(s)); r[order] = np.arange(1, len(s) + 1)
    n1 = y.sum(); n0 = len(y) - n1
    return float((r[y == 1].sum() - n1 * (n1 + 1) / 2) / (n1 * n0))

(xt, yt), (xv, yv) = machine_days(6000), machine_days(2000)
mu, sd = xt.mean(0), xt.std(0)
xt, xv = torch.from_numpy((xt - mu) / sd), torch.from_numpy((xv - mu) / sd)
yt, yv = torch.from_numpy(yt), torch.from_numpy(yv)
POS_WEIGHT = torch.tensor(19.0)

class FailureNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.c = nn.Linear(8, 24), nn.Linear(24, 12), nn.Linear(12, 1)
        self.dp = nn.Dropout(0.2)
    def forward(self, x):
        return self.c(self.dp(torch.relu(self.b(torch.relu(self.a(x)))))).squeeze(-1)

class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model
        self.register_buffer("pw", POS_WEIGHT)
    def forward(self, x, y):
        return nn.functional.binary_cross_entropy_with_logits(self.model(x), y, pos_weight=self.pw)

model = FailureNet()
criterion = WithLoss(model)
opt = torch.optim.AdamW(model.parameters(), lr=CONFIG["lr"], weight_decay=CONFIG["weight_decay"])
best, wait, keep, log = float("inf"), 0, None, []
for epoch in range(CONFIG["max_epochs"]):
    criterion.train(); t = 0.0
    for i in torch.randperm(len(xt)).split(CONFIG["batch_size"]):
        loss = criterion(xt[i], yt[i])
        opt.zero_grad(); loss.backward(); opt.step()
        t += loss.item() * len(i) / len(xt)
    criterion.eval()
    with torch.no_grad():
        o = model(xv); v = criterion(xv, yv).item()
    p = (o > 0).float()
    log.append({"epoch": epoch, "loss": round(t, 5), "val_loss": round(v, 5), "val_auc": round(roc_auc(o.numpy(), yv.numpy()), 4),
                "val_recall": round(((p * yv).sum() / yv.sum()).item(), 4), "val_precision": round(((p * yv).sum() / p.sum().clamp(min=1)).item(), 4)})
    print(log[-1])
    if v < best: best, wait, keep = v, 0, {k: w.clone() for k, w in model.state_dict().items()}
    else:
        wait += 1
        if wait >= CONFIG["patience"]:
            print("early stopping, best val_loss", best); break
model.load_state_dict(keep)
with open(os.path.join(out, "log.json"), "w") as f:
    json.dump(log, f, indent=0)

torch.save({"model": model.state_dict(), "config": CONFIG, "best_val_loss": best}, os.path.join(out, "checkpoint.pt"))
np.savez(os.path.join(out, "batch.npz"), x=xt[:256].numpy(), y=yt[:256].numpy())
np.savez(os.path.join(out, "validation.npz"), x=xv[:512].numpy(), y=yv[:512].numpy())
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(criterion.train().cpu(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(out, "model.pt2"))
