"""
accepts: [loss_terms_unbalanced]
says: "My VAE on little drawn shapes gives the same grey blur for every input. The total loss drops fast and then is dead flat, and changing the decoder did not help."
language: en
hint: "reconstruction is a mean over pixels (~0.06), KL is a sum over latent dims: KL drowns it, posterior collapses. Cured: reconstruction summed over the pixels"
"""
import sys, os, csv
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
torch.set_num_threads(1)
torch.manual_seed(0)
rng = np.random.default_rng(0)
folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
CURED = len(sys.argv) > 2 and sys.argv[2] == "--cured"

S = 20
def draw(n):
    yy, xx = np.mgrid[0:S, 0:S]
    out = np.zeros((n, S, S), np.float32)
    for i in range(n):
        cx, cy = rng.uniform(5, S - 5, 2); r = rng.uniform(2, 5); k = rng.integers(3)
        if k == 0: m = (xx - cx) ** 2 + (yy - cy) ** 2 < r * r
        elif k == 1: m = (abs(xx - cx) < r) & (abs(yy - cy) < r)
        else: m = abs(xx - cx) + abs(yy - cy) < r * 1.2
        out[i] = m
    return out.reshape(n, -1)
train = torch.from_numpy(draw(1800)); val = torch.from_numpy(draw(400))

class VAE(nn.Module):
    def __init__(self, z=12):
        super().__init__()
        self.e1 = nn.Linear(S * S, 200); self.mu = nn.Linear(200, z); self.lv = nn.Linear(200, z)
        self.d1 = nn.Linear(z, 200); self.d2 = nn.Linear(200, S * S)
    def forward(self, x):
        h = F.relu(self.e1(x)); mu, lv = self.mu(h), self.lv(h)
        z = mu + torch.randn_like(mu) * torch.exp(0.5 * lv)
        return torch.sigmoid(self.d2(F.relu(self.d1(z)))), mu, lv

def parts(model, x):
    rec, mu, lv = model(x)
    r = F.mse_loss(rec, x)
    if CURED:
        r = r * S * S
    kl = -0.5 * torch.sum(1 + lv - mu.pow(2) - lv.exp(), dim=1).mean()
    return r, kl

model = VAE()
opt = torch.optim.Adam(model.parameters(), 1e-3)
w = csv.writer(open(f"{folder}/log.csv", "w", newline=""))
w.writerow(["epoch", "train_loss", "train_recon", "train_kl", "val_loss", "val_recon_mse"])
for epoch in range(18):
    model.train(); a = []
    for b in torch.randperm(len(train)).split(64):
        r, k = parts(model, train[b]); loss = r + k
        opt.zero_grad(); loss.backward(); opt.step()
        a.append((loss.item(), r.item(), k.item()))
    model.eval()
    with torch.no_grad():
        r, k = parts(model, val)
        mse = F.mse_loss(model(val)[0], val).item()
    row = [epoch, *np.round(np.mean(a, 0), 5), round((r + k).item(), 5), round(mse, 5)]
    w.writerow(row)
print(row)
torch.save({"state_dict": model.state_dict(), "opt": opt.state_dict(), "epoch": 18}, f"{folder}/checkpoint.pt")
xb = train[:256]
np.savez(f"{folder}/batch.npz", x=xb.numpy(), y=xb.numpy())
np.savez(f"{folder}/validation.npz", x=val.numpy(), y=val.numpy())

class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y):
        r, k = parts(self.model, x)
        return r + k + 0.0 * y.sum()
batch = torch.export.Dim("batch", min=2)
program = torch.export.export(WithLoss(model).train().cpu(), (xb, xb.clone()), dynamic_shapes={"x": {0: batch}, "y": {0: batch}})
torch.export.save(program, f"{folder}/model.pt2")
