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
        "sgd_momentum": rf"(?:momentum|动量) ?(?:of |=|是|为)? ?0?\.\d+ ?的? ?sgd{E}|(?:0?\.\d+ ?的?(?:动量|momentum)|带动量|加动量)(?:的)? ?(?:的 ?)?sgd{E}|sgd[ ,]+m ?= ?0?\.[1-9]|sgd ?[+&w/]+ ?(?:mom(?:entum)?|动量)|sgdm{E}|{W}sgd(?:(?!\bno |without|没|无|不|adam)(?:[^;.\n]|\.(?=\d))){{0,30}}(?:momentum|动量)(?! ?[=:]? ?0(?![.\d]))|{W}sgd\((?:[^()]|\([^()]*\))*momentum ?= ?0?\.[1-9]|{W}nesterov",
        "adamw": rf"{W}(?:paged_)?adam-?w(?:_?\d+bit)?{E}|{W}adam with decoupled", "adafactor": rf"{W}adafactor{E}", "adagrad": rf"{W}ada-?grad{E}",
        "rmsprop": rf"{W}rms[- ]?prop{E}", "lion": rf"{W}lion optimi[sz]er{E}|optim\w*\.lion|用lion|(?:换成?|改成?|用|optimizer ?[:=是]?) ?lion{E}|{W}lion(?= ?(?:optimi|lr|,|优化器|with))", "lbfgs": rf"{W}l-?bfgs{E}",
        "adam": rf"{W}(?:n|r|ams)?adam(?:max)?{E}|亚当优化器", "sgd": rf"{W}sgd{E}|随机梯度下降|(?:plain|vanilla) (?:gradient descent|gd){E}|stochastic gradient descent",
        "other": rf"{W}(?:lars|lamb|adadelta|adamax|sophia|prodigy|ranger|novograd|signsgd|adabelief|muon|shampoo){E}",
    },
    "loss_function": {
        "bce_with_logits": rf"{W}bce ?with ?logits(?:loss)?{E}|binary_cross_entropy_with_logits|sigmoid[_ ]cross[_ ]entropy(?:[_ ]with[_ ]logits)?|bcewithlogits",
        "bce": rf"{W}bce(?: ?loss)?{E}|binary[ _]?cross ?_?entropy{E}|二元交叉熵|二分类交叉熵|{W}log ?loss{E}|binarycrossentropy",
        "nll": rf"{W}nll(?: ?loss|_loss)?{E}|负对数似然|negative log[- ]likelihood",
        "cross_entropy": rf"{W}cross ?_?entropy(?: ?loss)?{E}|crossentropyloss|categorical_crossentropy|交叉熵|{W}ce(?: loss)?{E}|softmax loss|{W}x-?ent{E}|{W}celoss{E}|sparse_categorical\w*|categorical cross-?entropy|softmax cross-?entropy|{W}ce(?= ?(?:,|and|\+|,|损失|做|训))",
        "huber": rf"{W}huber(?: ?loss)?{E}|smooth ?_?l1", "mse": rf"{W}mse(?: ?loss|_loss)?{E}|mean[ _]squared[ _]error|均方误差",
        "l1": rf"{W}l1 ?loss{E}|{W}mae loss{E}|loss ?= ?'?mae|平均绝对误差|mean[_ ]absolute[_ ]error|{W}mae(?= ?(?:,|损失|做))(?<!\[.mae)|l1损失|{W}l1(?= ?(?:损失|做loss))", "ctc": rf"{W}ctc ?(?:loss|的|loss)?{E}",
        "hinge": rf"{W}hinge(?: ?loss)?{E}", "kl": rf"{W}kl[_ -]?div(?:loss|ergence)?(?= ?loss|{E})|kl散度", "dice": rf"{W}dice(?: ?loss|系数)?{E}",
        "custom": r"(?:custom|own|自己写的|自定义的?|手写的?) ?loss(?! ?weights)|自己写的损失|自定义损失",
    },
    "task": {
        "binary_classification": r"binary[ _-]?(?:classif\w+|label|target|problem|task)|(?<![a-z0-9_])binary(?=\)|,| \(|$)|二分类|二元分类|2分类|两分类|binary classifier|spam (?:detect|classif|filter)\w*|(?:fraud|churn|default|anomaly|ctr|click|违约|欺诈|流失|点击率?|转化率?) ?(?:detection|prediction|classif\w+|预测|检测|预估)|(?:good|正常|好坏|真假|是否)[^,;.]{0,6}(?:分类|二分)|猫狗(?:分类|识别)?|cats? (?:vs\.?|and|or) dogs?|改成两类",
        "multi_label": r"multi-?label|多标签|any number of them (?:can|may)|(?:several|multiple|more than one) labels? (?:can|may|each|per)", "regression": r"(?<!logistic )(?<![a-z])regress(?:ion|ing|or)(?! head)|预测(?:[^,;.\n]{0,8})(?:股价|房价|价格|销量|温度|硬度|寿命|强度|浓度|产量|年龄|压力|流量|负荷|电量|评分|时长|需求)|predict\w* (?:the |house |stock |remaining )*(?:prices?|temperature|age|sales|demand|life|strength|energy|load|values?)|连续值|forecast|time series|时间序列|(?<!边框)(?<!框)(?<!逻辑)(?<!逻辑斯蒂)回归(?!一化|到|头|那|项|损失)|(?:price|demand|load|sales|weather|traffic|energy) prediction|(?:负荷|销量|房价|股价|温度|流量|价格|功率|寿命)预测|时序预测|超分|super[- ]resolution|denois\w+",
        "segmentation": rf"{W}segmentation|{W}u-?net{E}|分割任务|语义分割|图像分割|分割(?=,|，| )|分割模型|segmenting|分割(?=小目标|病灶|肿瘤|器官)|mask r-?cnn|deeplab|语义分割|实例分割|{W}nnunet{E}",
        "detection": rf"object detect\w+|detector|目标检测|检测(?:小目标|缺陷|车|行人|目标)|faster ?rcnn|{W}yolo(?:v\d+)?{E}|检测任务|faster r-?cnn|{W}(?:detr|ssd|retinanet){E}|(?:安全帽|缺陷|口罩|车牌|人脸|烟火|行人|车辆|小目标)检测|detecting (?:objects|cars|people|defects)",
        "reinforcement": rf"reinforcement learning|{W}dqn{E}|{W}ppo{E}|强化学习|{W}(?:ddpg|a2c|a3c|sac|td3|trpo|q-learning|q ?network|actor[- ]critic|cartpole|gym|atari|mujoco|rllib){E}",
        "language_modelling": rf"language model(?:l?ing)?|语言模型|{W}(?:llm|llama|gpt-?\d?|nanogpt|qwen|sft|mistral){E}|大语言模型|next token|char-?rnn|文本生成", "sequence_labelling": rf"named entity|命名实体|speech recognition|语音识别|machine translation|机器翻译|{W}(?:ner|asr|ocr|crf|pos tagging|wav2vec\d?|conformer|whisper){E}|speech (?:model|to text|recogni\w+)|transcri\w+|序列标注|实体识别|翻译(?:模型|任务)|(?<!audio )(?<!image )(?<!music )tagger|声学模型|手语|文字识别",
        "generation": r"image generation|generat(?:es?|ing) (?:images|faces|pictures)|图像生成|扩散模型|生成(?:的?(?:图|人脸|图片|图像))|(?<![a-z0-9_])(?:dc|w|cycle|style)?gan(?![a-z0-9])|(?<![a-z0-9_])vae(?![a-z0-9])|生成任务|(?<![a-z0-9_])(?:diffusion|ddpm|stylegan\d?|pix2pix|stable diffusion)(?![a-z0-9])|生成对抗|图生图",
        "classification": r"(?<!binary )(?<!multi-label )(?<![a-z])classif(?:ication|ier|y)(?! head)|分类(?!头|器|交叉)|recogni[sz]e|recognition|(?:图像|图片|人脸|方言|手写|数字|花卉?|动物|表情|声音|情感)识别|(?:情感|文本|图像|图片|新闻|音频|意图|主题)分类|[a-z0-9]way (?:problem|softmax)|故障诊断|分级|(?:digit|face|gesture|sound|genre|species|emotion|character) (?:classif|recogni)\w+|sentiment (?:analysis|classif\w+)|情感分析|关键词识别|keyword spotting|[3-9三四五六七八九十] ?分类",
    },
    "framework": {
        "pytorch": rf"{W}(?:py)?torch{E}|{W}(?:monai|fastai|timm|pyg|torchvision|huggingface|ultralytics){E}|{W}nn\.[a-z]|{W}optim\.[a-z]|{W}lightning{E}|clip_grad_norm_|lr_scheduler\.|\w+lr\(optimizer",
        "tensorflow": rf"{W}tf(?:\d|2\.x| ?2)?(?= ?(?:code|keras|2|model|写|的|版|\.|,|/))|{W}tensorflow{E}|{W}keras{E}|{W}tf\.|model\.compile\(|model\.add\(", "jax": rf"{W}(?:jax|flax|haiku|optax|equinox){E}",
        "other": rf"{W}(?:mxnet|caffe|paddle(?:paddle)?|mindspore|numpy only|pure numpy){E}|飞桨|(?:纯|手写|只用)numpy|matlab|{W}(?:libtorch|oneflow|chainer|theano){E}",
    },
    "architecture": {
        "gan": rf"{W}(?:\w{{0,8}}gan|generator|discriminator){E}|判别器|生成器|生成对抗",
        "autoencoder": rf"{W}(?:auto-?encoder|vae){E}|自编码器",
        "transformer": rf"{W}(?:transformers?|conformers?|wav2vec\d?|whisper|vits?(?:-[a-z0-9/]+)?|deit|mamba|roformer|informer|(?:distil|ro|de|al|tiny|mac)?bert(?:a)?(?:-\w+)?|segformer|swin|xlnet|bart|qwen|mistral|llm|gpt(?:-?\d)?|vit|t5|llama){E}|{W}bert-",
        "rnn": rf"{W}(?:char-?)?(?:rnns?|lstms?|grus?|bi-?lstm|bi-?gru|convlstm|seq2seq){E}|循环神经网络|循环网络", "gnn": rf"{W}(?:gnns?|gcn|gat(?:v2)?|gin(?= )|graphsage|mpnn|schnet|message passing|pyg|dgl){E}|图神经网络|图卷积|消息传递|图网络|graph (?:neural |attention |conv\w* )?net\w*",
        "cnn": rf"{W}(?:cnns?|\d ?(?:layer )?convs?|convnets?|convnext\w*|regnet|shufflenet|squeezenet|tcn|wavenet|hrnet|deeplab\w*|mask r-?cnn|plain conv|convs?|conv ?nets?|(?:wide)?resnet-?\d*|resnext-?\d*|alexnet|lenet|inception|yolo(?:v?\d+)?|faster ?r-?cnn|vgg-?\d*|u-?net|densenet|mobilenet|efficientnet|convolutional)(?:v\d)?{E}|卷积|nn\.conv|self\.conv",
        "mlp": rf"{W}(?:mlp|fully[ -]connected (?:net|network)|feed-?forward (?:net|network))s?{E}|全连接(?:网络|层|神经网络)?|多层感知机|几层linear|dense layers|linear layers|{W}mlps?{E}|[一二两三四五\d] ?层全连接|(?:fully connected|dense) (?:net\w*|layers?|model)|feedforward|(?:两|三|四|五|\d) ?层(?:的)?(?:mlp|神经网络)",
    },
    "schedule": {
        "none": r"(?:没有?|不用|没用|没加)(?:任何)? ?(?:lr ?)?(?:scheduler|学习率(?:调度|衰减))|no (?:lr |learning rate )?schedul\w+|without (?:a |any )?(?:lr )?schedul\w+|(?:constant|fixed) (?:lr|learning rate)|固定学习率|(?:lr|learning rate|学习率)[^,;.\n]{0,8}(?:一直|全程|始终|保持)[^,;.\n]{0,4}(?:constant|fixed|固定|不变)|lr (?:is |was )?(?:kept |held )?(?:constant|fixed)|一直 ?constant|(?:没|不)调(?:过)?学习率|没做衰减|没有衰减",
        "cosine": rf"cosineannealing\w*|{W}cos(?:ine)?(?: (?:lr )?schedul\w+| decay| annealing| lr| down| 衰减| 退火|衰减|退火)|余弦|{W}cosine(?= ?(?:,|;|$|\d|\n|with|over|from|wd|bs|lr|epochs?|到))|(?:then|to|,|\+|和|with|加|用|之后|然后) ?cosine{E}", "one_cycle": r"onecycle(?:lr)?|one[ -]cycle",
        "plateau": r"reducelronplateau|reduce[_ ](?:lr[_ ])?on[_ ]plateau|lr_on_plateau|plateau (?:scheduler|schedule)", "exponential": r"exponentiallr|exponential(?:ly)? decay\w*|指数衰减|(?:multipl\w+ by|乘以?|\*=?) ?0?\.9\d* (?:every|each|per) epoch|每(?:个|轮)?(?:epoch)?(?:都)?乘以? ?0?\.9\d*",
        "step": r"(?:multi)?-?step(?: ?lr)?(?= ?(?:在|at|scheduler|schedule|milestones))|(?:multi)?steplr|step (?:decay|schedul\w+|lr)|阶梯(?:式)?(?:衰减|下降)|(?:divid\w+|drop\w*|decay\w*|cut|multipl\w+|reduc\w+) by (?:10|0\.1|ten|a factor of \d+|\d) (?:every|each|at epochs?|after every)|每(?:隔|到)?第? ?[\d,、 ]+ ?(?:个)? ?(?:epoch|轮)[^,;.]{0,8}(?:除以|乘以?|降|衰减|减|\*)|(?:every|each) \d+ epochs[^,;.]{0,20}(?:divid|multipl|drop|decay|\*|0\.1)|milestones", "warmup_decay": r"get_linear_schedule_with_warmup|linear warmup|warm-?up[^.;\n]{0,40}(?:linear|线性|decay|衰减)|linear (?:schedule|decay)|线性(?:衰减|预热)|{W}(?:noam|inverse sqrt|polynomial decay){E}|(?:热身|预热|warm-?up)[^;.\n]{0,16}(?:平方根|倒数|sqrt|衰减)",
    },
    "precision": {
        "bfloat16": rf"{W}(?:bf-?16|bfloat16){E}", "mixed_float16": rf"{W}(?:fp16|float16|amp|mixed precision|half precision){E}|半精度|混合精度|{W}(?:autocast|gradscaler|apex|float16)(?!\w)|16-?bit(?: (?:training|precision))?",
        "float32": rf"(?:use|using|用|in|full) ?(?:the )?(?:fp32|float32){E}(?! ?(?:就|没事|is fine|works|正常))|单精度|{W}(?:fp|float)32{E}(?!\s*(?:就|没|is fine|works|正常))|full precision|全精度",
    },
    "output_activation": {
        "none": r"raw logits|直接(?:出|输出) ?logits|linear output|最后 ?activation ?是 ?linear|output is linear|(?:没有?加?|不加|\bno\b|without(?: an?)?|never) ?(?:nn\.|f\.)?(?:log_?)?(?:sigmoid|softmax)(?! ?(?:between|before the)| ?之前)|(?:logits|outputs?|最后一层|输出层?)[^,;.\n]{0,10}(?:no|没有?|without|不加|没加)(?: an?)? ?(?:activation|激活)",
        "log_softmax": r"log_?softmax", "softmax": rf"{W}softmax{E}|softmax",
        "sigmoid": rf"{LAST}[^,;.\n]{{0,16}}sigmoid|sigmoid ?输出|sigmoid (?:output|at the end)|return (?:torch\.|f\.)?sigmoid|(?:torch\.sigmoid|nn\.sigmoid)\W|sigmoid (?:then|before|\+) ?(?:nn\.)?bce",
        "relu": rf"{LAST}[^,;.\n]{{0,16}}relu|relu (?:on|in|at) the (?:last|final|output)|dense\(1, ?activation ?= ?'relu'",
        "tanh": rf"{LAST}[^,;.\n]{{0,16}}tanh|tanh 输出",
    },
    "hidden_activation": {
        "none": r"隐藏层(?:之间)?没有激活|no (?:activations?|nonlinearit\w+|non-linearit\w+)(?: functions?)?(?: in)?(?: between|anywhere| at all)|(?:中间|之间|层间|全程|都)?(?:没有?写?|没加|没写|忘了?(?:加|写))(?:任何)? ?(?:relu|激活(?:函数)?)|forgot (?:the |all )?(?:relus?|activations?)|purely linear layers",
        "leaky_relu": rf"{W}(?:leaky ?_?relu|prelu|elu){E}", "gelu_like": rf"{W}(?:gelu|silu|swish|mish){E}",
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
