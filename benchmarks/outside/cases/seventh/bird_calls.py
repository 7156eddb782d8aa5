"""
accepts: [data_reading_bug]
says: "6 种鸟叫声的 spectrogram 分类, conv + BN 的小网络, 2400 recordings read from an archive (one binary blob + one label text file). 训练 loss 从 1.96 慢慢降到 1.19 (train acc 0.58), but validation acc is 0.13-0.17 the whole time, i.e. pure chance, and val loss goes UP to 2.2. 听起来这些录音人耳很容易分开。 Also it says 'recordings: 2399', hmm. 加 dropout 没用。"
language: mixed
hint: "read_archive drops the first line of the label file as if it were a header, so every spectrogram gets the label of the next one. Cure: keep all the lines."
"""
import io, os, sys
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(4)
rng = np.random.default_rng(4)
out = sys.argv[1]
cured = "--cured" in sys.argv
os.makedirs(out, exist_ok=True)

SPECIES = ["amsel", "kohlmeise", "star", "zaunkoenig", "buchfink", "rotkehlchen"]
H, W, N = 32, 40, 2400


def record(kind):
    s = rng.gamma(1.0, 0.35, (H, W))
    f0, shift = rng.uniform(6, 20), rng.integers(0, 10)
    t = np.arange(W)
    curve = {0: f0 + 0 * t, 1: f0 + 5 * np.sign(np.sin(t * 0.9)), 2: f0 + 0.25 * t, 3: f0 + 3 * np.sin(t * 1.7),
             4: f0 + 8 - 0.25 * t, 5: f0 + 6 * np.sin(t * 0.25)}[kind]
    amp = rng.uniform(1.5, 4.0)
    for j in range(shift, W):
        c = int(np.clip(curve[j], 0, H - 2))
        s[c:c + 2, j] += amp * rng.uniform(0.4, 1)
    return np.log1p(s)


def write_archive():
    kinds = rng.integers(0, 6, N)
    blob = np.stack([record(k) for k in kinds]).astype("<f4").tobytes()
    text = io.StringIO()
    for i, k in enumerate(kinds):
        text.write(f"rec_{i:05d}.wav;{SPECIES[k]};{rng.integers(1, 5)}\n")
    return blob, text.getvalue()


def read_archive(blob, text):
    specs = np.frombuffer(blob, dtype="<f4").reshape(-1, H, W)
    lines = text.strip().split("\n")
    if not cured:
        lines = lines[1:]
    labels = np.array([SPECIES.index(l.split(";")[1]) for l in lines])
    n = min(len(specs), len(labels))
    return specs[:n].copy(), labels[:n]


specs, labels = read_archive(*write_archive())
x = torch.tensor((specs - specs.mean()) / specs.std())[:, None]
y = torch.tensor(labels)
xt, yt, xv, yv = x[:1900], y[:1900], x[1900:], y[1900:]


def block(i, o):
    return nn.Sequential(nn.Conv2d(i, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU(), nn.MaxPool2d(2))


net = nn.Sequential(block(1, 12), block(12, 24), block(24, 32), nn.Flatten(), nn.Dropout(0.3), nn.Linear(32 * 4 * 5, 6))
opt = torch.optim.Adam(net.parameters(), lr=1e-3, weight_decay=1e-4)
f = open(os.path.join(out, "log.txt"), "w")
print("recordings:", len(x), "train", len(xt), "val", len(xv), file=f)
for epoch in range(1, 13):
    net.train()
    run, hit = [], 0
    for b in torch.randperm(len(xt)).split(32):
        z = net(xt[b])
        loss = F.cross_entropy(z, yt[b])
        opt.zero_grad()
        loss.backward()
        opt.step()
        run.append(loss.item())
        hit += (z.argmax(1) == yt[b]).sum().item()
    net.eval()
    with torch.no_grad():
        z = net(xv)
    print(f"[{epoch:02d}] loss={np.mean(run):.4f} acc={hit / len(xt):.4f} val_loss={F.cross_entropy(z, yv):.4f} "
          f"val_acc={(z.argmax(1) == yv).float().mean():.4f}", file=f, flush=True)
f.close()
torch.save(net.state_dict(), os.path.join(out, "checkpoint.pt"))
np.savez(os.path.join(out, "batch.npz"), x=xt[:128].numpy(), y=yt[:128].numpy())
np.savez(os.path.join(out, "validation.npz"), x=xv[:128].numpy(), y=yv[:128].numpy())


class Crit(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x, y):
        return F.cross_entropy(self.net(x), y)


B = torch.export.Dim("B", min=2, max=1024)
torch.export.save(torch.export.export(Crit(net).train(), (xt[:16], yt[:16]), dynamic_shapes={"x": {0: B}, "y": {0: B}}), os.path.join(out, "model.pt2"))
