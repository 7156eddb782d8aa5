"""
accepts: [label_misalignment, data_reading_bug]
says: "GRU on pump telemetry, does the pump fail within a week. Train loss only goes from 0.68 to 0.67, val AUC 0.547. In the plots the failing pumps clearly show rising temperature, so I expected much more."
language: en
hint: "np.unique returns the pump ids in sorted order while the label table is in order of first appearance, so features and labels are joined in different orders. Cured: labels looked up by id."
"""
# Will the pump fail within a week? 36 hourly readings of 4 sensors per pump, GRU, one label per pump from the service table
import csv, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
from torch import nn
torch.set_num_threads(1)
out = Path(sys.argv[1]); out.mkdir(parents=True, exist_ok=True)
rng = np.random.default_rng(31); torch.manual_seed(31)
N, T = 2400, 36


def raw_tables():
    """telemetry: one row per (pump, hour), pumps in order of installation; service: one row per pump in that order"""
    ids = rng.permutation(np.arange(10000, 10000 + N))
    fail = (rng.random(N) < 0.4).astype(int)
    t = np.arange(T)
    rows = []
    for i, f in zip(ids, fail):
        start = rng.integers(5, 24)
        drift = f * np.clip(t - start, 0, None) / 26.0
        temp = 60 + 4 * rng.standard_normal() + 5 * drift + 1.5 * rng.standard_normal(T)
        vib = np.abs(2.0 + 0.4 * rng.standard_normal() + 0.9 * drift + 0.4 * rng.standard_normal(T))
        press = 8 + 0.3 * rng.standard_normal() - 0.35 * drift + 0.3 * rng.standard_normal(T)
        amps = 14 + rng.standard_normal() + 0.8 * np.sin(t / 4) + 0.5 * rng.standard_normal(T)
        rows.append(np.column_stack([np.full(T, i), temp, vib, press, amps]))
    return np.concatenate(rows), np.column_stack([ids, fail])


telemetry, service = raw_tables()
pumps = np.unique(telemetry[:, 0]).astype(int)
order = np.argsort(telemetry[:, 0], kind="stable")             # group the rows by pump
X = telemetry[order, 1:].reshape(N, T, 4).astype("float32")
if "--cured" in sys.argv:
    label_of = dict(service.tolist())
    y = np.array([label_of[p] for p in pumps])
else:
    y = service[:, 1]                                          # one row per pump as well
y = y.astype("float32")

split = rng.permutation(N); tr, va = split[:1900], split[1900:]
mu, sd = X[tr].mean((0, 1)), X[tr].std((0, 1))
X = torch.from_numpy((X - mu) / sd); y = torch.from_numpy(y)
xt, yt, xv, yv = X[tr], y[tr], X[va], y[va]


class PumpGRU(nn.Module):
    def __init__(self, hidden=24):
        super().__init__()
        self.rnn = nn.GRU(4, hidden, num_layers=1, batch_first=True)
        self.drop = nn.Dropout(0.2)
        self.fc = nn.Linear(hidden, 1)

    def forward(self, x):
        return self.fc(self.drop(self.rnn(x)[0][:, -1])).squeeze(-1)


net = PumpGRU()
bce = nn.BCEWithLogitsLoss()
opt = torch.optim.AdamW(net.parameters(), lr=5e-3, weight_decay=0.01)
EPOCHS = 15
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, EPOCHS)


def auc(score, lab):
    r = np.empty(len(score)); r[np.argsort(score)] = np.arange(1, len(score) + 1)
    p = lab.sum()
    return (r[lab > 0].sum() - p * (p + 1) / 2) / (p * (len(lab) - p))


with open(out / "log.csv", "w", newline="") as f:
    w = csv.writer(f); w.writerow(["epoch", "lr", "train_loss", "val_loss", "val_auc", "val_acc"])
    for e in range(EPOCHS):
        net.train(); tot = 0
        for i in torch.randperm(len(xt)).split(64):
            loss = bce(net(xt[i]), yt[i])
            opt.zero_grad(); loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0); opt.step()
            tot += loss.item() * len(i)
        lr = sched.get_last_lr()[0]; sched.step()
        net.eval()
        with torch.no_grad():
            p = net(xv)
        row = [e, f"{lr:.2e}", f"{tot / len(xt):.4f}", f"{bce(p, yv).item():.4f}", f"{auc(p.numpy(), yv.numpy()):.4f}",
               f"{((p > 0) == (yv > 0.5)).float().mean().item():.4f}"]
        w.writerow(row); print(*row)

torch.save({"model_state_dict": net.state_dict(), "optimizer_state_dict": opt.state_dict(), "epoch": EPOCHS}, out / "checkpoint.pt")
np.savez(out / "batch.npz", x=xt[:256].numpy(), y=yt[:256].numpy())
np.savez(out / "validation.npz", x=xv[:400].numpy(), y=yv[:400].numpy())


class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return bce(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net).train(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(out / "model.pt2"))
