"""
accepts: [loss_terms_unbalanced]
says: "VAE 训练 60 轮,KL 只有 0.00007,重构误差停在 0.63 (验证 0.60),所有样本重构出来都是同一条平均光谱。"
language: zh
hint: "重构项对 64 个波数取平均,KL 项对维度求和,KL 压倒一切,后验塌缩。治法:重构项也求和并除以噪声方差(等价于给 KL 小权重)。"
"""
# 拉曼光谱 VAE:看看隐变量能不能分出矿物混合比例
import sys, pathlib
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
torch.set_num_threads(1)

目录 = pathlib.Path(sys.argv[1]); 目录.mkdir(exist_ok=True, parents=True)
已修 = '--cured' in sys.argv
torch.manual_seed(31)
g = np.random.default_rng(31)
波数 = np.linspace(0, 1, 64)
峰 = lambda c, s: np.exp(-0.5 * ((波数 - c) / s) ** 2)
组分 = np.stack([峰(.15, .03) + .5 * 峰(.6, .04), 峰(.35, .02) + .7 * 峰(.8, .05), .8 * 峰(.5, .06) + .6 * 峰(.25, .03)])
比例 = g.dirichlet([.8, .8, .8], 2400)
强度 = g.uniform(.7, 1.3, (2400, 1))
谱 = 强度 * (比例 @ 组分) + .15 * g.uniform(0, 1, (2400, 1)) * 波数 + g.normal(0, .03, (2400, 64))
谱 = (谱 - 谱[:2000].mean(0)) / 谱[:2000].std()
数据 = torch.tensor(谱, dtype=torch.float32)
训, 验 = 数据[:2000], 数据[2000:]
KL权重 = 0.0015 if 已修 else 1.0


class VAE(nn.Module):
    def __init__(self, z=4):
        super().__init__()
        self.enc = nn.Sequential(nn.Linear(64, 64), nn.SiLU(), nn.Linear(64, 32), nn.SiLU())
        self.mu, self.logvar = nn.Linear(32, z), nn.Linear(32, z)
        self.dec = nn.Sequential(nn.Linear(z, 32), nn.SiLU(), nn.Linear(32, 64), nn.SiLU(), nn.Linear(64, 64))

    def forward(self, x):
        h = self.enc(x)
        mu, lv = self.mu(h), self.logvar(h)
        z = mu + torch.randn_like(mu) * torch.exp(0.5 * lv)
        return self.dec(z), mu, lv


def 两项(输出, x):
    xr, mu, lv = 输出
    重构 = F.mse_loss(xr, x)
    kl = (-0.5 * (1 + lv - mu ** 2 - lv.exp()).sum(1)).mean()
    return 重构, kl


model = VAE()
opt = torch.optim.Adam(model.parameters(), lr=2e-3)
sch = torch.optim.lr_scheduler.CosineAnnealingLR(opt, 60)
with open(目录 / 'log.txt', 'w', encoding='utf-8') as f:
    for 轮 in range(1, 61):
        model.train()
        记 = np.zeros(3)
        for b in 训[torch.randperm(2000)].split(100):
            重构, kl = 两项(model(b), b)
            损失 = 重构 + KL权重 * kl
            opt.zero_grad()
            损失.backward()
            opt.step()
            记 += np.array([损失.item(), 重构.item(), kl.item()]) / 20
        sch.step()
        model.eval()
        with torch.no_grad():
            vr, vk = 两项(model(验), 验)
        if 轮 % 3 == 0 or 轮 == 1:
            行 = f'轮 {轮}: 总损失 {记[0]:.5f}, 重构 {记[1]:.5f}, KL {记[2]:.5f} || 验证 总损失 {(vr + KL权重 * vk).item():.5f}, 重构 {vr.item():.5f}, KL {vk.item():.5f}'
            print(行)
            f.write(行 + '\n')
torch.save({'state_dict': model.state_dict(), 'config': {'z': 4, 'kl_weight': KL权重, 'lr': 2e-3}}, 目录 / 'checkpoint.pt')
np.savez(目录 / 'batch.npz', x=训[:256].numpy(), y=训[:256].numpy())
np.savez(目录 / 'validation.npz', x=验.numpy(), y=验.numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        r, k = 两项(self.model(x), y)
        return r + KL权重 * k


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (训[:64], 训[:64].clone()), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(目录 / 'model.pt2'))
