"""
accepts: [missing_nonlinearity, model_too_small]
says: "螺旋线三分类，我已经叠了四层全连接了，每层128个神经元，准确率还是只有50%左右，再加宽加深都没有变化，画出来的分界线是直的。"
language: zh
hint: "no activation between the Linear layers (only dropout-free Sequential of Linear): a linear classifier"
"""
import os, sys
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
np.random.seed(4)
torch.manual_seed(4)
folder = sys.argv[1]
CURED = '--cured' in sys.argv
os.makedirs(folder, exist_ok=True)


def spiral(n):
    """每类n个点"""
    X, Y = [], []
    for k in range(3):
        r = np.random.uniform(0.05, 1, n)
        th = r * 4.5 + k * 2 * np.pi / 3 + np.random.randn(n) * 0.15
        X.append(np.c_[r * np.sin(th), r * np.cos(th)] * 2)
        Y.append(np.full(n, k))
    X, Y = np.concatenate(X), np.concatenate(Y)
    p = np.random.permutation(len(X))
    return torch.tensor(X[p], dtype=torch.float32), torch.tensor(Y[p])


train_x, train_y = spiral(700)
val_x, val_y = spiral(200)


class FCN(nn.Module):
    def __init__(self, hidden=128):
        super(FCN, self).__init__()
        self.fc1 = nn.Linear(2, hidden)
        self.fc2 = nn.Linear(hidden, hidden)
        self.fc3 = nn.Linear(hidden, hidden)
        self.fc4 = nn.Linear(hidden, 3)

    def forward(self, x):
        for fc in (self.fc1, self.fc2, self.fc3):
            x = fc(x)
            if CURED:
                x = F.relu(x)
        return self.fc4(x)


model = FCN()
optimizer = torch.optim.Adam(model.parameters(), lr=0.002)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=20, gamma=0.4)
log = open(os.path.join(folder, 'log.csv'), 'w')
log.write('轮次,训练loss,训练acc,验证loss,验证acc\n')
for epoch in range(1, 61):
    model.train()
    perm = torch.randperm(len(train_x))
    L, A = 0., 0.
    for i in range(0, len(perm), 60):
        j = perm[i:i + 60]
        out = model(train_x[j])
        loss = F.cross_entropy(out, train_y[j])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        L += loss.item() * len(j)
        A += (out.argmax(1) == train_y[j]).sum().item()
    scheduler.step()
    model.eval()
    with torch.no_grad():
        out = model(val_x)
        vl = F.cross_entropy(out, val_y).item()
        va = (out.argmax(1) == val_y).float().mean().item()
    row = '%d,%.4f,%.4f,%.4f,%.4f' % (epoch, L / len(perm), A / len(perm), vl, va)
    print(row)
    log.write(row + '\n')
log.close()

torch.save({'model': model.state_dict(), 'optimizer': optimizer.state_dict(), 'epoch': 60}, os.path.join(folder, 'checkpoint.pt'))
np.savez(os.path.join(folder, 'batch.npz'), x=train_x[perm[:360]].numpy(), y=train_y[perm[:360]].numpy())
np.savez(os.path.join(folder, 'validation.npz'), x=val_x[:360].numpy(), y=val_y[:360].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return F.cross_entropy(self.model(x), y)


batch = torch.export.Dim('batch', min=2)
torch.export.save(torch.export.export(WithLoss(model).train(), (train_x[:60], train_y[:60]), dynamic_shapes={'x': {0: batch}, 'y': {0: batch}}), os.path.join(folder, 'model.pt2'))
