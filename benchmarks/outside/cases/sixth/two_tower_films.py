"""
accepts: [gradient_bug]
says: "Two-tower recommender for film ratings. Val RMSE is 1.335 after the first epoch and 1.361 after 24, train RMSE crawls from 1.334 to 1.252. Just a per-user mean is about as good! The towers have plenty of capacity (embeddings of 16, MLPs), lr 5e-3 AdamW. It seems as if it learns nothing about the films, the recommendations of all users look random."
language: en
hint: "the item tower's output is detached in forward (left over from caching the item vectors), so the item embeddings and layers get no gradient at all; cure: no detach"
"""
import csv, os, sys
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(55)
rng = np.random.default_rng(55)
place = sys.argv[1]
os.makedirs(place, exist_ok=True)
CURED = "--cured" in sys.argv
U, I, D = 600, 400, 16

pu, qi = rng.normal(0, 1, (U, 5)), rng.normal(0, 1, (I, 5))
bu, bi = rng.normal(0, .3, U), rng.normal(0, .8, I)
n = 60000
users, items = rng.integers(0, U, n), rng.integers(0, I, n)
rating = 3.4 + bu[users] + bi[items] + .45 * (pu[users] * qi[items]).sum(1) + rng.normal(0, .4, n)
rating = torch.tensor(np.clip(rating, .5, 6), dtype=torch.float32)
users, items = torch.tensor(users), torch.tensor(items)
cut = 54000


class Towers(nn.Module):
    def __init__(self):
        super().__init__()
        self.user_emb = nn.Embedding(U, D)
        self.item_emb = nn.Embedding(I, D)
        nn.init.normal_(self.user_emb.weight, 0, .3)
        nn.init.normal_(self.item_emb.weight, 0, .3)
        self.item_mlp = nn.Sequential(nn.Linear(D, 32), nn.ReLU(), nn.Linear(32, D + 1))
        self.user_mlp = nn.Sequential(nn.Linear(D, 32), nn.ReLU(), nn.Linear(32, D + 1))
        self.mu = nn.Parameter(torch.tensor(3.0))

    def item_vectors(self, item):
        v = self.item_mlp(self.item_emb(item))
        return v if CURED else v.detach()

    def forward(self, user, item):
        u, v = self.user_mlp(self.user_emb(user)), self.item_vectors(item)
        return self.mu + (u[:, 1:] * v[:, 1:]).sum(1) + u[:, 0] + v[:, 0]


class RatingLoss(nn.Module):
    def __init__(self, towers):
        super().__init__()
        self.towers = towers

    def forward(self, user, item, rating):
        return F.mse_loss(self.towers(user, item), rating)


obj = RatingLoss(Towers())
opt = torch.optim.AdamW(obj.parameters(), lr=5e-3, weight_decay=1e-2)
f = open(f"{place}/log.csv", "w", newline="")
w = csv.writer(f)
w.writerow(["epoch", "train_rmse", "val_rmse", "val_mae"])
EP = 24
for ep in range(EP):
    for g in opt.param_groups:
        g["lr"] = 5e-3 * (1 - ep / EP)
    se = 0
    for ix in torch.randperm(cut).split(256):
        loss = obj(users[ix], items[ix], rating[ix])
        opt.zero_grad()
        loss.backward()
        opt.step()
        se += loss.item() * len(ix)
    with torch.no_grad():
        e = obj.towers(users[cut:], items[cut:]) - rating[cut:]
    w.writerow([ep + 1, round((se / cut) ** .5, 4), round(e.pow(2).mean().sqrt().item(), 4), round(e.abs().mean().item(), 4)])
    f.flush()

torch.save({"model": obj.towers.state_dict(), "optimizer": opt.state_dict(), "epoch": ep}, f"{place}/checkpoint.pt")
np.savez(f"{place}/batch.npz", user=users[:256].numpy(), item=items[:256].numpy(), rating=rating[:256].numpy())
np.savez(f"{place}/validation.npz", user=users[cut:cut + 256].numpy(), item=items[cut:cut + 256].numpy(), rating=rating[cut:cut + 256].numpy())
B = torch.export.Dim("B", min=2, max=8192)
torch.export.save(torch.export.export(obj.train(), (users[:256], items[:256], rating[:256]), dynamic_shapes=({0: B}, {0: B}, {0: B})), f"{place}/model.pt2")
