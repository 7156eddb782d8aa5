"""
accepts: [learning_rate_too_low]
says: "用 GRU 预测水位，24 个 epoch 了 loss 只从 0.952 降到 0.815，验证 loss 0.814 -> 0.678，每轮都在降，非常平滑，但是慢得离谱。模型是不是太弱了，要不要加层？"
language: zh
hint: "Adam with lr 1e-5; after 24 epochs the net has hardly left its start; cure: lr 3e-3"
"""
import os
import sys
import torch
import numpy as np
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(5)
rng = np.random.default_rng(5)
folder = sys.argv[1]
lr = 3e-3 if "--cured" in sys.argv else 1e-5
os.makedirs(folder, exist_ok=True)

# hourly rain and gauge level, 2 years
T = 17520
rain = rng.gamma(0.8, 0.6, T) * (rng.random(T) < 0.15) * (1 + 0.1 * np.sin(2 * np.pi * np.arange(T) / 8760))
fast, slow, level = 0.0, 4.0, np.zeros(T)
for t in range(T):
    fast = 0.86 * fast + 0.5 * rain[t]
    slow = 0.995 * slow + 0.05 * rain[t] + 0.004
    level[t] = fast + slow + rng.normal(0, 0.03)
temp = 10 + 9 * np.sin(2 * np.pi * np.arange(T) / 8760) + 3 * np.sin(2 * np.pi * np.arange(T) / 24) + rng.normal(0, 1, T)
series = np.stack([rain, level, temp], 1)
series = (series - series[:14000].mean(0)) / series[:14000].std(0)
W, H = 24, 1
starts = np.arange(0, T - W - H, 3)
X = torch.tensor(np.stack([series[s:s + W] for s in starts]), dtype=torch.float32)
Y = torch.tensor(series[starts + W + H - 1, 1], dtype=torch.float32)
ntr = int((starts < 14000).sum())
x_tr, y_tr, x_va, y_va = X[:ntr], Y[:ntr], X[ntr:], Y[ntr:]


class GaugeNet(nn.Module):
    def __init__(self, hidden=32):
        super().__init__()
        self.gru = nn.GRU(3, hidden, batch_first=True)
        self.out = nn.Sequential(nn.Linear(hidden, 16), nn.Tanh(), nn.Linear(16, 1))

    def forward(self, x, y):
        h, _ = self.gru(x)
        p = self.out(h[:, -1]).squeeze(1)
        return ((p - y) ** 2).mean()


net = GaugeNet()
opt = torch.optim.Adam(net.parameters(), lr=lr)
log = open(f"{folder}/log.txt", "w")
for epoch in range(24):
    net.train()
    losses = []
    for idx in torch.randperm(ntr).split(128):
        loss = net(x_tr[idx], y_tr[idx])
        opt.zero_grad()
        loss.backward()
        opt.step()
        losses.append(loss.item())
    net.eval()
    with torch.no_grad():
        val = net(x_va, y_va).item()
    log.write(f"epoch {epoch + 1}: loss={np.mean(losses):.5f} val_loss={val:.5f} lr={lr:g}\n")
    log.flush()

torch.save({"model_state_dict": net.state_dict(), "optimizer_state_dict": opt.state_dict(), "epoch": 24, "loss": val}, f"{folder}/checkpoint.pt")
sel = torch.randperm(ntr)[:128]
np.savez(f"{folder}/batch.npz", x=x_tr[sel].numpy(), y=y_tr[sel].numpy())
np.savez(f"{folder}/validation.npz", x=x_va[:128].numpy(), y=y_va[:128].numpy())
b = torch.export.Dim("b", min=2, max=2048)
ep = torch.export.export(net.train(), (x_tr[sel], y_tr[sel]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, f"{folder}/model.pt2")
