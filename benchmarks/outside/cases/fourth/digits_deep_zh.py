"""
accepts: [vanishing_gradient, saturating_activation]
says: "手写数字用 10 层的全连接网络，训练 40 轮 loss 一直 2.31，accuracy 0.097，跟瞎猜一样。只用一层隐藏层的时候有 95% 以上，为什么加深了反而完全学不动？"
language: zh
hint: "9 个隐藏层全用 sigmoid，梯度逐层消失；换成 ReLU（配合 Kaiming 初始化）即可。"
"""
import os, sys, time
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
import torch.nn as nn
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
torch.set_num_threads(1)
torch.manual_seed(1)

# 读取手写数字，像素 0~16
d = load_digits()
X = (d.data / 16.0 - 0.5).astype("float32") * 2
x_train, x_test, y_train, y_test = train_test_split(X, d.target, test_size=0.2, random_state=1, stratify=d.target)
x_train, x_test = torch.tensor(x_train), torch.tensor(x_test)
y_train, y_test = torch.tensor(y_train), torch.tensor(y_test)
act = nn.ReLU if "--cured" in sys.argv else nn.Sigmoid

# “深度”学习：老师说越深越好
layers = [nn.Linear(64, 64), act()]
for _ in range(8):
    layers += [nn.Linear(64, 64), act()]
layers += [nn.Linear(64, 10)]
model = nn.Sequential(*layers)
if act is nn.ReLU:
    for m in model:
        if isinstance(m, nn.Linear): nn.init.kaiming_normal_(m.weight); nn.init.zeros_(m.bias)
opt = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4)
ce = nn.CrossEntropyLoss()
out = sys.argv[1]; os.makedirs(out, exist_ok=True)
log = open(os.path.join(out, "log.txt"), "w", encoding="utf-8")
EPOCH = 40
for e in range(EPOCH):
    t = time.time(); model.train(); L = []; A = []
    for idx in torch.randperm(len(x_train)).split(32):
        o = model(x_train[idx]); l = ce(o, y_train[idx])
        opt.zero_grad(); l.backward(); opt.step()
        L.append(l.item()); A.append((o.argmax(1) == y_train[idx]).float().mean().item())
    model.eval()
    with torch.no_grad(): o = model(x_test)
    s = "Epoch %d/%d\n45/45 [==============================] - %.0fs - loss: %.4f - accuracy: %.4f - val_loss: %.4f - val_accuracy: %.4f" % (
        e + 1, EPOCH, time.time() - t, np.mean(L), np.mean(A), ce(o, y_test).item(), (o.argmax(1) == y_test).float().mean().item())
    log.write(s + "\n")
    if e % 8 == 7: print(s)
log.close()
print("训练结束")

torch.save(model.state_dict(), os.path.join(out, "checkpoint.pt"))
np.savez(os.path.join(out, "batch.npz"), x=x_train[:256].numpy(), y=y_train[:256].numpy())
np.savez(os.path.join(out, "validation.npz"), x=x_test.numpy(), y=y_test.numpy())

class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model
    def forward(self, x, y):
        return nn.functional.cross_entropy(self.model(x), y)
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (x_train[:64], y_train[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(out, "model.pt2"))
