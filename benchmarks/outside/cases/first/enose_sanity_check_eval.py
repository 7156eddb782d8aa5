"""
accepts: [eval_mode_missing, batchnorm_misuse]
says: "电子鼻气体分类,14 层带 BN 的网络。之前的代码能到 95%,我把训练循环重构了一下(加了训练前的 sanity check),现在 loss 一直停在 1.38 左右不动。"
language: zh
hint: "sanity-check validation calls net.eval() before training and nobody calls train() again: BN never normalises (running mean 0, var 1), no dropout, the deep stack gets no signal. Cured: net.train() in each epoch"
"""
import sys, os, json
import numpy as np, torch
from torch import nn
torch.set_num_threads(1); torch.manual_seed(10); np.random.seed(10)
work = sys.argv[1]; os.makedirs(work, exist_ok=True)
CURED = "--cured" in sys.argv

N = 1400
gas = np.random.randint(0, 4, N)
conc = np.exp(np.random.randn(N) * .5)
sens = np.random.RandomState(1).rand(4, 16)
resp = (sens[gas] * conc[:, None]) ** .6
resp += .06 * np.random.randn(N, 16)
resp = (resp - resp.mean(0)) / resp.std(0)
x = torch.tensor(resp, dtype=torch.float32); y = torch.tensor(gas)
xt, yt, xv, yv = x[:1000], y[:1000], x[1000:], y[1000:]

layers, c = [], 16
for _ in range(14):
    layers += [nn.Linear(c, 40), nn.BatchNorm1d(40), nn.ReLU()]; c = 40
net = nn.Sequential(*layers, nn.Dropout(0.1), nn.Linear(40, 4))
ce = nn.CrossEntropyLoss()
opt = torch.optim.SGD(net.parameters(), lr=0.02, momentum=0.9)

def validate():
    net.eval()
    with torch.no_grad():
        o = net(xv)
    return ce(o, yv).item(), (o.argmax(1) == yv).float().mean().item()

print("sanity check:", validate())
with open(os.path.join(work, "log.jsonl"), "w") as fh:
    for epoch in range(15):
        if CURED:
            net.train()
        s = 0
        for i in torch.randperm(1000).split(50):
            loss = ce(net(xt[i]), yt[i])
            opt.zero_grad(); loss.backward(); opt.step(); s += loss.item() / 20
        vl, va = validate()
        fh.write(json.dumps({"epoch": epoch, "train/loss": s, "val/loss": vl, "val/acc": va}) + "\n")
print(s, vl, va)
torch.save({"state_dict": net.state_dict(), "optimizer": opt.state_dict(), "epoch": 15}, os.path.join(work, "checkpoint.pt"))
np.savez(os.path.join(work, "batch.npz"), x=xt[:256].numpy(), y=yt[:256].numpy())
np.savez(os.path.join(work, "validation.npz"), x=xv.numpy(), y=yv.numpy())
class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return ce(self.model(x), y)
batch = torch.export.Dim("batch", min=2)
import copy
prog = torch.export.export(WithLoss(copy.deepcopy(net)).train().cpu(), (xt[:50], yt[:50]), dynamic_shapes={"x": {0: batch}, "y": {0: batch}})
torch.export.save(prog, os.path.join(work, "model.pt2"))
