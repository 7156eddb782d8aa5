"""
accepts: [vanishing_gradient, poor_architecture]
says: "Going from 4 to 32 layers made it worse, which I do not understand: the deep one just says 0.693 for ever on the spiral data while the shallow one learnt at least something."
language: en
hint: "32 tanh layers of default init without shortcuts. Cured: residual connections"
"""
import sys, json, os
import numpy as np, torch
from torch import nn
torch.set_num_threads(1); torch.manual_seed(8)
dst = sys.argv[1]; os.makedirs(dst, exist_ok=True)
CURED = "--cured" in sys.argv
DEPTH, W = 32, 32

def spirals(n, g):
    y = torch.randint(0, 2, (n,), generator=g).float()
    r = torch.rand(n, generator=g).sqrt()
    th = 4.5 * r + np.pi * y
    xy = torch.stack([r * th.cos(), r * th.sin()], 1) * 1.7
    return xy + .03 * torch.randn(n, 2, generator=g), y

g = torch.Generator().manual_seed(0)
xt, yt = spirals(1200, g); xv, yv = spirals(400, g)
class Deep(nn.Module):
    def __init__(self):
        super().__init__()
        self.inp = nn.Linear(2, W)
        self.hidden = nn.ModuleList(nn.Linear(W, W) for _ in range(DEPTH))
        self.out = nn.Linear(W, 1)
    def forward(self, x):
        h = torch.tanh(self.inp(x))
        for lin in self.hidden:
            new = torch.tanh(lin(h))
            h = h + new if CURED else new
        return self.out(h).squeeze(-1)
net = Deep(); bce = nn.BCEWithLogitsLoss()
opt = torch.optim.Adam(net.parameters(), lr=1e-3)
with open(f"{dst}/log.jsonl", "w") as fh:
    for ep in range(22):
        tot = []
        for i in torch.randperm(1200).split(60):
            l = bce(net(xt[i]), yt[i]); opt.zero_grad(); l.backward(); opt.step(); tot.append(l.item())
        with torch.no_grad(): o = net(xv)
        rec = {"epoch": ep, "loss": np.mean(tot).item(), "val_loss": bce(o, yv).item(), "val_acc": ((o > 0).float() == yv).float().mean().item()}
        print(json.dumps(rec), file=fh)
torch.save({"model": net.state_dict(), "optimizer": opt.state_dict()}, f"{dst}/checkpoint.pt")
np.savez(f"{dst}/batch.npz", x=xt[:300].numpy(), y=yt[:300].numpy()); np.savez(f"{dst}/validation.npz", x=xv.numpy(), y=yv.numpy())
class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return bce(self.model(x), y)
batch = torch.export.Dim("batch", min=2)
torch.export.save(torch.export.export(WithLoss(net).train().cpu(), (xt[:60], yt[:60]), dynamic_shapes={"x": {0: batch}, "y": {0: batch}}), f"{dst}/model.pt2")
