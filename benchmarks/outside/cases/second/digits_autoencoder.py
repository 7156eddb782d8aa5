"""
accepts: [wrong_output_activation]
says: "Autoencoder on the sklearn digits. The reconstruction loss stops at about 0.45 (test 0.50) very early, and I already have a code of 32 (of 64 pixels!). Reconstructions look washed out, dark parts are missing."
language: en
hint: "Inputs are standardised (negative values and up to several sigma), the decoder ends with a Sigmoid that only reaches 0..1. Linear output."
"""
import sys
from pathlib import Path
import numpy as np
import torch
import torch.nn as nn
from sklearn.datasets import load_digits
from sklearn.preprocessing import StandardScaler

torch.set_num_threads(1)
torch.manual_seed(3)
outdir = Path(sys.argv[1])
outdir.mkdir(exist_ok=True, parents=True)
cured = len(sys.argv) > 2 and sys.argv[2] == "--cured"

# In[1]: data
digits = load_digits().data
perm = np.random.RandomState(0).permutation(len(digits))
digits = digits[perm]
scaler = StandardScaler().fit(digits[:1400])
X_train = torch.tensor(scaler.transform(digits[:1400]), dtype=torch.float32)
X_test = torch.tensor(scaler.transform(digits[1400:]), dtype=torch.float32).clamp(-6, 6)
X_train = X_train.clamp(-6, 6)   # a few border pixels are nearly constant


# In[2]: model
class AutoEncoder(nn.Module):
    def __init__(self, code=32):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(64, 128), nn.ELU(), nn.Linear(128, code))
        self.decoder = nn.Sequential(nn.Linear(code, 128), nn.ELU(), nn.Linear(128, 64))
        self.final = nn.Identity() if cured else nn.Sigmoid()

    def forward(self, x):
        return self.final(self.decoder(self.encoder(x)))


ae = AutoEncoder()
mse = nn.MSELoss()
optim = torch.optim.RMSprop(ae.parameters(), lr=1e-3)
sched = torch.optim.lr_scheduler.StepLR(optim, 40, 0.3)

# In[3]: train
n_epochs = 120
print_every = 2
lines = []
for epoch in range(1, n_epochs + 1):
    ae.train()
    acc = []
    for idx in torch.randperm(1400).split(50):
        xb = X_train[idx]
        loss = mse(ae(xb), xb)
        optim.zero_grad()
        loss.backward()
        optim.step()
        acc.append(loss.item())
    sched.step()
    if epoch % print_every == 0 or epoch == 1:
        ae.eval()
        with torch.no_grad():
            test = mse(ae(X_test), X_test).item()
        lines.append("Epoch %3d: reconstruction loss %.4f (test %.4f)" % (epoch, np.mean(acc), test))
        print(lines[-1])
(outdir / "log.txt").write_text("\n".join(lines) + "\n")

# In[4]: save
torch.save(ae.state_dict(), outdir / "checkpoint.pt")
np.savez(outdir / "batch.npz", x=X_train[:200].numpy(), y=X_train[:200].numpy())
np.savez(outdir / "validation.npz", x=X_test.numpy(), y=X_test.numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return mse(self.model(x), y)


b = torch.export.Dim("batch", min=2)
a = X_train[:64]
ep = torch.export.export(WithLoss(ae).train().cpu(), (a, a.clone()), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(outdir / "model.pt2"))
