"""
accepts: []
says: "手写数字作业，模型应该是训练好了，但是我发现每一轮验证集的loss都比训练集低好多，准确率也是验证集更高，这正常吗？是不是哪里写反了？"
language: zh
hint: "healthy: strong dropout (0.2 on the inputs, 0.5 twice in the hidden layers) lowers the training score only; validation 97-98 % at a plateau"
"""
import sys, os
import numpy as np
import torch
import torch.nn as nn
from sklearn.datasets import load_digits

torch.set_num_threads(1)
torch.manual_seed(12)
目标 = sys.argv[1]
os.makedirs(目标, exist_ok=True)

d = load_digits()
x = torch.tensor(d.data, dtype=torch.float32) / 16
x = (x - x.mean()) / x.std()
y = torch.tensor(d.target)
p = torch.randperm(len(x), generator=torch.Generator().manual_seed(3))
训练x, 训练y, 验证x, 验证y = x[p[:1350]], y[p[:1350]], x[p[1350:]], y[p[1350:]]

model = nn.Sequential(
    nn.Dropout(0.2),
    nn.Linear(64, 128), nn.ReLU(), nn.Dropout(0.5),
    nn.Linear(128, 64), nn.ReLU(), nn.Dropout(0.5),
    nn.Linear(64, 10))
opt = torch.optim.Adam(model.parameters(), lr=1e-3)
N = 60
sch = torch.optim.lr_scheduler.CosineAnnealingLR(opt, N)
ce = nn.CrossEntropyLoss()
with open(os.path.join(目标, 'log.csv'), 'w') as f:
    f.write('epoch,train_loss,train_acc,val_loss,val_acc,lr\n')
    for e in range(N):
        model.train()      # 训练模式
        perm = torch.randperm(len(训练x))
        s = c = 0
        for k in perm.split(50):
            out = model(训练x[k])
            loss = ce(out, 训练y[k])
            opt.zero_grad()
            loss.backward()
            opt.step()
            s += loss.item() * len(k); c += (out.argmax(1) == 训练y[k]).sum().item()
        model.eval()       # 评估模式
        with torch.no_grad():
            out = model(验证x)
            vl = ce(out, 验证y).item(); va = (out.argmax(1) == 验证y).float().mean().item()
        row = '%d,%.4f,%.4f,%.4f,%.4f,%.6f' % (e + 1, s / 1350, c / 1350, vl, va, sch.get_last_lr()[0])
        print(row); f.write(row + '\n')
        sch.step()

torch.save({'model': model.state_dict(), 'optimizer': opt.state_dict(), 'epoch': N}, os.path.join(目标, 'checkpoint.pt'))
k = perm[:300]
np.savez(os.path.join(目标, 'batch.npz'), x=训练x[k].numpy(), y=训练y[k].numpy())
np.savez(os.path.join(目标, 'validation.npz'), x=验证x.numpy(), y=验证y.numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.cross_entropy(self.model(x), y)


b = torch.export.Dim('batch', min=2)
torch.export.save(torch.export.export(WithLoss(model).train(), (训练x[k], 训练y[k]), dynamic_shapes={'x': {0: b}, 'y': {0: b}}), os.path.join(目标, 'model.pt2'))
