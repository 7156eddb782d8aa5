"""
accepts: [targets_not_normalised]
says: "Loss is 4.2e+08 at the start and 4.04e+08 after 100 epochs, test loss 4.02e+08. It falls by nearly the same small amount every epoch. What am I doing wrong?"
language: en
hint: "Targets stay in J/mol (about 20000 +- 7000), net outputs start near 0, Adam at 1e-3 needs for ever to get there. Cure: standardise the target."
"""
# predict enthalpy of fusion (J/mol) from 10 RDKit descriptors
import sys, os, random
import numpy as np, torch
torch.set_num_threads(1)
OUT = sys.argv[1]
CURED = len(sys.argv) > 2 and sys.argv[2] == "--cured"
os.makedirs(OUT, exist_ok=True)
random.seed(0); np.random.seed(0); torch.manual_seed(0)

N = 3600
mw = np.random.gamma(9, 22, N)
logp = np.random.normal(2, 1.3, N)
hbd = np.random.poisson(1.2, N)
hba = np.random.poisson(2.5, N)
rot = np.random.poisson(mw / 60)
rings = np.random.poisson(1.4, N)
tpsa = 18 * hba + 12 * hbd + np.random.normal(0, 6, N)
sym = np.random.choice([1, 2, 3, 4, 6], N, p=[.6, .2, .08, .08, .04])
frac = np.clip(np.random.beta(2, 3, N), 0, 1)
hal = np.random.poisson(.4, N)
H = 8000 + 45 * mw + 2600 * hbd * np.exp(-rot / 6) + 900 * rings * (1 - frac) - 3000 * np.log(sym) \
    + 60 * mw * frac * (rot > 3) / 4 + 20 * tpsa + np.random.normal(0, 900, N)
D = np.stack([mw, logp, hbd, hba, rot, rings, tpsa, sym, frac, hal], 1)
D = (D - D.mean(0)) / D.std(0)

X = torch.FloatTensor(D)
y = torch.FloatTensor(H).view(-1, 1)
if CURED:
    mu, sd = y[:3000].mean(), y[:3000].std()
    y = (y - mu) / sd
Xtr, ytr, Xte, yte = X[:3000], y[:3000], X[3000:], y[3000:]

class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.h1 = torch.nn.Linear(10, 64)
        self.h2 = torch.nn.Linear(64, 64)
        self.o = torch.nn.Linear(64, 1)
    def forward(self, x):
        x = torch.tanh(self.h1(x))
        x = torch.tanh(self.h2(x))
        return self.o(x)

net = Net()
opt = torch.optim.Adam(net.parameters(), lr=1e-3)
lines = []
for epoch in range(101):
    if CURED and epoch == 70:
        opt.param_groups[0]["lr"] = 2e-4
    idx = torch.randperm(3000)
    run = []
    for k in range(0, 3000, 50):
        b = idx[k:k+50]
        loss = ((net(Xtr[b]) - ytr[b]) ** 2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        run.append(loss.item())
    if epoch % 5 == 0:
        with torch.no_grad():
            test = ((net(Xte) - yte) ** 2).mean().item()
        lines.append("epoch: %d, loss: %.6g, test loss: %.6g" % (epoch, np.mean(run), test))
        print(lines[-1])
with open(OUT + "/log.txt", "w") as f:
    f.write("\n".join(lines))

torch.save(net.state_dict(), OUT + "/checkpoint.pt")
np.savez(OUT + "/batch.npz", x=Xtr[:256].numpy(), y=ytr[:256].numpy())
np.savez(OUT + "/validation.npz", x=Xte[:512].numpy(), y=yte[:512].numpy())

class WithLoss(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model
    def forward(self, x, y):
        return ((self.model(x) - y) ** 2).mean()

b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net).train().cpu(), (Xtr[:64], ytr[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, OUT + "/model.pt2")
