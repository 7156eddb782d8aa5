"""
accepts: [logits_probability_mismatch]
says: "The loss of my accent classifier is negative and keeps going: -0.42 at step 9, -9.5e7 after 15 epochs (val_loss -9.2e7), but val_acc is only 0.303, which is the share of the biggest class. Is a negative loss normal for NLLLoss?"
language: en
hint: "NLLLoss is fed with raw outputs of the last linear layer; it needs log_softmax (or use CrossEntropyLoss)."
"""
import os
import sys
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

os.environ["OMP_NUM_THREADS"] = "1"
torch.set_num_threads(1)
torch.manual_seed(55)
rng = np.random.default_rng(55)

hparams = {"lr": 1e-3, "batch_size": 40, "max_epochs": 15, "n_mfcc": 13, "frames": 24, "n_accents": 6}


def mfcc_like(n):
    y = rng.choice(hparams["n_accents"], n, p=[.3, .2, .15, .15, .1, .1])
    proto = np.random.default_rng(1).normal(size=(6, 13, 3))
    t = np.linspace(0, 1, 24)
    basis = np.stack([np.ones(24), np.sin(2 * np.pi * t), np.cos(4 * np.pi * t)])
    x = 0.55 * proto[y] @ basis + rng.normal(0, 1, (n, 13, 1)) * 0.8 + rng.normal(0, 1, (n, 13, 24))
    return torch.tensor(x, dtype=torch.float32), torch.tensor(y)


class AccentNet(nn.Module):
    def __init__(self, log_probs):
        super().__init__()
        self.conv1 = nn.Conv1d(13, 32, 5, padding=2)
        self.conv2 = nn.Conv1d(32, 32, 3, padding=1)
        self.fc1 = nn.Linear(32 * 6, 32)
        self.fc2 = nn.Linear(32, 6)
        self.drop = nn.Dropout(0.4)
        self.log_probs = log_probs

    def forward(self, x):
        x = F.max_pool1d(F.relu(self.conv1(x)), 2)
        x = F.max_pool1d(F.relu(self.conv2(x)), 2)
        x = self.fc2(self.drop(F.relu(self.fc1(x.flatten(1)))))
        return F.log_softmax(x, dim=1) if self.log_probs else x


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return F.nll_loss(self.model(x), y)


def run(out, log_probs):
    os.makedirs(out, exist_ok=True)
    (xt, yt), (xv, yv) = mfcc_like(2400), mfcc_like(600)
    model = AccentNet(log_probs)
    opt = torch.optim.Adam(model.parameters(), lr=hparams["lr"], weight_decay=1e-4)
    step = 0
    # metrics.csv as Lightning writes it: train and val rows apart
    with open(os.path.join(out, "log.csv"), "w") as f:
        f.write("epoch,step,train_loss,val_acc,val_loss\n")
        for epoch in range(hparams["max_epochs"]):
            model.train()
            for idx in torch.randperm(len(xt)).split(hparams["batch_size"]):
                loss = F.nll_loss(model(xt[idx]), yt[idx])
                opt.zero_grad()
                loss.backward()
                opt.step()
                if step % 10 == 9:
                    f.write(f"{epoch},{step},{loss.item()},,\n")
                step += 1
            model.eval()
            with torch.no_grad():
                o = model(xv)
            acc = (o.argmax(1) == yv).float().mean().item()
            vl = F.nll_loss(o, yv).item()
            f.write(f"{epoch},{step - 1},,{acc},{vl}\n")
            print(f"Epoch {epoch}: 100%|██████████| 60/60 train_loss={loss.item():.3f}, val_loss={vl:.3f}, val_acc={acc:.3f}")
    torch.save({"epoch": epoch, "global_step": step, "state_dict": model.state_dict(), "hyper_parameters": hparams}, os.path.join(out, "checkpoint.pt"))
    np.savez(os.path.join(out, "batch.npz"), x=xt[:256].numpy(), y=yt[:256].numpy())
    np.savez(os.path.join(out, "validation.npz"), x=xv[:512].numpy(), y=yv[:512].numpy())
    b = torch.export.Dim("batch", min=2)
    ep = torch.export.export(WithLoss(model).train().cpu(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
    torch.export.save(ep, os.path.join(out, "model.pt2"))


if __name__ == "__main__":
    run(sys.argv[1], "--cured" in sys.argv)
