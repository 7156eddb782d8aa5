"""
accepts: [wrong_output_activation]
says: "GRU forecaster for the power at our meter (house with PV on the roof), target in kW. Train MSE falls to 0.272 in three epochs and then does not move any more (16 epochs), validation 0.313, MAE 0.371 kW. Evening peaks are predicted nicely, but around noon the curve is flat at exactly 0.00: prediction range is [0.00, 2.05], true range is [-2.18, 2.98]. More units and longer windows change nothing."
language: en
hint: "torch.relu on the output although the net power is negative when the PV feeds in. Cure: linear output."
"""
import os
import sys
import numpy as np
import torch
import torch.nn as nn

folder = sys.argv[1]
cured = "--cured" in sys.argv[1:]
os.makedirs(folder, exist_ok=True)
torch.set_num_threads(1)
torch.manual_seed(92)
rng = np.random.default_rng(90)

# net power at the meter of a house with a PV roof, 30 min steps
n = 48 * 160
tod = (np.arange(n) % 48) / 48
day = np.arange(n) / 48
sun = np.clip(np.sin(np.pi * (tod - 0.25) / 0.5), 0, None) * (0.7 + 0.3 * np.sin(2 * np.pi * day / 365))
cloud = np.repeat(rng.beta(1.2, 1.0, n // 12 + 1), 12)[:n]
temp = 12 + 9 * np.sin(2 * np.pi * day / 365) + 5 * np.sin(2 * np.pi * (tod - 0.3)) + np.convolve(rng.normal(0, 1, n), np.ones(24) / 8, "same")
cons = 0.5 + 0.9 * np.exp(-((tod - 0.31) / 0.05) ** 2) + 1.5 * np.exp(-((tod - 0.8) / 0.08) ** 2) + 0.04 * np.clip(15 - temp, 0, None)
net = cons * rng.lognormal(0, 0.2, n) - 2.7 * sun * (1 - 0.75 * cloud) + rng.normal(0, 0.1, n)
feats = np.stack([np.sin(2 * np.pi * tod), np.cos(2 * np.pi * tod), np.sin(4 * np.pi * tod), np.cos(4 * np.pi * tod),
                  cloud * 2 - 1, (temp - 12) / 8, np.roll(net, 48) / 2, np.roll(cloud, 48) * 2 - 1], 1)[48:]
L = 6
seq = np.stack([feats[i - L:i] for i in range(L, len(feats))]).astype(np.float32)
tgt = net[48 + L - 1:-1].astype(np.float32)
X, Y = torch.from_numpy(seq), torch.from_numpy(tgt)
cut = 6000


class Forecaster(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(8, 32, batch_first=True)
        self.fc = nn.Linear(32, 16)
        self.out = nn.Linear(16, 1)

    def forward(self, seq):
        h, _ = self.gru(seq)
        p = self.out(torch.tanh(self.fc(h[:, -1])))
        if not cured:
            p = torch.relu(p)
        return p[:, 0]


model = Forecaster()
optim = torch.optim.Adam(model.parameters(), lr=2e-3)
lossf = nn.MSELoss()
log = open(folder + "/log.txt", "w")
print(f"train windows {cut}, val windows {len(X) - cut}, target kW", file=log)
for ep in range(16):
    model.train()
    s = 0
    for b in torch.randperm(cut).split(64):
        loss = lossf(model(X[b]), Y[b])
        optim.zero_grad()
        loss.backward()
        optim.step()
        s += loss.item() * len(b)
    model.eval()
    with torch.no_grad():
        p = model(X[cut:])
        v = lossf(p, Y[cut:]).item()
        mae = (p - Y[cut:]).abs().mean().item()
    print(f"epoch {ep:2d}  train {s / cut:.4f}  val {v:.4f}  val MAE {mae:.3f} kW  pred range [{p.min():.2f}, {p.max():.2f}]  true range [{Y[cut:].min():.2f}, {Y[cut:].max():.2f}]", file=log)
log.close()
torch.save(model.state_dict(), folder + "/checkpoint.pt")
j = torch.randperm(cut)[:192]
np.savez(folder + "/batch.npz", seq=X[j].numpy(), target=Y[j].numpy())
j = cut + torch.randperm(len(X) - cut)[:192]
np.savez(folder + "/validation.npz", seq=X[j].numpy(), target=Y[j].numpy())


class Full(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = model

    def forward(self, seq, target):
        return ((self.f(seq) - target) ** 2).mean()


b = torch.export.Dim("b", min=2, max=4096)
torch.export.save(torch.export.export(Full().train(), (X[:64], Y[:64]), dynamic_shapes={"seq": {0: b}, "target": {0: b}}), folder + "/model.pt2")
