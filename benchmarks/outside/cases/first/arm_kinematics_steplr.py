"""
accepts: [learning_rate_decays_too_fast]
says: "Learning a 3-link arm's forward kinematics. The error drops in the first two epochs and then the curve is frozen solid, every epoch prints practically the same number. I trained the same net last month to a tenth of this."
language: en
hint: "StepLR(step_size=8, gamma=0.5) meant per epoch is stepped inside the batch loop. Cured: stepped once per epoch"
"""
import sys, math, os
import numpy as np
import torch
from torch import nn, optim
torch.set_num_threads(1)
torch.manual_seed(5)

folder = sys.argv[1]; os.makedirs(folder, exist_ok=True)
CURED = "--cured" in sys.argv

def fk(q):
    a = torch.cumsum(q, 1); l = torch.tensor([1.0, .8, .5])
    return torch.stack([(l * a.cos()).sum(1), (l * a.sin()).sum(1)], 1)

q = (torch.rand(3600, 3) * 2 - 1) * 2.2
pos = fk(q) + 0.005 * torch.randn(3600, 2)
qtr, ptr, qva, pva = q[:3000], pos[:3000], q[3000:], pos[3000:]

net = nn.Sequential(nn.Linear(3, 96), nn.SiLU(), nn.Linear(96, 96), nn.SiLU(), nn.Linear(96, 2))
optimiser = optim.Adam(net.parameters(), lr=4e-3)
scheduler = optim.lr_scheduler.StepLR(optimiser, step_size=8, gamma=0.5)
log = open(folder + "/log.txt", "w")
E = 30
for epoch in range(E):
    run = 0.0
    for i in torch.randperm(3000).split(64):
        optimiser.zero_grad()
        loss = nn.functional.smooth_l1_loss(net(qtr[i]), ptr[i])
        loss.backward()
        optimiser.step()
        if not CURED:
            scheduler.step()
        run += loss.item() * len(i) / 3000
    if CURED:
        scheduler.step()
    with torch.no_grad():
        v = nn.functional.smooth_l1_loss(net(qva), pva).item()
        err = (net(qva) - pva).norm(dim=1).mean().item()
    log.write(f"Epoch {epoch+1}/{E} - loss: {run:.5f} - val_loss: {v:.5f} - val_pos_err: {err:.4f}\n")
log.close(); print(run, v, err)
torch.save({"net": net.state_dict(), "optim": optimiser.state_dict(), "sched": scheduler.state_dict(), "epoch": E}, folder + "/checkpoint.pt")
np.savez(folder + "/batch.npz", x=qtr[:256].numpy(), y=ptr[:256].numpy())
np.savez(folder + "/validation.npz", x=qva.numpy(), y=pva.numpy())
class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return nn.functional.smooth_l1_loss(self.model(x), y)
batch = torch.export.Dim("batch", min=2)
program = torch.export.export(WithLoss(net).train().cpu(), (qtr[:64], ptr[:64]), dynamic_shapes={"x": {0: batch}, "y": {0: batch}})
torch.export.save(program, folder + "/model.pt2")
