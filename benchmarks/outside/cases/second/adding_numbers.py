"""
accepts: [learning_rate_decays_too_fast]
says: "Toy: a GRU reads '37+58' char by char and predicts the three digits of the sum. Training loss is 1.786 in epoch 1, 1.755 in epoch 2 and then completely frozen, the validation loss is 1.75636 in every epoch, not even the last decimal changes. Digit accuracy 0.29."
language: en
hint: "StepLR(step_size=10 epochs) is stepped once per batch, so the rate is 0 after one epoch. Step it per epoch."
"""
import sys, os
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
torch.manual_seed(4)
out_dir = sys.argv[1]
os.makedirs(out_dir, exist_ok=True)
per_epoch = "--cured" in sys.argv
VOC = "0123456789+"


def all_pairs():
    pairs = [(a, b) for a in range(100) for b in range(100)]
    xs = [[VOC.index(c) for c in f"{a:02d}+{b:02d}"] for a, b in pairs]
    ys = [[int(c) for c in f"{a + b:03d}"] for a, b in pairs]
    p = torch.randperm(len(pairs))
    return torch.tensor(xs)[p], torch.tensor(ys)[p]


class Adder(nn.Module):
    """embedding -> GRU -> 3 x 10 logits"""
    def __init__(self, hidden=96):
        super().__init__()
        self.embed = nn.Embedding(len(VOC), 16)
        self.gru = nn.GRU(16, hidden, batch_first=True)
        self.fc = nn.Sequential(nn.Linear(hidden, 96), nn.ReLU(), nn.Linear(96, 30))

    def forward(self, x):
        _, h = self.gru(self.embed(x))
        return self.fc(h[-1]).view(-1, 3, 10)


def criterion(logits, y):
    return nn.functional.cross_entropy(logits.transpose(1, 2), y)


class Trainer:
    def __init__(self, model, epochs=20, batch=64):
        self.model, self.epochs, self.batch = model, epochs, batch
        self.opt = torch.optim.Adam(model.parameters(), lr=4e-3)
        self.sched = torch.optim.lr_scheduler.StepLR(self.opt, step_size=8, gamma=0.3)
        self.lines = []

    def log(self, s):
        print(s)
        self.lines.append(s)

    def evaluate(self, x, y):
        self.model.eval()
        with torch.no_grad():
            o = self.model(x)
        right = o.argmax(-1) == y
        return criterion(o, y).item(), right.float().mean().item(), right.all(1).float().mean().item()

    def fit(self, x, y, xv, yv):
        for e in range(1, self.epochs + 1):
            self.model.train()
            run = 0.0
            for i in torch.randperm(len(x)).split(self.batch):
                loss = criterion(self.model(x[i]), y[i])
                self.opt.zero_grad()
                loss.backward()
                self.opt.step()
                if not per_epoch:
                    self.sched.step()
                run += loss.item() * len(i)
            if per_epoch:
                self.sched.step()
            v = self.evaluate(xv, yv)
            self.log(f"== epoch {e} == train {run / len(x):.5f} | val {v[0]:.5f} | digit acc {v[1]:.4f} | whole sum right {v[2]:.4f}")


X, Y = all_pairs()
xt, yt, xv, yv = X[:8000], Y[:8000], X[8000:], Y[8000:]
trainer = Trainer(Adder())
trainer.fit(xt, yt, xv, yv)
with open(os.path.join(out_dir, "log.txt"), "w") as f:
    f.write("\n".join(trainer.lines) + "\n")
torch.save({"model": trainer.model.state_dict(), "optim": trainer.opt.state_dict(), "sched": trainer.sched.state_dict()},
           os.path.join(out_dir, "checkpoint.pt"))
np.savez(os.path.join(out_dir, "batch.npz"), x=xt[:256].numpy(), y=yt[:256].numpy())
np.savez(os.path.join(out_dir, "validation.npz"), x=xv[:512].numpy(), y=yv[:512].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return criterion(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(trainer.model).train().cpu(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(out_dir, "model.pt2"))
