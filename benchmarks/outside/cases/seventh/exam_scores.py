"""
accepts: []
says: "Predicting exam points from a questionnaire. Batch MSE jumps between 0.45 and 1.3 all the time, train MSE ends at 0.699 and val at 0.724, which is R2 = 0.25 only. After epoch 20 practically nothing happens (0.725 -> 0.7237). RMSE is 9.25 points. Bigger nets are no better. Is my net failing to learn?"
language: en
hint: "healthy: exam points have a noise of 9 points, so RMSE 9.25 is near the floor; no overfitting, no instability."
"""
import os
import sys
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
torch.manual_seed(1999)
rng = np.random.default_rng(1999)
folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)

# questionnaire + attendance -> exam points (0..100)
N = 9000
hours = rng.gamma(3, 2.2, N)
absent = rng.poisson(3, N)
age = rng.integers(18, 30, N)
prev = rng.normal(60, 12, N)
work = rng.binomial(1, 0.4, N)
sleep = rng.normal(7, 1, N)
commute = rng.exponential(25, N)
course = rng.integers(0, 9, N)
easy = rng.normal(0, 3.0, 9)
pts = 28 + 5.0 * np.log1p(hours) + 0.28 * prev - 1.0 * absent - 2.0 * work - 0.8 * (sleep - 7.5) ** 2 - 0.03 * commute + easy[course]
noise_sd = 9.0
pts = pts + rng.normal(0, noise_sd, N)
num = np.stack([hours, absent, age, prev, work, sleep, commute], 1)
num = (num - num[:7000].mean(0)) / num[:7000].std(0)
m, s = pts[:7000].mean(), pts[:7000].std()
num = torch.tensor(num).float()
course = torch.tensor(course)
y = torch.tensor((pts - m) / s).float()


class Exam(nn.Module):
    def __init__(self):
        super().__init__()
        self.course = nn.Embedding(9, 3)
        self.net = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Dropout(0.2), nn.Linear(32, 1))

    def forward(self, num, course):
        return self.net(torch.cat([num, self.course(course)], -1))[:, 0]


net = Exam()
opt = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=1e-3)
n = 7000
log = open(os.path.join(folder, "log.txt"), "w")
step = 0
for epoch in range(60):
    tot = 0
    for b in torch.randperm(n).split(32):
        net.train()
        loss = (net(num[b], course[b]) - y[b]).square().mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        tot += loss.item() * len(b)
        step += 1
        if step % 200 == 0:
            print(f"    iter {step} batch mse {loss.item():.3f}", file=log)
    net.eval()
    with torch.no_grad():
        p = net(num[n:], course[n:])
        v = (p - y[n:]).square().mean().item()
        r2 = 1 - v / y[n:].var().item()
    print(f"epoch {epoch + 1} train mse {tot / n:.4f} val mse {v:.4f} R2 {r2:.3f} val rmse {v ** 0.5 * s:.2f} points", file=log)
log.close()
torch.save({"model": net.state_dict(), "opt": opt.state_dict(), "epoch": 60}, os.path.join(folder, "checkpoint.pt"))
np.savez(os.path.join(folder, "batch.npz"), num=num[:256].numpy(), course=course[:256].numpy(), y=y[:256].numpy())
np.savez(os.path.join(folder, "validation.npz"), num=num[n:n + 256].numpy(), course=course[n:n + 256].numpy(), y=y[n:n + 256].numpy())


class Obj(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = net

    def forward(self, num, course, y):
        return ((self.net(num, course) - y) ** 2).mean()


B = torch.export.Dim("B", min=2, max=4096)
torch.export.save(torch.export.export(Obj().train(), (num[:32], course[:32], y[:32]), dynamic_shapes={"num": {0: B}, "course": {0: B}, "y": {0: B}}), os.path.join(folder, "model.pt2"))
