"""
accepts: [model_implementation_bug]
says: "Wand gestures from a gyroscope, 24 time steps x 3 axes, 5 gestures, LSTM. Loss stays at 1.61, accuracy at 0.2 on train and validation, from the first epoch to the last. The gestures are clearly different in the plots. What is wrong with LSTMs?"
language: en
hint: "x.view(T, N, 3) instead of transpose/batch_first mixes the samples of the batch."
"""
import csv
import pathlib
import sys
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
torch.manual_seed(2)
rng = np.random.default_rng(2)
out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
cured = "--cured" in sys.argv[2:]
T = 24


def gesture(k):
    t = np.linspace(0, 1, T)
    w = rng.uniform(.85, 1.15)
    a = rng.uniform(.7, 1.3)
    s, c = np.sin(2 * np.pi * w * t), np.cos(2 * np.pi * w * t)
    z = np.zeros(T)
    g = [np.stack([s, c, z]),                        # circle
         np.stack([s, -c, z]),                       # circle, other way
         np.stack([np.sin(4 * np.pi * w * t), c, z]),  # eight
         np.stack([z, 1.5 * np.exp(-((t - .5) / .12) ** 2), z - .5 * s]),   # flick
         np.stack([np.sign(np.sin(6 * np.pi * w * t)), z, .3 * c])][k]      # zigzag
    return (a * g + rng.normal(0, .3, (3, T))).T


def make(n):
    y = rng.integers(0, 5, n)
    return torch.tensor(np.stack([gesture(k) for k in y]), dtype=torch.float32), torch.tensor(y)


class WandLSTM(nn.Module):
    def __init__(self, hidden_size=48, num_layers=1):
        super().__init__()
        self.lstm = nn.LSTM(3, hidden_size, num_layers)     # wants (seq, batch, feature)
        self.dropout = nn.Dropout(0.2)
        self.linear = nn.Linear(hidden_size, 5)

    def forward(self, x):
        if cured:
            x = x.transpose(0, 1)
        else:
            x = x.reshape(x.shape[1], x.shape[0], 3)
        output, (h_n, c_n) = self.lstm(x)
        return self.linear(self.dropout(output[-1]))


x_train, y_train = make(1500)
x_valid, y_valid = make(400)
model = WandLSTM()
loss_fn = nn.CrossEntropyLoss()
optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
rows = [["time_step", "train_loss", "train_acc", "valid_loss", "valid_acc"]]
rows[0][0] = "epoch"
for epoch in range(12):
    model.train()
    losses, hits = [], 0
    for idx in torch.randperm(len(x_train)).split(50):
        logits = model(x_train[idx])
        loss = loss_fn(logits, y_train[idx])
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        losses.append(loss.item())
        hits += int((logits.argmax(1) == y_train[idx]).sum())
    model.eval()
    with torch.no_grad():
        logits = model(x_valid)
    rows.append([epoch, f"{np.mean(losses):.4f}", f"{hits / 1500:.4f}", f"{loss_fn(logits, y_valid).item():.4f}",
                 f"{(logits.argmax(1) == y_valid).float().mean().item():.4f}"])
    print(" ".join(map(str, rows[-1])))
with open(out / "log.csv", "w", newline="") as f:
    csv.writer(f, delimiter=",").writerows(rows)
torch.save({"model_state_dict": model.state_dict(), "optimizer_state_dict": optimiser.state_dict(), "epoch": 11}, out / "checkpoint.pt")
np.savez(out / "batch.npz", x=x_train[:250].numpy(), y=y_train[:250].numpy())
np.savez(out / "validation.npz", x=x_valid.numpy(), y=y_valid.numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return loss_fn(self.model(x), y)


ep = torch.export.export(WithLoss(model).train().cpu(), (x_train[:250], y_train[:250]))     # fixed batch
torch.export.save(ep, str(out / "model.pt2"))
