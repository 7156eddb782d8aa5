"""
accepts: []
says: "用 mini GPT 学写五言句子，loss 从 200 步左右起就停在 0.98 附近，是不是还可以继续降？"
language: zh
hint: "健康：句子由随机词组成，熵下限约 0.97，训练与验证一致，已收敛。"
"""
# 字符级小 GPT：学习五言句
import os
import sys
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
out = sys.argv[1]
os.makedirs(out, exist_ok=True)
torch.manual_seed(88)
rng = np.random.default_rng(88)

JING = '春江 秋山 孤舟 明月 寒松 远寺 古道 残雪'.split()      # 两字景
DONG = '照 入 伴 过 隔 映'.split()                            # 一字动
QING = '客心 渔火 归人 长亭 落花 清溪 故园 白云'.split()
WEI = {'照': '归人 落花 清溪 白云'.split(), '入': '客心 故园 清溪 白云'.split()}   # 有的动词只接一部分


def ju():
    d = rng.choice(DONG)
    return rng.choice(JING) + d + rng.choice(WEI.get(d, QING))


def lian():
    return ju() + '，' + ju() + '。'


text = ''.join(lian() for _ in range(4000))
chars = sorted(set(text))
ids = {c: i for i, c in enumerate(chars)}
data = np.array([ids[c] for c in text])
L, V, D, NH = 24, len(chars), 48, 4
cut = len(data) * 9 // 10


class Attn(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv, self.o = nn.Linear(D, 3 * D), nn.Linear(D, D)

    def forward(self, x):
        B, T, _ = x.shape
        q, k, v = [t.view(B, T, NH, D // NH).transpose(1, 2) for t in self.qkv(x).split(D, dim=-1)]
        a = q @ k.transpose(-1, -2) * (D // NH) ** -0.5
        a = a + torch.full((T, T), -1e9).triu(1)
        return self.o((a.softmax(-1) @ v).transpose(1, 2).reshape(B, T, D))


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.n1, self.n2, self.attn = nn.LayerNorm(D), nn.LayerNorm(D), Attn()
        self.mlp = nn.Sequential(nn.Linear(D, 2 * D), nn.GELU(), nn.Linear(2 * D, D))

    def forward(self, x):
        x = x + self.attn(self.n1(x))
        return x + self.mlp(self.n2(x))


class GPT(nn.Module):
    def __init__(self):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(V, D), nn.Embedding(L, D)
        self.h = nn.ModuleList([Layer() for _ in range(2)])
        self.nf, self.head = nn.LayerNorm(D), nn.Linear(D, V, bias=False)

    def forward(self, x):
        h = self.wte(x) + self.wpe(torch.arange(x.shape[1]))
        for l in self.h:
            h = l(h)
        return self.head(self.nf(h))


def sample(lo, hi, n):
    p = rng.integers(lo, hi - L - 1, n)
    w = np.stack([data[i:i + L + 1] for i in p])
    return torch.from_numpy(w[:, :-1].copy()), torch.from_numpy(w[:, 1:].copy())


def lossf(logits, y):
    return F.cross_entropy(logits.flatten(0, 1), y.flatten())


gpt = GPT()
STEPS, WARM = 600, 40
opt = torch.optim.AdamW(gpt.parameters(), lr=3e-3, weight_decay=0.05)
sch = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(1, (s + 1) / WARM) * (.05 + .95 * .5 * (1 + np.cos(np.pi * min(1, s / STEPS)))))
fo = open(os.path.join(out, 'log.txt'), 'w', encoding='utf-8')
for s in range(1, STEPS + 1):
    x, y = sample(0, cut, 24)
    loss = lossf(gpt(x), y)
    opt.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(gpt.parameters(), 1.0)
    opt.step()
    sch.step()
    if s % 10 == 0:
        t = '步 %d | 训练损失 %.4f | 学习率 %.2e' % (s, loss.item(), sch.get_last_lr()[0])
        if s % 50 == 0:
            with torch.no_grad():
                xv, yv = sample(cut, len(data), 128)
                t += ' | 验证损失 %.4f' % lossf(gpt(xv), yv).item()
        print(t)
        fo.write(t + '\n')
fo.close()


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return lossf(self.model(x), y)


torch.save({'model': gpt.state_dict(), 'chars': chars, 'step': STEPS}, os.path.join(out, 'checkpoint.pt'))
x, y = sample(0, cut, 128)
np.savez(os.path.join(out, 'batch.npz'), x=x.numpy(), y=y.numpy())
np.savez(os.path.join(out, 'validation.npz'), x=xv.numpy(), y=yv.numpy())
b = torch.export.Dim('batch', min=2)
e = torch.export.export(WithLoss(gpt).train().cpu(), (x[:64], y[:64]), dynamic_shapes={'x': {0: b}, 'y': {0: b}})
torch.export.save(e, os.path.join(out, 'model.pt2'))
