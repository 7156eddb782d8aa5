"""
accepts: [preprocessing_mismatch]
says: "焊点分类，训练损失 0.02、训练准确率基本 100%，验证损失却从 4.3 涨到 8.3，验证准确率每一轮都是 0.29，一个数都不变。是过拟合吗？"
language: zh
hint: "训练集做了 /255 和标准化，验证集只有 /255（忘了 Normalize），网络在验证时看到的是另一种数值范围；修复后两边一致。"
"""
# 电路板焊点检测：彩色小图 3x20x20，四类（正常/虚焊/桥连/缺件）
import csv, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
torch.set_num_threads(1)

配置 = dict(epochs=9, batch_size=48, lr=0.04, momentum=0.9, wd=5e-4)
输出目录 = Path(sys.argv[1]); 输出目录.mkdir(parents=True, exist_ok=True)
已修 = "--cured" in sys.argv
torch.manual_seed(17)
随机 = np.random.default_rng(17)
尺寸 = 20


def 焊点图(类别):
    底 = np.array([30, 95, 45.0])[:, None, None] + 10 * 随机.standard_normal((3, 尺寸, 尺寸))
    yy, xx = np.mgrid[:尺寸, :尺寸]
    cx, cy = 随机.uniform(7, 13, 2)
    r = np.hypot(yy - cy, xx - cx)
    银 = np.array([170, 170, 180.0])[:, None, None]
    if 类别 == 0:
        底 = np.where(r < 4.5, 银 + 8 * 随机.standard_normal((3, 尺寸, 尺寸)), 底)
    elif 类别 == 1:                      # 虚焊：环形，中间暗
        底 = np.where((r < 4.5) & (r > 2.3), 银, np.where(r <= 2.3, 60.0, 底))
    elif 类别 == 2:                      # 桥连：横条
        底 = np.where((r < 4.0) | (np.abs(yy - cy) < 1.6), 银, 底)
    else:                                # 缺件：铜色焊盘
        底 = np.where(r < 4.5, np.array([150, 110, 60.0])[:, None, None] + 0 * 底, 底)
    return np.clip(底 * 随机.uniform(0.75, 1.2) + 14 * 随机.standard_normal(底.shape), 0, 255).astype(np.uint8)


def 采集(n):
    y = 随机.integers(0, 4, n)
    return np.stack([焊点图(c) for c in y]), y


def 到张量(图):
    return torch.from_numpy(图.astype(np.float32) / 255)


训练图, 训练标签 = 采集(1400)
验证图, 验证标签 = 采集(400)
均值 = (训练图 / 255).mean((0, 2, 3)); 方差 = (训练图 / 255).std((0, 2, 3))
归一 = lambda t: (t - torch.tensor(均值, dtype=torch.float32)[:, None, None]) / torch.tensor(方差, dtype=torch.float32)[:, None, None]
xt, yt = 归一(到张量(训练图)), torch.from_numpy(训练标签)
xv, yv = 到张量(验证图), torch.from_numpy(验证标签)
if 已修:
    xv = 归一(xv)


class 残差块(nn.Module):
    def __init__(self, i, o, s):
        super().__init__()
        self.f = nn.Sequential(nn.Conv2d(i, o, 3, s, 1, bias=False), nn.BatchNorm2d(o), nn.ReLU(),
                               nn.Conv2d(o, o, 3, 1, 1, bias=False), nn.BatchNorm2d(o))
        self.short = nn.Identity() if i == o and s == 1 else nn.Conv2d(i, o, 1, s)

    def forward(self, x):
        return F.relu(self.f(x) + self.short(x))


class 网络(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 12, 3, padding=1, bias=False), nn.BatchNorm2d(12), nn.ReLU())
        self.body = nn.Sequential(残差块(12, 16, 2), 残差块(16, 32, 2))
        self.head = nn.Linear(32, 4)

    def forward(self, x):
        return self.head(self.body(self.stem(x)).mean((2, 3)))


model = 网络()
opt = torch.optim.SGD(model.parameters(), 配置["lr"], 配置["momentum"], weight_decay=配置["wd"], nesterov=True)
每轮步数 = -(-len(xt) // 配置["batch_size"])
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, 配置["epochs"] * 每轮步数)
f = open(输出目录 / "log.csv", "w", newline="", encoding="utf-8"); w = csv.writer(f)
w.writerow(["轮次", "步数", "训练损失", "训练准确率", "验证损失", "验证准确率", "学习率"])
步 = 0
for 轮 in range(1, 配置["epochs"] + 1):
    model.train()
    for i in torch.randperm(len(xt)).split(配置["batch_size"]):
        out = model(xt[i]); loss = F.cross_entropy(out, yt[i])
        opt.zero_grad(); loss.backward(); opt.step(); sched.step(); 步 += 1
        if 步 % 5 == 0:
            w.writerow([轮, 步, f"{loss.item():.4f}", f"{(out.argmax(1) == yt[i]).float().mean().item():.4f}", "", "", f"{sched.get_last_lr()[0]:.5f}"])
    model.eval()
    with torch.no_grad():
        o = model(xv)
        vl, va = F.cross_entropy(o, yv).item(), (o.argmax(1) == yv).float().mean().item()
    w.writerow([轮, 步, f"{loss.item():.4f}", "", f"{vl:.4f}", f"{va:.4f}", f"{sched.get_last_lr()[0]:.5f}"])
    print(f"第{轮}轮 训练损失 {loss.item():.4f} 验证损失 {vl:.4f} 验证准确率 {va:.4f}")
f.close()

torch.save({"模型": model.state_dict(), "轮次": 配置["epochs"], "配置": 配置}, 输出目录 / "checkpoint.pt")
np.savez(输出目录 / "batch.npz", x=xt[:192].numpy(), y=yt[:192].numpy())
np.savez(输出目录 / "validation.npz", x=xv[:300].numpy(), y=yv[:300].numpy())


class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return F.cross_entropy(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(输出目录 / "model.pt2"))
