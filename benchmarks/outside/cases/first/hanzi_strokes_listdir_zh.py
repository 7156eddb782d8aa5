"""
accepts: [label_misalignment, data_reading_bug, label_noise]
says: "自己画了五个汉字（一二三十口）的小图片练手，图片和标签csv都放在文件夹里。训练集loss降得很慢但能降下去，验证集准确率一直就是20%左右，跟瞎猜一样，验证loss越来越高。"
language: zh
hint: "images are read in lexicographic order (1,10,100,1000,1001...) while labels.csv is in numeric order, so pictures and labels do not belong together"
"""
import os, sys, tempfile, csv
import numpy as np
import torch
from torch import nn, optim
from torch.utils.data import Dataset, DataLoader

torch.set_num_threads(1)
np.random.seed(0)
torch.manual_seed(0)
save_dir = sys.argv[1]
CURED = "--cured" in sys.argv
os.makedirs(save_dir, exist_ok=True)


# ---------- 先画图片存到硬盘 ----------
def draw(k):
    im = np.zeros((16, 16), dtype=np.float32)
    dx, dy = np.random.randint(-1, 2, 2)
    def h(y, a, b): im[y + dy, a + dx:b + dx] = 1
    def v(x, a, b): im[a + dy:b + dy, x + dx] = 1
    if k == 0: h(8, 3, 14)
    if k == 1: h(5, 4, 12); h(11, 3, 14)
    if k == 2: h(3, 4, 12); h(8, 5, 11); h(12, 2, 14)
    if k == 3: h(7, 3, 14); v(8, 2, 14)
    if k == 4: h(4, 4, 12); h(11, 4, 12); v(4, 4, 12); v(11, 4, 12)
    im = im * np.random.uniform(0.6, 1.0) + np.random.randn(16, 16) * 0.2
    return im.astype(np.float32)


img_dir = tempfile.mkdtemp()
N = 1500
with open(os.path.join(img_dir, "labels.csv"), "w") as f:
    for n in range(1, N + 1):
        k = np.random.randint(5)
        np.save(os.path.join(img_dir, "%d.npy" % n), draw(k))
        f.write("%d.npy,%d\n" % (n, k))


# ---------- 数据集 ----------
class HanziDataset(Dataset):
    def __init__(self, root):
        names = [n for n in os.listdir(root) if n.endswith(".npy")]
        names.sort()   # os.listdir顺序是乱的，排一下序
        if CURED:
            names.sort(key=lambda s: int(s[:-4]))
        self.imgs = [np.load(os.path.join(root, n)) for n in names]
        self.labels = [int(r[1]) for r in csv.reader(open(os.path.join(root, "labels.csv")))]

    def __len__(self):
        return len(self.imgs)

    def __getitem__(self, i):
        return torch.from_numpy((self.imgs[i][None] - 0.15) / 0.35), self.labels[i]


full = HanziDataset(img_dir)
train_set, val_set = torch.utils.data.random_split(full, [1200, 300])
train_loader = DataLoader(train_set, batch_size=32, shuffle=True)
val_loader = DataLoader(val_set, batch_size=100)

model = nn.Sequential(
    nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(), nn.Linear(16 * 16, 64), nn.ReLU(), nn.Linear(64, 5))
loss_fn = nn.CrossEntropyLoss()
opt = optim.Adam(model.parameters(), lr=1e-3)

fp = open(os.path.join(save_dir, "log.csv"), "w", newline="")
writer = csv.writer(fp)
writer.writerow(["epoch", "train_loss", "train_acc", "val_loss", "val_acc"])
for epoch in range(30):
    model.train()
    s, c, n = 0, 0, 0
    for img, lab in train_loader:
        out = model(img)
        loss = loss_fn(out, lab)
        opt.zero_grad(); loss.backward(); opt.step()
        s += loss.item() * len(lab); c += (out.argmax(1) == lab).sum().item(); n += len(lab)
    model.eval()
    vs, vc, vn = 0, 0, 0
    with torch.no_grad():
        for img, lab in val_loader:
            out = model(img)
            vs += loss_fn(out, lab).item() * len(lab); vc += (out.argmax(1) == lab).sum().item(); vn += len(lab)
    writer.writerow([epoch, round(s / n, 4), round(c / n, 4), round(vs / vn, 4), round(vc / vn, 4)])
    print(epoch, s / n, c / n, vs / vn, vc / vn)
fp.close()

torch.save(model.state_dict(), os.path.join(save_dir, "checkpoint.pt"))
bs = [b for _, b in zip(range(8), train_loader)]
bx, by = torch.cat([b[0] for b in bs]), torch.cat([b[1] for b in bs])
np.savez(os.path.join(save_dir, "batch.npz"), x=bx.numpy(), y=by.numpy())
vx, vy = torch.cat([b[0] for b in val_loader]), torch.cat([b[1] for b in val_loader])
np.savez(os.path.join(save_dir, "validation.npz"), x=vx.numpy(), y=vy.numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model
        self.loss = nn.CrossEntropyLoss()

    def forward(self, x, y):
        return self.loss(self.model(x), y)


batch = torch.export.Dim("batch", min=2)
p = torch.export.export(WithLoss(model).train().cpu(), (bx, by), dynamic_shapes={"x": {0: batch}, "y": {0: batch}})
torch.export.save(p, os.path.join(save_dir, "model.pt2"))
