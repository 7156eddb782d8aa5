"""
accepts: [model_too_small]
says: "Forward kinematics of a 4-joint arm, 16000 simulated samples, hardly any noise. Train mse stops at 0.1756 and val mse at 0.1707 (mean tip error 52 cm on a 2 m arm!), the last 15 epochs are totally flat. Train and val are the same so it does not overfit. What limits it?"
language: en
hint: "three hidden units (width=3) for a strongly non-linear map with 16000 clean samples: train and validation stop at the same high loss; cure: width 128"
"""
import csv
import os
import sys
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
torch.manual_seed(0)
rng = np.random.default_rng(0)


def arm(n):
    q = rng.uniform(-np.pi, np.pi, (n, 4))
    load = rng.uniform(0, 2, (n, 1))
    l = [0.8, 0.6, 0.4, 0.25]
    a = np.cumsum(q, 1) - 0.04 * load * np.cos(q)
    px = sum(l[i] * np.cos(a[:, i]) for i in range(4))
    py = sum(l[i] * np.sin(a[:, i]) for i in range(4))
    inp = np.concatenate([np.sin(q), np.cos(q), load - 1], 1)
    tgt = np.stack([px, py], 1) + rng.normal(0, 0.01, (n, 2))
    return torch.tensor(inp, dtype=torch.float32), torch.tensor(tgt, dtype=torch.float32)


class Forward(nn.Module):
    """joint angles -> tip position"""

    def __init__(self, width):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(9, width), nn.Tanh(), nn.Linear(width, width), nn.Tanh(), nn.Linear(width, 2))

    def forward(self, inp):
        return self.net(inp)


class Objective(nn.Module):
    def __init__(self, f):
        super().__init__()
        self.f = f

    def forward(self, inp, tgt):
        return nn.functional.mse_loss(self.f(inp), tgt)


def main(folder, width=3, epochs=40, batch=128):
    os.makedirs(folder, exist_ok=True)
    a, b = arm(16000)
    va, vb = arm(2000)
    obj = Objective(Forward(width))
    opt = torch.optim.AdamW(obj.parameters(), lr=4e-3, weight_decay=1e-4)
    sched = torch.optim.lr_scheduler.OneCycleLR(opt, 6e-3, epochs=epochs, steps_per_epoch=len(a) // batch)
    with open(f"{folder}/log.csv", "w", newline="") as f:
        w = csv.DictWriter(f, ["epoch", "train/mse", "val/mse", "val/err_cm", "train/grad_norm"])
        w.writeheader()
        for ep in range(epochs):
            tot, gns = 0.0, []
            for idx in torch.randperm(len(a)).split(batch):
                loss = obj(a[idx], b[idx])
                opt.zero_grad()
                loss.backward()
                gns.append(nn.utils.clip_grad_norm_(obj.parameters(), 1e9).item())
                opt.step()
                sched.step()
                tot += loss.item() * len(idx)
            with torch.no_grad():
                p = obj.f(va)
                v = ((p - vb) ** 2).mean().item()
                cm = 100 * (p - vb).norm(dim=1).mean().item()
            w.writerow({"epoch": ep, "train/mse": f"{tot / len(a):.6f}", "val/mse": f"{v:.6f}", "val/err_cm": f"{cm:.2f}",
                        "train/grad_norm": f"{np.mean(gns):.4f}"})
            f.flush()
    torch.save(obj.f.state_dict(), f"{folder}/checkpoint.pt")
    np.savez(f"{folder}/batch.npz", inp=a[:256].numpy(), tgt=b[:256].numpy())
    np.savez(f"{folder}/validation.npz", inp=va[:256].numpy(), tgt=vb[:256].numpy())
    n = torch.export.Dim("n", min=2, max=10000)
    torch.export.save(torch.export.export(obj.train(), (a[:256], b[:256]), dynamic_shapes={"inp": {0: n}, "tgt": {0: n}}), f"{folder}/model.pt2")


if __name__ == "__main__":
    main(sys.argv[1], width=128 if "--cured" in sys.argv else 3)
