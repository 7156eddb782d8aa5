"""
accepts: [loss_terms_unbalanced]
says: "自己写的 VAE，生成 16x16 的小图标。总 loss 很快降到 0.07 左右就平了，KL 一路降到 0.000，重构出来的图全是同一张灰蒙蒙的平均图，采样也是一样。隐变量维度从 8 改到 32 也没用。"
language: zh
hint: "重构项用 mean（按像素平均，约 0.07），KL 用求和，权重比例差 256 倍，后验坍塌。重构也按像素求和（每样本）即可。"
"""
# VAE 练习：16x16 小图标（方块 / 圆 / 十字，位置大小随机）
import os, sys
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
save_dir = sys.argv[1]
os.makedirs(save_dir, exist_ok=True)
rec_weight = 256.0 if '--cured' in sys.argv else 1.0   # 256 = 像素个数，相当于 sum
rng = np.random.default_rng(31)
torch.manual_seed(31)
yy, xx = np.mgrid[0:16, 0:16]


def icon():
    cy, cx, r, k = rng.uniform(5, 11), rng.uniform(5, 11), rng.uniform(2.5, 4.5), rng.integers(3)
    dy, dx = np.abs(yy - cy), np.abs(xx - cx)
    d = np.maximum(dy, dx) if k == 0 else np.hypot(dy, dx) if k == 1 else np.maximum(np.minimum(dy, dx) * 3, np.maximum(dy, dx))
    return np.clip(r - d + .5, 0, 1).astype(np.float32)


def gen(n):
    return torch.from_numpy(np.stack([icon().ravel() for _ in range(n)]))


class VAE(nn.Module):
    def __init__(self, z=8):
        super().__init__()
        self.enc = nn.Sequential(nn.Linear(256, 128), nn.SiLU(), nn.Linear(128, 64), nn.SiLU())
        self.mu, self.logvar = nn.Linear(64, z), nn.Linear(64, z)
        self.dec = nn.Sequential(nn.Linear(z, 64), nn.SiLU(), nn.Linear(64, 128), nn.SiLU(), nn.Linear(128, 256), nn.Sigmoid())

    def forward(self, x):
        h = self.enc(x)
        mu, logvar = self.mu(h), self.logvar(h)
        z = mu + torch.randn_like(mu) * torch.exp(0.5 * logvar)
        return self.dec(z), mu, logvar


def vae_loss(outputs, x):
    recon, mu, logvar = outputs
    rec = F.mse_loss(recon, x)
    kl = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp(), dim=1).mean()
    return rec_weight * rec + 0.2 * kl, rec, kl


train, test = gen(3000), gen(500)
vae = VAE()
opt = torch.optim.Adam(vae.parameters(), lr=2e-3)
fo = open(os.path.join(save_dir, 'log.csv'), 'w')
fo.write('epoch,loss,recon_mse,kl,test_loss,test_recon_mse,test_kl\n')
for ep in range(40):
    if ep == 30:
        for g in opt.param_groups:
            g['lr'] = 5e-4
    vae.train()
    S = np.zeros(3)
    for idx in torch.randperm(3000).split(64):
        x = train[idx]
        loss, rec, kl = vae_loss(vae(x), x)
        opt.zero_grad()
        loss.backward()
        opt.step()
        S += np.array([loss.item(), rec.item(), kl.item()]) * len(idx) / 3000
    vae.eval()
    with torch.no_grad():
        T = [v.item() for v in vae_loss(vae(test), test)]
    fo.write(f'{ep + 1},' + ','.join('%.6f' % v for v in [*S, *T]) + '\n')
    print('epoch %d 总损失 %.4f 重构 %.5f KL %.4f | 测试 %.4f %.5f %.4f' % (ep + 1, *S, *T))
fo.close()


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return vae_loss(self.model(x), y)[0]


torch.save({'vae': vae.state_dict(), 'opt': opt.state_dict()}, os.path.join(save_dir, 'checkpoint.pt'))
np.savez(os.path.join(save_dir, 'batch.npz'), x=train[:256].numpy(), y=train[:256].numpy())
np.savez(os.path.join(save_dir, 'validation.npz'), x=test.numpy(), y=test.numpy())
b = torch.export.Dim('batch', min=2)
p = torch.export.export(WithLoss(vae).train().cpu(), (train[:64], train[:64].clone()), dynamic_shapes={'x': {0: b}, 'y': {0: b}})
torch.export.save(p, os.path.join(save_dir, 'model.pt2'))
