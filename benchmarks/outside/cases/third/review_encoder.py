"""
accepts: [learning_rate_too_low]
says: "Small encoder trained on 2400 reviews, 3 classes. After 6 epochs eval_loss 1.022 and accuracy 0.46, loss curve nearly flat, grad norm looks normal. I took the hyperparameters from the usual BERT tutorial."
language: en
hint: "lr 2e-5 (the BERT fine-tuning recipe) for an encoder trained from scratch. Cured with 2e-3."
"""
# review verdict (negative / mixed / positive) from praise and complaints in one text, encoder from scratch
import json, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
from torch import nn
torch.set_num_threads(1)


class TrainingArguments:
    learning_rate = 2e-5
    warmup_ratio = 0.1
    weight_decay = 0.01
    num_train_epochs = 6
    per_device_train_batch_size = 32
    logging_steps = 4
    max_grad_norm = 1.0
    seed = 42


if "--cured" in sys.argv:
    TrainingArguments.learning_rate = 2e-3
args = TrainingArguments
out = Path(sys.argv[1]); out.mkdir(parents=True, exist_ok=True)
torch.manual_seed(args.seed); rng = np.random.default_rng(args.seed)

GOOD = "good great lovely fine solid superb".split()
BAD = "bad awful poor weak dull broken".split()
DEGREE = "really quite rather".split()
FILL = "the a screen battery food hotel room was is and very my we it with staff price".split()
VOCAB = ["[PAD]", "[CLS]"] + GOOD + BAD + DEGREE + FILL
W = {w: i for i, w in enumerate(VOCAB)}
T = 16


def review():
    words, score = ["[CLS]"], 0
    for _ in range(rng.integers(1, 4)):
        words += list(rng.choice(FILL, rng.integers(1, 4)))
        pos = rng.random() < 0.5
        if rng.random() < 0.4:
            words.append(str(rng.choice(DEGREE)))
        words.append(str(rng.choice(GOOD if pos else BAD)))
        score += 1 if pos else -1
    ids = [W[w] for w in words][:T]
    return ids + [0] * (T - len(ids)), (score > 0) + (score >= 0)


def dataset(n):
    x, y = zip(*[review() for _ in range(n)])
    return torch.tensor(x), torch.tensor([int(v) for v in y])


class Encoder(nn.Module):
    def __init__(self, d=48, h=4, L=2):
        super().__init__()
        self.word, self.position = nn.Embedding(len(VOCAB), d), nn.Embedding(T, d)
        self.layers = nn.ModuleList([nn.TransformerEncoderLayer(d, h, 2 * d, 0.05, "gelu", batch_first=True, norm_first=True) for _ in range(L)])
        self.norm, self.classifier = nn.LayerNorm(d), nn.Linear(d, 3)

    def forward(self, input_ids):
        x = self.word(input_ids) + self.position(torch.arange(T))
        for l in self.layers:
            x = l(x)
        m = (input_ids > 0).unsqueeze(-1).float()
        return self.classifier((self.norm(x) * m).sum(1) / m.sum(1))


ce = nn.CrossEntropyLoss()
xt, yt = dataset(2400); xv, yv = dataset(500)
model = Encoder()
opt = torch.optim.AdamW(model.parameters(), lr=args.learning_rate, weight_decay=args.weight_decay)
bs = args.per_device_train_batch_size
total = args.num_train_epochs * (len(xt) // bs); wu = int(args.warmup_ratio * total)
sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: (s + 1) / wu if s < wu else max(0.0, (total - s) / (total - wu)))
state, step, acc = [], 0, []
for ep in range(args.num_train_epochs):
    model.train()
    for i in torch.randperm(len(xt)).split(bs):
        loss = ce(model(xt[i]), yt[i])
        opt.zero_grad(); loss.backward()
        gn = nn.utils.clip_grad_norm_(model.parameters(), args.max_grad_norm)
        opt.step(); sched.step(); step += 1; acc.append(loss.item())
        if step % args.logging_steps == 0:
            state.append({"epoch": round(step / (len(xt) // bs), 4), "grad_norm": gn.item(), "learning_rate": sched.get_last_lr()[0],
                          "loss": round(float(np.mean(acc)), 4), "step": step}); acc = []
    model.eval()
    with torch.no_grad():
        o = model(xv)
    state.append({"epoch": ep + 1.0, "eval_accuracy": (o.argmax(1) == yv).float().mean().item(), "eval_loss": ce(o, yv).item(), "step": step})
    print(state[-1])
json.dump({"best_metric": None, "epoch": float(args.num_train_epochs), "global_step": step, "log_history": state,
           "max_steps": total, "num_train_epochs": args.num_train_epochs, "train_batch_size": bs}, open(out / "log.json", "w"), indent=2)

torch.save(model.state_dict(), out / "checkpoint.pt")
np.savez(out / "batch.npz", input_ids=xt[:256].numpy(), labels=yt[:256].numpy())
np.savez(out / "validation.npz", input_ids=xv.numpy(), labels=yv.numpy())


class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, input_ids, labels): return ce(self.model(input_ids), labels)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train(), (xt[:64], yt[:64]), dynamic_shapes={"input_ids": {0: b}, "labels": {0: b}})
torch.export.save(ep, str(out / "model.pt2"))
