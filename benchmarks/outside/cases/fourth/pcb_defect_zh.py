"""
accepts: [preprocessing_mismatch]
says: "PCB 缺陷四分类，训练集第 3 轮就 99.88%，第 8 轮 train_loss 0.0034，但验证集准确率从头到尾都是 23.00%，val_loss 从 1390 涨到 2241。数据是同一批随机生成的，加了 BN 和 weight decay 也没用，这是过拟合吗？"
language: zh
hint: "训练集做了 (x/255-0.5)/0.25，验证集只做了 0~255 转 float，忘了归一化；两边使用同一预处理即可。"
"""
# PCB 缺陷分类: 0 正常, 1 短路, 2 断路, 3 缺孔
import os, sys
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
import torch.nn as nn
from torch.utils.data import Dataset, DataLoader
torch.set_num_threads(1); torch.manual_seed(66); np.random.seed(66)
cured = "--cured" in sys.argv
work_dir = sys.argv[1]; os.makedirs(work_dir, exist_ok=True)

def 画板(c):
    img = np.full((24, 24), 60.0)
    r1 = np.random.randint(4, 8); r2 = r1 + np.random.randint(6, 10)
    img[r1:r1 + 2] = 180; img[r2:r2 + 2] = 180
    if c == 1: k = np.random.randint(3, 20); img[r1:r2, k:k + 2] = 180
    if c == 2: k = np.random.randint(3, 18); r = [r1, r2][np.random.randint(2)]; img[r:r + 2, k:k + 4] = 60
    if c != 3:
        k = np.random.randint(2, 20); img[21:24, k:k + 3] = 230
    return np.clip(img + np.random.normal(0, 12, img.shape), 0, 255).astype("uint8")

class PCB数据集(Dataset):
    def __init__(self, n, mode):
        self.y = np.random.randint(0, 4, n); self.img = [画板(c) for c in self.y]; self.mode = mode
    def __len__(self): return len(self.y)
    def __getitem__(self, i):
        x = torch.from_numpy(self.img[i].astype("float32"))[None]
        if self.mode == "train":
            if np.random.rand() < 0.5: x = x.flip(2)
            x = (x / 255.0 - 0.5) / 0.25
        elif cured:
            x = (x / 255.0 - 0.5) / 0.25
        return x, int(self.y[i])

train_set, val_set = PCB数据集(1600, "train"), PCB数据集(400, "val")
train_loader = DataLoader(train_set, 32, shuffle=True); val_loader = DataLoader(val_set, 100)

class ConvBNReLU(nn.Sequential):
    def __init__(self, i, o, s=1):
        super().__init__(nn.Conv2d(i, o, 3, s, 1, bias=False), nn.BatchNorm2d(o), nn.ReLU())
class 小网络(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = ConvBNReLU(1, 12)
        self.s1 = ConvBNReLU(12, 24, 2)
        self.s2 = ConvBNReLU(24, 32, 2)
        self.fc = nn.Linear(32 * 36, 4)
    def forward(self, x):
        return self.fc(self.s2(self.s1(self.stem(x))).flatten(1))

model = 小网络(); criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=1e-2)
log = open(os.path.join(work_dir, "log.txt"), "w", encoding="utf-8")
for epoch in range(8):
    model.train(); tl, tc = 0.0, 0
    for x, y in train_loader:
        o = model(x); loss = criterion(o, y)
        optimizer.zero_grad(); loss.backward(); optimizer.step()
        tl += loss.item() * len(y); tc += (o.argmax(1) == y).sum().item()
    model.eval(); vl, vc = 0.0, 0
    with torch.no_grad():
        for x, y in val_loader:
            o = model(x); vl += criterion(o, y).item() * len(y); vc += (o.argmax(1) == y).sum().item()
    s = f"[Epoch {epoch + 1}/8] train_loss: {tl / 1600:.4f}, train_acc: {tc / 16:.2f}%, val_loss: {vl / 400:.4f}, val_acc: {vc / 4:.2f}%"
    print(s); log.write(s + "\n")
log.close()

def 取(ds, n):
    a = [ds[i] for i in range(n)]
    return torch.stack([t[0] for t in a]), torch.tensor([t[1] for t in a])
xb, yb = 取(train_set, 200); xv, yv = 取(val_set, 300)
torch.save({"epoch": 8, "model_state_dict": model.state_dict(), "optimizer_state_dict": optimizer.state_dict()}, os.path.join(work_dir, "checkpoint.pt"))
np.savez(os.path.join(work_dir, "batch.npz"), x=xb.numpy(), y=yb.numpy())
np.savez(os.path.join(work_dir, "validation.npz"), x=xv.numpy(), y=yv.numpy())
class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return nn.functional.cross_entropy(self.model(x), y)
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (xb[:64], yb[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(work_dir, "model.pt2"))
