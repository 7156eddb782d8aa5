"""
accepts: [uninformative_features]
says: "Churn prediction from our CRM export, 8000 customers, seven columns (customer_no, branch, zip, signup_weekday, agent_id, invoice_day, mailing_code), all standardised. The train BCE just sits at 0.69 from the first epoch to the fortieth (0.694 -> 0.680), val AUC is 0.50 +- 0.01. I tried other learning rates and a larger net, nothing. No NaNs, gradients are small but not zero. Is my network broken?"
language: en
hint: "`use = names[1:8]` takes only identifiers and calendar columns which say nothing of churn. Cure: use the behaviour columns (months, calls_support, ... names[-6:]): AUC 0.92."
"""
import csv
import os
import sys

import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)


def load(n, seed):
    r = np.random.RandomState(seed)
    t = {}
    t["row"] = np.arange(n) / n
    t["customer_no"] = r.randint(100000, 999999, n)
    t["branch"] = r.randint(1, 60, n)
    t["zip"] = r.randint(10000, 99999, n)
    t["signup_weekday"] = r.randint(0, 7, n)
    t["agent_id"] = r.randint(1, 400, n)
    t["invoice_day"] = r.randint(1, 29, n)
    t["mailing_code"] = r.randint(0, 12, n)
    t["months"] = r.gamma(2.0, 14.0, n)
    t["calls_support"] = r.poisson(1.6, n)
    t["days_since_login"] = r.exponential(12, n)
    t["monthly_fee"] = r.normal(39, 12, n)
    t["late_payments"] = r.poisson(0.7, n)
    t["discount"] = r.binomial(1, 0.3, n)
    z = -0.06 * t["months"] + 0.75 * t["calls_support"] + 0.07 * t["days_since_login"] + 0.05 * (t["monthly_fee"] - 39)
    z = z + 0.8 * t["late_payments"] - 1.3 * t["discount"] - 0.7
    z = 1.5 * z
    y = (r.rand(n) < 1 / (1 + np.exp(-z))).astype(np.float32)
    return t, y


def main():
    folder = sys.argv[1]
    cured = "--cured" in sys.argv[2:]
    os.makedirs(folder, exist_ok=True)
    torch.manual_seed(8)
    table, churn = load(10000, 8)
    names = list(table)
    use = names[-6:] if cured else names[1:8]
    X = np.stack([np.asarray(table[k], dtype=np.float64) for k in use], 1)
    X = ((X - X.mean(0)) / X.std(0)).astype(np.float32)
    X, Y = torch.tensor(X), torch.tensor(churn)
    xt, yt, xv, yv = X[:8000], Y[:8000], X[8000:], Y[8000:]

    net = nn.Sequential(nn.Linear(len(use), 32), nn.GELU(), nn.Linear(32, 16), nn.GELU(), nn.Linear(16, 1), nn.Flatten(0))
    opt = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=1e-2)
    crit = nn.BCEWithLogitsLoss()
    rows = []
    for epoch in range(40):
        net.train()
        order = torch.randperm(8000)
        ls, gs = [], []
        for k in range(0, 8000, 64):
            i = order[k:k + 64]
            loss = crit(net(xt[i]), yt[i])
            opt.zero_grad()
            loss.backward()
            gs.append(float(nn.utils.clip_grad_norm_(net.parameters(), 5.0)))
            opt.step()
            ls.append(loss.item())
        net.eval()
        with torch.no_grad():
            o = net(xv)
            vl = crit(o, yv).item()
            va = ((o > 0).float() == yv).float().mean().item()
            rank = o.argsort().argsort().float() + 1
            npos = yv.sum()
            auc = ((rank[yv == 1].sum() - npos * (npos + 1) / 2) / (npos * (len(yv) - npos))).item()
        rows.append([epoch, np.mean(ls), vl, va, auc, np.mean(gs)])
    with open(os.path.join(folder, "log.csv"), "w", newline="") as fh:
        w = csv.writer(fh)
        w.writerow(["epoch", "train_bce", "val_bce", "val_accuracy", "val_auc", "grad_norm"])
        for r in rows:
            w.writerow([r[0]] + [f"{v:.5f}" for v in r[1:]])

    torch.save(net.state_dict(), os.path.join(folder, "checkpoint.pt"))
    np.savez(os.path.join(folder, "batch.npz"), x=xt[:256].numpy(), y=yt[:256].numpy())
    np.savez(os.path.join(folder, "validation.npz"), x=xv[:256].numpy(), y=yv[:256].numpy())

    class M(nn.Module):
        def __init__(self):
            super().__init__()
            self.net, self.crit = net, crit

        def forward(self, x, y):
            return self.crit(self.net(x), y)

    d = torch.export.Dim("batch", min=2)
    prog = torch.export.export(M().train(), (xt[:32], yt[:32]), dynamic_shapes={"x": {0: d}, "y": {0: d}})
    torch.export.save(prog, os.path.join(folder, "model.pt2"))


if __name__ == "__main__":
    main()
