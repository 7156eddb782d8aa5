"""Sick snippets and their healthy twins, by the finding that parts them."""

# ruff: noqa: E501
LOOP = """
import torch
from torch import nn, optim
model = nn.Linear(4, 2)
optimizer = optim.SGD(model.parameters(), lr=0.1)
criterion = nn.CrossEntropyLoss()
for epoch in range(10):
    for x, y in train_loader:
        {body}
"""


def loop(*body: str) -> str:
    return LOOP.replace("{body}", "\n        ".join(body))


def network(forward: str, layers: str = "", loss: str = "criterion(out, y)", made: str = "") -> str:
    return f"""
import torch
import torch.nn as nn
import torch.nn.functional as F

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(8, 16)
        self.fc2 = nn.Linear(16, 3)
        {layers or "pass"}

    def forward(self, x):
        x = F.relu(self.fc1(x))
        {forward}

model = Net().to(device)
{made or "criterion = nn.CrossEntropyLoss()"}
optimizer = torch.optim.Adam(model.parameters())
for x, y in loader:
    optimizer.zero_grad()
    out = model(x)
    loss = {loss}
    loss.backward()
    optimizer.step()
"""


PLAIN = loop(
    "optimizer.zero_grad()", "loss = criterion(model(x), y)", "loss.backward()", "optimizer.step()"
)

# finding -> [(sick, healthy)]
PAIRS: dict[str, list[tuple[str, str]]] = {
    "gradients_not_zeroed": [
        (loop("loss = criterion(model(x), y)", "loss.backward()", "optimizer.step()"), PLAIN),
        (
            loop(
                "loss = criterion(model(x), y)",
                "loss.backward()",
                "optimizer.zero_grad()",
                "optimizer.step()",
            ),
            loop(
                "loss = criterion(model(x), y)",
                "loss.backward()",
                "optimizer.step()",
                "model.zero_grad(set_to_none=True)",
            ),
        ),
        (
            "optimizer.zero_grad()\nfor x, y in dl:\n    loss = f(model(x), y)\n    loss.backward()\n    optimizer.step()",
            "for x, y in dl:\n    for p in model.parameters():\n        p.grad = None\n    loss = f(model(x), y)\n    loss.backward()\n    optimizer.step()",
        ),
        (
            "def train_step(x, y):\n    loss = f(model(x), y)\n    loss.backward()\n    optimizer.step()\nfor x, y in dl:\n    train_step(x, y)",
            "def train_step(x, y):\n    loss = f(model(x), y)\n    optimizer.zero_grad()\n    loss.backward()\n    optimizer.step()\nfor x, y in dl:\n    train_step(x, y)",
        ),
    ],
    "optimizer_stepped_wrongly": [
        (
            loop(
                "optimizer.zero_grad()",
                "loss = criterion(model(x), y)",
                "optimizer.step()",
                "loss.backward()",
            ),
            PLAIN,
        )
    ],
    "no_eval_mode_in_validation": [
        (
            "import torch\nmodel = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Dropout(0.5))\nwith torch.no_grad():\n    for x, y in val_loader:\n        out = model(x)\n",
            "import torch\nmodel = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Dropout(0.5))\nmodel.eval()\nwith torch.no_grad():\n    for x, y in val_loader:\n        out = model(x)\n",
        )
    ],
    "train_mode_not_restored": [
        (
            """
model.train()
for epoch in range(3):
    for x, y in train_loader:
        optimizer.zero_grad(); loss = f(model(x), y); loss.backward(); optimizer.step()
    model.eval()
    for x, y in val_loader:
        out = model(x)
""",
            """
for epoch in range(3):
    model.train()
    for x, y in train_loader:
        optimizer.zero_grad(); loss = f(model(x), y); loss.backward(); optimizer.step()
    model.eval()
    for x, y in val_loader:
        out = model(x)
""",
        ),
        (
            """
def validate(model, loader):
    model.eval()
    for x, y in loader:
        out = model(x)

def train(model):
    model.train()
    for epoch in range(3):
        for x, y in train_loader:
            optimizer.zero_grad(); loss = f(model(x), y); loss.backward(); optimizer.step()
        validate(model, val_loader)
""",
            """
def validate(model, loader):
    model.eval()
    for x, y in loader:
        out = model(x)
    model.train()

def train(model):
    for epoch in range(3):
        for x, y in train_loader:
            optimizer.zero_grad(); loss = f(model(x), y); loss.backward(); optimizer.step()
        validate(model, val_loader)
""",
        ),
    ],
    "probabilities_fed_to_logit_loss": [
        (network("return F.softmax(self.fc2(x), dim=1)"), network("return self.fc2(x)")),
        (
            network(
                "x = self.fc2(x)\n        return self.sm(x)", layers="self.sm = nn.Softmax(dim=1)"
            ),
            network("x = self.fc2(x)\n        return F.log_softmax(x, dim=1)"),
        ),
        (
            network("return self.fc2(x)", loss="criterion(torch.softmax(out, 1), y)"),
            network("return self.fc2(x)", loss="F.cross_entropy(out, y)"),
        ),
        (
            network("return torch.sigmoid(self.fc2(x))", made="criterion = nn.BCEWithLogitsLoss()"),
            network("return torch.sigmoid(self.fc2(x))", made="criterion = nn.BCELoss()"),
        ),
        (
            "import torch.nn as nn\nmodel = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3), nn.Softmax(dim=-1)).cuda()\nloss_fn = nn.CrossEntropyLoss()\nfor x, y in dl:\n    loss = loss_fn(model(x), y)\n",
            "import torch.nn as nn\nmodel = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3)).cuda()\nloss_fn = nn.CrossEntropyLoss()\nfor x, y in dl:\n    logits = model(x)\n    loss = loss_fn(logits, y)\n    probs = logits.softmax(-1)\n",
        ),
        (
            "from tensorflow import keras\nmodel = keras.Sequential([keras.layers.Dense(8, activation='relu'), keras.layers.Dense(3, activation='softmax')])\nmodel.compile('adam', loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))\n",
            "from tensorflow import keras\nmodel = keras.Sequential([keras.layers.Dense(8, activation='relu'), keras.layers.Dense(3, activation='softmax')])\nmodel.compile('adam', loss=keras.losses.SparseCategoricalCrossentropy())\n",
        ),
    ],
    "logits_into_probability_loss": [
        (
            network("return self.fc2(x)", loss="F.nll_loss(out, y)"),
            network("return F.log_softmax(self.fc2(x), -1)", loss="F.nll_loss(out, y)"),
        ),
        (
            network("return self.fc2(x)", made="criterion = nn.BCELoss()"),
            network("return self.fc2(x)", made="criterion = nn.BCEWithLogitsLoss()"),
        ),
        (
            "import tensorflow as tf\nm = tf.keras.Sequential()\nm.add(tf.keras.layers.Dense(8, activation='relu'))\nm.add(tf.keras.layers.Dense(3))\nm.compile(optimizer='adam', loss='sparse_categorical_crossentropy')\n",
            "import tensorflow as tf\nm = tf.keras.Sequential()\nm.add(tf.keras.layers.Dense(8, activation='relu'))\nm.add(tf.keras.layers.Dense(3))\nm.add(tf.keras.layers.Softmax())\nm.compile(optimizer='adam', loss='sparse_categorical_crossentropy')\n",
        ),
    ],
    "training_data_unshuffled": [
        (
            "from torch.utils.data import DataLoader\ntrain_loader = DataLoader(train_set, batch_size=32)",
            "from torch.utils.data import DataLoader\ntrain_loader = DataLoader(train_set, batch_size=32, shuffle=True)\nval_loader = DataLoader(val_set, batch_size=32)",
        ),
        ("model.fit(x, y, epochs=3, shuffle=False)", "model.fit(x, y, epochs=3)"),
    ],
    "scheduler_stepped_per_batch": [
        (
            """
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=30)
for epoch in range(90):
    for x, y in train_loader:
        optimizer.zero_grad()
        loss = f(model(x), y)
        loss.backward()
        optimizer.step()
        scheduler.step()
""",
            """
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=30)
for epoch in range(90):
    for x, y in train_loader:
        optimizer.zero_grad()
        loss = f(model(x), y)
        loss.backward()
        optimizer.step()
    scheduler.step()
""",
        ),
        (
            """
sched = ExponentialLR(opt, gamma=0.9)
for epoch in range(9):
    for x, y in loader:
        opt.zero_grad(); f(model(x), y).backward(); opt.step()
        sched.step()
""",
            """
sched = CosineAnnealingLR(opt, T_max=len(loader) * 9)
for epoch in range(9):
    for x, y in loader:
        opt.zero_grad(); f(model(x), y).backward(); opt.step()
        sched.step()
""",
        ),
    ],
    "decay_compounds": [
        (
            "lr = 0.1\nfor epoch in range(9):\n    lr = lr * 0.98 ** epoch\n",
            "lr = 0.1\nfor epoch in range(9):\n    lr = 0.1 * 0.98 ** epoch\n",
        ),
        (
            "def adjust(optimizer, epoch):\n    for g in optimizer.param_groups:\n        g['lr'] *= 0.1 ** (epoch // 30)\n",
            "def adjust(optimizer, epoch, lr):\n    lr = lr * 0.1 ** (epoch // 30)\n    for g in optimizer.param_groups:\n        g['lr'] = lr\n",
        ),
        (
            "for epoch in range(9):\n    for g in optimizer.param_groups:\n        g['lr'] = g['lr'] * 0.95 ** epoch\n",
            "for epoch in range(9):\n    for g in optimizer.param_groups:\n        g['lr'] = g['lr'] * 0.95\n",
        ),
    ],
    "parameters_missing_from_optimizer": [
        (
            "import torch.nn as nn\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.layers = [nn.Linear(4, 4) for _ in range(3)]\n    def forward(self, x):\n        for layer in self.layers:\n            x = layer(x).relu()\n        return x\n",
            "import torch.nn as nn\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.layers = nn.ModuleList([nn.Linear(4, 4) for _ in range(3)])\n    def forward(self, x):\n        for layer in self.layers:\n            x = layer(x).relu()\n        return x\n",
        ),
        (
            "import torch, torch.nn as nn\nenc = nn.LSTM(4, 8)\ndec = nn.Linear(8, 2)\nopt = torch.optim.Adam(enc.parameters())\nfor x, y in dl:\n    opt.zero_grad()\n    h, _ = enc(x)\n    loss = f(dec(h), y)\n    loss.backward()\n    opt.step()\n",
            "import torch, torch.nn as nn\nenc = nn.LSTM(4, 8)\ndec = nn.Linear(8, 2)\nopt = torch.optim.Adam(list(enc.parameters()) + list(dec.parameters()))\nfor x, y in dl:\n    opt.zero_grad()\n    h, _ = enc(x)\n    loss = f(dec(h), y)\n    loss.backward()\n    opt.step()\n",
        ),
    ],
    "layers_frozen": [
        (
            "for p in model.parameters():\n    p.requires_grad = False\n",
            "for p in teacher.parameters():\n    p.requires_grad = False\n",
        ),
        (
            "base_model.trainable = False\n",
            "x.requires_grad = False\nmodel.trainable = True\n",
        ),
        (
            "model.backbone.requires_grad_(False)\n",
            "model.backbone.requires_grad_(False)\nif epoch > 3:\n    model.backbone.requires_grad_(True)\n",
        ),
    ],
    "loss_detached": [
        (loop("loss = criterion(model(x), y).item()", "loss.backward()"), PLAIN),
        (
            loop("out = model(x).detach()", "loss = criterion(out, y)", "loss.backward()"),
            loop(
                "out = model(x)",
                "loss = criterion(out, y)",
                "loss.backward()",
                "print(loss.item())",
            ),
        ),
        (
            loop("loss = criterion(model(x), y)", "loss.requires_grad = True", "loss.backward()"),
            loop("x.requires_grad = True", "loss = criterion(model(x), y)", "loss.backward()"),
        ),
        (
            loop(
                "with torch.no_grad():",
                "    out = model(x)",
                "loss = criterion(out, y)",
                "loss.backward()",
            ),
            loop(
                "with torch.no_grad():",
                "    z = teacher(x)",
                "out = model(x)",
                "loss = criterion(out, z)",
                "loss.backward()",
            ),
        ),
        (
            loop(
                "loss = torch.tensor(criterion(model(x), y), requires_grad=True)", "loss.backward()"
            ),
            loop(
                "target = torch.tensor(y)", "loss = criterion(model(x), target)", "loss.backward()"
            ),
        ),
    ],
    "argmax_in_loss": [
        (
            network("return self.fc2(x)", loss="criterion(out.argmax(1).float(), y)"),
            network("return self.fc2(x)", loss="criterion(out, y.argmax(1))"),
        ),
        (
            loop("_, pred = torch.max(model(x), 1)", "loss = criterion(pred.float(), y)"),
            loop("out = model(x)", "_, pred = torch.max(out, 1)", "loss = criterion(out, y)"),
        ),
    ],
    "loss_accumulates_graph": [
        (
            loop("loss = criterion(model(x), y)", "loss.backward()", "total += loss"),
            loop("loss = criterion(model(x), y)", "loss.backward()", "total += loss.item()"),
        ),
        (
            loop("loss = criterion(model(x), y)", "loss.backward()", "running_loss += loss"),
            loop("part = criterion(model(x), y)", "loss += part", "loss.backward()"),
        ),
    ],
    "scaler_fitted_on_all_data": [
        (
            "from sklearn.preprocessing import StandardScaler\nfrom sklearn.model_selection import train_test_split\nX = StandardScaler().fit_transform(X)\na, b, c, d = train_test_split(X, y)\n",
            "from sklearn.preprocessing import StandardScaler\nfrom sklearn.model_selection import train_test_split\na, b, c, d = train_test_split(X, y)\ns = StandardScaler()\na = s.fit_transform(a)\nb = s.transform(b)\n",
        )
    ],
    "preprocessing_differs": [
        (
            "from torchvision import transforms as T\ntrain_tf = T.Compose([T.RandomHorizontalFlip(), T.ToTensor(), T.Normalize([0.5], [0.5])])\nval_tf = T.Compose([T.ToTensor()])\n",
            "from torchvision import transforms as T\nnorm = T.Normalize([0.5], [0.5])\ntrain_tf = T.Compose([T.RandomHorizontalFlip(), T.ToTensor(), norm])\nval_tf = T.Compose([T.ToTensor(), norm])\n",
        ),
        (
            "from torchvision import transforms\nd = {'train': transforms.Compose([transforms.ToTensor(), transforms.Normalize([0.485, 0.456], [0.2, 0.2])]), 'val': transforms.Compose([transforms.ToTensor(), transforms.Normalize([0.5, 0.5], [0.5, 0.5])])}\n",
            "from torchvision import transforms\nd = {'train': transforms.Compose([transforms.ToTensor(), transforms.Normalize([0.5, 0.5], [0.5, 0.5])]), 'val': transforms.Compose([transforms.ToTensor(), transforms.Normalize([0.5, 0.5], [0.5, 0.5])])}\n",
        ),
        (
            "from sklearn.preprocessing import StandardScaler\ns = StandardScaler()\na = s.fit_transform(X_train)\nb = s.fit_transform(X_test)\n",
            "from sklearn.preprocessing import StandardScaler\ns = StandardScaler()\na = s.fit_transform(X_train)\nb = s.transform(X_test)\n",
        ),
    ],
    "augmentation_on_validation": [
        (
            "from torchvision import transforms as T, datasets\ntf = T.Compose([T.RandomCrop(32, 4), T.ToTensor()])\ntrain_set = datasets.CIFAR10('.', train=True, transform=tf)\nval_set = datasets.CIFAR10('.', train=False, transform=tf)\n",
            "from torchvision import transforms as T, datasets\ntf = T.Compose([T.RandomCrop(32, 4), T.ToTensor()])\nval_tf = T.Compose([T.ToTensor()])\ntrain_set = datasets.CIFAR10('.', train=True, transform=tf)\nval_set = datasets.CIFAR10('.', train=False, transform=val_tf)\n",
        ),
        (
            "from torchvision import transforms as T, datasets\nfrom torch.utils.data import random_split\ntf = T.Compose([T.RandomCrop(32, 4), T.ToTensor()])\nfull = datasets.ImageFolder('.', transform=tf)\ntrain_set, val_set = random_split(full, [0.8, 0.2])\n",
            "from torchvision import transforms as T, datasets\nfrom torch.utils.data import random_split\ntf = T.Compose([T.Resize(32), T.ToTensor()])\nfull = datasets.ImageFolder('.', transform=tf)\ntrain_set, val_set = random_split(full, [0.8, 0.2])\n",
        ),
    ],
    "no_activation_between_layers": [
        (
            "import torch.nn as nn\nm = nn.Sequential(nn.Linear(4, 8), nn.Linear(8, 2))",
            "import torch.nn as nn\nm = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))",
        ),
        (
            network("x = self.fc1(x)\n        x = self.fc2(x)\n        return x"),
            network("x = self.fc1(x)\n        x = torch.tanh(x)\n        return self.fc2(x)"),
        ),
        (
            network("return self.fc2(self.fc1(x))"),
            network("return self.fc2(F.gelu(self.fc1(x)))"),
        ),
    ],
    "risky_square_root": [
        (
            "import torch\ndef rmse_loss(a, b):\n    return torch.sqrt(torch.mean((a - b) ** 2))\n",
            "import torch\ndef rmse_loss(a, b):\n    return torch.sqrt(torch.mean((a - b) ** 2) + 1e-8)\n",
        ),
        (
            network("return ((x ** 2).sum(1)) ** 0.5"),
            network("return self.fc2(x) * self.fc2.weight.size(1) ** -0.5"),
        ),
    ],
    "risky_division": [
        (
            network("return (x - x.mean(1)) / x.std(1)"),
            network("return (x - x.mean(1)) / (x.std(1) + self.eps)"),
        ),
        (
            "def dice_loss(p, t):\n    return 1 - 2 * (p * t).sum() / (p.sum() + t.sum())\n",
            "def dice_loss(p, t, smooth=1.0):\n    return 1 - (2 * (p * t).sum() + smooth) / (p.sum() + t.sum() + smooth)\n",
        ),
    ],
    "risky_logarithm": [
        (
            network("return torch.log(F.softmax(self.fc2(x), dim=1))"),
            network("return F.log_softmax(self.fc2(x), dim=1)"),
        ),
        (
            "import torch\ndef my_loss(p, t):\n    return -(t * torch.log(p) + (1 - t) * torch.log(1 - p)).mean()\n",
            "import torch\ndef my_loss(p, t):\n    p = p.clamp(1e-7, 1 - 1e-7)\n    return -(t * torch.log(p) + (1 - t) * torch.log(1 - p)).mean()\n",
        ),
    ],
}
