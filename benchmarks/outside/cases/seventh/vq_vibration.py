"""
accepts: [no_gradient_flow]
says: "Autoencoder for vibration windows: 64 samples -> 12 small integers -> 64 samples, rounding in the middle because we send it over LoRa. It trains without any error, but I get stuck at MSE 0.163 (7.7 dB SNR), train and val equal. A plain PCA with 12 components does far better. Doubling the encoder width made absolutely no difference, which I find weird. 60 epochs Adam 1e-3."
language: en
hint: "torch.round has zero gradient, so the encoder never learns, only the decoder. Cure: straight-through estimator z + (q - z).detach()."
"""
import json
import sys
from pathlib import Path
import numpy as np
import torch
from torch import nn

out = Path(sys.argv[1])
fixed = "--cured" in sys.argv
out.mkdir(exist_ok=True, parents=True)
torch.manual_seed(3)
torch.set_num_threads(1)
rng = np.random.default_rng(3)

# windows of a vibration sensor, to be sent as 12 small integers over LoRa
N, T = 6000, 64
t = np.arange(T) / T
w = np.zeros((N, T), np.float32)
for i in range(N):
    for h in (1, 2, 3, 5):
        w[i] += rng.normal(0, 1 / h) * np.sin(2 * np.pi * h * t) + rng.normal(0, 1 / h) * np.cos(2 * np.pi * h * t)
    k = rng.integers(5, 55)
    w[i, k:] += rng.normal(0, 1.2) * np.exp(-(np.arange(T - k)) / 10)
w += rng.normal(0, 0.1, w.shape).astype(np.float32)
w /= w.std()
x = torch.from_numpy(w)
tr, va = x[:5000], x[5000:]


class Coder(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Sequential(nn.Linear(T, 128), nn.ReLU(), nn.Linear(128, 12), nn.Tanh())
        self.dec = nn.Sequential(nn.Linear(12, 128), nn.ReLU(), nn.Linear(128, T))

    def forward(self, x):
        z = self.enc(x)
        q = torch.round(z * 7) / 7
        if fixed:
            q = z + (q - z).detach()
        return self.dec(q)


net = Coder()
opt = torch.optim.Adam(net.parameters(), lr=1e-3)
mse = nn.MSELoss()
with open(out / "log.jsonl", "w") as log:
    for epoch in range(60):
        net.train()
        tot = 0.0
        for b in torch.randperm(5000).split(50):
            loss = mse(net(tr[b]), tr[b])
            opt.zero_grad()
            loss.backward()
            opt.step()
            tot += loss.item()
        net.eval()
        with torch.no_grad():
            v = mse(net(va), va).item()
        log.write(json.dumps(dict(epoch=epoch, recon=round(tot / 100, 5), val_recon=round(v, 5), snr_db=round(float(10 * np.log10(va.var().item() / v)), 2))) + "\n")
torch.save({"coder": net.state_dict(), "opt": opt.state_dict(), "epoch": 60}, out / "checkpoint.pt")
np.savez(out / "batch.npz", x=tr[:200].numpy(), target=tr[:200].numpy())
np.savez(out / "validation.npz", x=va[:200].numpy(), target=va[:200].numpy())


class Recon(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = net

    def forward(self, x, target):
        return torch.mean((self.net(x) - target) ** 2)


d = torch.export.Dim("d", min=2, max=1000)
torch.export.save(torch.export.export(Recon().train(), (tr[:50], tr[:50].clone()), dynamic_shapes={"x": {0: d}, "target": {0: d}}), out / "model.pt2")
