"""
accepts: [inputs_not_normalised]
says: "水泵四分类，第一轮训练损失居然是 508 亿，之后就卡在 1.386，准确率 25% 左右，训练 40 轮都不变。数据是 6 个传感器的读数，用别的方法能分到 90% 以上，请问网络哪里有问题？"
language: zh
hint: "压力(Pa, 1e5)、转速(1e3)、振动(1e-2) 原样输入网络，没有标准化；用训练集均值/方差标准化即可。"
"""
# 水泵故障诊断：4 类 (正常/气蚀/轴承磨损/堵塞)
import os, sys, json, pathlib
import numpy as np
import torch
import torch.nn as nn
torch.set_num_threads(1)

配置 = {"学习率": 1e-2, "批大小": 50, "轮数": 40, "隐藏": 48, "标准化": "--cured" in sys.argv}
输出 = pathlib.Path(sys.argv[1]); 输出.mkdir(parents=True, exist_ok=True)
torch.manual_seed(7); rs = np.random.RandomState(7)

def 采样(n):
    y = rs.randint(0, 4, n)
    压力 = 3.0e5 + 4e4 * rs.randn(n) - 5e4 * (y == 1) + 6e4 * (y == 3)
    转速 = 1480 + 40 * rs.randn(n) - 45 * (y == 3)
    温度 = 55 + 6 * rs.randn(n) + 8 * (y == 2) + 3 * (y == 3)
    振动 = 0.02 + 0.004 * rs.randn(n) + 0.012 * (y == 2) + 0.006 * (y == 1)
    电流 = 12 + 1.2 * rs.randn(n) + 2.5 * (y == 3) - 1.5 * (y == 1)
    噪声 = 70 + 3 * rs.randn(n) + 9 * (y == 1) + 4 * (y == 2)
    x = np.stack([压力, 转速, 温度, 振动, 电流, 噪声], 1).astype("float32")
    return x, y

xa, ya = 采样(2500)
xb, yb = 采样(600)
if 配置["标准化"]:
    m, s = xa.mean(0), xa.std(0)
    xa, xb = (xa - m) / s, (xb - m) / s
xa, ya, xb, yb = torch.tensor(xa), torch.tensor(ya), torch.tensor(xb), torch.tensor(yb)

class 诊断网络(nn.Module):
    def __init__(self, h):
        super().__init__()
        self.fc1 = nn.Linear(6, h)
        self.fc2 = nn.Linear(h, h)
        self.fc3 = nn.Linear(h, 4)
    def forward(self, x):
        x = torch.relu(self.fc1(x))
        x = torch.relu(self.fc2(x))
        return self.fc3(x)

net = 诊断网络(配置["隐藏"])
优化器 = torch.optim.SGD(net.parameters(), lr=配置["学习率"], momentum=0.9)
损失 = nn.CrossEntropyLoss()
日志 = open(输出 / "log.jsonl", "w", encoding="utf-8")
for 轮 in range(配置["轮数"]):
    net.train(); 总 = 0; 对 = 0
    for 下标 in torch.randperm(len(xa)).split(配置["批大小"]):
        logit = net(xa[下标]); l = 损失(logit, ya[下标])
        优化器.zero_grad(); l.backward(); 优化器.step()
        总 += l.item() * len(下标); 对 += (logit.argmax(1) == ya[下标]).sum().item()
    net.eval()
    with torch.no_grad():
        lv = net(xb)
    记录 = {"epoch": 轮 + 1, "train_loss": round(总 / len(xa), 5), "train_acc": round(对 / len(xa), 4),
            "val_loss": round(损失(lv, yb).item(), 5), "val_acc": round((lv.argmax(1) == yb).float().mean().item(), 4)}
    日志.write(json.dumps(记录) + "\n")
    if 轮 % 5 == 4: print("第%d轮" % (轮 + 1), 记录)
日志.close()

torch.save({"net": net.state_dict(), "epoch": 配置["轮数"]}, 输出 / "checkpoint.pt")
np.savez(输出 / "batch.npz", x=xa[:250].numpy(), y=ya[:250].numpy())
np.savez(输出 / "validation.npz", x=xb[:500].numpy(), y=yb[:500].numpy())

class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__(); self.model = model
    def forward(self, x, y):
        return nn.functional.cross_entropy(self.model(x), y)
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net).train().cpu(), (xa[:64], ya[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(输出 / "model.pt2"))
