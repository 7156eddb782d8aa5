"""
accepts: [shape_broadcast_bug, loss_implementation_bug]
says: "Homework on concrete strength. The loss sits at 1.01 from the first epoch on and nothing moves it, R2 is about 0.03 on train and test whatever network I use. A random forest on the same table gets 0.9 so the features are fine."
language: en
hint: "prediction (N,1) minus target (N,) broadcasts to (N,N); the best answer is the mean"
"""
import sys, os, warnings
import numpy as np
import torch
warnings.filterwarnings("ignore")
torch.set_num_threads(1)
torch.manual_seed(0)
np.random.seed(0)
path = sys.argv[1]
CURED = "--cured" in sys.argv
os.makedirs(path, exist_ok=True)

# columns: cement, slag, water, superplasticizer, coarse, fine, age
n = 3000
cement = np.random.uniform(100, 540, n); slag = np.random.uniform(0, 300, n) * (np.random.rand(n) < .5)
water = np.random.uniform(125, 245, n); sp = np.random.uniform(0, 25, n) * (np.random.rand(n) < .6)
coarse = np.random.uniform(800, 1150, n); fine = np.random.uniform(600, 990, n)
age = np.random.choice([3, 7, 14, 28, 56, 90, 180], n)
wb = water * (1 - .008 * sp) / (cement + .7 * slag)
strength = 95 / (4.2 ** wb) * (age / (4 + .9 * age)) * 1.1 + .004 * (coarse - 950) + np.random.normal(0, 2, n)
X = np.c_[cement, slag, water, sp, coarse, fine, np.log(age)]
X = (X - X.mean(0)) / X.std(0)
y = (strength - strength.mean()) / strength.std()

X = torch.FloatTensor(X); y = torch.FloatTensor(y)
X_train, y_train, X_test, y_test = X[:2400], y[:2400], X[2400:], y[2400:]


class Regressor(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.l1 = torch.nn.Linear(7, 48)
        self.l2 = torch.nn.Linear(48, 48)
        self.l3 = torch.nn.Linear(48, 1)

    def forward(self, x):
        x = torch.tanh(self.l1(x))
        x = torch.tanh(self.l2(x))
        x = self.l3(x)
        return x.squeeze(1) if CURED else x


def mse(pred, target):
    return torch.mean((pred - target) ** 2)


model = Regressor()
opt = torch.optim.Adam(model.parameters(), lr=0.003)


def r2(X, y):
    with torch.no_grad():
        p = model(X).reshape(-1)
    return (1 - ((p - y) ** 2).sum() / ((y - y.mean()) ** 2).sum()).item()


log = open(os.path.join(path, "log.txt"), "w")
EP = 60
for ep in range(EP):
    order = np.random.permutation(len(X_train))
    losses = []
    for s in range(0, len(order), 48):
        i = order[s:s + 48]
        loss = mse(model(X_train[i]), y_train[i])
        opt.zero_grad(); loss.backward(); opt.step()
        losses.append(loss.item())
    with torch.no_grad():
        tl = mse(model(X_test), y_test).item()
    txt = "ep=%03d loss=%.4f test_loss=%.4f R2_train=%.3f R2_test=%.3f" % (ep, np.mean(losses), tl, r2(X_train, y_train), r2(X_test, y_test))
    print(txt); print(txt, file=log)
    if ep == 40:
        for g in opt.param_groups: g["lr"] = 0.0005
log.close()

torch.save(model.state_dict(), os.path.join(path, "checkpoint.pt"))
np.savez(os.path.join(path, "batch.npz"), x=X_train[order[:240]].numpy(), y=y_train[order[:240]].numpy())
np.savez(os.path.join(path, "validation.npz"), x=X_test.numpy()[:400], y=y_test.numpy()[:400])


class WithLoss(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return mse(self.model(x), y)


batch = torch.export.Dim("batch", min=2)
program = torch.export.export(WithLoss(model).train(), (X_train[:48], y_train[:48]), dynamic_shapes={"x": {0: batch}, "y": {0: batch}})
torch.export.save(program, os.path.join(path, "model.pt2"))
