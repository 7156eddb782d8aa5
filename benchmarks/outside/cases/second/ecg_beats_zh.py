"""
accepts: [class_imbalance]
says: "心电节拍三分类（正常、室早、房早），正常占九成六。准确率第一个 epoch 就有 0.9613，之后 14 轮一点不变；室早和房早一个都没预测出来，宏平均召回率一直是 0.3333。loss 却在慢慢下降，从 0.35 到 0.17。"
language: zh
hint: "类别不平衡，没加权也没重采样；用按类别加权的交叉熵后宏召回达到 0.93。"
"""
# 1D-CNN 心电分类，数据为合成波形
import json, os, sys
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

torch.set_num_threads(1)
path = sys.argv[1]
os.makedirs(path, exist_ok=True)
use_weight = '--cured' in sys.argv
rng = np.random.default_rng(99)
torch.manual_seed(99)
T = 96
t = np.linspace(0, 1, T)


def bump(c, w, a):
    return a * np.exp(-((t - c) / w) ** 2)


def beat(k):
    j = rng.normal(0, .015)
    if k == 1:      # 室早：QRS 宽
        s = bump(.45 + j, rng.uniform(.034, .05), rng.uniform(.8, 1.1)) + bump(.72 + j, .07, -rng.uniform(-.1, .2))
    else:
        c = .45 + j
        p = .25 if k == 0 else rng.uniform(.13, .19)       # 房早：P 波提前
        s = bump(p + j, .03, rng.uniform(.12, .22)) + bump(c, rng.uniform(.02, .032), rng.uniform(.8, 1.1)) - bump(c + .06, .02, .2)
        s = s + bump(.72 + j, .06, rng.uniform(.2, .35))
    return s + rng.normal(0, .11, T) + .1 * np.sin(2 * np.pi * (t * rng.uniform(.5, 1.5) + rng.random()))


def dataset(n):
    y = rng.choice(3, n, p=[.96, .02, .02])
    return torch.tensor(np.stack([beat(k) for k in y])[:, None], dtype=torch.float32), torch.tensor(y)


x_train, y_train = dataset(5000)
x_val, y_val = dataset(3000)


class ECGNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv1d(1, 12, 7, stride=2, padding=3)
        self.c2 = nn.Conv1d(12, 16, 5, stride=2, padding=2)
        self.fc1 = nn.Linear(16 * 24, 32)
        self.fc2 = nn.Linear(32, 3)

    def forward(self, x):
        x = F.relu(self.c1(x))
        x = F.relu(self.c2(x))
        x = F.dropout(x.flatten(1), 0.3, self.training)
        return self.fc2(F.relu(self.fc1(x)))


weight = None
if use_weight:
    weight = len(y_train) / (3 * torch.bincount(y_train).float())
criterion = nn.CrossEntropyLoss(weight=weight)
net = ECGNet()
opt = torch.optim.SGD(net.parameters(), lr=0.016, momentum=0.5)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(opt, 14)
EPOCHS = 14
log = []
for ep in range(1, EPOCHS + 1):
    net.train()
    losses = []
    for i in torch.randperm(len(x_train)).split(64):
        opt.zero_grad()
        loss = criterion(net(x_train[i]), y_train[i])
        loss.backward()
        opt.step()
        losses.append(loss.item())
    scheduler.step()
    net.eval()
    with torch.no_grad():
        o = net(x_val)
        pred = o.argmax(1)
        recall = [(pred[y_val == k] == k).float().mean().item() for k in range(3)]
        d = dict(epoch=ep, train_loss=round(float(np.mean(losses)), 5), val_loss=round(criterion(o, y_val).item(), 5),
                 val_acc=round((pred == y_val).float().mean().item(), 4), val_macro_recall=round(float(np.mean(recall)), 4))
    log.append(d)
    print('第%(epoch)d轮 训练损失%(train_loss).4f 验证损失%(val_loss).4f 准确率%(val_acc).4f 宏召回%(val_macro_recall).4f' % d)

with open(os.path.join(path, 'log.jsonl'), 'w') as f:
    for d in log:
        f.write(json.dumps(d) + '\n')
torch.save({'model': net.state_dict(), 'classes': ['N', 'V', 'A']}, os.path.join(path, 'checkpoint.pt'))
np.savez(os.path.join(path, 'batch.npz'), x=x_train[:256].numpy(), y=y_train[:256].numpy())
np.savez(os.path.join(path, 'validation.npz'), x=x_val[:512].numpy(), y=y_val[:512].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model
        self.loss = criterion

    def forward(self, x, y):
        return self.loss(self.model(x), y)


b = torch.export.Dim('batch', min=2)
e = torch.export.export(WithLoss(net).train().cpu(), (x_train[:64], y_train[:64]), dynamic_shapes={'x': {0: b}, 'y': {0: b}})
torch.export.save(e, os.path.join(path, 'model.pt2'))
