"""
accepts: [vanishing_gradient, saturating_activation, poor_architecture]
says: "老师说网络越深效果越好，我把全连接网络加到了8层，结果反而学不动了，前面很多轮loss一直是2.30，40轮下来准确率才20%，2层的时候还有95%呢。"
language: zh
hint: "eight sigmoid layers: gradients shrink by ~0.25*w per layer, the first layers do not move and the output stays constant"
"""
import sys, os
import numpy as np
import torch
import torch.nn as nn
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

torch.set_num_threads(1)
torch.manual_seed(100)
root = sys.argv[1]
CURED = '--cured' in sys.argv
os.makedirs(root, exist_ok=True)

X, y = load_digits(return_X_y=True)
X = (X - X.mean()) / X.std()
Xtr, Xva, ytr, yva = train_test_split(X.astype(np.float32), y.astype(np.int64), test_size=0.25, random_state=0)
Xtr, Xva, ytr, yva = map(torch.from_numpy, (Xtr, Xva, ytr, yva))


def make_net(depth=8, width=64):
    # 激活函数：书上用的sigmoid
    act = nn.ReLU if CURED else nn.Sigmoid
    layers = []
    d = 64
    for _ in range(depth):
        layers += [nn.Linear(d, width), act()]
        d = width
    layers.append(nn.Linear(d, 10))
    return nn.Sequential(*layers)


net = make_net()
opt = torch.optim.Adam(net.parameters(), lr=5e-4)
lossfn = nn.CrossEntropyLoss()
fout = open(os.path.join(root, 'log.txt'), 'w', encoding='utf8')
for epoch in range(40):
    net.train()
    idx = torch.randperm(len(Xtr))
    tot = 0
    for b in idx.split(32):
        loss = lossfn(net(Xtr[b]), ytr[b])
        opt.zero_grad()
        loss.backward()
        opt.step()
        tot += loss.item() * len(b)
    net.eval()
    with torch.no_grad():
        o = net(Xva)
        s = 'epoch:%d, 训练loss:%.4f, 验证loss:%.4f, 验证准确率:%.2f%%' % (epoch + 1, tot / len(Xtr), lossfn(o, yva).item(), 100 * (o.argmax(1) == yva).float().mean().item())
    print(s)
    fout.write(s + '\n')
fout.close()
torch.save(net.state_dict(), os.path.join(root, 'checkpoint.pt'))
np.savez(os.path.join(root, 'batch.npz'), x=Xtr[idx[:256]].numpy(), y=ytr[idx[:256]].numpy())
np.savez(os.path.join(root, 'validation.npz'), x=Xva.numpy(), y=yva.numpy())


class WithLoss(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.cross_entropy(self.model(x), y)


batch = torch.export.Dim("batch", min=2)
program = torch.export.export(WithLoss(net).train().cpu(), (Xtr[:32], ytr[:32]), dynamic_shapes={"x": {0: batch}, "y": {0: batch}})
torch.export.save(program, os.path.join(root, "model.pt2"))
