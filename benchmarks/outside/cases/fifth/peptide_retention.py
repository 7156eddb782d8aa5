"""
accepts: [model_implementation_bug]
says: "LSTM for peptide retention times. Train loss 0.96, valid 1.034 (targets standardised) from the first to the last epoch, mean error 7.95 min. It predicts nearly the mean for everything."
language: en
hint: "nn.LSTM without batch_first gets (batch, time, dim): it runs along the batch, mixes samples, and the last position alone reaches the head. Cure: batch_first=True."
"""
"""Retention time of tryptic peptides (LC-MS), sequence -> minutes. LSTM as in the tutorial."""
import argparse
import os
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
pa = argparse.ArgumentParser()
pa.add_argument("outdir")
pa.add_argument("--cured", action="store_true")
A = pa.parse_args()
os.makedirs(A.outdir, exist_ok=True)

rng = np.random.default_rng(19)
torch.manual_seed(19)
AA, L, N = 20, 14, 3200
hydro = np.array([.8, -1.3, -.6, -.9, 1.0, 0, -.5, -.8, 1.8, 1.5, -1.9, .9, 2.2, .2, -1.0, -.2, 0, 2.4, 1.1, .9])
seqs = rng.integers(0, AA, (N, L))
h = hydro[seqs]
weight = 1 + .8 * np.exp(-np.arange(L) / 2.0)            # N-terminus counts more
rt = (h * weight).sum(1) + .35 * (h[:, 1:] * h[:, :-1]).sum(1)
rt = 30 + 1.6 * rt + rng.normal(0, 1.0, N)
mean, std = rt[:2600].mean(), rt[:2600].std()
y = torch.tensor((rt - mean) / std, dtype=torch.float32).view(-1, 1)
x = torch.tensor(seqs)
x_train, y_train, x_val, y_val = x[:2600], y[:2600], x[2600:], y[2600:]


class RTNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(AA, 24)
        if A.cured:
            self.lstm = nn.LSTM(24, 48, num_layers=1, batch_first=True)
        else:
            self.lstm = nn.LSTM(24, 48, num_layers=1)
        self.fc1 = nn.Linear(48, 32)
        self.fc2 = nn.Linear(32, 1)

    def forward(self, x):
        z = self.embed(x)
        z, (hn, cn) = self.lstm(z)
        z = z[:, -1, :]
        return self.fc2(F.relu(self.fc1(z)))


net = RTNet()
optimizer = torch.optim.Adam(net.parameters(), lr=4e-3)
plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=.3, patience=3)
fout = open(os.path.join(A.outdir, "log.csv"), "w")
fout.write("epoch;train;valid;mae_min\n")
for epoch in range(30):
    net.train()
    order = torch.randperm(2600)
    running = 0.0
    for start in range(0, 2600 - 64, 64):
        idx = order[start:start + 64]
        optimizer.zero_grad()
        loss = F.mse_loss(net(x_train[idx]), y_train[idx])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimizer.step()
        running += loss.item() / 40
    net.eval()
    with torch.no_grad():
        pv = torch.cat([net(c) for c in x_val.split(100)])
        v = F.mse_loss(pv, y_val).item()
        mae = (pv - y_val).abs().mean().item() * std
    plateau.step(v)
    fout.write(f"{epoch};{running:.5f};{v:.5f};{mae:.3f}\n")
    print(f"epoch {epoch}: train {running:.4f}  valid {v:.4f}  (MAE {mae:.2f} min)")
fout.close()

torch.save(net.state_dict(), os.path.join(A.outdir, "checkpoint.pt"))
np.savez(os.path.join(A.outdir, "batch.npz"), x=x_train[order[:192]].numpy(), y=y_train[order[:192]].numpy())
np.savez(os.path.join(A.outdir, "validation.npz"), x=x_val[:400].numpy(), y=y_val[:400].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return F.mse_loss(self.model(x), y)


xb, yb = x_train[order[:192]], y_train[order[:192]]
ep = torch.export.export(WithLoss(net).train().cpu(), (xb, yb))
torch.export.save(ep, os.path.join(A.outdir, "model.pt2"))
