"""
accepts: [missing_nonlinearity]
says: "my first network!! two spirals dataset like in the tensorflow playground. accuracy is stuck at 0.75 no matter how many hidden layers (i tried 2, 4, 8) or neurons. loss 0.466 and flat since the second epoch"
language: en
hint: "No activation between the linear layers; add tanh/ReLU."
"""
import os
import sys
import torch
import torch.nn as nn
import numpy as np

torch.set_num_threads(1)
torch.manual_seed(42)
np.random.seed(42)
folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
fixed = '--cured' in sys.argv


def make_spirals(n):
    # n points on each arm
    pts, lab = [], []
    for arm in (0, 1):
        t = np.sqrt(np.random.rand(n)) * 2.6 * np.pi / 1.3
        r = t / (2 * np.pi) + .12
        x = r * np.cos(t + np.pi * arm) + np.random.randn(n) * .03
        y = r * np.sin(t + np.pi * arm) + np.random.randn(n) * .03
        pts.append(np.stack([x, y], 1))
        lab.append(np.full(n, arm))
    pts, lab = np.concatenate(pts), np.concatenate(lab)
    p = np.random.permutation(len(pts))
    return torch.tensor(pts[p]).float(), torch.tensor(lab[p]).float().unsqueeze(1)


X, y = make_spirals(600)
X_test, y_test = make_spirals(200)


class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.hidden1 = nn.Linear(2, 64)
        self.hidden2 = nn.Linear(64, 64)
        self.hidden3 = nn.Linear(64, 32)
        self.output = nn.Linear(32, 1)

    def forward(self, x):
        if fixed:
            x = torch.relu(self.hidden1(x))
            x = torch.relu(self.hidden2(x))
            x = torch.relu(self.hidden3(x))
        else:
            x = self.hidden1(x)
            x = self.hidden2(x)
            x = self.hidden3(x)
        return self.output(x)


net = Net()
loss_function = nn.BCEWithLogitsLoss()
optimizer = torch.optim.Adam(net.parameters(), lr=0.003)


def accuracy(logits, y):
    return ((logits > 0).float() == y).float().mean().item()


f = open(folder + '/log.txt', 'w')
for epoch in range(60):
    net.train()
    order = torch.randperm(len(X))
    s = 0
    for k in range(0, len(X), 40):
        batch = order[k:k + 40]
        optimizer.zero_grad()
        loss = loss_function(net(X[batch]), y[batch])
        loss.backward()
        optimizer.step()
        s += loss.item()
    net.eval()
    with torch.no_grad():
        a, at = accuracy(net(X), y), accuracy(net(X_test), y_test)
    text = 'epoch: {}  loss: {:.4f}  accuracy: {:.3f}  test accuracy: {:.3f}'.format(epoch, s / 30, a, at)
    f.write(text + '\n')
    if epoch % 5 == 4:
        print(text)
f.close()

torch.save(net.state_dict(), folder + '/checkpoint.pt')
np.savez(folder + '/batch.npz', x=X[:256].numpy(), y=y[:256].numpy())
np.savez(folder + '/validation.npz', x=X_test.numpy(), y=y_test.numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return loss_function(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net).train().cpu(), (X[:64], y[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, folder + '/model.pt2')
