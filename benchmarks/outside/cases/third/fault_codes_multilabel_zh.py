"""
accepts: []
says: ""
language: zh
hint: "健康：多标签、各标签稀少，但用 pos_weight 处理，宏平均 F1 高，训练与验证一致。"
"""
# 设备报文 -> 多个故障代码（可同时出现），EmbeddingBag 式平均 + MLP，多标签 BCE
import csv, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
import torch.nn as nn
torch.set_num_threads(1)
输出 = Path(sys.argv[1]); 输出.mkdir(parents=True, exist_ok=True)
torch.manual_seed(13); rng = np.random.default_rng(13)
代码数, 词数, 长 = 8, 260, 30
频率 = np.array([0.30, 0.22, 0.18, 0.14, 0.11, 0.09, 0.07, 0.06])
触发 = np.arange(1, 8 * 12 + 1).reshape(8, 12)          # 每个故障代码有 12 个典型报文词


def 报文(n):
    y = (rng.random((n, 代码数)) < 频率).astype("float32")
    x = rng.integers(97, 词数, (n, 长))
    for r in range(n):
        pos = rng.permutation(长)
        k = 0
        for c in np.flatnonzero(y[r]):
            m = rng.integers(2, 5)
            x[r, pos[k:k + m]] = rng.choice(触发[c], len(pos[k:k + m])); k += m
        x[r, pos[k:k + 1]] = rng.integers(1, 97)         # 误报词
    return torch.from_numpy(x), torch.from_numpy(y)


xt, yt = 报文(6000); xv, yv = 报文(1200)


class 诊断(nn.Module):
    def __init__(self, d=48):
        super().__init__()
        self.emb = nn.Embedding(词数, d)
        self.att = nn.Linear(d, 代码数)
        self.val = nn.Sequential(nn.Linear(d, d), nn.GELU())
        self.out = nn.Parameter(torch.randn(代码数, d) * 0.1)
        self.bias = nn.Parameter(torch.zeros(代码数))

    def forward(self, x):
        e = self.emb(x)
        a = torch.softmax(self.att(e), 1)                # 每个代码各自的注意力
        z = a.transpose(1, 2) @ self.val(e)
        return (z * self.out).sum(-1) + self.bias


权 = ((1 - yt.mean(0)) / yt.mean(0)).sqrt()
准则 = nn.BCEWithLogitsLoss(pos_weight=权)
model = 诊断()
轮数, 批 = 14, 64
opt = torch.optim.AdamW(model.parameters(), lr=4e-3, weight_decay=0.05)
sched = torch.optim.lr_scheduler.OneCycleLR(opt, 4e-3, total_steps=轮数 * (-(-len(xt) // 批)), pct_start=0.15)


def 宏F1(p, y):
    tp, fp, fn = (p & y).sum(0), (p & ~y).sum(0), (~p & y).sum(0)
    return (2 * tp / (2 * tp + fp + fn).clamp(min=1)).mean().item()


with open(输出 / "log.csv", "w", newline="", encoding="utf-8") as f:
    w = csv.writer(f); w.writerow(["轮次", "训练损失", "验证损失", "验证宏F1", "学习率"])
    for e in range(1, 轮数 + 1):
        model.train(); s = 0.0
        for i in torch.randperm(len(xt)).split(批):
            l = 准则(model(xt[i]), yt[i])
            opt.zero_grad(); l.backward(); opt.step(); sched.step(); s += l.item() * len(i)
        model.eval()
        with torch.no_grad():
            o = model(xv)
        行 = [e, f"{s / len(xt):.4f}", f"{准则(o, yv).item():.4f}", f"{宏F1(o > 0, yv > 0.5):.4f}", f"{sched.get_last_lr()[0]:.2e}"]
        w.writerow(行); print(*行)

torch.save(model.state_dict(), 输出 / "checkpoint.pt")
np.savez(输出 / "batch.npz", x=xt[:256].numpy(), y=yt[:256].numpy())
np.savez(输出 / "validation.npz", x=xv[:512].numpy(), y=yv[:512].numpy())


class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return 准则(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(输出 / "model.pt2"))
