"""
accepts: [double_softmax]
says: "20 类新闻标题分类，训练 6 轮，loss 卡在 2.4 左右下不去，可是准确率有 0.70，这个 loss 和准确率对不上啊。"
language: zh
hint: "forward 末尾已做 softmax，又送进 CrossEntropyLoss；20 类时损失下限约 2.08，训练极慢。修复：直接返回 logits。"
"""
# 新闻标题 20 分类：小型 Transformer 编码器（pre-LN），合成标题
import math, os, sys, time
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
torch.set_num_threads(1)

输出 = Path(sys.argv[1]); 输出.mkdir(parents=True, exist_ok=True)
已修复 = "--cured" in sys.argv
torch.manual_seed(66); 随机 = np.random.default_rng(66)
词数, 长, 类, 维 = 600, 16, 20, 32
专词 = 随机.permutation(np.arange(1, 561)).reshape(类, 28)      # 每个频道 28 个常用字


def 标题(n):
    y = 随机.integers(0, 类, n)
    x = 随机.integers(1, 词数, (n, 长))
    own = 随机.random((n, 长)) < 0.5
    x = np.where(own, 专词[y[:, None], 随机.integers(0, 28, (n, 长))], x)
    n_real = 随机.integers(9, 长 + 1, n)
    x[np.arange(长)[None] >= n_real[:, None]] = 0
    return torch.from_numpy(x), torch.from_numpy(y)


class 编码层(nn.Module):
    def __init__(self):
        super().__init__()
        self.n1, self.n2 = nn.LayerNorm(维), nn.LayerNorm(维)
        self.qkv, self.o = nn.Linear(维, 3 * 维), nn.Linear(维, 维)
        self.ff = nn.Sequential(nn.Linear(维, 4 * 维), nn.GELU(), nn.Dropout(0.1), nn.Linear(4 * 维, 维))

    def forward(self, x):
        B, T, D = x.shape
        q, k, v = self.qkv(self.n1(x)).view(B, T, 3, 4, D // 4).permute(2, 0, 3, 1, 4)
        x = x + self.o(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(B, T, D))
        return x + self.ff(self.n2(x))


class 分类器(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(词数, 维, padding_idx=0)
        self.pos = nn.Parameter(0.02 * torch.randn(长, 维))
        self.enc = nn.Sequential(编码层(), 编码层())
        self.norm, self.fc = nn.LayerNorm(维), nn.Linear(维, 类)

    def forward(self, x):
        m = (x > 0).unsqueeze(-1).float()
        h = self.norm(self.enc(F.dropout(self.emb(x) + self.pos, 0.25, self.training)))
        z = self.fc((h * m).sum(1) / m.sum(1))
        return z if 已修复 else torch.softmax(z, dim=-1)


xt, yt = 标题(6000); xv, yv = 标题(500)
model, 准则 = 分类器(), nn.CrossEntropyLoss()
轮数, 批 = 6, 64
opt = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.05)
总步 = 轮数 * (-(-len(xt) // 批))
sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min((s + 1) / 30, 1.0) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * s / 总步))))
log = open(输出 / "log.txt", "w", encoding="utf-8"); 步 = 0
for 轮 in range(轮数):
    model.train(); t = time.time()
    for i in torch.randperm(len(xt)).split(批):
        loss = 准则(model(xt[i]), yt[i])
        opt.zero_grad(); loss.backward()
        g = nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        opt.step(); sched.step(); 步 += 1
        if 步 % 5 == 0:
            log.write(f"INFO | 步 {步:4d}/{总步} | loss {loss.item():.4f} | 梯度范数 {g.item():.4f} | lr {sched.get_last_lr()[0]:.2e}\n")
    model.eval()
    with torch.no_grad():
        o = model(xv)
    s = f"INFO | 第 {轮 + 1} 轮结束 | 验证 loss {准则(o, yv).item():.4f} | 验证准确率 {(o.argmax(1) == yv).float().mean().item():.4f} | 用时 {time.time() - t:.1f}s"
    log.write(s + "\n"); print(s)
log.close()

torch.save({"net": model.state_dict(), "optim": opt.state_dict(), "step": 步}, 输出 / "checkpoint.pt")
np.savez(输出 / "batch.npz", x=xt[:256].numpy(), y=yt[:256].numpy())
np.savez(输出 / "validation.npz", x=xv.numpy(), y=yv.numpy())


class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return 准则(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(输出 / "model.pt2"))
