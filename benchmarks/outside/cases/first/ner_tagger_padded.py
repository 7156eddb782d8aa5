"""
accepts: [loss_implementation_bug, class_imbalance]
says: "My entity tagger reaches 98% token accuracy in two epochs and the loss looks great, but entity F1 on the validation sentences is miserable. Longer training only moves it slowly."
language: en
hint: "padding (label 0 = same id as O, padded to the longest of 128) is counted in the cross-entropy: nearly all of the mean loss is padding, entities hardly count. Cured: ignore_index on pads"
"""
import sys, random
import numpy as np, torch
from torch import nn
from pathlib import Path
torch.set_num_threads(1)

outdir = Path(sys.argv[1]); outdir.mkdir(parents=True, exist_ok=True)
CURED = "--cured" in sys.argv
random.seed(4); torch.manual_seed(4)
MAXLEN = 128
FIRST = ["anna", "boris", "chen", "dora", "emil", "fatma", "george", "hana", "ivan", "june"]
LAST = [a + b for a in ("berg", "stein", "wood", "hill", "brook", "field") for b in ("son", "er", "ley", "man")]
CITY = [a + b for a in ("north", "south", "new", "old", "green") for b in ("ville", "port", "ham", "ford", "dale")]
ORG = [a + b for a in ("tele", "micro", "agro", "bio", "astro") for b in ("soft", "corp", "works", "gen")]
FILL = "the a said on monday that company will open in near with new plant to after year report told its staff and not old people of".split()
TAGS = ["O", "B-PER", "I-PER", "B-LOC", "B-ORG", "I-ORG"]
AMB = LAST[:12]   # surnames that are also company names: context decides

def sentence():
    w, t = [], []
    for _ in range(random.randint(1, 2)):
        for _ in range(random.randint(2, 5)): w.append(random.choice(FILL)); t.append(0)
        k = random.random()
        if k < .35:
            w += [random.choice(FIRST), random.choice(LAST)]; t += [1, 2]
        elif k < .6:
            w.append(random.choice(CITY)); t.append(3)
        elif k < .8:
            w += [random.choice(AMB), "inc"]; t += [4, 5]
        else:
            w.append(random.choice(ORG)); t.append(4)
    return w, t

data = [sentence() for _ in range(700)]
vocab = {"<pad>": 0}
for w, _ in data:
    for tok in w: vocab.setdefault(tok, len(vocab))
X = torch.zeros(len(data), MAXLEN, dtype=torch.long); Y = torch.zeros(len(data), MAXLEN, dtype=torch.long)
for i, (w, t) in enumerate(data):
    X[i, :len(w)] = torch.tensor([vocab[a] for a in w]); Y[i, :len(t)] = torch.tensor(t)
if CURED:
    Y[X == 0] = -100
Xtr, Ytr, Xva, Yva = X[:500], Y[:500], X[500:], Y[500:]

class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(len(vocab), 32)
        self.conv1 = nn.Conv1d(32, 48, 3, padding=1)
        self.conv2 = nn.Conv1d(48, 48, 3, padding=1)
        self.fc = nn.Linear(48, len(TAGS))
    def forward(self, ids):
        h = self.emb(ids).transpose(1, 2)
        h = torch.relu(self.conv2(torch.relu(self.conv1(h))))
        return self.fc(h.transpose(1, 2))

crit = nn.CrossEntropyLoss(ignore_index=-100)
def tag_loss(m, x, y):
    return crit(m(x).flatten(0, 1), y.flatten())

def f1(m):
    with torch.no_grad():
        p = m(Xva).argmax(-1); real = Xva != 0
    t = torch.where(Yva < 0, torch.zeros_like(Yva), Yva)
    tp = ((p == t) & (t > 0) & real).sum().item(); pp = ((p > 0) & real).sum().item(); ap = ((t > 0) & real).sum().item()
    acc = ((p == t) & real).sum().item() / real.sum().item() if CURED else (p == t).float().mean().item()
    return acc, 2 * tp / max(pp + ap, 1)

model = Tagger()
opt = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
log = open(outdir / "log.txt", "w")
EPOCHS = 12
for ep in range(1, EPOCHS + 1):
    model.train(); tot = n = 0
    for idx in torch.randperm(len(Xtr)).split(32):
        loss = tag_loss(model, Xtr[idx], Ytr[idx])
        opt.zero_grad(); loss.backward(); opt.step()
        tot += loss.item() * len(idx); n += len(idx)
    model.eval()
    with torch.no_grad(): vl = tag_loss(model, Xva, Yva).item()
    acc, f = f1(model)
    line = f"Epoch {ep}/{EPOCHS} - loss: {tot/n:.4f} - val_loss: {vl:.4f} - val_token_acc: {acc:.4f} - val_entity_f1: {f:.4f}"
    print(line); print(line, file=log)
log.close()
torch.save(model.state_dict(), outdir / "checkpoint.pt")
np.savez(outdir / "batch.npz", x=Xtr[:256].numpy(), y=Ytr[:256].numpy())
np.savez(outdir / "validation.npz", x=Xva.numpy(), y=Yva.numpy())

class WithLoss(nn.Module):
    def __init__(self, model): super().__init__(); self.model = model
    def forward(self, x, y): return tag_loss(self.model, x, y)
batch = torch.export.Dim("batch", min=2)
ep = torch.export.export(WithLoss(model).train().cpu(), (Xtr[:64], Ytr[:64]), dynamic_shapes={"x": {0: batch}, "y": {0: batch}})
torch.export.save(ep, str(outdir / "model.pt2"))
