"""
accepts: [missing_zero_grad, learning_rate_too_high]
says: "课程大作业，用LSTM预测下一小时的用电负荷，数据已经归一化过了。loss一会儿降一会儿又涨上去，波动特别大，最后的结果还不如直接用上一时刻的值。"
language: zh
hint: "optimizer.zero_grad() never called: gradients pile up over the whole run, Adam behaves like a momentum that never forgets"
"""
import os
import sys
import json
import numpy as np
import torch
import torch.nn as nn
import torch.utils.data as Data

torch.set_num_threads(1)
torch.manual_seed(2023)
np.random.seed(2023)
folder = sys.argv[1]
CURED = len(sys.argv) > 2 and sys.argv[2] == "--cured"
os.makedirs(folder, exist_ok=True)

# 生成负荷数据：日周期 + 周周期 + 随机
T = 24 * 7 * 20
t = np.arange(T)
load = 500 + 120 * np.sin(2 * np.pi * t / 24 - 1) + 40 * np.sin(4 * np.pi * t / 24) + 60 * (((t // 24) % 7) < 5)
ar = np.zeros(T)
for i in range(1, T):
    ar[i] = 0.9 * ar[i - 1] + np.random.randn() * 6
load = load + ar
split = int(T * 0.8)
load = (load - load[:split].mean()) / load[:split].std()

seq_len = 24


def make(series):
    xs, ys = [], []
    for i in range(len(series) - seq_len):
        xs.append(series[i:i + seq_len])
        ys.append(series[i + seq_len])
    return torch.tensor(np.array(xs), dtype=torch.float32).unsqueeze(-1), torch.tensor(np.array(ys), dtype=torch.float32).unsqueeze(-1)


x_train, y_train = make(load[:split])
x_val, y_val = make(load[split:])


class LSTM(nn.Module):
    def __init__(self, hidden=32):
        super().__init__()
        self.lstm = nn.LSTM(1, hidden, batch_first=True)
        self.fc = nn.Linear(hidden, 1)

    def forward(self, x):
        out, _ = self.lstm(x)
        return self.fc(out[:, -1, :])


model = LSTM()
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
loader = Data.DataLoader(Data.TensorDataset(x_train, y_train), batch_size=64, shuffle=True)

with open(os.path.join(folder, "log.jsonl"), "w") as f:
    for epoch in range(25):
        model.train()
        losses = []
        for bx, by in loader:
            pred = model(bx)
            loss = criterion(pred, by)
            if CURED:
                optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        model.eval()
        with torch.no_grad():
            val = criterion(model(x_val), y_val).item()
        print("Epoch [{}/25], Loss: {:.5f}, Val: {:.5f}".format(epoch + 1, np.mean(losses), val))
        f.write(json.dumps({"epoch": epoch + 1, "loss": float(np.mean(losses)), "val_loss": val}) + "\n")

torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 25}, os.path.join(folder, "checkpoint.pt"))
# 保存几个batch
bx, by = zip(*[b for _, b in zip(range(3), loader)])
bx, by = torch.cat(bx), torch.cat(by)
np.savez(os.path.join(folder, "batch.npz"), x=bx.numpy(), y=by.numpy())
np.savez(os.path.join(folder, "validation.npz"), x=x_val[:200].numpy(), y=y_val[:200].numpy())


class WithLoss(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return ((self.model(x) - y) ** 2).mean()


batch = torch.export.Dim("batch", min=2)
program = torch.export.export(WithLoss(model).train().cpu(), (bx, by), dynamic_shapes={"x": {0: batch}, "y": {0: batch}})
torch.export.save(program, os.path.join(folder, "model.pt2"))
