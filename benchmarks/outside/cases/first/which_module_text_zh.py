"""
accepts: [double_softmax]
says: "做了个小实验：给一段代码，判断它来自Python标准库的哪个模块（12类）。模型就是字符三元组+两层全连接，前几轮loss几乎不动（2.48），25轮才降到2.05，准确率六成，同学用差不多的网络都到90%了。"
language: zh
hint: "model ends in Softmax and CrossEntropyLoss applies log-softmax again: weak gradients, floor 1.6"
"""
import sys, os, inspect, json, zlib
import numpy as np
import torch
import torch.nn as nn
import argparse, calendar, collections, csv, difflib, fractions, random, tarfile, unittest.mock, zipfile
import optparse, _pydecimal

torch.set_num_threads(1)
torch.manual_seed(5)
np.random.seed(5)
输出 = sys.argv[1]
CURED = '--cured' in sys.argv
os.makedirs(输出, exist_ok=True)

modules = [argparse, calendar, collections, csv, optparse, _pydecimal, difflib, fractions, random, tarfile, unittest.mock, zipfile]
DIM = 1024


def 向量化(s):
    # 字符三元组哈希
    v = np.zeros(DIM, dtype=np.float32)
    for i in range(len(s) - 2):
        v[zlib.crc32(s[i:i + 3].encode()) % DIM] += 1
    v = np.sqrt(v)
    return v / (np.linalg.norm(v) + 1e-6) * 8


X, Y = [], []
for k, m in enumerate(modules):
    src = inspect.getsource(m)
    pieces = [src[i:i + 200] for i in range(0, len(src) - 200, 200)]
    np.random.shuffle(pieces)
    for p in pieces[:200]:
        X.append(向量化(p)); Y.append(k)
X, Y = np.array(X), np.array(Y)
order = np.random.permutation(len(X))
X, Y = torch.from_numpy(X[order]), torch.from_numpy(Y[order]).long()
n_val = len(X) // 5
x_val, y_val, x_tr, y_tr = X[:n_val], Y[:n_val], X[n_val:], Y[n_val:]


class 分类器(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(DIM, 128)
        self.act = nn.ReLU()
        self.drop = nn.Dropout(0.3)
        self.fc2 = nn.Linear(128, len(modules))
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        x = self.fc2(self.drop(self.act(self.fc1(x))))
        if not CURED:
            x = self.softmax(x)   # 输出概率
        return x


model = 分类器()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
f = open(os.path.join(输出, 'log.jsonl'), 'w')
for epoch in range(25):
    model.train()
    perm = torch.randperm(len(x_tr))
    sl = sa = 0
    for i in range(0, len(perm), 32):
        idx = perm[i:i + 32]
        optimizer.zero_grad()
        out = model(x_tr[idx])
        loss = criterion(out, y_tr[idx])
        loss.backward()
        optimizer.step()
        sl += loss.item() * len(idx); sa += (out.argmax(1) == y_tr[idx]).sum().item()
    model.eval()
    with torch.no_grad():
        out = model(x_val)
        vl, va = criterion(out, y_val).item(), (out.argmax(1) == y_val).float().mean().item()
    r = {'epoch': epoch + 1, 'train_loss': round(sl / len(perm), 4), 'train_acc': round(sa / len(perm), 4), 'val_loss': round(vl, 4), 'val_acc': round(va, 4)}
    print(r)
    f.write(json.dumps(r) + '\n')
f.close()

torch.save({'model': model.state_dict(), 'optimizer': optimizer.state_dict(), 'epoch': epoch}, os.path.join(输出, 'checkpoint.pt'))
idx = perm[:256]
np.savez(os.path.join(输出, 'batch.npz'), x=x_tr[idx].numpy(), y=y_tr[idx].numpy())
np.savez(os.path.join(输出, 'validation.npz'), x=x_val[:256].numpy(), y=y_val[:256].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.cross_entropy(self.model(x), y)


b = torch.export.Dim('batch', min=2)
torch.export.save(torch.export.export(WithLoss(model).train(), (x_tr[idx], y_tr[idx]), dynamic_shapes={'x': {0: b}, 'y': {0: b}}), os.path.join(输出, 'model.pt2'))
