"""
accepts: [loss_terms_unbalanced]
says: "My VAE gives the same mean spectrum for every input. val_recon stays at 0.551 and the KL is nearly 0 (2.9e-05) after 30 epochs. Total loss looks converged (0.554). A plain autoencoder of the same size works well."
language: en
hint: "Reconstruction is averaged over the 64 channels while the KL term is summed over the latent dims and weighted 1; the KL wins and the posterior collapses. Sum the reconstruction too, or weight the KL by about 1/640."
"""
import os, sys, json
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
torch.set_num_threads(1); torch.manual_seed(4)
rng = np.random.default_rng(4)
OUT = sys.argv[1]; os.makedirs(OUT, exist_ok=True)
KL_WEIGHT = 1.0 / 64 * 0.1 if "--cured" in sys.argv else 1.0

# raman-like spectra: 3 peaks with varying place and height on 64 channels
def spectra(n):
    w = np.arange(64)[None]
    s = np.zeros((n, 64))
    for c, amp in ((14, 1.0), (30, 0.8), (48, 1.2)):
        pos = c + rng.normal(0, 2.5, (n, 1)); h = amp * rng.uniform(0.3, 1.2, (n, 1))
        s += h * np.exp(-0.5 * ((w - pos) / 3.0) ** 2)
    s += 0.03 * rng.normal(size=s.shape)
    return s.astype("float32")

train, val = spectra(3000), spectra(500)
mu, sd = train.mean(), train.std()
train, val = torch.tensor((train - mu) / sd), torch.tensor((val - mu) / sd)

class VAE(nn.Module):
    def __init__(self, z=8):
        super().__init__()
        self.enc = nn.Sequential(nn.Linear(64, 96), nn.ReLU(), nn.Linear(96, 48), nn.ReLU())
        self.mu, self.logvar = nn.Linear(48, z), nn.Linear(48, z)
        self.dec = nn.Sequential(nn.Linear(z, 48), nn.ReLU(), nn.Linear(48, 96), nn.ReLU(), nn.Linear(96, 64))
    def forward(self, x):
        h = self.enc(x)
        mu, logvar = self.mu(h), self.logvar(h)
        z = mu + torch.randn_like(mu) * torch.exp(0.5 * logvar) if self.training else mu
        return self.dec(z), mu, logvar

def parts(out, target):
    rec, mu, logvar = out
    recon = F.mse_loss(rec, target)
    kl = -0.5 * (1 + logvar - mu.pow(2) - logvar.exp()).sum(1).mean()
    return recon, kl

vae = VAE()
opt = torch.optim.Adam(vae.parameters(), lr=2e-3)
f = open(os.path.join(OUT, "log.jsonl"), "w")
for epoch in range(30):
    vae.train(); R = K = 0.0; nb = 0
    for idx in torch.randperm(len(train)).split(64):
        recon, kl = parts(vae(train[idx]), train[idx])
        loss = recon + KL_WEIGHT * kl
        opt.zero_grad(); loss.backward(); opt.step()
        R += recon.item(); K += kl.item(); nb += 1
    vae.eval()
    with torch.no_grad(): vr, vk = parts(vae(val), val)
    row = dict(epoch=epoch, loss=round(R / nb + KL_WEIGHT * K / nb, 5), recon=round(R / nb, 5), kl=round(K / nb, 6),
               val_recon=round(vr.item(), 5), val_kl=round(vk.item(), 6))
    f.write(json.dumps(row) + "\n")
    if epoch % 5 == 4: print(row)
f.close()

torch.save(vae.state_dict(), os.path.join(OUT, "checkpoint.pt"))
np.savez(os.path.join(OUT, "batch.npz"), x=train[:256].numpy(), y=train[:256].numpy())
np.savez(os.path.join(OUT, "validation.npz"), x=val[:400].numpy(), y=val[:400].numpy())

class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__(); self.model = model
    def forward(self, x, y):
        recon, kl = parts(self.model(x), y)
        return recon + KL_WEIGHT * kl
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(vae).train().cpu(), (train[:64], train[:64].clone()), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(OUT, "model.pt2"))
