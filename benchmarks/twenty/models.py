"""The models as people write them; `sick` decides between the faulty line and the right one."""

import torch
from torch import Tensor, nn


class Mlp(nn.Module):
    """Plain layers; `gain` multiplies the weights that torch draws."""

    def __init__(self, inputs, classes, depth=2, width=64, act=nn.ReLU, gain=1.0, dropout=0.0):
        super().__init__()
        layers: list[nn.Module] = []
        for size in [inputs, *[width] * (depth - 1)]:
            layers += [nn.Linear(size, width), act(), nn.Dropout(dropout)]
        self.body, self.head = nn.Sequential(*layers), nn.Linear(width, classes)
        with torch.no_grad():
            for layer in self.body:
                if isinstance(layer, nn.Linear):
                    layer.weight.mul_(gain)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.body(x))


class Cnn(nn.Module):
    def __init__(self, classes, width=16, bias=None, norm_momentum=None):
        super().__init__()
        self.first, self.second = nn.Conv2d(1, width, 3, padding=1), nn.Conv2d(width, width, 3)
        self.norm = nn.Identity()
        if norm_momentum is not None:
            self.norm = nn.BatchNorm2d(width, momentum=norm_momentum)
        self.head = nn.Linear(width * 9, classes)
        if bias is not None:
            nn.init.constant_(self.first.bias, bias)
            nn.init.constant_(self.second.bias, bias)

    def features(self, x: Tensor) -> Tensor:
        h = torch.relu(self.norm(self.first(x)))
        return torch.max_pool2d(torch.relu(self.second(h)), 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.features(x).flatten(1))


class SpreadOfColumns(Cnn):
    """Looks at the standard deviation of every column of the picture, too, after a learned gain."""

    def __init__(self, classes, sick):
        super().__init__(classes)
        self.eps, self.spread = (0.0 if sick else 1e-6), nn.Linear(8, classes)
        self.gain = nn.Parameter(torch.ones(8))

    def forward(self, x: Tensor) -> Tensor:
        columns = (self.gain * x[:, 0]).var(dim=-2, unbiased=False)
        deviation = torch.sqrt(columns + self.eps)
        return super().forward(x) + self.spread(deviation)


class Gate(nn.Module):
    """Weighs its inputs by a gate that is normalised to one."""

    def __init__(self, inputs, classes, sick):
        super().__init__()
        self.eps, self.gate = (0.0 if sick else 1e-6), nn.Linear(inputs, 4)
        self.experts, self.head = nn.Linear(inputs, 4 * 16), nn.Linear(16, classes)

    def forward(self, x: Tensor) -> Tensor:
        open_ = torch.relu(self.gate(x))
        shares = open_ / (open_.sum(-1, keepdim=True) + self.eps)
        mixed = (shares[:, :, None] * self.experts(x).view(-1, 4, 16)).sum(1)
        return self.head(torch.relu(mixed))


class OwnAttention(nn.Module):
    """Attention with a softmax by hand."""

    def __init__(self, inputs, classes, sick):
        super().__init__()
        self.sick, self.score = sick, nn.Linear(inputs, 1)
        self.value, self.head = nn.Linear(inputs, 32), nn.Linear(32, classes)
        nn.init.normal_(self.score.weight, std=40.0 if sick else 0.1)

    def forward(self, x: Tensor) -> Tensor:
        score = self.score(x)
        if not self.sick:
            score = score - score.amax(1, keepdim=True)
        weight = torch.exp(score)
        mixed = (weight / weight.sum(1, keepdim=True) * self.value(x)).sum(1)
        return self.head(torch.relu(mixed))


class Recurrent(nn.Module):
    def __init__(self, inputs, classes, end=None):
        super().__init__()
        self.gru, self.head = nn.GRU(inputs, 24, batch_first=True), nn.Linear(24, classes)
        self.end = end or nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        return self.end(self.head(self.gru(x)[0][:, -1]))


class Attentive(nn.Module):
    """A transformer encoder over a set of vectors."""

    def __init__(self, inputs, classes, sick_branch=False, frozen=False):
        super().__init__()
        self.sick_branch, self.embed = sick_branch, nn.Linear(inputs, 32)
        self.body = nn.TransformerEncoderLayer(32, 2, 64, dropout=0.0, batch_first=True)
        self.head = nn.Linear(32, classes)
        for part in (self.embed, self.body):
            part.requires_grad_(not frozen)

    def forward(self, x: Tensor) -> Tensor:
        h = self.body(self.embed(x))
        if self.sick_branch:
            h = h.detach()
        return self.head(h.amax(1))


def constant(model: nn.Module) -> nn.Module:
    for parameter in model.parameters():
        nn.init.constant_(parameter, 0.02)
    return model
