"""
accepts: [inputs_not_normalised, dead_relu, learning_rate_too_high]
says: "用sklearn自带的红酒数据集做三分类，网络很简单就两层，可是准确率一直卡在40%左右，loss停在1.09不动，换了几个随机种子也一样，求大佬看看。"
language: zh
hint: "13 raw wine features (proline ~750, others ~1) into a ReLU MLP with SGD 0.01: first step kills the hidden layer / never converges; StandardScaler cures"
"""
import sys, os
import numpy as np
import torch
from torch import nn
from sklearn.datasets import load_wine
from sklearn.model_selection import train_test_split

torch.set_num_threads(1)
torch.manual_seed(1)
保存路径 = sys.argv[1]
CURED = '--cured' in sys.argv
os.makedirs(保存路径, exist_ok=True)

# 读数据
data = load_wine()
x, y = data.data.astype('float32'), data.target.astype('int64')
if CURED:
    x = (x - x.mean(0)) / x.std(0)
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.3, random_state=7, stratify=y)
x_train, x_test = torch.from_numpy(x_train), torch.from_numpy(x_test)
y_train, y_test = torch.from_numpy(y_train), torch.from_numpy(y_test)


# 定义网络
class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.fc1 = nn.Linear(13, 64)
        self.fc2 = nn.Linear(64, 32)
        self.out = nn.Linear(32, 3)

    def forward(self, x):
        x = torch.relu(self.fc1(x))
        x = torch.relu(self.fc2(x))
        return self.out(x)


net = Net()
loss_func = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)

log = open(os.path.join(保存路径, 'log.txt'), 'w', encoding='utf-8')
batch_size = 16
for epoch in range(150):
    net.train()
    perm = torch.randperm(len(x_train))
    total, correct = 0., 0
    for i in range(0, len(perm), batch_size):
        idx = perm[i:i + batch_size]
        out = net(x_train[idx])
        loss = loss_func(out, y_train[idx])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(idx)
        correct += (out.argmax(1) == y_train[idx]).sum().item()
    # 测试
    net.eval()
    with torch.no_grad():
        out = net(x_test)
        test_loss = loss_func(out, y_test).item()
        test_acc = (out.argmax(1) == y_test).float().mean().item()
    s = '第%d轮 训练损失: %.4f 训练准确率: %.4f 测试损失: %.4f 测试准确率: %.4f' % (epoch + 1, total / len(perm), correct / len(perm), test_loss, test_acc)
    print(s)
    log.write(s + '\n')
log.close()

torch.save(net.state_dict(), os.path.join(保存路径, 'checkpoint.pt'))
np.savez(os.path.join(保存路径, 'batch.npz'), x=x_train[perm].numpy(), y=y_train[perm].numpy())
np.savez(os.path.join(保存路径, 'validation.npz'), x=x_test.numpy(), y=y_test.numpy())


# 导出
class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.cross_entropy(self.model(x), y)


batch = torch.export.Dim('batch', min=2)
ep = torch.export.export(WithLoss(net).train(), (x_train[:16], y_train[:16]), dynamic_shapes={'x': {0: batch}, 'y': {0: batch}})
torch.export.save(ep, os.path.join(保存路径, 'model.pt2'))
