"""
accepts: [targets_not_normalised]
says: "Simple MLP on 2000 house listings. After 60 epochs val MSE is 7.4e9 and R2 only 0.43 (it even started at -7.6), and it is still creeping down very slowly. A colleague's random forest gets 0.95 on the same table. Features are standardised. Is my network too small?"
language: en
hint: "Prices of 100k-900k are regressed raw with MSE; standardise the target with the training mean/std."
"""
import csv, os, sys
import numpy as np
import torch
from torch import nn

os.environ["OMP_NUM_THREADS"] = "1"
torch.set_num_threads(1)

CFG = dict(seed=11, batch_size=32, epochs=60, lr=1e-3, hidden=[64, 32], target_scaling="--cured" in sys.argv)


def make_listings(n, rng):
    area = rng.lognormal(4.6, 0.35, n)              # m2
    rooms = np.clip(np.round(area / 28 + rng.normal(0, 0.7, n)), 1, 9)
    age = rng.uniform(0, 80, n)
    dist = rng.gamma(2.0, 4.0, n)                   # km to centre
    garden = rng.binomial(1, 0.4, n)
    energy = rng.integers(0, 7, n)
    price = 3600 * area * np.exp(-0.04 * dist) * (1 - 0.003 * age) + 35000 * garden + 9000 * rooms - 7000 * energy
    price = price * rng.lognormal(0, 0.07, n) + 40000
    X = np.stack([area, rooms, age, dist, garden, energy], 1)
    return X.astype(np.float32), price.astype(np.float32)[:, None]


class PriceNet(nn.Module):
    def __init__(self, d, hidden):
        super().__init__()
        self.l1 = nn.Linear(d, hidden[0])
        self.l2 = nn.Linear(hidden[0], hidden[1])
        self.out = nn.Linear(hidden[1], 1)

    def forward(self, x):
        return self.out(torch.relu(self.l2(torch.relu(self.l1(x)))))


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.mse_loss(self.model(x), y)


def main(outdir):
    os.makedirs(outdir, exist_ok=True)
    torch.manual_seed(CFG["seed"])
    rng = np.random.default_rng(CFG["seed"])
    Xtr, ytr = make_listings(2000, rng)
    Xva, yva = make_listings(500, rng)
    mu, sd = Xtr.mean(0), Xtr.std(0)
    Xtr, Xva = (Xtr - mu) / sd, (Xva - mu) / sd
    if CFG["target_scaling"]:
        ym, ys = ytr.mean(), ytr.std()
        ytr, yva = (ytr - ym) / ys, (yva - ym) / ys
    Xtr, ytr, Xva, yva = map(torch.from_numpy, (Xtr, ytr, Xva, yva))

    model = PriceNet(Xtr.shape[1], CFG["hidden"])
    opt = torch.optim.Adam(model.parameters(), lr=CFG["lr"])
    with open(os.path.join(outdir, "log.csv"), "w", newline="") as fh:
        w = csv.writer(fh)
        w.writerow(["epoch", "train_mse", "val_mse", "val_r2"])
        for epoch in range(CFG["epochs"]):
            model.train()
            tot = 0.0
            for idx in torch.randperm(len(Xtr)).split(CFG["batch_size"]):
                loss = nn.functional.mse_loss(model(Xtr[idx]), ytr[idx])
                opt.zero_grad()
                loss.backward()
                opt.step()
                tot += loss.item() * len(idx)
            model.eval()
            with torch.no_grad():
                pv = model(Xva)
                vm = nn.functional.mse_loss(pv, yva).item()
                r2 = 1 - vm / yva.var(unbiased=False).item()
            w.writerow([epoch, f"{tot / len(Xtr):.6g}", f"{vm:.6g}", f"{r2:.4f}"])
            if epoch % 10 == 9:
                print(f"[{epoch + 1}] train {tot / len(Xtr):.5g} val {vm:.5g} R2 {r2:.3f}")

    torch.save({"state_dict": model.state_dict(), "optimizer": opt.state_dict(), "config": CFG}, os.path.join(outdir, "checkpoint.pt"))
    np.savez(os.path.join(outdir, "batch.npz"), x=Xtr[:256].numpy(), y=ytr[:256].numpy())
    np.savez(os.path.join(outdir, "validation.npz"), x=Xva.numpy(), y=yva.numpy())
    b = torch.export.Dim("batch", min=2)
    ep = torch.export.export(WithLoss(model).train().cpu(), (Xtr[:64], ytr[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
    torch.export.save(ep, os.path.join(outdir, "model.pt2"))


if __name__ == "__main__":
    main(sys.argv[1])
