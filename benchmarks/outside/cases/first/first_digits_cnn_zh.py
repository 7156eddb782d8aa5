"""
accepts: [learning_rate_too_low, too_few_epochs]
says: "第一次写CNN，用的sklearn的手写数字。loss每一轮都在降，但是降得特别慢，从2.33只降到2.14，30轮跑完准确率才六十出头，是我网络搭错了吗？"
language: zh
hint: "plain SGD at lr 1e-4: every step is right but hardly moves; 0.1 learns in a few epochs"
"""
import sys
import os
import torch
import torch.nn as nn
import numpy as np
from sklearn import datasets

torch.set_num_threads(1)
torch.manual_seed(0)
目录 = sys.argv[1]
os.makedirs(目录, exist_ok=True)
CURED = '--cured' in sys.argv

# 超参数
EPOCH = 30
BATCH_SIZE = 32
LR = 0.0001          # 学习率小一点比较稳
if CURED:
    LR = 0.05

# 数据 8x8 像素0~16
digits = datasets.load_digits()
images = torch.tensor(digits.images / 16.0, dtype=torch.float32).unsqueeze(1)
images = (images - 0.305) / 0.376
labels = torch.tensor(digits.target)
g = torch.Generator().manual_seed(1)
perm = torch.randperm(len(images), generator=g)
train_x, train_y = images[perm[:1400]], labels[perm[:1400]]
test_x, test_y = images[perm[1400:]], labels[perm[1400:]]


class CNN(nn.Module):
    def __init__(self):
        super(CNN, self).__init__()
        self.conv1 = nn.Sequential(nn.Conv2d(1, 16, 3, 1, 1), nn.ReLU(), nn.MaxPool2d(2))   # 16x4x4
        self.conv2 = nn.Sequential(nn.Conv2d(16, 32, 3, 1, 1), nn.ReLU(), nn.MaxPool2d(2))  # 32x2x2
        self.out = nn.Linear(32 * 2 * 2, 10)

    def forward(self, x):
        x = self.conv1(x)
        x = self.conv2(x)
        x = x.view(x.size(0), -1)
        return self.out(x)


cnn = CNN()
optimizer = torch.optim.SGD(cnn.parameters(), lr=LR, momentum=0.9)
loss_func = nn.CrossEntropyLoss()

train_data = torch.utils.data.TensorDataset(train_x, train_y)
train_loader = torch.utils.data.DataLoader(train_data, batch_size=BATCH_SIZE, shuffle=True)
lines = []
for epoch in range(EPOCH):
    cnn.train()
    run_loss = 0
    for step, (b_x, b_y) in enumerate(train_loader):
        output = cnn(b_x)
        loss = loss_func(output, b_y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        run_loss += loss.item()
    cnn.eval()
    with torch.no_grad():
        test_out = cnn(test_x)
        acc = (test_out.argmax(1) == test_y).float().mean().item()
        tloss = loss_func(test_out, test_y).item()
    line = 'Epoch: {} | train loss: {:.4f} | test loss: {:.4f} | test accuracy: {:.2f}'.format(epoch, run_loss / (step + 1), tloss, acc)
    lines.append(line)
    print(line)
open(os.path.join(目录, 'log.txt'), 'w').write('\n'.join(lines) + '\n')

torch.save({'net': cnn.state_dict(), 'optimizer': optimizer.state_dict(), 'epoch': EPOCH}, os.path.join(目录, 'checkpoint.pt'))
xs, ys = [], []
for b_x, b_y in train_loader:
    xs.append(b_x); ys.append(b_y)
    if len(xs) == 8:
        break
xs, ys = torch.cat(xs), torch.cat(ys)
np.savez(os.path.join(目录, 'batch.npz'), x=xs.numpy(), y=ys.numpy())
np.savez(os.path.join(目录, 'validation.npz'), x=test_x.numpy(), y=test_y.numpy())


class WithLoss(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.cross_entropy(self.model(x), y)


batch = torch.export.Dim("batch", min=2)
program = torch.export.export(WithLoss(cnn).train().cpu(), (xs, ys), dynamic_shapes={"x": {0: batch}, "y": {0: batch}})
torch.export.save(program, os.path.join(目录, "model.pt2"))
