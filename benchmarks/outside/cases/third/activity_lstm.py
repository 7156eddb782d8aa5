"""
accepts: [model_implementation_bug]
says: "LSTM from a blog post on accelerometer windows. Loss 1.36 after 14 epochs, validation accuracy 36 % with 5 classes. The blog reports over 90 % on similar data."
language: en
hint: "nn.LSTM without batch_first gets (batch, time, channel): it runs along the batch, so every sample sees its neighbours and only the last time point of its own series. Cured: batch_first=True."
"""
# activity recognition from a wrist accelerometer (3 axes, 50 samples per window), based on a blog post
import os
import sys
os.environ["OMP_NUM_THREADS"] = "1"
import pathlib
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
torch.manual_seed(0)
np.random.seed(0)

outdir = pathlib.Path(sys.argv[1])
outdir.mkdir(parents=True, exist_ok=True)
cured = "--cured" in sys.argv

# hyper parameters
input_dim, hidden_dim, n_classes = 3, 40, 5
seq_len, batch_size, n_epochs, lr = 50, 64, 14, 4e-3
ACTIVITIES = ["walk", "run", "stairs", "sit", "cycling"]


def simulate(n):
    X, y = np.zeros((n, seq_len, 3), dtype=np.float32), np.random.randint(0, n_classes, n)
    t = np.arange(seq_len) / 25.0
    for i, k in enumerate(y):
        f = {0: 1.8, 1: 2.9, 2: 1.5, 3: 0.2, 4: 1.2}[k] * np.random.uniform(0.9, 1.1)
        a = {0: 0.6, 1: 1.2, 2: 0.7, 3: 0.08, 4: 0.4}[k] * np.random.uniform(0.8, 1.2)
        ph = np.random.uniform(0, 2 * np.pi)
        g = np.random.randn(3); g /= np.linalg.norm(g)
        X[i, :, 0] = a * np.sin(2 * np.pi * f * t + ph)
        X[i, :, 1] = 0.6 * a * np.sin(4 * np.pi * f * t + ph + (1.5 if k == 2 else 0.0))
        X[i, :, 2] = (0.9 if k == 4 else 0.3) * a * np.cos(2 * np.pi * f * t + ph)
        X[i] += 0.4 * g + 0.15 * np.random.randn(seq_len, 3)
    return X, y


X_train, y_train = simulate(2000)
X_val, y_val = simulate(500)
mean, std = X_train.mean(axis=(0, 1)), X_train.std(axis=(0, 1))
X_train, X_val = torch.tensor((X_train - mean) / std), torch.tensor((X_val - mean) / std)
y_train, y_val = torch.tensor(y_train), torch.tensor(y_val)


class LSTMClassifier(nn.Module):
    def __init__(self):
        super().__init__()
        if cured:
            self.lstm = nn.LSTM(input_dim, hidden_dim, num_layers=1, batch_first=True)
        else:
            self.lstm = nn.LSTM(input_dim, hidden_dim, num_layers=1)
        self.fc = nn.Linear(hidden_dim, n_classes)

    def forward(self, x):
        out, (hn, cn) = self.lstm(x)
        return self.fc(out[:, -1, :])


model = LSTMClassifier()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=lr)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, n_epochs)

log = open(outdir / "log.txt", "w")
for epoch in range(n_epochs):
    model.train()
    perm = torch.randperm(len(X_train))
    for i in range(0, len(perm), batch_size):
        idx = perm[i:i + batch_size]
        optimizer.zero_grad()
        outputs = model(X_train[idx])
        loss = criterion(outputs, y_train[idx])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if (i // batch_size + 1) % 4 == 0:
            log.write(f"Epoch [{epoch + 1}/{n_epochs}], Step [{i // batch_size + 1}/{-(-len(perm) // batch_size)}], Loss: {loss.item():.4f}\n")
    scheduler.step()
    model.eval()
    correct = total = vloss = 0
    with torch.no_grad():
        for i in range(0, len(X_val), batch_size):
            o = model(X_val[i:i + batch_size]); t = y_val[i:i + batch_size]
            vloss += criterion(o, t).item() * len(t)
            correct += (o.argmax(1) == t).sum().item(); total += len(t)
    msg = f"Epoch [{epoch + 1}/{n_epochs}] Validation loss: {vloss / total:.4f}, Validation accuracy: {100 * correct / total:.2f} %"
    print(msg); log.write(msg + "\n")
log.close()

torch.save({"epoch": n_epochs, "model_state_dict": model.state_dict(), "optimizer_state_dict": optimizer.state_dict(),
            "loss": loss.item()}, outdir / "checkpoint.pt")
np.savez(outdir / "batch.npz", x=X_train[:192].numpy(), y=y_train[:192].numpy())
np.savez(outdir / "validation.npz", x=X_val[:384].numpy(), y=y_val[:384].numpy())


class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return criterion(self.model(x), y)


ep = torch.export.export(WithLoss(model).train(), (X_train[:192], y_train[:192]))
torch.export.save(ep, str(outdir / "model.pt2"))
