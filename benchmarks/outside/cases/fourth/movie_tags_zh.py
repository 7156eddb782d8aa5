"""
accepts: [wrong_loss_for_task]
says: "电影标签预测（一部电影可以有多个标签），训练 loss 从 3.33 降到 1.86 之后降不动，测试 micro-F1 只有 0.425，全对率 0.317。预测出来的标签总是最多一个，数据量 3000，不知道为什么降不到 1 以下。"
language: zh
hint: "多标签任务用了 CrossEntropyLoss（softmax，类别互斥）；应当用 BCEWithLogitsLoss 和 sigmoid。"
"""
# 电影标签预测（多标签，一部电影可以有 0~5 个标签），输入是简介的词袋向量
import os, sys
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(31)
np.random.seed(31)
目录 = sys.argv[1]
os.makedirs(目录, exist_ok=True)
修好 = "--cured" in sys.argv
TAGS = ["喜剧", "爱情", "动作", "科幻", "恐怖", "动画", "战争", "悬疑"]
V = 120

词分布 = np.random.dirichlet(np.ones(V) * 0.05, len(TAGS))
背景 = np.random.dirichlet(np.ones(V))

def 取样(n):
    Y = (np.random.rand(n, len(TAGS)) < np.array([.35, .3, .3, .2, .2, .15, .15, .3])).astype("float32")
    X = np.zeros((n, V), "float32")
    for i in range(n):
        p = 背景 + 1.2 * (Y[i][:, None] * 词分布).sum(0)
        X[i] = np.random.multinomial(80, p / p.sum())
    return torch.tensor(np.sqrt(X)), torch.tensor(Y)

x_tr, y_tr = 取样(3000)
x_te, y_te = 取样(600)

class TagNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.ln = nn.LayerNorm(V)
        self.hid = nn.Linear(V, 48)
        self.drop = nn.Dropout(0.3)
        self.out = nn.Linear(48, len(TAGS))
    def forward(self, x):
        return self.out(self.drop(torch.relu(self.hid(self.ln(x)))))

loss_fn = nn.BCEWithLogitsLoss() if 修好 else nn.CrossEntropyLoss()
net = TagNet()
opt = torch.optim.Adam(net.parameters(), lr=1e-3, weight_decay=1e-4)

def f1(logit, y):
    prob = torch.sigmoid(logit) if 修好 else torch.softmax(logit, dim=1)
    p = (prob > 0.5).float()
    tp = (p * y).sum()
    return (2 * tp / (p.sum() + y.sum() + 1e-8)).item(), (p == y).all(1).float().mean().item()

with open(os.path.join(目录, "log.txt"), "w", encoding="utf-8") as f:
    for ep in range(20):
        net.train()
        总损失, 批数 = 0.0, 0
        for idx in torch.randperm(len(x_tr)).split(50):
            opt.zero_grad()
            l = loss_fn(net(x_tr[idx]), y_tr[idx])
            l.backward()
            opt.step()
            总损失 += l.item(); 批数 += 1
        net.eval()
        with torch.no_grad():
            o = net(x_te)
        a, b_ = f1(o, y_te)
        行 = f"轮次[{ep + 1}/20] 训练loss={总损失 / 批数:.4f} 测试loss={loss_fn(o, y_te).item():.4f} 测试micro-F1={a:.4f} 全对率={b_:.4f}"
        print(行)
        f.write(行 + "\n")

torch.save({"state_dict": net.state_dict(), "tags": TAGS}, os.path.join(目录, "checkpoint.pt"))
np.savez(os.path.join(目录, "batch.npz"), x=x_tr[:256].numpy(), y=y_tr[:256].numpy())
np.savez(os.path.join(目录, "validation.npz"), x=x_te[:512].numpy(), y=y_te[:512].numpy())

class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model
        self.crit = loss_fn
    def forward(self, x, y):
        return self.crit(self.model(x), y)

b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net).train().cpu(), (x_tr[:64], y_tr[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(目录, "model.pt2"))
