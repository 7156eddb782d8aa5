"""
accepts: [parameters_not_in_optimizer]
says: "Adapted a net for RGB pictures to our gray x-rays (4 classes). Loss barely moves: 1.389 at the start, 1.317 after 14 epochs, val 1.31. The accuracy creeps to about 64-73 % and hops around. Learning rate 0.02 with momentum should be fine I think?"
language: en
hint: "The optimizer is built before model.features is replaced by the one-channel version, so the new convolutions are never stepped; build the optimizer after the replacement."
"""
import os, sys, time
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
import torch.nn as nn
torch.set_num_threads(1)

config = {
    "seed": 17, "n_train": 1500, "n_val": 400, "bs": 50, "epochs": 14, "lr": 0.02, "momentum": 0.9, "wd": 1e-4,
    "channels": 1, "classes": 4,
}
outdir = sys.argv[1]; os.makedirs(outdir, exist_ok=True)
cured = "--cured" in sys.argv
torch.manual_seed(config["seed"]); np.random.seed(config["seed"])

def xray(n):
    """28x28 'x-rays': small texture patch (none / dots / vertical / horizontal stripes) on a smooth background"""
    y = np.random.randint(0, 4, n); X = np.zeros((n, 1, 28, 28), "float32")
    yy, xx = np.mgrid[:28, :28]
    for i, c in enumerate(y):
        img = 0.5 + 0.3 * np.sin(yy / np.random.uniform(4, 9) + np.random.uniform(0, 6)) * np.cos(xx / np.random.uniform(4, 9))
        a, b = np.random.randint(2, 16, 2); k = slice(a, a + 10), slice(b, b + 10)
        if c == 1: img[k] += 0.3 * ((yy[k] + xx[k]) % 2 - 0.5)
        if c == 2: img[k] += 0.3 * (xx[k] % 2 - 0.5)
        if c == 3: img[k] += 0.3 * (yy[k] % 2 - 0.5)
        X[i, 0] = img + np.random.normal(0, 0.08, img.shape)
    return torch.tensor((X - 0.5) / 0.25), torch.tensor(y)

def features(cin):
    return nn.Sequential(nn.Conv2d(cin, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2),
                         nn.Conv2d(8, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2),
                         nn.Conv2d(16, 16, 3, padding=1), nn.ReLU(), nn.AdaptiveAvgPool2d(1))

class Net(nn.Module):
    def __init__(self, cin=3, n=4):
        super().__init__()
        self.features = features(cin)
        self.head = nn.Linear(16, n)
    def forward(self, x):
        return self.head(self.features(x).flatten(1))

def build_optimizer(m):
    return torch.optim.SGD(m.parameters(), lr=config["lr"], momentum=config["momentum"], weight_decay=config["wd"])

model = Net()
if cured:
    model.features = features(config["channels"])
    optimizer = build_optimizer(model)
else:
    optimizer = build_optimizer(model)
    model.features = features(config["channels"])      # our scans are gray

Xt, yt = xray(config["n_train"]); Xv, yv = xray(config["n_val"])
ce = nn.CrossEntropyLoss()
log = open(os.path.join(outdir, "log.txt"), "w")
def emit(s): print(s, flush=True); log.write(s + "\n")
emit(str(config))
for epoch in range(config["epochs"]):
    t0 = time.time(); model.train(); loss_m = acc_m = 0.0
    for idx in torch.randperm(len(Xt)).split(config["bs"]):
        out = model(Xt[idx]); loss = ce(out, yt[idx])
        model.zero_grad(); loss.backward(); optimizer.step()
        loss_m += loss.item() * len(idx) / len(Xt); acc_m += (out.argmax(1) == yt[idx]).float().sum().item() / len(Xt)
    model.eval()
    with torch.no_grad(): ov = model(Xv)
    emit(f"Epoch: [{epoch}]\tTime {time.time()-t0:.1f}s\tLoss {loss_m:.4e}\tAcc@1 {100*acc_m:.2f}")
    emit(f" * Val Loss {ce(ov, yv).item():.4e} Acc@1 {100*(ov.argmax(1)==yv).float().mean().item():.2f}")
log.close()

torch.save({"epoch": config["epochs"], "state_dict": model.state_dict(), "optimizer": optimizer.state_dict(), "config": config},
           os.path.join(outdir, "checkpoint.pt"))
np.savez(os.path.join(outdir, "batch.npz"), x=Xt[:200].numpy(), y=yt[:200].numpy())
np.savez(os.path.join(outdir, "validation.npz"), x=Xv.numpy(), y=yv.numpy())

class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return nn.functional.cross_entropy(self.model(x), y)
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (Xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(outdir, "model.pt2"))
