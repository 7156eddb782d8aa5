"""
accepts: [gradient_clipping_too_tight, learning_rate_too_low]
says: "用 GRU 预测用电负荷,loss 每个 epoch 只降一点点,曲线像一条斜得很缓的直线,从来没有抖动。学习率已经是 0.1 了,按理说不小。"
language: zh
hint: "SGD with clip_grad_norm_ max_norm=0.002, hit in every step: step size is the clip's. Cured: max_norm=5"
"""
import sys, os, csv
import numpy as np, torch
import torch.nn as nn
torch.set_num_threads(1); torch.manual_seed(0); np.random.seed(0)
save_dir = sys.argv[1]; os.makedirs(save_dir, exist_ok=True)
CURED = "--cured" in sys.argv
MAX_NORM = 5.0 if CURED else 0.002

t = np.arange(3000)
load = np.sin(2 * np.pi * t / 24) + .5 * np.sin(2 * np.pi * t / 12 + 1) + .4 * np.sin(2 * np.pi * t / 168) + .1 * np.random.randn(3000)
load = (load - load[:2400].mean()) / load[:2400].std()
WIN = 24
xs = np.stack([load[i:i + WIN] for i in range(3000 - WIN)])[..., None].astype(np.float32)
ys = load[WIN:].astype(np.float32)[:, None]
x_train, y_train = torch.tensor(xs[:2400]), torch.tensor(ys[:2400])
x_val, y_val = torch.tensor(xs[2400:]), torch.tensor(ys[2400:])

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(1, 24, batch_first=True)
        self.fc = nn.Linear(24, 1)
    def forward(self, x):
        h, _ = self.rnn(x)
        return self.fc(h[:, -1])

model = Net(); mse = nn.MSELoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
fp = open(os.path.join(save_dir, "log.csv"), "w", newline=""); wr = csv.writer(fp)
wr.writerow(["epoch", "loss", "val_loss", "val_mae"])
for epoch in range(1, 11):
    model.train(); total = 0
    for idx in torch.randperm(2400).split(48):
        loss = mse(model(x_train[idx]), y_train[idx])
        optimizer.zero_grad(); loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), MAX_NORM)
        optimizer.step(); total += loss.item() * len(idx)
    model.eval()
    with torch.no_grad():
        p = model(x_val)
        wr.writerow([epoch, f"{total/2400:.5f}", f"{mse(p, y_val).item():.5f}", f"{(p-y_val).abs().mean().item():.5f}"])
fp.close()
torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 10}, os.path.join(save_dir, "checkpoint.pt"))
np.savez(os.path.join(save_dir, "batch.npz"), x=x_train[idx].numpy(), y=y_train[idx].numpy())
sel = torch.randperm(2400)[:256]
np.savez(os.path.join(save_dir, "batch.npz"), x=x_train[sel].numpy(), y=y_train[sel].numpy())
np.savez(os.path.join(save_dir, "validation.npz"), x=x_val.numpy(), y=y_val.numpy())
class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return mse(self.model(x), y)
m = WithLoss(model).train().cpu()
try:
    b = torch.export.Dim("batch", min=2)
    prog = torch.export.export(m, (x_train[:64], y_train[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
except Exception:
    prog = torch.export.export(m, (x_train[sel], y_train[sel]))
torch.export.save(prog, os.path.join(save_dir, "model.pt2"))
