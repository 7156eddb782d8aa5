"""
accepts: [exploding_gradient]
says: "TODO"
language: en
hint: "ReLU RNN whose recurrent matrix starts too large (spectral radius about 1.2) over 60 steps and no gradient clipping: the gradient norm shoots up, loss spikes; cure: identity-scaled recurrent init and clip_grad_norm_ 1.0"
"""
import csv, os, sys
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(8)
g = torch.Generator().manual_seed(8)
target_dir = sys.argv[1]
CURED = len(sys.argv) > 2 and sys.argv[2] == "--cured"
os.makedirs(target_dir, exist_ok=True)
T = 60
HID = 48


def battery(n):
    """current draw and temperature -> remaining charge"""
    cur = torch.rand(n, T, 1, generator=g) * (torch.rand(n, T, 1, generator=g) < 0.5)
    temp = torch.randn(n, 1, 1, generator=g).expand(n, T, 1) + 0.2 * torch.randn(n, T, 1, generator=g)
    used = (cur * (1 + 0.25 * temp.clamp(-2, 2)))[:, :, 0].sum(1)
    y = (used - 15) / 4 + 0.05 * torch.randn(n, generator=g)
    return torch.cat([cur, temp], 2), y


x, y = battery(5000)
xv, yv = battery(1000)


class ChargeRNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(2, HID, nonlinearity="relu", batch_first=True)
        self.fc = nn.Linear(HID, 1)
        with torch.no_grad():
            self.fc.weight.mul_(0.1)
            if CURED:
                self.rnn.weight_hh_l0.copy_(0.97 * torch.eye(HID))
            else:
                self.rnn.weight_hh_l0.normal_(0, 1.62 / HID ** 0.5)

    def forward(self, x):
        h, _ = self.rnn(x)
        return self.fc(h[:, -1]).squeeze(-1)


class Wrap(nn.Module):
    def __init__(self, m):
        super().__init__()
        self.m = m

    def forward(self, x, y):
        return F.mse_loss(self.m(x), y)


model = ChargeRNN()
opt = torch.optim.Adam(model.parameters(), lr=2e-3)
total = 900
with open(target_dir + "/log.csv", "w", newline="") as f:
    w = csv.writer(f)
    w.writerow(["step", "loss", "grad_norm", "val_mse"])
    for step in range(total + 1):
        i = torch.randint(0, len(x), (64,), generator=g)
        loss = F.mse_loss(model(x[i]), y[i])
        opt.zero_grad()
        loss.backward()
        gn = nn.utils.clip_grad_norm_(model.parameters(), 1.0 if CURED else float("inf")).item()
        opt.step()
        if step > total * 0.7:
            opt.param_groups[0]["lr"] = 2e-4
        if step % 10 == 0:
            v = ""
            if step % 50 == 0:
                with torch.no_grad():
                    v = f"{F.mse_loss(model(xv), yv).item():.5g}"
            w.writerow([step, f"{loss.item():.5g}", f"{gn:.4g}", v])
            f.flush()

torch.save({"model": model.state_dict(), "opt": opt.state_dict(), "step": step}, target_dir + "/checkpoint.pt")
np.savez(target_dir + "/batch.npz", x=x[i].numpy(), y=y[i].numpy())
np.savez(target_dir + "/validation.npz", x=xv[:128].numpy(), y=yv[:128].numpy())
b = torch.export.Dim("b", min=2, max=2048)
torch.export.save(torch.export.export(Wrap(model).train(), (x[i], y[i]), dynamic_shapes=({0: b}, {0: b})), target_dir + "/model.pt2")
