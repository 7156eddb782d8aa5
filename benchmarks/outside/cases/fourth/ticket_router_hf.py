"""
accepts: [learning_rate_decays_too_fast]
says: "Training a small transformer on 8 ticket queues, loss goes 2.06 -> 1.99 in 6 epochs and eval_accuracy is 0.206. It looks flat after the first epoch. Grad norm is about 0.5. Same data with TF-IDF + logistic regression gives > 95 %."
language: en
hint: "ExponentialLR(gamma=0.9) is meant per epoch but scheduler.step() is called after every batch; after 100 steps the rate is nothing. Step it once per epoch."
"""
import json, os, sys
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
PER_EPOCH = "--cured" in sys.argv
output_dir = sys.argv[1]
os.makedirs(output_dir, exist_ok=True)
torch.manual_seed(123)
rng = np.random.default_rng(123)
VOCAB, LEN, LABELS = 200, 20, 8

# support tickets as token ids: a queue is given by an ordered pair of topic words
# (e.g. "refund ... card" is another queue than "card ... refund") among filler tokens
topic = rng.permutation(np.arange(10, VOCAB))[:48].reshape(8, 6)


def tickets(n):
    x = rng.integers(10, VOCAB, (n, LEN))
    x[np.isin(x, topic)] = 5
    y = rng.integers(0, LABELS, n)
    for i in range(n):
        p = rng.choice(LEN, 4, replace=False)
        for k in p:
            x[i, k] = rng.choice(topic[y[i]])
        if rng.uniform() < 0.5:
            x[i, rng.integers(0, LEN)] = rng.choice(topic[rng.integers(0, 8)])
    return torch.tensor(x), torch.tensor(y)


class Router(nn.Module):
    def __init__(self, d=32, heads=4, layers=2):
        super().__init__()
        self.tok = nn.Embedding(VOCAB, d)
        self.pos = nn.Parameter(torch.randn(LEN, d) * 0.02)
        layer = nn.TransformerEncoderLayer(d, heads, 64, dropout=0.1, batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, layers, enable_nested_tensor=False)
        self.norm = nn.LayerNorm(d)
        self.classifier = nn.Linear(d, LABELS)

    def forward(self, input_ids):
        h = self.encoder(self.tok(input_ids) + self.pos)
        return self.classifier(self.norm(h).mean(1))


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.cross_entropy(self.model(x), y)


xt, yt = tickets(2400)
xv, yv = tickets(500)
model = Router()
opt = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.01)
sched = torch.optim.lr_scheduler.ExponentialLR(opt, gamma=0.9)
history, step, bucket = [], 0, []
EPOCHS, BS = 6, 32
for epoch in range(EPOCHS):
    perm = torch.randperm(len(xt))
    for i in range(0, len(perm), BS):
        model.train()
        idx = perm[i:i + BS]
        loss = nn.functional.cross_entropy(model(xt[idx]), yt[idx])
        opt.zero_grad()
        loss.backward()
        gn = nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        opt.step()
        step += 1
        bucket.append(loss.item())
        if step % 15 == 0:
            history.append({"epoch": round(step * BS / len(xt), 2), "grad_norm": round(gn.item(), 4),
                            "learning_rate": opt.param_groups[0]["lr"], "loss": round(float(np.mean(bucket)), 4), "step": step})
            print(history[-1])
            bucket = []
        if not PER_EPOCH:
            sched.step()
    if PER_EPOCH:
        sched.step()
    model.eval()
    with torch.no_grad():
        o = model(xv)
    history.append({"epoch": float(epoch + 1), "eval_accuracy": round((o.argmax(1) == yv).float().mean().item(), 4),
                    "eval_loss": round(nn.functional.cross_entropy(o, yv).item(), 4), "step": step})
    print(history[-1])

with open(os.path.join(output_dir, "log.json"), "w") as f:
    json.dump({"epoch": EPOCHS, "global_step": step, "log_history": history}, f, indent=1)
torch.save({"model": model.state_dict(), "optimizer": opt.state_dict(), "scheduler": {"last_epoch": sched.last_epoch}}, os.path.join(output_dir, "checkpoint.pt"))
np.savez(os.path.join(output_dir, "batch.npz"), x=xt[:256].numpy(), y=yt[:256].numpy())
np.savez(os.path.join(output_dir, "validation.npz"), x=xv[:400].numpy(), y=yv[:400].numpy())
b = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (xt[:64], yt[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
torch.export.save(ep, os.path.join(output_dir, "model.pt2"))
