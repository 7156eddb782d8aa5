"""
accepts: [outliers_in_data]
says: "price regression from scraped flat listings (6000 rows). mean train MSE is around 100-120 and hardly moves, but the funny thing is the best batch has 0.5 and the worst batch 3000-4000 in the same epoch?! val MSE about 50 and rising, median error jumps between 21% and 43% from epoch to epoch. lr 1e-3 Adam, batch 64. shuffled. what is this"
language: en
hint: "0.6 % of prices are 10 or 100 times too large (typos), and the squared error follows them. Cure: drop rows with an impossible price per m2 (or a robust loss / log target)."
"""
import sys, os, time
import numpy as np
import torch
import torch.nn as nn

torch.manual_seed(31)
torch.set_num_threads(1)
rs = np.random.RandomState(31)
folder = sys.argv[1]
FIX = "--cured" in sys.argv
os.makedirs(folder, exist_ok=True)

# scraped listings
N = 6000
area = rs.lognormal(4.35, 0.35, N)
rooms = np.clip(np.round(area / 28 + rs.normal(0, 0.6, N)), 1, 8)
floor = rs.randint(0, 12, N)
year = rs.randint(1930, 2023, N)
dist = rs.gamma(2, 3, N)
district = rs.randint(0, 14, N)
d_price = rs.normal(0, 450, 14)
price_m2 = 2600 + d_price[district] - 55 * dist + 7 * (year - 1970) + 25 * floor
price = area * price_m2 * np.exp(rs.normal(0, 0.08, N)) / 1000.0   # kEUR
typo = rs.rand(N) < 0.006
price[typo] *= rs.choice([10, 100], typo.sum(), p=[0.6, 0.4])
if FIX:
    keep = (price / area > 0.7) & (price / area < 8)
else:
    keep = np.ones(N, bool)
num = np.stack([area, rooms, floor, year, dist], 1)[keep]
num = (num - num.mean(0)) / num.std(0)
district, price, area = district[keep], price[keep], area[keep]
num = torch.tensor(num, dtype=torch.float32)
cat = torch.tensor(district, dtype=torch.long)
y = torch.tensor(price / 100.0, dtype=torch.float32)
n_tr = int(0.8 * len(y))


class Pricer(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(14, 6)
        self.body = nn.Sequential(nn.Linear(11, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 1))

    def forward(self, num, district):
        return self.body(torch.cat([num, self.emb(district)], 1)).squeeze(1)


net = Pricer()
opt = torch.optim.Adam(net.parameters(), lr=1e-3)
mse = nn.MSELoss()
t0 = time.time()
log = open(folder + "/log.txt", "w")
for epoch in range(75):
    net.train()
    perm = torch.randperm(n_tr)
    losses = []
    for b in perm.split(64):
        pred = net(num[b], cat[b])
        loss = mse(pred, y[b])
        opt.zero_grad()
        loss.backward()
        opt.step()
        losses.append(loss.item())
    net.eval()
    with torch.no_grad():
        pv = net(num[n_tr:], cat[n_tr:])
        vl = mse(pv, y[n_tr:]).item()
        ape = ((pv - y[n_tr:]).abs() / y[n_tr:]).median().item()
    log.write("ep %d  mse(mean over batches) %.3f  worst batch %.2f  best batch %.3f | val mse %.3f  median abs err %.1f%%\n"
              % (epoch + 1, np.mean(losses), max(losses), min(losses), vl, 100 * ape))
log.write("done\n")
log.close()

torch.save({"model": net.state_dict(), "optim": opt.state_dict(), "epoch": 75}, folder + "/checkpoint.pt")
np.savez(folder + "/batch.npz", num=num[:256].numpy(), district=cat[:256].numpy(), y=y[:256].numpy())
np.savez(folder + "/validation.npz", num=num[n_tr:n_tr + 256].numpy(), district=cat[n_tr:n_tr + 256].numpy(), y=y[n_tr:n_tr + 256].numpy())


class Wrapped(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = net

    def forward(self, num, district, y):
        return ((self.net(num, district) - y) ** 2).mean()


w = Wrapped().train()
B = torch.export.Dim("B", min=2, max=4096)
prog = torch.export.export(w, (num[:8], cat[:8], y[:8]), dynamic_shapes={"num": {0: B}, "district": {0: B}, "y": {0: B}})
torch.export.save(prog, folder + "/model.pt2")
