"""
accepts: [inputs_not_normalised, saturating_activation]
says: "近红外光谱预测有机碳,80 轮后训练 MSE 0.63,验证 MSE 0.64,R2 只有 0.32。偏最小二乘都能到 0.9。"
language: zh
hint: "近红外光谱直接用仪器计数(几千到几万)输入,tanh 第一层完全饱和。治法:每个波段标准化。"
"""
# 土壤有机碳预测,近红外光谱 60 个波段
import os, sys
import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
输出 = sys.argv[1]
os.makedirs(输出, exist_ok=True)
CURED = '--cured' in sys.argv
np.random.seed(42); torch.manual_seed(42)

# ------- 数据 -------
n, k = 1600, 60
w = np.linspace(0, 1, k)
有机碳 = np.random.gamma(3, 0.8, n)
粘粒 = np.random.beta(2, 3, n)
水 = np.random.beta(2, 5, n)
峰 = lambda c, s: np.exp(-((w - c) / s) ** 2)
反射 = (0.55 + 0.25 * w)[None] * np.exp(-0.22 * 有机碳[:, None] * (峰(.2, .15) + .5 * 峰(.7, .08))[None]
        - 0.8 * 粘粒[:, None] * 峰(.9, .05)[None] - 1.2 * 水[:, None] * (峰(.5, .06) + 峰(.8, .07))[None])
反射 *= np.random.normal(1, .03, (n, 1))
计数 = 反射 * 50000 + np.random.normal(0, 150, (n, k)) + 1200       # 光谱仪原始计数
目标 = (有机碳 + np.random.normal(0, .1, n) - 2.4) / 1.4

训练, 验证 = slice(0, 1200), slice(1200, n)
if CURED:
    均值, 标准差 = 计数[训练].mean(0), 计数[训练].std(0)
    计数 = (计数 - 均值) / 标准差
X = torch.tensor(计数, dtype=torch.float32)
y = torch.tensor(目标, dtype=torch.float32).unsqueeze(1)
Xt, yt, Xv, yv = X[训练], y[训练], X[验证], y[验证]

net = nn.Sequential(nn.Linear(k, 48), nn.Tanh(), nn.Linear(48, 24), nn.Tanh(), nn.Linear(24, 1))
优化器 = torch.optim.RMSprop(net.parameters(), lr=1e-3)
衰减 = torch.optim.lr_scheduler.ExponentialLR(优化器, 0.97)
f = open(os.path.join(输出, 'log.txt'), 'w', encoding='utf-8')
for 轮 in range(80):
    net.train()
    次序 = torch.randperm(1200)
    和 = 0.
    for i in range(0, 1200, 40):
        b = 次序[i:i + 40]
        损失 = nn.functional.mse_loss(net(Xt[b]), yt[b])
        优化器.zero_grad()
        损失.backward()
        优化器.step()
        和 += 损失.item()
    衰减.step()
    if 轮 % 4 == 3:
        net.eval()
        with torch.no_grad():
            pv = net(Xv)
            验证损失 = nn.functional.mse_loss(pv, yv).item()
            R2 = 1 - 验证损失 / yv.var(unbiased=False).item()
        行 = f'[{轮 + 1:03d}] 训练MSE {和 / 30:.4f} | 验证MSE {验证损失:.4f} | R2 {R2:.3f}'
        print(行)
        f.write(行 + '\n')
f.close()

torch.save({'模型': net.state_dict(), '优化器': 优化器.state_dict()}, os.path.join(输出, 'checkpoint.pt'))
np.savez(os.path.join(输出, 'batch.npz'), x=Xt[:256].numpy(), y=yt[:256].numpy())
np.savez(os.path.join(输出, 'validation.npz'), x=Xv.numpy(), y=yv.numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.mse_loss(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net).train().cpu(), (Xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(输出, 'model.pt2'))
