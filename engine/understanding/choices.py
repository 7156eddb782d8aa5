"""Optimizer, loss function, task and other choices: the option that is named, in words or code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

W, E = r"(?<![a-z0-9_])", r"(?![a-z0-9])"
LAST = r"(?:last|final|output|最后(?:一|的)?(?:层|行)?|输出层?|(?:at|in) the end|return|末尾)"
HIDDEN = r"(?:hidden|between|inner|隐藏层?|中间层?|激活)"

# finding -> option -> pattern. The first option of a finding that fits a place wins it.
CHOICES: dict[str, dict[str, str]] = {
    "optimizer": {
        "sgd_momentum": rf"{W}sgd(?:(?!\bno |without|没|无|不|adam)(?:[^;.\n]|\.(?=\d))){{0,30}}(?:momentum|动量)(?! ?[=:]? ?0(?![.\d]))|{W}sgd\((?:[^()]|\([^()]*\))*momentum ?= ?0?\.[1-9]|{W}nesterov",
        "adamw": rf"{W}adamw{E}", "adafactor": rf"{W}adafactor{E}", "adagrad": rf"{W}adagrad{E}",
        "rmsprop": rf"{W}rms ?prop{E}", "lion": rf"{W}lion optimi[sz]er{E}|optim\w*\.lion|用lion", "lbfgs": rf"{W}l-?bfgs{E}",
        "adam": rf"{W}(?:n|r)?adam{E}", "sgd": rf"{W}sgd{E}|随机梯度下降",
        "other": rf"{W}(?:lars|lamb|adadelta|sophia|adabelief|muon|shampoo){E}",
    },
    "loss_function": {
        "bce_with_logits": rf"{W}bce ?with ?logits(?:loss)?{E}|binary_cross_entropy_with_logits|sigmoid[_ ]cross[_ ]entropy[_ ]with[_ ]logits",
        "bce": rf"{W}bce(?: ?loss)?{E}|binary[ _]?cross ?_?entropy{E}|二元交叉熵|二分类交叉熵",
        "nll": rf"{W}nll(?: ?loss|_loss)?{E}|负对数似然",
        "cross_entropy": rf"{W}cross ?_?entropy(?: ?loss)?{E}|crossentropyloss|categorical_crossentropy|交叉熵|{W}ce(?: loss)?{E}|softmax loss",
        "huber": rf"{W}huber(?: ?loss)?{E}|smooth ?_?l1", "mse": rf"{W}mse(?: ?loss|_loss)?{E}|mean[ _]squared[ _]error|均方误差",
        "l1": rf"{W}l1 ?loss{E}|{W}mae loss{E}|loss ?= ?'?mae|平均绝对误差", "ctc": rf"{W}ctc ?(?:loss|的|loss)?{E}",
        "hinge": rf"{W}hinge(?: ?loss)?{E}", "kl": rf"{W}kldiv(?:loss)?{E}", "dice": rf"{W}dice(?: ?loss|系数)?{E}",
        "custom": r"(?:custom|own|自己写的|自定义的?|手写的?) ?loss(?! ?weights)|自己写的损失|自定义损失",
    },
    "task": {
        "binary_classification": r"binary[ _-]?classif\w+|二分类|binary classifier",
        "multi_label": r"multi-?label|多标签", "regression": r"(?<!logistic )(?<![a-z])regression|预测(?:[^,;.\n]{0,8})(?:股价|房价|价格|销量|温度|硬度|寿命|强度|浓度|产量|年龄|压力|流量|负荷|电量|评分|时长|需求)|predict\w* (?:the |house |stock |remaining )*(?:prices?|temperature|age|sales|demand|life|strength|energy|load|values?)|连续值|forecast|time series|时间序列|回归(?!一化|到)",
        "segmentation": rf"{W}segmentation|{W}u-?net{E}|分割任务|语义分割|图像分割|分割(?=,|，| )|分割模型",
        "detection": rf"object detect\w+|detector|目标检测|检测(?:小目标|缺陷|车|行人|目标)|faster ?rcnn|{W}yolo(?:v\d+)?{E}|检测任务|faster r-?cnn",
        "reinforcement": rf"reinforcement learning|{W}dqn{E}|{W}ppo{E}|强化学习",
        "language_modelling": r"language model(?:l?ing)?|语言模型", "sequence_labelling": r"named entity|命名实体|speech recognition|语音识别|machine translation|机器翻译",
        "generation": r"image generation|generat(?:es?|ing) (?:images|faces|pictures)|图像生成|扩散模型|生成(?:的?(?:图|人脸|图片|图像))|(?<![a-z0-9_])(?:dc|w|cycle|style)?gan(?![a-z0-9])|(?<![a-z0-9_])vae(?![a-z0-9])|生成任务|(?<![a-z0-9_])diffusion(?![a-z0-9])",
        "classification": r"(?<!binary )(?<!multi-label )(?<![a-z])classif(?:ication|ier|y)(?! head)|分类(?!头|器|交叉)|recogni[sz]e|recognition|(?:图像|图片|人脸|方言|手写|数字|花卉?|动物|表情|声音|情感)识别|(?:情感|文本|图像|图片|新闻)分类",
    },
    "framework": {
        "pytorch": rf"{W}(?:py)?torch{E}|{W}nn\.[a-z]|{W}optim\.[a-z]|{W}lightning{E}|clip_grad_norm_|lr_scheduler\.|\w+lr\(optimizer",
        "tensorflow": rf"{W}tensorflow{E}|{W}keras{E}|{W}tf\.|model\.compile\(|model\.add\(", "jax": rf"{W}(?:jax|flax){E}",
        "other": rf"{W}(?:mxnet|caffe|paddle(?:paddle)?|mindspore){E}|飞桨",
    },
    "architecture": {
        "gan": rf"{W}(?:\w{{0,8}}gan|generator|discriminator){E}|判别器|生成器|生成对抗",
        "autoencoder": rf"{W}(?:auto-?encoder|vae){E}|自编码器",
        "transformer": rf"{W}(?:transformers?|(?:distil|ro|de|al)?bert(?:a)?|segformer|swin|xlnet|bart|qwen|mistral|llm|gpt(?:-?\d)?|vit|t5|llama){E}|{W}bert-",
        "rnn": rf"{W}(?:rnn|lstm|gru|bilstm){E}|循环神经网络", "gnn": rf"{W}(?:gnn|gcn|gat){E}|图神经网络",
        "cnn": rf"{W}(?:cnn|convnet|plain conv|convs?|conv ?nets?|(?:wide)?resnet-?\d*|resnext-?\d*|alexnet|lenet|inception|yolo(?:v?\d+)?|faster ?r-?cnn|vgg-?\d*|u-?net|densenet|mobilenet|efficientnet|convolutional)(?:v\d)?{E}|卷积|nn\.conv|self\.conv",
        "mlp": rf"{W}(?:mlp|fully[ -]connected (?:net|network)|feed-?forward (?:net|network))s?{E}|全连接(?:网络|层|神经网络)?|多层感知机|几层linear|dense layers|linear layers",
    },
    "schedule": {
        "none": r"(?:没有?|不用|没用|没加)(?:任何)? ?(?:lr ?)?(?:scheduler|学习率(?:调度|衰减))|no (?:lr |learning rate )?schedul\w+|without (?:a |any )?(?:lr )?schedul\w+|(?:constant|fixed) (?:lr|learning rate)|固定学习率",
        "cosine": rf"cosineannealing\w*|{W}cosine(?: schedul\w+| decay| annealing| lr)|余弦", "one_cycle": r"onecycle(?:lr)?|one[ -]cycle",
        "plateau": r"reducelronplateau|reduce (?:lr )?on plateau", "exponential": r"exponentiallr|exponential decay|指数衰减",
        "step": r"(?:multi)?steplr|step decay|阶梯衰减", "warmup_decay": r"get_linear_schedule_with_warmup|linear warmup|warm-?up[^.;\n]{0,40}(?:linear|线性|decay|衰减)",
    },
    "precision": {
        "bfloat16": rf"{W}(?:bf16|bfloat16){E}", "mixed_float16": rf"{W}(?:fp16|float16|amp|mixed precision|half precision){E}|半精度|混合精度",
        "float32": rf"(?:use|using|用|in|full) ?(?:the )?(?:fp32|float32){E}|单精度",
    },
    "output_activation": {
        "log_softmax": r"log_?softmax", "softmax": rf"{W}softmax{E}|softmax",
        "sigmoid": rf"{LAST}[^,;.\n]{{0,16}}sigmoid|sigmoid ?输出|sigmoid (?:output|at the end)|return (?:torch\.|f\.)?sigmoid|(?:torch\.sigmoid|nn\.sigmoid)\W|sigmoid (?:then|before|\+) ?(?:nn\.)?bce",
        "relu": rf"{LAST}[^,;.\n]{{0,16}}relu|relu (?:on|in|at) the (?:last|final|output)|dense\(1, ?activation ?= ?'relu'",
        "tanh": rf"{LAST}[^,;.\n]{{0,16}}tanh|tanh 输出", "none": r"raw logits|直接出logits|直接输出logits|linear output|最后 ?activation ?是 ?linear|output is linear",
    },
    "hidden_activation": {
        "leaky_relu": rf"{W}(?:leaky ?_?relu|prelu|elu){E}", "gelu_like": rf"{W}(?:gelu|silu|swish|mish){E}",
        "none": r"隐藏层(?:之间)?没有激活|no (?:activation|nonlinearity|non-linearity) between|中间没有?(?:加|用) ?(?:relu|激活)",
        "tanh": rf"{HIDDEN}[^,;.\n]{{0,16}}tanh|tanh (?:activations?|激活|in the hidden|layers|units|everywhere)|tanh激活|激活(?:函数)?(?:是|用|为)? ?(?:的)?tanh|(?:神经元|neurons|units)[,， ]+tanh",
        "sigmoid": rf"{HIDDEN}[^,;.\n]{{0,10}}sigmoid|sigmoid (?:activations?|激活|in the hidden|layers|units|everywhere)|sigmoid激活|激活函数(?:是|用|为)(?:的)? ?sigmoid",
        "relu": rf"(?<!leaky)(?<!leaky )(?<!leaky_)(?<!p){W}?relus?(?!6)",
    },
}  # fmt: skip
COMPILED = {
    finding: tuple((option, re.compile(pattern)) for option, pattern in options.items())
    for finding, options in CHOICES.items()
}
GENERAL = {"classification", "sgd", "cross_entropy"}  # named inside what is more exact


@dataclass(frozen=True)
class Chosen:
    finding: str
    option: str
    start: int
    end: int


def chosen(text: str) -> Iterator[Chosen]:
    last: list[tuple[int, int]] = []  # what the output layer took is no hidden activation
    for finding, options in COMPILED.items():
        taken = list(last) if finding == "hidden_activation" else []
        for option, pattern in options:
            if taken and option in GENERAL:
                continue
            for found in pattern.finditer(text):
                if all(found.end() <= a or found.start() >= b for a, b in taken):
                    taken.append(found.span())
                    if finding == "output_activation":
                        last.append(found.span())
                    yield Chosen(finding, option, *found.span())
