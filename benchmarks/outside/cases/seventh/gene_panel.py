"""
accepts: [too_many_features, overfitting]
says: "我用基因表达数据预测病人对药物有没有反应,训练集240个病人,6000个基因全部作为输入,网络只有一层32个隐藏单元。第4个epoch训练准确率就0.98了,后来是1.000,loss 0.006,可是验证准确率一直卡在0.64-0.66,验证loss从0.68一路涨到1.3。dropout 0.3和weight decay都加了,没什么用。还能怎么办?"
language: zh
hint: "6000 columns for 240 patients, while 18 genes (the known panel) carry the answer. Cure: select the panel columns before training."
"""
import os
import sys
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

OUT, CURED = sys.argv[1], len(sys.argv) > 2 and sys.argv[2] == "--cured"
os.makedirs(OUT, exist_ok=True)
torch.set_num_threads(1)
torch.manual_seed(2023)
g = np.random.default_rng(2023)

n, n_val, genes = 240, 400, 6000
panel = list(range(100, 118))


def cohort(m):
    modules = g.normal(size=(m, 40))
    load = np.random.default_rng(1).normal(size=(40, genes)) * 0.12
    expr = modules @ load + g.normal(size=(m, genes))
    w = np.random.default_rng(2).choice([-1, 1], 18) * 0.55
    score = (expr[:, panel] @ w) / 1.6
    y = (g.random(m) < 1 / (1 + np.exp(-2.2 * score))).astype(np.int64)
    return expr.astype(np.float32), y


X, y = cohort(n + n_val)
if CURED:
    X = X[:, panel]
m, s = X[:n].mean(0), X[:n].std(0)
X = (X - m) / s
Xt, yt = torch.from_numpy(X[:n]), torch.from_numpy(y[:n])
Xv, yv = torch.from_numpy(X[n:]), torch.from_numpy(y[n:])


class Classifier(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.norm = nn.LayerNorm(32)
        self.a = nn.Linear(d, 32)
        self.b = nn.Linear(32, 2)

    def forward(self, expression):
        h = torch.relu(self.norm(self.a(expression)))
        return self.b(F.dropout(h, 0.3, self.training))


model = Classifier(X.shape[1])
optim = torch.optim.Adam(model.parameters(), lr=3e-4, weight_decay=1e-3)
log = open(f"{OUT}/log.txt", "w")
print(f"patients train {n} val {n_val}, input columns {X.shape[1]}", file=log)
EPOCHS = 160
for epoch in range(1, EPOCHS + 1):
    model.train()
    p = torch.randperm(n)
    s_loss = s_acc = 0.0
    for ids in p.split(16):
        logits = model(Xt[ids])
        loss = F.cross_entropy(logits, yt[ids])
        optim.zero_grad()
        loss.backward()
        optim.step()
        s_loss += loss.item() * len(ids)
        s_acc += (logits.argmax(1) == yt[ids]).sum().item()
    model.eval()
    with torch.no_grad():
        lv = model(Xv)
        v_loss = F.cross_entropy(lv, yv).item()
        v_acc = (lv.argmax(1) == yv).float().mean().item()
    if epoch % 4 == 0 or epoch == 1:
        print(f"Epoch {epoch:3d}/{EPOCHS} | train loss {s_loss/n:.4f} acc {s_acc/n:.3f} | val loss {v_loss:.4f} acc {v_acc:.3f}", file=log)
log.close()

torch.save({"state_dict": model.state_dict(), "optimizer": optim.state_dict(), "epoch": EPOCHS, "n_features": X.shape[1]}, f"{OUT}/checkpoint.pt")
np.savez(f"{OUT}/batch.npz", expression=Xt[:128].numpy(), label=yt[:128].numpy())
np.savez(f"{OUT}/validation.npz", expression=Xv[:128].numpy(), label=yv[:128].numpy())


class TrainStep(nn.Module):
    def __init__(self):
        super().__init__()
        self.model = model

    def forward(self, expression, label):
        return F.cross_entropy(self.model(expression), label)


step = TrainStep().train()
B = torch.export.Dim("B", min=2, max=1024)
e = torch.export.export(step, (Xt[:16], yt[:16]), dynamic_shapes={"expression": {0: B}, "label": {0: B}})
torch.export.save(e, f"{OUT}/model.pt2")
