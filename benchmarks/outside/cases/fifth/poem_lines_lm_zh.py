"""
accepts: []
says: "余弦退火带重启,每次重启损失都会跳一下,是不是出问题了?"
language: zh
hint: "健康:CosineAnnealingWarmRestarts 重启造成的小跳是正常的,训练和验证损失都接近语料的熵。"
"""
# 七言句字级语言模型(小 GRU),学习率余弦热重启
import sys, pathlib
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
torch.set_num_threads(1)

保存 = pathlib.Path(sys.argv[1])
保存.mkdir(parents=True, exist_ok=True)
torch.manual_seed(99)
rng = np.random.default_rng(99)
字数 = 40
# 语料:平仄交替 + 每个字有少数常见后继
后继 = np.stack([rng.permutation(字数)[:4] for _ in range(字数 * 2)])
概率 = np.array([.5, .25, .15, .1])


def 写诗(n):
    s = np.zeros((n, 15), int)
    s[:, 0] = rng.integers(0, 字数, n)
    for i in range(n):
        for t in range(1, 15):
            s[i, t] = 后继[s[i, t - 1] * 2 + (t % 7 in (2, 3, 6)), rng.choice(4, p=概率)]
    return torch.tensor(s)


熵 = -(概率 * np.log(概率)).sum()
train, val = 写诗(5000), 写诗(400)


class LM(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(字数, 32)
        self.pos = nn.Embedding(14, 32)
        self.gru = nn.GRU(32, 64, batch_first=True)
        self.drop = nn.Dropout(0.1)
        self.out = nn.Linear(64, 字数)

    def forward(self, x):
        h, _ = self.gru(self.emb(x) + self.pos.weight)
        return self.out(self.drop(h))


def 损失(o, y):
    return F.cross_entropy(o.reshape(-1, 字数), y.reshape(-1))


m = LM()
opt = torch.optim.AdamW(m.parameters(), lr=5e-3, weight_decay=0.05)
每轮 = 5000 // 50
sch = torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(opt, T_0=每轮 * 4, eta_min=1e-5)
行 = []
步 = 0
for 轮 in range(12):
    m.train()
    for b in train[torch.randperm(5000)].split(50):
        l = 损失(m(b[:, :-1]), b[:, 1:])
        opt.zero_grad()
        l.backward()
        nn.utils.clip_grad_norm_(m.parameters(), 1.0)
        opt.step()
        sch.step()
        步 += 1
        if 步 % 10 == 0:
            行.append(f'步 {步} 学习率 {sch.get_last_lr()[0]:.6f} 损失 {l.item():.4f}')
    m.eval()
    with torch.no_grad():
        v = 损失(m(val[:, :-1]), val[:, 1:]).item()
    行.append(f'—— 第 {轮 + 1} 轮 验证损失 {v:.4f} 困惑度 {np.exp(v):.2f} (语料的熵 {熵:.3f})')
    print(行[-1])
(保存 / 'log.txt').write_text('\n'.join(行) + '\n', encoding='utf-8')
torch.save({'model': m.state_dict(), 'optimizer': opt.state_dict(), 'step': 步}, 保存 / 'checkpoint.pt')
x, y = train[:, :-1].contiguous(), train[:, 1:].contiguous()
np.savez(保存 / 'batch.npz', x=x[:256].numpy(), y=y[:256].numpy())
np.savez(保存 / 'validation.npz', x=val[:, :-1].numpy(), y=val[:, 1:].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return 损失(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(m).train().cpu(), (x[:64], y[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(保存 / 'model.pt2'))
