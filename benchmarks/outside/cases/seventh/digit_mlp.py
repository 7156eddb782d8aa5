"""
accepts: [zero_or_constant_init]
says: "Seven-segment digits 16x12 pixels, plain MLP 192-128-128-10 with ReLU, SGD 0.05 momentum 0.9, I wrote my own init_weights. It goes from 2.27 to about 1.5 and then it is stuck there, after 75 epochs loss 1.39 and test accuracy 0.388. Train is no better than test, so it is not overfitting. A friend's logistic regression beats me. Why can 128 hidden units not do more?"
language: en
hint: "nn.init.constant_(weight, 0.01): all the hidden units are the same and get the same gradient. Cure: kaiming/random init."
"""
import sys
import os
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
save_dir = sys.argv[1]
CURED = "--cured" in sys.argv
os.makedirs(save_dir, exist_ok=True)
torch.manual_seed(123)
rng = np.random.RandomState(123)

SEG = {0: "abcdef", 1: "bc", 2: "abged", 3: "abgcd", 4: "fgbc", 5: "afgcd", 6: "afgedc", 7: "abc", 8: "abcdefg", 9: "abcdfg"}


def draw(d):
    im = np.zeros((16, 12))
    pos = {"a": (slice(2, 4), slice(3, 9)), "g": (slice(7, 9), slice(3, 9)), "d": (slice(12, 14), slice(3, 9)),
           "f": (slice(2, 8), slice(2, 4)), "e": (slice(8, 14), slice(2, 4)), "b": (slice(2, 8), slice(8, 10)), "c": (slice(8, 14), slice(8, 10))}
    for s in SEG[d]:
        im[pos[s]] = rng.uniform(0.5, 1.0)
    im = np.roll(np.roll(im, rng.randint(-2, 3), 0), rng.randint(-2, 3), 1)
    return np.clip(im + rng.normal(0, 0.25, im.shape), 0, 1)


labels = rng.randint(0, 10, 6000)
images = np.stack([draw(l) for l in labels]).astype(np.float32).reshape(6000, -1)
X = torch.from_numpy(images)
Y = torch.from_numpy(labels).long()
Xtr, Ytr, Xva, Yva = X[:5000], Y[:5000], X[5000:], Y[5000:]


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.l1 = nn.Linear(192, 128)
        self.l2 = nn.Linear(128, 128)
        self.l3 = nn.Linear(128, 10)

    def forward(self, x):
        x = torch.relu(self.l1(x))
        x = torch.relu(self.l2(x))
        return self.l3(x)


def init_weights(m):
    if isinstance(m, nn.Linear):
        if CURED:
            nn.init.kaiming_uniform_(m.weight, nonlinearity="relu")
        else:
            nn.init.constant_(m.weight, 0.01)
        nn.init.zeros_(m.bias)


net = Net()
net.apply(init_weights)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
with open(os.path.join(save_dir, "log.csv"), "w") as log:
    log.write("step,epoch,train_loss,test_loss,test_acc\n")
    step = 0
    for epoch in range(75):
        perm = torch.randperm(len(Xtr))
        running = []
        for k in range(0, len(Xtr), 100):
            net.train()
            i = perm[k:k + 100]
            optimizer.zero_grad()
            loss = criterion(net(Xtr[i]), Ytr[i])
            loss.backward()
            optimizer.step()
            step += 1
            running.append(loss.item())
        net.eval()
        with torch.no_grad():
            o = net(Xva)
            log.write("%d,%d,%.4f,%.4f,%.3f\n" % (step, epoch, np.mean(running), criterion(o, Yva).item(), (o.argmax(1) == Yva).float().mean().item()))

torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "step": step}, os.path.join(save_dir, "checkpoint.pt"))
np.savez(os.path.join(save_dir, "batch.npz"), x=Xtr[:100].numpy(), y=Ytr[:100].numpy())
np.savez(os.path.join(save_dir, "validation.npz"), x=Xva[:200].numpy(), y=Yva[:200].numpy())


class NetLoss(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = net
        self.criterion = criterion

    def forward(self, x, y):
        return self.criterion(self.net(x), y)


N = torch.export.Dim("N", min=2, max=10000)
nl = NetLoss()
nl.train()
torch.export.save(torch.export.export(nl, (Xtr[:100], Ytr[:100]), dynamic_shapes={"x": {0: N}, "y": {0: N}}), os.path.join(save_dir, "model.pt2"))
