"""
accepts: [learning_rate_decays_too_fast]
says: "GRU 预测波动率,24 轮里训练损失一直是 0.88 左右,验证损失 1.7375 完全不动,相关系数停在 0.718。换了隐藏层大小也一样。"
language: zh
hint: "StepLR 本应每轮调用一次,却写在了批循环里,几百步后学习率就接近零。治法:把 scheduler.step() 移到轮循环。"
"""
# 用过去 30 天收益率预测次日已实现波动率(对数),GRU
import sys, os, json
import numpy as np
import torch
import torch.nn as nn
torch.set_num_threads(1)

保存目录 = sys.argv[1]
治好 = "--cured" in sys.argv
os.makedirs(保存目录, exist_ok=True)
torch.manual_seed(8)
rng = np.random.default_rng(8)


def 模拟股票(天数=400):
    h = np.zeros(天数)
    r = np.zeros(天数)
    rv = np.zeros(天数)
    h[0] = -0.5
    for i in range(1, 天数):
        h[i] = 0.95 * h[i - 1] - 0.25 * np.tanh(r[i - 1]) + 0.20 * (abs(r[i - 1]) > 2) + rng.normal(0, 0.14)
        r[i] = np.exp(h[i] / 2) * rng.normal()
        rv[i] = h[i] + rng.normal(0, 0.35)
    return r, rv


xs, ys, 日 = [], [], []
for k in range(20):
    r, rv = 模拟股票()
    for i in range(40, 399, 2):
        xs.append(np.stack([r[i - 30:i], rv[i - 30:i]], 1))
        ys.append(rv[i])
        日.append(i)
xs, ys, 日 = np.array(xs, dtype=np.float32), np.array(ys, dtype=np.float32), np.array(日)
训 = 日 < 310            # 按时间切分
m, s = xs[训].mean((0, 1)), xs[训].std((0, 1))
xs = (xs - m) / s
ys = (ys - ys[训].mean()) / ys[训].std()
xt, yt = torch.from_numpy(xs[训]), torch.from_numpy(ys[训])[:, None]
xv, yv = torch.from_numpy(xs[~训]), torch.from_numpy(ys[~训])[:, None]


class VolGRU(nn.Module):
    def __init__(self, hid=24):
        super().__init__()
        self.gru = nn.GRU(2, hid, batch_first=True)
        self.head = nn.Sequential(nn.LayerNorm(hid), nn.Linear(hid, 16), nn.SiLU(), nn.Linear(16, 1))

    def forward(self, x):
        o, _ = self.gru(x)
        return self.head(o[:, -1])


model = VolGRU()
opt = torch.optim.Adam(model.parameters(), lr=1e-3)
scheduler = torch.optim.lr_scheduler.StepLR(opt, step_size=6, gamma=0.5)
mse = nn.MSELoss()
日志 = open(os.path.join(保存目录, "log.jsonl"), "w", encoding="utf-8")
for 轮 in range(1, 25):
    model.train()
    累计 = []
    for ix in torch.randperm(len(xt)).split(64):
        opt.zero_grad()
        loss = mse(model(xt[ix]), yt[ix])
        loss.backward()
        opt.step()
        if not 治好:
            scheduler.step()
        累计.append(loss.item())
    if 治好:
        scheduler.step()
    model.eval()
    with torch.no_grad():
        p = model(xv)
        vl = mse(p, yv).item()
        ic = np.corrcoef(p[:, 0].numpy(), yv[:, 0].numpy())[0, 1]
    rec = {"轮": 轮, "训练损失": round(float(np.mean(累计)), 4), "验证损失": round(vl, 4), "相关系数": round(float(ic), 3)}
    日志.write(json.dumps(rec, ensure_ascii=False) + "\n")
    print(rec)
日志.close()
torch.save({"model": model.state_dict(), "optimizer": opt.state_dict(), "scheduler": {"step_size": 6, "gamma": 0.5}},
           os.path.join(保存目录, "checkpoint.pt"))
np.savez(os.path.join(保存目录, "batch.npz"), x=xt[:2560:10].numpy(), y=yt[:2560:10].numpy())
np.savez(os.path.join(保存目录, "validation.npz"), x=xv[::4].numpy(), y=yv[::4].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.mse_loss(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(保存目录, "model.pt2"))
