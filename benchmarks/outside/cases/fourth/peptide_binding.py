"""
accepts: [overfitting, trained_too_long, model_too_large, too_little_data]
says: "MLP on 400 peptides. Training loss is 0.0001 and accuracy 1.0, but val_loss was lowest in the first epochs (0.478 at epoch 5) and is 1.083 after 60 epochs, val_accuracy about 0.80. The assay is a bit noisy. What would you do?"
language: en
hint: "A 800-unit MLP without any regularisation trained 60 epochs on 400 noisy samples memorises them. Cure: small network, dropout, weight decay, early stopping at the best validation loss."
"""
import csv, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
import torch.nn as nn
torch.set_num_threads(1); torch.manual_seed(77)
rng = np.random.default_rng(77)
out = sys.argv[1]; os.makedirs(out, exist_ok=True)
small = "--cured" in sys.argv

# 9-mer peptides in a reduced alphabet of 6 residue groups, one-hot (9*6);
# binding depends on anchor positions 2 and 9, assay noise flips 10 %
hydro = np.array([1.5, 0.9, 0.2, -0.3, -0.9, -1.4])
def assay(n):
    seq = rng.integers(0, 6, (n, 9))
    s = 1.6 * hydro[seq[:, 1]] + 1.6 * hydro[seq[:, 8]] - 0.6 * hydro[seq[:, 4]]
    y = (s > np.median(s)).astype("float32")
    flip = rng.uniform(size=n) < 0.10
    y[flip] = 1 - y[flip]
    return torch.tensor(np.eye(6, dtype="float32")[seq].reshape(n, 54)), torch.tensor(y)

Xt, yt = assay(400); Xv, yv = assay(300)

class Binder(nn.Module):
    def __init__(self, width, p):
        super().__init__()
        if small:
            self.net = nn.Sequential(nn.Dropout(0.1), nn.Linear(54, width), nn.ReLU(), nn.Dropout(p), nn.Linear(width, 1))
        else:
            self.net = nn.Sequential(nn.Linear(54, width), nn.ReLU(), nn.Linear(width, width // 2), nn.ReLU(), nn.Linear(width // 2, 1))
    def forward(self, x):
        return self.net(x).squeeze(1)

model = Binder(16, 0.5) if small else Binder(800, 0.0)
opt = torch.optim.AdamW(model.parameters(), lr=3e-3 if small else 1e-3, weight_decay=0.1 if small else 0.0)
bce = nn.BCEWithLogitsLoss()
best, best_state, bad = 1e9, None, 0
fh = open(os.path.join(out, "log.csv"), "w"); w = csv.writer(fh)
w.writerow(["epoch", "loss", "accuracy", "val_loss", "val_accuracy"])
for epoch in range(1, 61):
    model.train(); ls = ac = 0.0
    for i in torch.randperm(400).split(32):
        o = model(Xt[i]); l = bce(o, yt[i])
        opt.zero_grad(); l.backward(); opt.step()
        ls += l.item() * len(i) / 400; ac += ((o > 0) == (yt[i] > 0.5)).float().sum().item() / 400
    model.eval()
    with torch.no_grad(): o = model(Xv)
    vl = bce(o, yv).item(); va = ((o > 0) == (yv > 0.5)).float().mean().item()
    w.writerow([epoch, f"{ls:.5f}", f"{ac:.4f}", f"{vl:.5f}", f"{va:.4f}"])
    if epoch % 10 == 0: print(f"{epoch:3d} loss {ls:.4f} acc {ac:.3f} val_loss {vl:.4f} val_acc {va:.3f}")
    if small:                                   # early stopping
        if vl < best - 1e-4: best, bad, best_state = vl, 0, {k: v.clone() for k, v in model.state_dict().items()}
        else: bad += 1
        if bad >= 6: break
if best_state is not None: model.load_state_dict(best_state)
fh.close()

torch.save({"model": model.state_dict(), "epoch": epoch}, os.path.join(out, "checkpoint.pt"))
np.savez(os.path.join(out, "batch.npz"), x=Xt[:256].numpy(), y=yt[:256].numpy())
np.savez(os.path.join(out, "validation.npz"), x=Xv.numpy(), y=yv.numpy())

class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return nn.functional.binary_cross_entropy_with_logits(self.model(x), y)
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (Xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(out, "model.pt2"))
