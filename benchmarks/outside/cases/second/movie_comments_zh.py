"""
accepts: [label_misalignment, data_reading_bug]
says: "影评情感二分类，Embedding+GRU。6 轮下来训练 loss 0.686、准确率 0.54，验证集准确率 0.52，跟抛硬币一样，loss 停在 0.693。评论我人工看过，正面负面很明显，不应该这么难。"
language: zh
hint: "打乱时对评论和标签分别 permutation（随机数不同），输入与标签错位。用同一个下标打乱即可。"
"""
# 影评情感分类练习。数据：自己写的小模板生成的影评
import os
import sys
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
OUT = sys.argv[1]
CURED = '--cured' in sys.argv
os.makedirs(OUT, exist_ok=True)
rng = np.random.default_rng(5)
torch.manual_seed(5)

POS = '精彩 感人 好看 惊艳 流畅 震撼 温暖 用心 经典 推荐'.split()
NEG = '无聊 难看 拖沓 尴尬 失望 敷衍 混乱 俗套 出戏 后悔'.split()
ASPECT = '剧情 演员 画面 配乐 台词 结局 导演 节奏 特效 主角'.split()
FILL = '这部 电影 真的 我 觉得 昨天 和 朋友 一起 看 了 有点 非常 比较 就是 不过 总之 周末 影院 票价'.split()
vocab = ['<pad>', '不'] + POS + NEG + ASPECT + FILL
w2i = {w: i for i, w in enumerate(vocab)}
L = 24


def comment(label):
    words = list(rng.choice(FILL, rng.integers(3, 7)))
    for _ in range(rng.integers(2, 5)):
        same = rng.random() < .85              # 偶尔夹一句相反的话
        good = (label == 1) == same
        neg = rng.random() < .25               # “不 + 反义词”
        words += [rng.choice(ASPECT)]
        if neg:
            words += ['不', rng.choice(NEG if good else POS)]
        else:
            words += [rng.choice(POS if good else NEG)]
        words += list(rng.choice(FILL, rng.integers(0, 3)))
    ids = [w2i[w] for w in words][:L]
    return ids + [0] * (L - len(ids))


# 先生成 2000 条好评再 2000 条差评，然后打乱
labels = np.array([1] * 2000 + [0] * 2000)
texts = np.array([comment(l) for l in labels])
if CURED:
    order = rng.permutation(len(texts))
    texts, labels = texts[order], labels[order]
else:
    texts = rng.permutation(texts)
    labels = rng.permutation(labels)
X, Y = torch.tensor(texts), torch.tensor(labels)
x_train, y_train, x_val, y_val = X[:3200], Y[:3200], X[3200:], Y[3200:]


class SentimentGRU(nn.Module):
    def __init__(self, vocab_size, emb=32, hid=48):
        super().__init__()
        self.emb = nn.Embedding(vocab_size, emb, padding_idx=0)
        self.gru = nn.GRU(emb, hid, batch_first=True, bidirectional=True)
        self.drop = nn.Dropout(0.5)
        self.fc = nn.Linear(2 * hid, 2)

    def forward(self, x):
        h, _ = self.gru(self.emb(x))
        return self.fc(self.drop(h.max(dim=1).values))


model = SentimentGRU(len(vocab))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=2e-3, weight_decay=1e-5)


def evaluate():
    model.eval()
    with torch.no_grad():
        o = model(x_val)
        return criterion(o, y_val).item(), (o.argmax(-1) == y_val).float().mean().item()


history = []
EPOCHS = 6
for epoch in range(EPOCHS):
    model.train()
    total, hit = 0, 0
    for idx in torch.randperm(len(x_train)).split(64):
        out = model(x_train[idx])
        loss = criterion(out, y_train[idx])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        total += loss.item() * len(idx)
        hit += (out.argmax(-1) == y_train[idx]).sum().item()
    vl, va = evaluate()
    history.append(f'Epoch {epoch + 1:02d}/{EPOCHS} | 训练loss {total / 3200:.4f} acc {hit / 3200:.3f} | 验证loss {vl:.4f} acc {va:.3f}')
    print(history[-1])

with open(os.path.join(OUT, 'log.txt'), 'w', encoding='utf-8') as f:
    f.write('\n'.join(history) + '\n')
torch.save({'model_state': model.state_dict(), 'vocab': vocab}, os.path.join(OUT, 'checkpoint.pt'))
np.savez(os.path.join(OUT, 'batch.npz'), x=x_train[:256].numpy(), y=y_train[:256].numpy())
np.savez(os.path.join(OUT, 'validation.npz'), x=x_val[:512].numpy(), y=y_val[:512].numpy())


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return criterion(self.model(x), y)


b = torch.export.Dim('batch', min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (x_train[:64], y_train[:64]),
                         dynamic_shapes={'x': {0: b}, 'y': {0: b}})
torch.export.save(ep, os.path.join(OUT, 'model.pt2'))
