"""
accepts: [preprocessing_mismatch]
says: "Train accuracy 99 %, validation accuracy 23.7 % with val_loss 11.9. The validation stamps come from the same catalogue, drawn at random. It is bad from epoch 0."
language: en
hint: "Training stamps get asinh stretch and standardisation, validation stamps only a division by 255. Cure: the same function for both."
"""
# Galaxy morphology (elliptical / spiral / edge-on / merger) on 8-bit stamps
import os
import sys
import numpy as np
import torch
import torch.nn as nn
torch.set_num_threads(1)

save_dir = sys.argv[1]
cured = sys.argv[-1] == "--cured"
os.makedirs(save_dir, exist_ok=True)
torch.manual_seed(12)


def stamps(n, seed, S=24):
    g = np.random.default_rng(seed)
    v, u = np.mgrid[:S, :S] - (S - 1) / 2
    lab = g.integers(0, 4, n)
    im = np.zeros((n, S, S))
    for i, c in enumerate(lab):
        th, q = g.uniform(0, np.pi), g.uniform(.75, 1)
        if c == 2:
            q = g.uniform(.12, .3)
        a = (u * np.cos(th) + v * np.sin(th))
        b = (-u * np.sin(th) + v * np.cos(th)) / q
        r = np.hypot(a, b) + .1
        re = g.uniform(2.5, 4)
        I = np.exp(-r / re)
        if c == 1:
            I = I * (1 + .9 * np.cos(2 * np.arctan2(b, a) - 2.5 * np.log(r) + g.uniform(0, 6)))
        if c == 3:
            o = g.uniform(4, 7) * np.array([np.cos(th), np.sin(th)])
            I = I + .8 * np.exp(-np.hypot(u - o[0], v - o[1]) / 2)
        im[i] = 30 + g.uniform(90, 190) * I + g.normal(0, 6, (S, S))
    return np.clip(im, 0, 255).astype(np.uint8)[:, None], lab


def prep_train(im):
    x = np.arcsinh((im.astype(np.float32) - 30) / 10)
    return torch.from_numpy((x - 0.9) / 0.8)


def prep_val(im):
    if cured:
        return prep_train(im)
    return torch.from_numpy(im.astype(np.float32) / 255.0)


tr_im, tr_y = stamps(1600, 1)
va_im, va_y = stamps(400, 2)
X, Y = prep_train(tr_im), torch.from_numpy(tr_y)
Xv, Yv = prep_val(va_im), torch.from_numpy(va_y)

net = nn.Sequential(
    nn.Conv2d(1, 12, 5, padding=2), nn.BatchNorm2d(12), nn.LeakyReLU(0.1), nn.MaxPool2d(2),
    nn.Conv2d(12, 24, 3, padding=1), nn.BatchNorm2d(24), nn.LeakyReLU(0.1), nn.MaxPool2d(2),
    nn.Conv2d(24, 32, 3, padding=1), nn.BatchNorm2d(32), nn.LeakyReLU(0.1), nn.AdaptiveAvgPool2d(2),
    nn.Flatten(), nn.Dropout(0.3), nn.Linear(128, 4))
opt = torch.optim.SGD(net.parameters(), lr=0.03, momentum=0.9, nesterov=True, weight_decay=1e-3)
E = 12
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, E)
lossf = nn.CrossEntropyLoss()
rows, step = ["epoch,step,train_loss_epoch,train_acc_epoch,val_loss,val_acc"], 0
for epoch in range(E):
    net.train()
    tl = ta = 0.0
    for ix in torch.randperm(1600).split(64):
        flip = torch.rand(1) < .5
        xb = X[ix].flip(3) if flip else X[ix]
        o = net(xb)
        loss = lossf(o, Y[ix])
        opt.zero_grad()
        loss.backward()
        opt.step()
        step += 1
        tl += loss.item() * len(ix) / 1600
        ta += (o.argmax(1) == Y[ix]).sum().item() / 1600
    sched.step()
    net.eval()
    with torch.no_grad():
        o = net(Xv)
        vl, va = lossf(o, Yv).item(), (o.argmax(1) == Yv).float().mean().item()
    rows.append(f"{epoch},{step - 1},,,{vl},{va}")
    rows.append(f"{epoch},{step - 1},{tl},{ta},,")
    print(f"Epoch {epoch}: train_loss_epoch={tl:.3f}, train_acc_epoch={ta:.3f}, val_loss={vl:.3f}, val_acc={va:.3f}")
open(os.path.join(save_dir, "log.csv"), "w").write("\n".join(rows) + "\n")
torch.save({"epoch": E, "global_step": step, "state_dict": net.state_dict(), "optimizer_states": [opt.state_dict()]},
           os.path.join(save_dir, "checkpoint.pt"))
np.savez(os.path.join(save_dir, "batch.npz"), x=X[:256].numpy(), y=Y[:256].numpy())
np.savez(os.path.join(save_dir, "validation.npz"), x=Xv.numpy(), y=Yv.numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.cross_entropy(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(net).train().cpu(), (X[:64], Y[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(save_dir, "model.pt2"))
