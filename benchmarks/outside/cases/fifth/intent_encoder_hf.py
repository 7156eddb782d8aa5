"""
accepts: [learning_rate_too_high, missing_warmup]
says: "Transformer encoder for 6 intents from scratch. Loss is stuck at 0.46, eval_accuracy goes 0.68, 0.70, 0.64, 0.69, 0.69, the gradient norm jumps between 0.1 and 17. The data are easy."
language: en
hint: "AdamW at 1e-2 on a post-norm transformer encoder. Cure: 1e-3."
"""
# fine-grained intent detection for a voice assistant, encoder trained from scratch (post-LN as in the original paper)
import argparse
import json
import math
import os
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)


def get_args():
    p = argparse.ArgumentParser()
    p.add_argument("output_dir")
    p.add_argument("--cured", action="store_true")
    p.add_argument("--learning_rate", type=float, default=1e-2)
    p.add_argument("--num_train_epochs", type=int, default=5)
    p.add_argument("--per_device_train_batch_size", type=int, default=32)
    p.add_argument("--logging_steps", type=int, default=20)
    p.add_argument("--seed", type=int, default=42)
    return p.parse_args()


def utterances(n, seed, vocab=150, L=16, n_intents=6):
    """intent = (verb group, object group); fillers everywhere"""
    r = np.random.default_rng(seed)
    x = r.integers(30, vocab, (n, L))
    y = r.integers(0, n_intents, n)
    for i in range(n):
        p = r.choice(L, 2, replace=False)
        x[i, p[0]] = 1 + 5 * (y[i] // 2) + r.integers(0, 5)
        x[i, p[1]] = 16 + 5 * (y[i] % 2) + r.integers(0, 5)
    return torch.tensor(x), torch.tensor(y)


class IntentEncoder(nn.Module):
    def __init__(self, vocab=150, d=48, layers=4, heads=4, n_intents=6, L=16):
        super().__init__()
        self.tok = nn.Embedding(vocab, d)
        self.pos = nn.Parameter(torch.randn(1, L, d) * 0.02)
        self.blocks = nn.ModuleList([nn.TransformerEncoderLayer(d, heads, 2 * d, dropout=0.1, batch_first=True, norm_first=False)
                                     for _ in range(layers)])
        self.cls = nn.Linear(d, n_intents)

    def forward(self, input_ids):
        h = self.tok(input_ids) + self.pos
        for blk in self.blocks:
            h = blk(h)
        return self.cls(h.mean(1))


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, y):
        return nn.functional.cross_entropy(self.model(x), y)


def main():
    args = get_args()
    if args.cured:
        args.learning_rate = 1e-3
    os.makedirs(args.output_dir, exist_ok=True)
    torch.manual_seed(args.seed)
    X, Y = utterances(2400, 1)
    Xv, Yv = utterances(400, 2)
    model = IntentEncoder()
    opt = torch.optim.AdamW(model.parameters(), lr=args.learning_rate, weight_decay=0.01)
    spe = math.ceil(len(X) / args.per_device_train_batch_size)
    total = spe * args.num_train_epochs
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: max(0.0, (total - s) / total))
    history, step, acc_loss, acc_gn = [], 0, [], 0
    for epoch in range(args.num_train_epochs):
        model.train()
        for ix in torch.randperm(len(X)).split(args.per_device_train_batch_size):
            loss = nn.functional.cross_entropy(model(X[ix]), Y[ix])
            opt.zero_grad()
            loss.backward()
            acc_gn = nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step()
            acc_loss.append(loss.item())
            step += 1
            if step % args.logging_steps == 0:
                history.append({"loss": round(float(np.mean(acc_loss)), 4), "grad_norm": float(acc_gn), "learning_rate": sched.get_last_lr()[0],
                                "epoch": round(step / spe, 3), "step": step})
                acc_loss = []
            sched.step()
        model.eval()
        with torch.no_grad():
            o = torch.cat([model(c) for c in Xv.split(200)])
        history.append({"eval_loss": nn.functional.cross_entropy(o, Yv).item(), "eval_accuracy": (o.argmax(1) == Yv).float().mean().item(),
                        "epoch": float(epoch + 1), "step": step})
        print(history[-1])
    with open(os.path.join(args.output_dir, "log.json"), "w") as f:
        json.dump({"epoch": float(args.num_train_epochs), "global_step": step, "log_history": history}, f, indent=2)
    torch.save({"model": model.state_dict(), "optimizer": opt.state_dict(), "args": vars(args)}, os.path.join(args.output_dir, "checkpoint.pt"))
    np.savez(os.path.join(args.output_dir, "batch.npz"), x=X[:128].numpy(), y=Y[:128].numpy())
    np.savez(os.path.join(args.output_dir, "validation.npz"), x=Xv[:256].numpy(), y=Yv[:256].numpy())
    model.train()
    b = torch.export.Dim("batch", min=2)
    ep = torch.export.export(WithLoss(model).train().cpu(), (X[:64], Y[:64]), dynamic_shapes={"x": {0: b}, "y": {0: b}})
    torch.export.save(ep, os.path.join(args.output_dir, "model.pt2"))


main()
