"""
accepts: [overconfidence]
says: "Triage model (3 classes). Accuracy is fine, 0.77 on validation which is what everybody gets. But the doctors want probabilities, and after softmax nearly everything is 0.97 or more: mean confidence 0.966 vs accuracy 0.769, ECE 0.20, and val NLL rises from 1.30 to 2.16 while accuracy improves. Train loss falls nicely to 0.22. I use a margin loss, with logits times a scale, from a face recognition repo. How can I trust the scores?"
language: en
hint: "large fixed logit scale (12) with a margin loss makes softmax extreme; the probabilities are not calibrated. Cure: cross entropy on unscaled logits (or temperature scaling): NLL 0.55, ECE 0.02."
"""
import csv, os, sys
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(21)
rng = np.random.default_rng(21)
FOLDER, CURED = sys.argv[1], "--cured" in sys.argv
os.makedirs(FOLDER, exist_ok=True)

n, nv, d = 3000, 1500, 14
x = rng.normal(size=(n + nv, d))
x[:, 3] = np.exp(0.4 * x[:, 3])
x[:, 7] = (x[:, 7] > 0.4)
W = rng.normal(size=(d, 3)) * 0.55
s = x @ W + 0.6 * np.stack([x[:, 0] * x[:, 1], -x[:, 2] * x[:, 4], x[:, 5] ** 2 - 1], 1)
s = s + rng.gumbel(size=s.shape)
y = s.argmax(1)
x = (x - x[:n].mean(0)) / x[:n].std(0)
x, y = torch.tensor(x).float(), torch.tensor(y)
xt, yt, xv, yv = x[:n], y[:n], x[n:], y[n:]


class Triage(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Sequential(nn.Linear(d, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 3))
        self.scale = 1.0 if CURED else 12.0

    def forward(self, x):
        return self.f(x) * self.scale


def objective(z, y):
    if CURED:
        return F.cross_entropy(z, y)
    return F.multi_margin_loss(z, y, margin=12.0) / 12.0


net = Triage()
opt = torch.optim.Adam(net.parameters(), lr=1e-3 if CURED else 5e-4, weight_decay=1e-3)
EPOCHS = 20


def calibration(z, y):
    p, k = z.softmax(1).max(1)
    ok = (k == y).float()
    e = 0.0
    for lo in np.arange(0, 1, 0.1):
        m = (p > lo) & (p <= lo + 0.1)
        if m.any():
            e += m.float().mean().item() * abs(ok[m].mean().item() - p[m].mean().item())
    return p.mean().item(), ok.mean().item(), e


with open(os.path.join(FOLDER, "log.csv"), "w", newline="") as f:
    w = csv.writer(f)
    w.writerow(["epoch", "loss", "val_nll", "val_acc", "val_mean_confidence", "val_ece"])
    for epoch in range(EPOCHS):
        net.train()
        run = []
        for b in torch.randperm(n).split(32):
            loss = objective(net(xt[b]), yt[b])
            opt.zero_grad()
            loss.backward()
            opt.step()
            run.append(loss.item())
        net.eval()
        with torch.no_grad():
            z = net(xv)
            c, a, e = calibration(z, yv)
        w.writerow([epoch] + [round(float(v), 4) for v in (np.mean(run), F.cross_entropy(z, yv).item(), a, c, e)])

torch.save(net.state_dict(), os.path.join(FOLDER, "checkpoint.pt"))
np.savez(os.path.join(FOLDER, "batch.npz"), x=xt[:256].numpy(), y=yt[:256].numpy())
np.savez(os.path.join(FOLDER, "validation.npz"), x=xv[:256].numpy(), y=yv[:256].numpy())


class TriageLoss(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = net

    def forward(self, x, y):
        return objective(self.net(x), y)


B = torch.export.Dim("B", min=2, max=4096)
torch.export.save(torch.export.export(TriageLoss().train(), (xt[:32], yt[:32]), dynamic_shapes={"x": {0: B}, "y": {0: B}}), os.path.join(FOLDER, "model.pt2"))
