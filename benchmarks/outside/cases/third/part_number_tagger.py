"""
accepts: [missing_zero_grad]
says: "BiLSTM tagger with gradient accumulation of 2. Loss starts at 1.4 and rises instead of falling: 27 after 60 steps, 400 at the end, eval_loss 417, token accuracy 0.63."
language: en
hint: "Gradient accumulation: zero_grad stands in the branch for a leftover batch only, so the gradients are never reset after a normal step. Cured: zero_grad after every optimizer step."
"""
# Sequence labelling of part numbers / quantities / units in order lines (char level BiLSTM). HF-Trainer-like log.
import json, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
torch.set_num_threads(1)
torch.manual_seed(23); rng = np.random.default_rng(23)
out = Path(sys.argv[1]); out.mkdir(parents=True, exist_ok=True)
CURED = "--cured" in sys.argv

ALPHA = " abcdefghijklmnopqrstuvwxyz0123456789-/x"
TAGS = ["O", "PART", "QTY", "UNIT"]
IGNORE, T = -100, 40


def order_line():
    txt, tag = "", []

    def put(s, t):
        nonlocal txt
        txt += s; tag.extend([t] * len(s))
    put(str(rng.choice(["please send ", "order ", "we need ", "urgent "])), 0)
    bits = ["q", "p"] if rng.random() < 0.5 else ["p", "q"]
    for b in bits:
        if b == "q":
            put(str(rng.integers(1, 900)), 2); put(" ", 0); put(str(rng.choice(["pcs", "kg", "box", "m", "set"])), 3); put(" ", 0)
        else:
            put("".join(rng.choice(list("abkmtx"), 2)) + "-" + str(rng.integers(10, 999)) + ("/" + str(rng.integers(1, 9)) if rng.random() < .4 else ""), 1)
            put(" ", 0)
    put(str(rng.choice(["asap", "by 12 may", "thanks", "room 204"])), 0)
    return txt[:T], tag[:T]


def encode(n):
    X, Y = np.zeros((n, T), "int64"), np.full((n, T), IGNORE)
    for r in range(n):
        s, t = order_line()
        X[r, :len(s)] = [ALPHA.index(c) + 1 for c in s]; Y[r, :len(s)] = t
    return torch.from_numpy(X), torch.from_numpy(Y)


xt, yt = encode(1800); xv, yv = encode(300)


class Tagger(nn.Module):
    def __init__(self, d=24, h=32):
        super().__init__()
        self.emb = nn.Embedding(len(ALPHA) + 1, d, padding_idx=0)
        self.lstm = nn.LSTM(d, h, batch_first=True, bidirectional=True)
        self.cls = nn.Linear(2 * h, len(TAGS))

    def forward(self, x):
        return self.cls(self.lstm(self.emb(x))[0])


def token_loss(logits, y):
    return F.cross_entropy(logits.transpose(1, 2), y, ignore_index=IGNORE)


model = Tagger()
args = dict(num_train_epochs=6, per_device_train_batch_size=16, gradient_accumulation_steps=2, learning_rate=0.4, weight_decay=1e-5)
bs, acc = args["per_device_train_batch_size"], args["gradient_accumulation_steps"]
opt = torch.optim.SGD(model.parameters(), lr=args["learning_rate"], momentum=0.9, weight_decay=args["weight_decay"])
micro = len(xt) // bs
total = args["num_train_epochs"] * (micro // acc)
sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(1.0, (s + 1) / 15) * max(0.02, 1 - s / total))
history, gstep = [], 0
for epoch in range(args["num_train_epochs"]):
    model.train()
    perm = torch.randperm(len(xt))[:micro * bs].split(bs)
    run = 0.0
    for k, i in enumerate(perm):
        loss = token_loss(model(xt[i]), yt[i])
        (loss / acc).backward(); run += loss.item() / acc
        if (k + 1) % acc == 0:
            opt.step(); sched.step(); gstep += 1
            if CURED:
                opt.zero_grad()
            history.append({"epoch": round(epoch + (k + 1) / len(perm), 3), "step": gstep, "loss": round(run, 4), "learning_rate": sched.get_last_lr()[0]})
            run = 0.0
        elif k + 1 == len(perm):                 # leftover micro batch
            opt.step(); opt.zero_grad(); run = 0.0
    model.eval()
    with torch.no_grad():
        p = model(xv)
    ok = yv != IGNORE
    history.append({"epoch": epoch + 1.0, "step": gstep, "eval_loss": round(token_loss(p, yv).item(), 4),
                    "eval_token_accuracy": round((p.argmax(-1) == yv)[ok].float().mean().item(), 4)})
    print(history[-1])
json.dump({"log_history": history, "global_step": gstep, "max_steps": total, "train_batch_size": bs}, open(out / "log.json", "w"), indent=1)

torch.save(model.state_dict(), out / "checkpoint.pt")
np.savez(out / "batch.npz", x=xt[:200].numpy(), y=yt[:200].numpy())
np.savez(out / "validation.npz", x=xv.numpy(), y=yv.numpy())


class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return token_loss(self.model(x), y)


b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, str(out / "model.pt2"))
