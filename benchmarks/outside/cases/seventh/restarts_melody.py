"""
accepts: []
says: "LSTM for melodies. My loss curve has ugly jumps upwards: at epoch 8 (1.168 -> 1.192), 16 (1.041 -> 1.086) and 24 (0.965 -> 1.022), the validation loss jumps as well (1.023 -> 1.066). In between it falls nicely, at the end 0.917 / val 1.002. Is the training unstable, should I clip harder?"
language: en
hint: "healthy: cosine warm restarts every 8 epochs (the lr goes back to 0.015); each cycle ends lower than the one before."
"""
import json, os, sys
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(30)
rng = np.random.default_rng(30)
out = sys.argv[1]
os.makedirs(out, exist_ok=True)

# next-note model, 24 pitches, melodies of 32 notes
V, T, N = 24, 32, 3400
scale = np.array([0, 2, 4, 5, 7, 9, 11])
pitches = np.concatenate([scale, scale + 12])
songs = np.zeros((N, T + 1), np.int64)
for i in range(N):
    motif = rng.integers(-2, 3, 4)
    p = rng.integers(3, 11)
    key = rng.integers(0, 2)
    for t in range(T + 1):
        songs[i, t] = min(pitches[p] + key, V - 1)
        step = motif[t % 4] if rng.random() < 0.8 else rng.integers(-2, 3)
        p = int(np.clip(p + step, 0, 13))
data = torch.tensor(songs)
xt, yt, xv, yv = data[:3000, :-1], data[:3000, 1:], data[3000:, :-1], data[3000:, 1:]


class Melody(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(V, 32)
        self.lstm = nn.LSTM(32, 80, batch_first=True)
        self.drop = nn.Dropout(0.15)
        self.out = nn.Linear(80, V)

    def forward(self, x):
        h, _ = self.lstm(self.emb(x))
        return self.out(self.drop(h))


def loss_fn(z, y):
    return F.cross_entropy(z.flatten(0, 1), y.flatten())


net = Melody()
opt = torch.optim.AdamW(net.parameters(), lr=1.5e-2, weight_decay=0.02)
sched = torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(opt, T_0=8, eta_min=2e-5)
log = open(os.path.join(out, "log.jsonl"), "w")
for epoch in range(32):
    net.train()
    ls = []
    lr = opt.param_groups[0]["lr"]
    for b in torch.randperm(3000).split(60):
        loss = loss_fn(net(xt[b]), yt[b])
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        opt.step()
        ls.append(loss.item())
    sched.step()
    net.eval()
    with torch.no_grad():
        v = loss_fn(net(xv), yv).item()
    log.write(json.dumps({"epoch": epoch, "lr": round(lr, 6), "loss": round(float(np.mean(ls)), 4), "val_loss": round(v, 4), "val_ppl": round(float(np.exp(v)), 3)}) + "\n")
log.close()
torch.save({"model": net.state_dict(), "optimizer": opt.state_dict(), "scheduler": sched.state_dict(), "epoch": 32}, os.path.join(out, "checkpoint.pt"))
np.savez(os.path.join(out, "batch.npz"), x=xt[:120].numpy(), y=yt[:120].numpy())
np.savez(os.path.join(out, "validation.npz"), x=xv[:120].numpy(), y=yv[:120].numpy())


class LM(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = net

    def forward(self, x, y):
        return loss_fn(self.net(x), y)


B = torch.export.Dim("B", min=2, max=1024)
torch.export.save(torch.export.export(LM().train(), (xt[:60], yt[:60]), dynamic_shapes={"x": {0: B}, "y": {0: B}}), os.path.join(out, "model.pt2"))
