"""
accepts: [data_not_shuffled]
says: "客服意图六分类，第1轮训练准确率 0.43 而验证只有 0.1667（正好六分之一），到第4轮训练 0.48、验证 0.40，验证损失 1.76，训练损失还从 1.37 涨到 1.48 又回落。数据每类 300 条是平衡的，句子也不难，为什么学得这么差？"
language: zh
hint: "训练样本按类别排好序，DataLoader 没有 shuffle；改成 shuffle=True。"
"""
# 客服意图识别：字符级 GRU
import os, sys, json, random
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset
torch.set_num_threads(1)
random.seed(5); torch.manual_seed(5)
out = sys.argv[1]; os.makedirs(out, exist_ok=True)
cured = "--cured" in sys.argv

模板 = {
    "查余额": ["我还有多少钱", "账户余额是多少", "帮我查一下余额", "卡里剩多少"],
    "退款": ["我要退款", "钱能不能退回来", "申请退货退款", "不想要了怎么退"],
    "物流": ["快递到哪里了", "什么时候能送到", "包裹怎么还没到", "查一下物流"],
    "投诉": ["我要投诉客服", "服务态度太差了", "你们怎么这样", "找经理投诉"],
    "开发票": ["怎么开发票", "我要电子发票", "发票抬头怎么改", "能补开发票吗"],
    "改密码": ["忘记密码了", "怎么修改密码", "登录密码不对", "重置一下密码"],
}
填充 = list("啊呢吧请问一下你好那个麻烦了我想的嗯谢谢客服")
类别 = list(模板)

def 造句(k):
    s = [c for c in random.choice(模板[类别[k]]) if random.random() < 0.55]      # 语音转写常常丢字
    for _ in range(random.randint(1, 6)):
        s.insert(random.randint(0, len(s)), random.choice(填充))
    return "".join(s)[:16]

# 按类别逐个生成（和原始 txt 文件一样，一个类一个文件）
train = [(造句(k), k) for k in range(6) for _ in range(300)]
valid = [(造句(k), k) for k in range(6) for _ in range(60)]
vocab = {"<pad>": 0, "<unk>": 1}
for s, _ in train:
    for c in s: vocab.setdefault(c, len(vocab))
def enc(ds):
    x = torch.zeros(len(ds), 16, dtype=torch.long)
    for i, (s, _) in enumerate(ds):
        for j, c in enumerate(s): x[i, j] = vocab.get(c, 1)
    return x, torch.tensor([k for _, k in ds])
xt, yt = enc(train); xv, yv = enc(valid)
loader = DataLoader(TensorDataset(xt, yt), batch_size=16, shuffle=cured)

class GRU分类(nn.Module):
    def __init__(self, V, E=24, H=32, C=6):
        super().__init__()
        self.emb = nn.Embedding(V, E, padding_idx=0)
        self.gru = nn.GRU(E, H, batch_first=True)
        self.drop = nn.Dropout(0.3)
        self.fc = nn.Linear(H, C)
    def forward(self, x):
        h, _ = self.gru(self.emb(x))
        return self.fc(self.drop(h.max(dim=1).values))

model = GRU分类(len(vocab))
opt = torch.optim.Adam(model.parameters(), lr=8e-3)
ce = nn.CrossEntropyLoss()
with open(os.path.join(out, "log.jsonl"), "w", encoding="utf-8") as f:
    for ep in range(1, 5):
        model.train(); 损失 = []; 对 = 0
        for xb, yb in loader:
            o = model(xb); l = ce(o, yb)
            opt.zero_grad(); l.backward(); opt.step()
            损失.append(l.item()); 对 += (o.argmax(1) == yb).sum().item()
        model.eval()
        with torch.no_grad(): o = model(xv)
        r = {"轮": ep, "训练损失": round(float(np.mean(损失)), 4), "训练准确率": round(对 / len(xt), 4),
             "验证损失": round(ce(o, yv).item(), 4), "验证准确率": round((o.argmax(1) == yv).float().mean().item(), 4)}
        print(r); f.write(json.dumps(r, ensure_ascii=False) + "\n")

torch.save(model.state_dict(), os.path.join(out, "checkpoint.pt"))
first = next(iter(DataLoader(TensorDataset(xt, yt), batch_size=192, shuffle=cured)))
np.savez(os.path.join(out, "batch.npz"), x=first[0].numpy(), y=first[1].numpy())
np.savez(os.path.join(out, "validation.npz"), x=xv.numpy(), y=yv.numpy())

class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return nn.functional.cross_entropy(self.model(x), y)
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(out, "model.pt2"))
