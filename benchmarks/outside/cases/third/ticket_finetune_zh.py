"""
accepts: [pretrained_weights_missing]
says: "用预训练编码器在 160 条工单上微调，12 个 epoch 后训练 loss 还有 0.6 左右，验证准确率只有 0.68，同事用同一个预训练模型能到 0.95。学习率 1e-3。"
language: zh
hint: "预训练权重的键带有 encoder. 前缀（保存整个语言模型），strict=False 时全部没有载入，等于从随机权重开始；去掉前缀后载入即正常。"
"""
# 工单意图分类：先有一个在大量无标注文本上预训练的编码器（这里用合成语料现训一小会儿），再在 160 条标注上微调
import json, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch, torch.nn as nn, torch.nn.functional as F
torch.set_num_threads(1)
torch.manual_seed(21)
rng = np.random.default_rng(21)
out = Path(sys.argv[1]); out.mkdir(parents=True, exist_ok=True)
CURED = "--cured" in sys.argv

词表, 长度, 主题数, 维 = 300, 20, 6, 48
# 每个主题有自己的 40 个词，其余为公共词
主题词 = rng.permutation(np.arange(10, 250)).reshape(主题数, 40)


def 文本(n):
    y = rng.integers(0, 主题数, n)
    x = rng.integers(10, 词表, (n, 长度))
    own = rng.random((n, 长度)) < 0.45
    pick = 主题词[y[:, None], rng.integers(0, 40, (n, 长度))]
    return torch.from_numpy(np.where(own, pick, x)), torch.from_numpy(y)


class Layer(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.n1, self.n2 = nn.LayerNorm(d), nn.LayerNorm(d)
        self.qkv, self.o = nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.ff = nn.Sequential(nn.Linear(d, 2 * d), nn.GELU(), nn.Linear(2 * d, d))

    def forward(self, x):
        B, T, D = x.shape
        q, k, v = self.qkv(self.n1(x)).view(B, T, 3, 4, D // 4).permute(2, 0, 3, 1, 4)
        x = x + self.o(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(B, T, D))
        return x + self.ff(self.n2(x))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(词表, 维)
        self.layers = nn.Sequential(Layer(维), Layer(维))
        self.norm = nn.LayerNorm(维)

    def forward(self, ids):
        return self.norm(self.layers(self.emb(ids)))


class MLM(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.lm = Encoder(), nn.Linear(维, 词表)

    def forward(self, ids):
        return self.lm(self.encoder(ids))


class Classifier(Encoder):
    def __init__(self):
        super().__init__()
        self.classifier = nn.Linear(维, 主题数)

    def forward(self, ids):
        return self.classifier(super().forward(ids).mean(1))


def pretrain():
    m = MLM(); opt = torch.optim.AdamW(m.parameters(), 3e-3)
    sch = torch.optim.lr_scheduler.OneCycleLR(opt, 3e-3, total_steps=450)
    for _ in range(450):
        x, _y = 文本(64)
        mask = torch.rand(x.shape) < 0.2
        loss = F.cross_entropy(m(x.masked_fill(mask, 0))[mask], x[mask])
        opt.zero_grad(); loss.backward(); opt.step(); sch.step()
    torch.save(m.state_dict(), out / "pretrained.pt")


pretrain()
model = Classifier()
sd = torch.load(out / "pretrained.pt")
(out / "pretrained.pt").unlink()
if CURED:
    sd = {k.removeprefix("encoder."): v for k, v in sd.items()}
model.load_state_dict(sd, strict=False)

tx, ty = 文本(160)
vx, vy = 文本(400)
epochs, bs = 12, 16
opt = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.05)
total = epochs * (len(tx) // bs)
sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(1, (s + 1) / 10) * max(0.0, 1 - s / total))
history, step = [], 0
for ep in range(epochs):
    model.train()
    for i in torch.randperm(len(tx)).split(bs):
        loss = F.cross_entropy(model(tx[i]), ty[i])
        opt.zero_grad(); loss.backward()
        g = nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        opt.step(); sched.step(); step += 1
        if step % 2 == 0:
            history.append({"epoch": round(step * bs / len(tx), 2), "step": step, "loss": round(loss.item(), 4),
                            "grad_norm": round(g.item(), 4), "learning_rate": sched.get_last_lr()[0]})
    model.eval()
    with torch.no_grad():
        p = model(vx)
    history.append({"epoch": float(ep + 1), "step": step, "eval_loss": round(F.cross_entropy(p, vy).item(), 4),
                    "eval_accuracy": round((p.argmax(1) == vy).float().mean().item(), 4)})
    print(history[-1])
json.dump({"global_step": step, "num_train_epochs": epochs, "log_history": history}, open(out / "log.json", "w"), indent=1)

torch.save(model.state_dict(), out / "checkpoint.pt")
np.savez(out / "batch.npz", x=tx.numpy(), y=ty.numpy())
np.savez(out / "validation.npz", x=vx.numpy(), y=vy.numpy())


class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return F.cross_entropy(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ex = torch.export.export(WithLoss(model).train(), (tx[:64], ty[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ex, str(out / "model.pt2"))
