"""
accepts: [exploding_gradient]
says: "My RNN (60 time steps, battery charge) dies at once: step 0 loss 5.96, grad_norm 831, step 1 loss 4.2e16 with grad_norm 4.3e18, from step 2 on everything is nan. There are no nans or big numbers in the data, I checked (currents 0..1, temperature about N(0,1)). SGD, lr 5e-3, momentum 0.9."
language: en
hint: "plain ReLU RNN over 60 steps with an identity-like recurrent matrix, no gradient clipping: gradient norm 831 in the first step throws the weights away, then 4e18 and NaN; cure: clip_grad_norm_ 1.0 (same init, same lr)"
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
LR = 5e-3


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
            self.rnn.weight_hh_l0.copy_(1.0 * torch.eye(HID) + 0.012 * torch.randn(HID, HID))

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
opt = torch.optim.SGD(model.parameters(), lr=LR, momentum=0.9)
total = 1100
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
            opt.param_groups[0]["lr"] = LR * 0.2
        if step < 5 or step % 5 == 0:
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
