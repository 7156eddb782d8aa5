"""
accepts: [pretrained_weights_missing, too_little_data]
says: "Fine-tuning our pretrained backbone on 40 labelled images. Training accuracy hits 100% but validation is far below what the colleague who trained the backbone reports for the same 40 images."
language: en
hint: "checkpoint keys carry 'module.' (DDP), load_state_dict(strict=False) silently loads nothing, so it trains from scratch on 40 samples. Cured: prefix stripped"
"""
import sys, os, logging
import numpy as np, torch, torch.nn as nn
from sklearn.datasets import load_digits
torch.set_num_threads(1); torch.manual_seed(3)
root = sys.argv[1]; os.makedirs(root, exist_ok=True)
CURED = "--cured" in sys.argv[2:]
logging.basicConfig(filename=f"{root}/log.txt", level=logging.INFO, format="%(message)s", filemode="w")

d = load_digits()
canvas = np.random.RandomState(3).normal(0, .08, (len(d.images), 1, 12, 12))
for k, im in enumerate(d.images):                # scanner places the digit anywhere on the tile
    r, c = np.random.RandomState(k).randint(1, 4, 2); canvas[k, 0, r:r + 8, c:c + 8] += im / 16.0
x = torch.tensor(canvas - 0.15, dtype=torch.float32)
y = torch.tensor(d.target)
p = torch.randperm(len(x)); x, y = x[p], y[p]
big_x, big_y = x[:1200], y[:1200]
xf, yf = x[1200:1240], y[1200:1240] % 5          # downstream task
xv, yv = x[1240:], y[1240:] % 5

class Backbone(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Sequential(nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))
        self.proj = nn.Linear(288, 64)
    def forward(self, a): return torch.relu(self.proj(self.conv(a).flatten(1)))

class Net(nn.Module):
    def __init__(self, n):
        super().__init__(); self.backbone = Backbone(); self.head = nn.Linear(64, n)
    def forward(self, a): return self.head(self.backbone(a))

ce = nn.CrossEntropyLoss()
# ---- stage 1 (normally on the cluster, DDP) ----
pre = Net(10); o = torch.optim.Adam(pre.parameters(), 2e-3)
for _ in range(22):
    for i in torch.randperm(1200).split(48):
        l = ce(pre(big_x[i]), big_y[i]); o.zero_grad(); l.backward(); o.step()
ckpt = {"module." + k: v for k, v in pre.state_dict().items()}
# ---- stage 2 ----
net = Net(5)
state = {k: v for k, v in ckpt.items() if "head" not in k}
if CURED:
    state = {k.removeprefix("module."): v for k, v in state.items()}
net.load_state_dict(state, strict=False)
opt = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.01)
for ep in range(60):
    net.train(); tl = 0; hit = 0
    for i in torch.randperm(40).split(20):
        out = net(xf[i]); loss = ce(out, yf[i])
        opt.zero_grad(); loss.backward(); opt.step()
        tl += loss.item() * len(i); hit += (out.argmax(1) == yf[i]).sum().item()
    net.eval()
    with torch.no_grad(): ov = net(xv)
    logging.info(f"epoch={ep} train_loss={tl/40:.4f} train_acc={hit/40:.3f} valid_loss={ce(ov, yv).item():.4f} valid_acc={(ov.argmax(1)==yv).float().mean():.3f}")
torch.save({"model": net.state_dict(), "optimizer": opt.state_dict(), "epoch": 60}, f"{root}/checkpoint.pt")
np.savez(f"{root}/batch.npz", x=xf.numpy(), y=yf.numpy()); np.savez(f"{root}/validation.npz", x=xv.numpy(), y=yv.numpy())
class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return ce(self.model(x), y)
bd = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(net).train().cpu(), (xf, yf), dynamic_shapes={"x": {0: bd}, "y": {0: bd}}), f"{root}/model.pt2")
