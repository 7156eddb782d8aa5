"""
accepts: []
says: "The loss goes up again in the middle of the training, is my optimizer unstable? Final val_acc 0.972."
language: en
hint: "Healthy: SGDR warm restarts make the loss jump up at epoch 5 on purpose; it ends low and the validation accuracy is high."
"""
import os, sys
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
import torch.nn as nn
torch.set_num_threads(1)
torch.manual_seed(70)
rng = np.random.default_rng(70)
run_dir = sys.argv[1]
os.makedirs(run_dir, exist_ok=True)

# EMG windows: 8 channels x 32 samples, 6 gestures; each gesture activates its own muscles
act = rng.dirichlet(np.ones(8) * 0.6, 6) * 3
freq = rng.uniform(0.15, 0.9, 8)


def emg(n):
    y = rng.integers(0, 6, n)
    t = np.arange(32)
    ph = rng.uniform(0, 6.28, (n, 8, 1))
    a = act[y][:, :, None] * rng.uniform(0.6, 1.4, (n, 1, 1))
    x = a * np.sin(freq[None, :, None] * t + ph) + 0.5 * rng.normal(size=(n, 8, 32))
    return torch.tensor(x / 1.1, dtype=torch.float32), torch.tensor(y)


class MixerBlock(nn.Module):
    def __init__(self, c, t, hidden=32):
        super().__init__()
        self.n1, self.n2 = nn.LayerNorm(t), nn.LayerNorm(t)
        self.chan = nn.Sequential(nn.Linear(c, hidden), nn.GELU(), nn.Linear(hidden, c))
        self.time = nn.Sequential(nn.Linear(t, hidden), nn.GELU(), nn.Linear(hidden, t))

    def forward(self, x):
        x = x + self.chan(self.n1(x).transpose(1, 2)).transpose(1, 2)
        return x + self.time(self.n2(x))


class Mixer(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Conv1d(8, 16, 1)
        self.blocks = nn.Sequential(MixerBlock(16, 32), MixerBlock(16, 32))
        self.drop = nn.Dropout(0.3)
        self.fc = nn.Linear(32, 6)

    def forward(self, x):
        h = self.blocks(self.embed(x))
        h = torch.cat([h.mean(2), h.abs().mean(2)], 1)
        return self.fc(self.drop(h))


(xt, yt), (xv, yv) = emg(3000), emg(500)
net = Mixer()
opt = torch.optim.AdamW(net.parameters(), lr=6e-3, weight_decay=0.02)
sched = torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(opt, T_0=5, T_mult=2, eta_min=1e-5)
loss_fn = nn.CrossEntropyLoss()
hist = open(os.path.join(run_dir, "log.tsv"), "w")
hist.write("epoch\tlr\tloss\tval_loss\tval_acc\n")
for epoch in range(15):
    net.train()
    losses = []
    lr = opt.param_groups[0]["lr"]
    batches = torch.randperm(len(xt)).split(60)
    for k, idx in enumerate(batches):
        loss = loss_fn(net(xt[idx]), yt[idx])
        opt.zero_grad()
        loss.backward()
        opt.step()
        sched.step(epoch + (k + 1) / len(batches))
        losses.append(loss.item())
    net.eval()
    with torch.no_grad():
        o = net(xv)
    row = f"{epoch}\t{lr:.5f}\t{np.mean(losses):.4f}\t{loss_fn(o, yv).item():.4f}\t{(o.argmax(1) == yv).float().mean().item():.4f}"
    hist.write(row + "\n")
    print(row)
hist.close()

torch.save({"weights": net.state_dict(), "opt": opt.state_dict(), "epoch": 15}, os.path.join(run_dir, "checkpoint.pt"))
np.savez(os.path.join(run_dir, "batch.npz"), x=xt[:240].numpy(), y=yt[:240].numpy())
np.savez(os.path.join(run_dir, "validation.npz"), x=xv[:400].numpy(), y=yv[:400].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.cross_entropy(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net).train().cpu(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(run_dir, "model.pt2"))
