"""
accepts: []
says: ""
language: zh
hint: "健康：骨干网络先在 10 类相近数据上预训练，然后有意冻结，只训练新的 4 类分类头，验证准确率很高。"
"""
# 迁移学习：鸟鸣频谱图 4 分类，冻结骨干，只训练分类头
import os, sys
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
import torch.nn as nn
torch.set_num_threads(1)
torch.manual_seed(45)
rng = np.random.default_rng(45)
out = sys.argv[1]
os.makedirs(out, exist_ok=True)

def 频谱(y, 种类表):
    """每种鸟 = 起始频率 + 斜率 + 重复次数"""
    X = np.zeros((len(y), 1, 20, 24), "float32")
    for i, c in enumerate(y):
        f0, 斜率, 次数 = 种类表[c]
        for r in range(次数):
            t0 = int(24 / 次数 * r + rng.integers(0, 2))
            for k in range(24 // 次数 - 2):
                f = int(np.clip(f0 + 斜率 * k + rng.normal(0, 0.4), 0, 19))
                if t0 + k < 24: X[i, 0, f, t0 + k] += rng.uniform(1.5, 2.5)
    return torch.from_numpy(X + rng.normal(0, 0.4, X.shape).astype("float32"))

源 = [(3, 0.3, 1), (3, 0.8, 2), (8, 0.3, 3), (8, -0.5, 1), (12, -0.6, 2), (12, 0, 3), (15, -0.4, 1), (15, -1, 3), (6, 0, 2), (10, 0.6, 2)]
目标 = [(5, 0.5, 2), (13, -0.5, 1), (9, 0, 3), (16, -0.7, 2)]

class 骨干(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Sequential(nn.Conv2d(1, 12, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
                                  nn.Conv2d(12, 24, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))
        self.proj = nn.Linear(24 * 5 * 6, 48)
    def forward(self, x):
        return torch.relu(self.proj(self.conv(x).flatten(1)))

class 分类器(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.backbone = 骨干(); self.head = nn.Linear(48, n)
    def forward(self, x):
        return self.head(self.backbone(x))

def 一轮(model, opt, x, y, bs=32):
    model.train(); s = c = 0
    for i in torch.randperm(len(x)).split(bs):
        o = model(x[i]); l = nn.functional.cross_entropy(o, y[i])
        opt.zero_grad(); l.backward(); opt.step()
        s += l.item() * len(i); c += (o.argmax(1) == y[i]).sum().item()
    return s / len(x), c / len(x)

# ---- 预训练（10 类）
ys = rng.integers(0, 10, 1500); xs = 频谱(ys, 源); ys = torch.tensor(ys)
model = 分类器(10)
opt = torch.optim.Adam(model.parameters(), lr=1e-3)
for e in range(6): r = 一轮(model, opt, xs, ys)
print("预训练完成 loss %.4f acc %.4f" % r)

# ---- 微调：冻结骨干，换头
for p in model.backbone.parameters(): p.requires_grad_(False)
model.head = nn.Linear(48, 4)
opt = torch.optim.Adam(model.head.parameters(), lr=5e-3)
yt = rng.integers(0, 4, 500); xt = 频谱(yt, 目标); yt = torch.tensor(yt)
yv = rng.integers(0, 4, 300); xv = 频谱(yv, 目标); yv = torch.tensor(yv)
with open(os.path.join(out, "log.txt"), "w", encoding="utf-8") as f:
    n = sum(p.numel() for p in model.parameters()); k = sum(p.numel() for p in model.parameters() if p.requires_grad)
    f.write(f"总参数 {n}, 可训练参数 {k}\n")
    for e in range(20):
        tl, ta = 一轮(model, opt, xt, yt)
        model.eval()
        with torch.no_grad(): o = model(xv)
        行 = f"微调 第{e + 1}/20轮  loss: {tl:.4f}  acc: {ta:.4f}  val_loss: {nn.functional.cross_entropy(o, yv).item():.4f}  val_acc: {(o.argmax(1) == yv).float().mean().item():.4f}"
        print(行); f.write(行 + "\n")

torch.save(model.state_dict(), os.path.join(out, "checkpoint.pt"))
np.savez(os.path.join(out, "batch.npz"), x=xt[:200].numpy(), y=yt[:200].numpy())
np.savez(os.path.join(out, "validation.npz"), x=xv.numpy(), y=yv.numpy())
class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return nn.functional.cross_entropy(self.model(x), y)
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(out, "model.pt2"))
