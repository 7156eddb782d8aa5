"""
accepts: [momentum_too_high, learning_rate_too_high]
says: "RankNet on search logs. The loss goes down, climbs again, goes down, in long slow waves, and ends no better than where it was after the first pass. Pair accuracy follows the waves."
language: en
hint: "SGD momentum 0.997 with a rate that fits 0.9. Cured: 0.9"
"""
import sys, os, json
import numpy as np, torch
from torch import nn
torch.set_num_threads(1); torch.manual_seed(40)
wd = sys.argv[1]; os.makedirs(wd, exist_ok=True)
CURED = "--cured" in sys.argv
g = torch.Generator().manual_seed(40)
true = nn.Sequential(nn.Linear(20, 30), nn.Tanh(), nn.Linear(30, 1))
with torch.no_grad():
    true[0].weight.copy_(torch.randn(30, 20, generator=g) * .25); true[2].weight.copy_(torch.randn(1, 30, generator=g) * .6)
def pairs(n):
    a = torch.randn(n, 2, 20, generator=g)                   # two documents per query
    with torch.no_grad(): s = true(a).squeeze(-1) + .15 * torch.randn(n, 2, generator=g)
    return a, (s[:, 0] > s[:, 1]).float()
xt, yt = pairs(4000); xv, yv = pairs(800)
class RankNet(nn.Module):
    def __init__(self):
        super().__init__(); self.f = nn.Sequential(nn.Linear(20, 48), nn.Tanh(), nn.Linear(48, 24), nn.Tanh(), nn.Linear(24, 1))
    def forward(self, d):
        s = self.f(d).squeeze(-1)
        return s[:, 0] - s[:, 1]
net = RankNet(); bce = nn.functional.binary_cross_entropy_with_logits
opt = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9 if CURED else 0.997)
fh = open(wd + "/log.jsonl", "w"); it = 0
for ep in range(16):
    for i in torch.randperm(4000).split(80):
        l = bce(net(xt[i]), yt[i]); opt.zero_grad(); l.backward(); opt.step()
        if it % 10 == 0: fh.write(json.dumps({"iter": it, "train_loss": round(l.item(), 5)}) + "\n")
        it += 1
    with torch.no_grad(): o = net(xv)
    fh.write(json.dumps({"iter": it, "val_loss": round(bce(o, yv).item(), 5), "val_pair_acc": round(((o > 0).float() == yv).float().mean().item(), 4)}) + "\n")
fh.close()
torch.save({"model": net.state_dict(), "optimizer": opt.state_dict(), "iter": it}, wd + "/checkpoint.pt")
np.savez(wd + "/batch.npz", x=xt[:400].numpy(), y=yt[:400].numpy()); np.savez(wd + "/validation.npz", x=xv.numpy(), y=yv.numpy())
class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return bce(self.model(x), y)
batch = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(net).train().cpu(), (xt[:80], yt[:80]), dynamic_shapes={"x": {0: batch}, "y": {0: batch}}), wd + "/model.pt2")
