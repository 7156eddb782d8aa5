"""
accepts: [zero_or_constant_init]
says: "I wrote my own Dense layer (no nn.Linear, for learning) and classify short synth waveforms: sine, square, saw, triangle, pulse, noise. Training is super smooth and totally reproducible no matter what seed, but it never gets above 40% or so. Same sizes with nn.Linear got above 90."
language: en
hint: "weights are torch.full(..., 0.05): all hidden units identical for ever, every layer acts as one unit"
"""
import sys, os
import numpy as np
import torch

torch.set_num_threads(1)
torch.manual_seed(9)
rng = np.random.default_rng(9)
FOLDER = sys.argv[1]
CURED = "--cured" in sys.argv
os.makedirs(FOLDER, exist_ok=True)

KINDS = "sine square saw triangle pulse noise".split()


def wave(k):
    t = np.arange(64) / 64
    ph = (rng.uniform(2, 3) * t + rng.uniform(0, .35)) % 1
    w = {0: np.sin(2 * np.pi * ph), 1: np.sign(.5 - ph), 2: 2 * ph - 1, 3: 4 * np.abs(ph - .5) - 1,
         4: np.where(ph < .15, 1.6, -.28), 5: rng.normal(0, .8, 64)}[k]
    return rng.uniform(.8, 1.2) * w + rng.normal(0, .1, 64)


def get(n):
    y = rng.integers(0, 6, n)
    return torch.tensor(np.stack([wave(int(k)) for k in y]), dtype=torch.float32), torch.tensor(y)


Xtr, Ytr = get(4000)
Xte, Yte = get(800)


class Dense(torch.nn.Module):
    def __init__(self, n_in, n_out):
        super().__init__()
        self.W = torch.nn.Parameter(torch.full((n_in, n_out), 0.05))
        self.b = torch.nn.Parameter(torch.zeros(n_out))
        if CURED:
            torch.nn.init.kaiming_normal_(self.W, mode="fan_out")

    def forward(self, x):
        return x @ self.W + self.b


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.d1, self.d2, self.d3 = Dense(64, 96), Dense(96, 64), Dense(64, 6)

    def forward(self, x):
        return self.d3(torch.relu(self.d2(torch.relu(self.d1(x)))))


net = Net()
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
lossf = torch.nn.CrossEntropyLoss()
step = 0
log = open(FOLDER + "/log.txt", "w")
EP = 25
for epoch in range(EP):
    for idx in torch.randperm(len(Xtr)).split(64):
        loss = lossf(net(Xtr[idx]), Ytr[idx])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        step += 1
        if step % 25 == 0:
            log.write(f"step {step} loss {loss.item():.4f}\n")
    with torch.no_grad():
        o = net(Xte)
        msg = f"== epoch {epoch + 1} test_loss {lossf(o, Yte).item():.4f} test_acc {(o.argmax(1) == Yte).float().mean().item():.4f}"
    print(msg)
    log.write(msg + "\n")
log.close()
torch.save({"model": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": EP}, FOLDER + "/checkpoint.pt")
np.savez(FOLDER + "/batch.npz", x=Xtr[:320].numpy(), y=Ytr[:320].numpy())
np.savez(FOLDER + "/validation.npz", x=Xte[:320].numpy(), y=Yte[:320].numpy())


class WithLoss(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return torch.nn.functional.cross_entropy(self.model(x), y)


batch = torch.export.Dim("batch", min=2)
program = torch.export.export(WithLoss(net).train(), (Xtr[:64], Ytr[:64]), dynamic_shapes={"x": {0: batch}, "y": {0: batch}})
torch.export.save(program, FOLDER + "/model.pt2")
