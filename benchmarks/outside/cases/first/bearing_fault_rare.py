"""
accepts: [class_imbalance]
says: "轴承故障检测,验证准确率从第一个 epoch 就是 98% 以上,可是现场工程师说一次报警都没有。召回率那一列一直是 0 附近。"
language: zh
hint: "2 % positives with overlap, plain BCE and 0.5 threshold: model answers 'healthy' always. Cured: pos_weight"
"""
import sys, os, csv
import numpy as np
import torch
from torch import nn
torch.set_num_threads(1); torch.manual_seed(2)
rng = np.random.default_rng(2)
path = sys.argv[1]; os.makedirs(path, exist_ok=True)
CURED = "--cured" in sys.argv

def gen(n, frac=0.02):
    lab = (rng.random(n) < frac).astype(np.float32)
    t = np.arange(64)
    sig = rng.normal(0, 1, (n, 64))
    for i in np.where(lab > 0)[0]:
        period = rng.integers(9, 12); phase = rng.integers(0, period)
        sig[i] += rng.uniform(.7, 1.6) * ((t + phase) % period == 0) * 1.7
    spec = np.abs(np.fft.rfft(sig, axis=1))
    feat = np.log1p(spec)
    kurt = ((sig - sig.mean(1, keepdims=True)) ** 4).mean(1) / sig.var(1) ** 2
    return np.c_[feat, kurt].astype(np.float32), lab

xa, ya = gen(5000); xb, yb = gen(3000)
m, s = xa.mean(0), xa.std(0)
xa, xb = torch.tensor((xa - m) / s), torch.tensor((xb - m) / s); ya, yb = torch.tensor(ya), torch.tensor(yb)
print("positives", ya.sum().item(), yb.sum().item())

det = nn.Sequential(nn.Linear(34, 16), nn.ReLU(), nn.Dropout(0.3), nn.Linear(16, 1))
pw = torch.tensor(30.0) if CURED else None
def criterion(z, y): return nn.functional.binary_cross_entropy_with_logits(z.squeeze(1), y, pos_weight=pw)
opt = torch.optim.AdamW(det.parameters(), lr=1e-3, weight_decay=0.05)
with open(os.path.join(path, "log.csv"), "w", newline="") as fh:
    w = csv.writer(fh); w.writerow("epoch,train_loss,val_loss,val_accuracy,val_recall,val_balanced_acc".split(","))
    for ep in range(15):
        det.train(); acc_loss = []
        for i in torch.randperm(5000).split(100):
            loss = criterion(det(xa[i]), ya[i])
            opt.zero_grad(); loss.backward(); opt.step(); acc_loss.append(loss.item())
        det.eval()
        with torch.no_grad():
            z = det(xb); p = (z.squeeze(1) > 0).float()
        rec = (p * yb).sum() / yb.sum(); spec = ((1 - p) * (1 - yb)).sum() / (1 - yb).sum()
        row = [ep, np.mean(acc_loss), criterion(z, yb).item(), (p == yb).float().mean().item(), rec.item(), (rec + spec).item() / 2]
        w.writerow([row[0]] + [round(float(v), 4) for v in row[1:]])
torch.save({"model": det.state_dict(), "optimizer": opt.state_dict()}, os.path.join(path, "checkpoint.pt"))
np.savez(os.path.join(path, "batch.npz"), x=xa[:500].numpy(), y=ya[:500].numpy())
np.savez(os.path.join(path, "validation.npz"), x=xb[:2000].numpy(), y=yb[:2000].numpy())
class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return criterion(self.model(x), y)
batch = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(det).train().cpu(), (xa[:64], ya[:64]), dynamic_shapes={"x": {0: batch}, "y": {0: batch}}), os.path.join(path, "model.pt2"))
