"""
accepts: [batch_too_small, learning_rate_too_high]
says: "Wine grading with 7 classes. I have little memory so I train with batch_size=2. The loss is all over the place: 0.0008, 0.6, 3.2, 4.7, 6.6, 0.7, and validation does not settle either, val acc went 0.63 at epoch 4 and then 0.46, 0.55, 0.37, 0.44 at the end (val loss 2.6). SGD with momentum 0.8. How do I get it to calm down?"
language: en
hint: "batch size 2 (with SGD momentum and a lr 0.022 meant for a batch of 64): the gradient is mostly noise, the loss jumps about and never settles; cure: batch size 64"
"""
import csv, os, sys
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(13)
rng = np.random.default_rng(13)
dest = sys.argv[1]
BATCH = 64 if "--cured" in sys.argv else 2
os.makedirs(dest, exist_ok=True)

# wine chemistry -> grade, 7 classes
n = 5000
lat = rng.normal(0, 1, (n, 6))
X = np.concatenate([lat @ rng.normal(0, .6, (6, 14)), np.tanh(lat @ rng.normal(0, 1, (6, 8)))], 1) + rng.normal(0, .25, (n, 22))
score = lat @ rng.normal(0, 1, (6, 7)) * 1.6 + 1.5 * np.sin(lat @ rng.normal(0, 1, (6, 7))) + rng.normal(0, .4, (n, 7))
Y = score.argmax(1)
X = torch.tensor((X - X.mean(0)) / X.std(0), dtype=torch.float32)
Y = torch.tensor(Y)
Xt, Yt, Xv, Yv = X[:4000], Y[:4000], X[4000:], Y[4000:]


class Wine(nn.Module):
    def __init__(self):
        super().__init__()
        self.f1 = nn.Linear(22, 64)
        self.f2 = nn.Linear(64, 64)
        self.f3 = nn.Linear(64, 7)

    def logits(self, x):
        return self.f3(F.elu(self.f2(F.elu(self.f1(x)))))

    def forward(self, x, y):
        return F.cross_entropy(self.logits(x), y)


m = Wine()
opt = torch.optim.SGD(m.parameters(), lr=0.022, momentum=0.8)
EPOCHS = 12
fh = open(dest + "/log.csv", "w", newline="")
wr = csv.writer(fh)
wr.writerow(["step", "epoch", "samples_seen", "loss", "val_loss", "val_acc"])
step = 0
EVERY = 4000 // BATCH // 10
for epoch in range(EPOCHS):
    for i in torch.randperm(4000).split(BATCH):
        loss = m(Xt[i], Yt[i])
        opt.zero_grad()
        loss.backward()
        opt.step()
        step += 1
        if step % EVERY == 0:
            with torch.no_grad():
                z = m.logits(Xv)
                vl, va = F.cross_entropy(z, Yv).item(), (z.argmax(1) == Yv).float().mean().item()
            wr.writerow([step, epoch, step * BATCH, f"{loss.item():.4f}", f"{vl:.4f}", f"{va:.4f}"])
            fh.flush()

torch.save({"model": m.state_dict(), "opt": opt.state_dict(), "step": step}, dest + "/checkpoint.pt")
np.savez(dest + "/batch.npz", x=Xt[:128].numpy(), y=Yt[:128].numpy())
np.savez(dest + "/validation.npz", x=Xv[:256].numpy(), y=Yv[:256].numpy())
b = torch.export.Dim("b", min=2, max=4096)
torch.export.save(torch.export.export(m.train(), (Xt[:128], Yt[:128]), dynamic_shapes={"x": {0: b}, "y": {0: b}}), dest + "/model.pt2")
