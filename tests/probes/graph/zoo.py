"""Small models of every common kind, written the way people write them."""

import torch
from torch import Tensor, nn

from tests.probes.graph.exporting import Example

BATCH = 4
F = nn.functional


class Residual(nn.Module):
    def __init__(self, channels: int):
        super().__init__()
        self.a = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm_a = nn.BatchNorm2d(channels)
        self.b = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm_b = nn.BatchNorm2d(channels)

    def forward(self, x: Tensor) -> Tensor:
        h = F.relu(self.norm_a(self.a(x)))
        return F.relu(self.norm_b(self.b(h)) + x)


class ResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(True))
        self.blocks = nn.Sequential(Residual(8), nn.MaxPool2d(2), Residual(8))
        self.head = nn.Linear(8, 5)

    def forward(self, x: Tensor) -> Tensor:
        h = F.adaptive_avg_pool2d(self.blocks(self.stem(x)), 1)
        return self.head(torch.flatten(h, 1))


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.Conv2d(1, 8, 3, padding=1)
        self.middle = nn.Sequential(nn.Conv2d(8, 16, 3, padding=1), nn.GroupNorm(4, 16), nn.SiLU())
        self.up = nn.ConvTranspose2d(16, 8, 2, stride=2)
        self.smooth = nn.Conv2d(16, 8, 3, padding=1)
        self.out = nn.Conv2d(8, 2, 1)

    def forward(self, x: Tensor) -> Tensor:
        d = F.leaky_relu(self.down(x), 0.1)
        m = self.middle(F.max_pool2d(d, 2))
        up = self.smooth(torch.cat([self.up(m), d], dim=1))
        coarse = F.interpolate(m[:, :8], scale_factor=2, mode="bilinear", align_corners=False)
        return self.out(up + coarse)


class Vae(nn.Module):
    """With its loss inside, as forward(x) -> loss."""

    def __init__(self):
        super().__init__()
        self.encode = nn.Sequential(nn.Linear(12, 16), nn.Tanh())
        self.mean, self.spread = nn.Linear(16, 3), nn.Linear(16, 3)
        self.decode = nn.Sequential(nn.Linear(3, 16), nn.Softplus(), nn.Linear(16, 12))

    def forward(self, x: Tensor) -> Tensor:
        h = self.encode(x)
        mean, spread = self.mean(h), self.spread(h)
        z = mean + torch.randn_like(mean) * torch.exp(0.5 * spread)
        rebuilt = F.binary_cross_entropy_with_logits(self.decode(z), torch.sigmoid(x))
        kl = -0.5 * (1 + spread - mean.pow(2) - spread.exp()).sum(dim=1).mean()
        return rebuilt + 0.1 * kl


class Recurrent(nn.Module):
    def __init__(self, kind: type, **options):
        super().__init__()
        self.embed = nn.Embedding(20, 8)
        self.rnn = kind(8, 12, num_layers=2, batch_first=True, dropout=0.2, **options)
        self.out = nn.Linear(12 * (2 if options.get("bidirectional") else 1), 3)

    def forward(self, tokens: Tensor) -> Tensor:
        states, _ = self.rnn(self.embed(tokens))
        return self.out(states[:, -1])


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        layer = nn.TransformerEncoderLayer(16, 2, 32, dropout=0.1, batch_first=True)
        self.place = nn.Parameter(torch.randn(1, 6, 16) * 0.02)
        self.encoder = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        self.out = nn.Linear(16, 3)

    def forward(self, x: Tensor) -> Tensor:
        return self.out(self.encoder(x + self.place).mean(dim=1))


class Translator(nn.Module):
    def __init__(self):
        super().__init__()
        self.source, self.target = nn.Embedding(30, 16), nn.Embedding(30, 16)
        self.body = nn.Transformer(16, 2, 1, 1, 32, dropout=0.1, batch_first=True)
        self.out = nn.Linear(16, 30)

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        mask = torch.triu(torch.full((5, 5), float("-inf")), diagonal=1)
        h = self.body(self.source(source), self.target(target), tgt_mask=mask, tgt_is_causal=True)
        return F.cross_entropy(self.out(h).flatten(0, 1), target.flatten())


class Vit(nn.Module):
    def __init__(self):
        super().__init__()
        self.patch = nn.Conv2d(3, 16, 4, stride=4)
        self.token = nn.Parameter(torch.zeros(1, 1, 16))
        self.place = nn.Parameter(torch.randn(1, 5, 16) * 0.02)
        self.norm, self.qkv, self.back = nn.LayerNorm(16), nn.Linear(16, 48), nn.Linear(16, 16)
        self.mlp = nn.Sequential(nn.LayerNorm(16), nn.Linear(16, 32), nn.GELU(), nn.Linear(32, 16))
        self.head = nn.Linear(16, 4)

    def forward(self, x: Tensor) -> Tensor:
        h = self.patch(x).flatten(2).transpose(1, 2)
        h = torch.cat([self.token.expand(h.shape[0], -1, -1), h], dim=1) + self.place
        b, t, c = h.shape
        q, k, v = self.qkv(self.norm(h)).view(b, t, 3, 2, c // 2).permute(2, 0, 3, 1, 4).unbind(0)
        dropout = 0.1 if self.training else 0.0
        a = F.scaled_dot_product_attention(q, k, v, dropout_p=dropout)
        h = h + self.back(a.transpose(1, 2).reshape(b, t, c))
        return self.head((h + self.mlp(h))[:, 0])


class GraphNet(nn.Module):
    """Messages along edges, gathered by index_add and scatter, as without torch_geometric."""

    def __init__(self):
        super().__init__()
        self.first, self.second, self.out = nn.Linear(6, 8), nn.Linear(8, 8), nn.Linear(8, 3)

    def forward(self, x: Tensor, edges: Tensor) -> Tensor:
        source, target = edges[0], edges[1]
        h = F.elu(self.first(x))
        gathered = torch.zeros_like(h).index_add(0, target, self.second(h)[source])
        degree = torch.zeros(x.shape[0]).scatter_add(0, target, torch.ones(target.shape[0]))
        widest = torch.zeros_like(h).scatter_reduce(
            0, target[:, None].expand(-1, 8), h[source], "amax", include_self=False
        )
        return self.out(gathered / degree.clamp(min=1)[:, None] + widest)


class TiedLanguageModel(nn.Module):
    """Input embedding and output layer share one weight."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(20, 8)
        self.mix = nn.Linear(8, 8)
        self.out = nn.Linear(8, 20, bias=False)
        self.out.weight = self.embed.weight

    def forward(self, tokens: Tensor, targets: Tensor) -> Tensor:
        logits = self.out(torch.tanh(self.mix(self.embed(tokens))))
        return F.cross_entropy(logits.view(-1, 20), targets.view(-1))


class DictInput(nn.Module):
    """Several inputs in a dict; several named outputs; a weight frozen by the person."""

    def __init__(self):
        super().__init__()
        self.table, self.numbers = nn.EmbeddingBag(15, 6), nn.Linear(4, 6)
        self.head = nn.Bilinear(6, 6, 2)
        self.numbers.bias.requires_grad_(False)

    def forward(self, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        mask = batch["mask"].float().unsqueeze(-1)
        words, reals = self.table(batch["words"]), F.hardswish(self.numbers(batch["reals"]))
        logits = self.head(words, reals * mask)
        return {"logits": logits, "chances": logits.softmax(-1)}


class Autocast(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(10, 16), nn.Linear(16, 3)

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            h = self.b(F.relu(self.a(x)))
        with torch.no_grad():
            scale = h.float().abs().mean()
        return F.cross_entropy(h.float() / (scale + 1), y)


class Norms(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(4, 8, 3, padding="same")
        self.instance = nn.InstanceNorm1d(8, affine=True, track_running_stats=True)
        self.plain = nn.InstanceNorm1d(8)
        self.act, self.drop, self.rms = nn.PReLU(), nn.Dropout1d(0.3), nn.RMSNorm(12)
        self.rrelu, self.alpha = nn.RReLU(), nn.AlphaDropout(0.2)

    def forward(self, x: Tensor) -> Tensor:
        h = self.plain(self.act(self.instance(self.conv(x))))
        return self.alpha(self.rrelu(self.rms(self.drop(h)))).sum(dim=-1)


class Awkward(nn.Module):
    """Operations that come up less often: einsum, topk, where, cumsum, in-place, fft, einops."""

    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.randn(6, 6) * 0.3)
        self.register_buffer("steps", torch.arange(6.0))
        self.register_buffer("calls", torch.zeros(()), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        self.calls.add_(1)
        h = torch.einsum("bi,ij->bj", x, self.w) + self.steps
        top, _ = h.topk(3, dim=1)
        h = torch.where(h > 0, h, h.exp() - 1).cumsum(dim=1)
        h = h.masked_fill(h > 50, 50.0).clamp_(-40, 40)
        spectrum = torch.fft.rfft(h, dim=1).abs()
        plain = "donot_use_mm_for_euclid_dist"  # the other way is chosen by the batch size
        distances = torch.cdist(h, h, compute_mode=plain).mean(dim=1, keepdim=True)
        parts = torch.stack(h.split(2, dim=1)).permute(1, 0, 2).reshape(x.size(0), -1)
        return torch.cat(
            [parts, top, spectrum, distances, torch.linalg.vector_norm(h, dim=1)[:, None]], 1
        )


def mlp() -> nn.Module:
    return nn.Sequential(
        nn.Linear(10, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Dropout(0.3), nn.Linear(32, 4)
    )


def half() -> nn.Module:
    model = nn.Sequential(nn.Linear(10, 16), nn.GELU(), nn.LayerNorm(16), nn.Linear(16, 4))
    return model.to(torch.bfloat16)


def tokens(*sizes: int, below: int = 20) -> Tensor:
    return torch.randint(0, below, sizes)


def edges() -> Tensor:
    return torch.randint(0, 7, (2, 15))


def examples() -> dict[str, Example]:
    torch.manual_seed(0)
    n = BATCH
    return {
        "mlp": Example(mlp(), (torch.randn(n, 10),)),
        "mlp strict": Example(mlp(), (torch.randn(n, 10),), strict=True),
        "resnet": Example(ResNet(), (torch.randn(n, 3, 8, 8),)),
        "unet": Example(UNet(), (torch.randn(n, 1, 8, 8),)),
        "vae": Example(Vae(), (torch.randn(n, 12),)),
        "gru": Example(Recurrent(nn.GRU), (tokens(n, 7),)),
        "lstm": Example(Recurrent(nn.LSTM, bidirectional=True), (tokens(n, 7),)),
        "rnn": Example(Recurrent(nn.RNN), (tokens(n, 7),)),
        "encoder": Example(Encoder(), (torch.randn(n, 6, 16),)),
        "translator": Example(Translator(), (tokens(n, 6, below=30), tokens(n, 5, below=30))),
        "vit": Example(Vit(), (torch.randn(n, 3, 8, 8),)),
        "graph": Example(GraphNet(), (torch.randn(7, 6), edges()), dynamic=False),
        "tied": Example(TiedLanguageModel(), (tokens(n, 5), tokens(n, 5))),
        "dict": Example(
            DictInput(),
            (
                {
                    "words": tokens(n, 3, below=15),
                    "reals": torch.randn(n, 4),
                    "mask": tokens(n, below=2).bool(),
                },
            ),
        ),
        "autocast": Example(Autocast(), (torch.randn(n, 10), tokens(n, below=3))),
        "bfloat16": Example(half(), (torch.randn(n, 10, dtype=torch.bfloat16),)),
        "float16": Example(half().half(), (torch.randn(n, 10, dtype=torch.float16),)),
        "norms": Example(Norms(), (torch.randn(n, 4, 12),)),
        "awkward": Example(Awkward(), (torch.randn(n, 6),)),
    }
