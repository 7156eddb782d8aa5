"""
accepts: [model_too_large, overfitting, trained_too_long, too_little_data, overconfidence]
says: "Kaggle入门赛（类似泰坦尼克），训练集准确率已经92%了，验证集却从74%掉到了67%左右，而且验证loss一直往上涨，提交上去分数还没有按性别猜的高。"
language: zh
hint: "600 noisy rows, 512-wide 4-layer MLP without any regularisation for 80 epochs; a 16-unit net with weight decay for 40 epochs is better"
"""
import os, sys, json
from types import SimpleNamespace
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
torch.manual_seed(0)
rs = np.random.RandomState(0)
path = sys.argv[1]
CURED = '--cured' in sys.argv
os.makedirs(path, exist_ok=True)

# 造一份和泰坦尼克差不多的数据
n = 1000
df = SimpleNamespace(**{'Pclass': rs.choice([1, 2, 3], n, p=[.24, .21, .55]), 'Sex': rs.rand(n) < .36, 'Age': rs.gamma(6, 5, n).clip(1, 80),
                   'SibSp': rs.poisson(.5, n), 'Parch': rs.poisson(.4, n), 'Embarked': rs.choice(3, n, p=[.7, .2, .1])})
df.Fare = np.exp(4.6 - .75 * df.Pclass + rs.randn(n) * .5)
logit = 1.9 * df.Sex - .7 * (df.Pclass - 2) - .025 * (df.Age - 30) - .25 * df.SibSp - .45
df.Survived = (rs.rand(n) < 1 / (1 + np.exp(-1.3 * logit))).astype(int)

X = np.c_[df.Pclass, df.Sex, df.Age, df.SibSp, df.Parch, df.Fare, np.eye(3)[df.Embarked]].astype(float)
X = (X - X[:600].mean(0)) / X[:600].std(0)
X = torch.tensor(X, dtype=torch.float32)
y = torch.tensor(df.Survived, dtype=torch.float32).unsqueeze(1)
x_train, y_train, x_val, y_val = X[:600], y[:600], X[600:], y[600:]

if CURED:
    model = nn.Sequential(nn.Linear(9, 16), nn.ReLU(), nn.Linear(16, 1))
    epochs, wd = 40, 0.01
else:
    model = nn.Sequential(nn.Linear(9, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 256), nn.ReLU(), nn.Linear(256, 1))
    epochs, wd = 80, 0
criterion = nn.BCEWithLogitsLoss()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3 if not CURED else 3e-3, weight_decay=wd)

f = open(os.path.join(path, 'log.jsonl'), 'w')
for epoch in range(epochs):
    model.train()
    ls, ac = [], []
    for b in torch.randperm(600).split(50):
        out = model(x_train[b])
        loss = criterion(out, y_train[b])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        ls.append(loss.item())
        ac.append(((out > 0).float() == y_train[b]).float().mean().item())
    model.eval()
    with torch.no_grad():
        o = model(x_val)
        rec = {'epoch': epoch + 1, 'loss': round(float(np.mean(ls)), 4), 'accuracy': round(float(np.mean(ac)), 4),
               'val_loss': round(criterion(o, y_val).item(), 4), 'val_accuracy': round(((o > 0).float() == y_val).float().mean().item(), 4)}
    print(rec)
    f.write(json.dumps(rec) + '\n')
f.close()

torch.save({'epoch': epochs, 'model': model.state_dict(), 'optimizer': optimizer.state_dict()}, os.path.join(path, 'checkpoint.pt'))
np.savez(os.path.join(path, 'batch.npz'), x=x_train[:500].numpy(), y=y_train[:500].numpy())
np.savez(os.path.join(path, 'validation.npz'), x=x_val.numpy(), y=y_val.numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.binary_cross_entropy_with_logits(self.model(x), y)


batch = torch.export.Dim('batch', min=2)
torch.export.save(torch.export.export(WithLoss(model).train(), (x_train[:50], y_train[:50]), dynamic_shapes={'x': {0: batch}, 'y': {0: batch}}), os.path.join(path, 'model.pt2'))
