"""Which number is which setting or count: "lr 1e-3", "batch of 64", "10 个类别"."""

import re
from collections.abc import Iterator

from engine.understanding.amounts import IN_CHINESE, IN_ENGLISH, NUM, UNIT, amount
from engine.understanding.figure import Figure

FILL = (
    r"(?:[ =:~()\[\]'\"|/<>?]|,(?= ?(?:都|均|全部?)?(?:是|为|设))|went|goes|going|peak|max|base|always|used|using|i use|is|are|was|of|at|around|about|approximately|only|just|set to|started?|"
    r"set|to|with|constant|fixed|equals?|value|rate|initial|default|currently|now|down|up|kept|the|that|from|大概|大约|约|差不多|左右|也|都|还是|仍是|仍为|still|是|为|设置?|成|的|用|到|只有|只|才|一直|在|了|"
    r"固定|保持|默认|默认值|初始|直接|取|选|调|改|降|升|加|增|减|变|就|有|开|给|能|放|拉|掉|跌|涨|一路|慢慢|逐渐|写错了|设错了|已经|最终|最后|高达|当前|现在|目前|从|不变|我|这边|峰值|最大|统一|全|均|每张?卡|小|大)*"
)
SETTINGS: tuple[tuple[str, str], ...] = (
    ("learning_rate", r"(?:(?<![a-z])lr|learning[ _-]?rates?|学习率|学习速率|step size|步长(?=[ =:为是设\d]))(?:_init|_max|_min|s\b)?"),
    ("batch_size", r"(?:batch[ _-]?sizes?|batchsize|(?<![a-z])bsz?(?![a-z])|批大小|批量(?:大小)?|批次(?:大小)?|(?<![a-z])(?:mini-?)?batch)"),
    ("weight_decay", r"(?:weight[ _-]?decay|权重衰减|权值衰减|(?<![a-z])wd|(?<![率r后性弦步数\u3000 ])衰减(?:系数)?(?=[ =:是为设了的]{0,3}(?:0?\.\d|\d(?:\.\d)?e-))|(?<![a-z])l2(?: (?:penalty|reg\w*|正则\w*))?)"),
    ("momentum", r"(?:(?<!bn )(?<!norm )(?<!ema )(?<!bn_)momentum|动量|(?<![a-z])mom(?= ?[=:]? ?0?\.\d)|(?<![a-z])m(?= ?= ?0?\.\d))"),
    ("dropout_rate", r"(?:(?:dropout|drop(?=[ _](?:rate|prob))|(?<![a-z])drop(?= ?=)|随机失活|丢弃)(?:[ _]?(?:rate|prob\w*|率|概率|比例))?(?:[ ,(]*(?:with )?p(?![a-z]))?)"),
    ("gradient_clip_norm", r"(?:max_(?:grad_)?norm|clip(?:ping|norm|value)|clip[ _](?:grad(?:ient)?s?|norm|value)(?:[ _](?:norm|value))?_?|clip|梯度裁剪(?:阈值)?|裁剪阈值)"),
    ("adam_epsilon", r"(?:(?<![a-z])(?<!\d )(?<!\d)eps(?:ilon)?(?= ?[=:\d]|改成|设成|of ))"),
    ("class_count", r"(?:num_(?:classes|labels)|n_classes|number of (?:classes|labels|categories)|类别总?数量?|类数|class 数|(?:类别?|标签|种类|说话人|speakers?|关键词)(?: ?(?:一共|总共|共))? ?有)"),
    ("parameter_count", r"(?:模型参数量?|参数(?=(?: |大概|大约|约|有|共|一共|总共|差不多|才|只有|就)*[\d.]+ ?(?:[kmb](?![a-z])|[百千]?万|亿|\d{3}))|参数量|参数(?:总|数)量?|parameter count|param count|num_params|number of param\w*|(?<![a-z])params?(?= ?(?:有|是|about|around|:|=)))"),
    ("sample_count", r"(?:utterances?(?= ?\d)|语音(?= ?\d)|(?<![正负阳阴])样本(?:总?数)?量?|训练样本数?|samples? ?(?:count|size|数量?|总数)|数据量|数据集?大小|dataset size|(?:dataset|数据集?)(?= ?(?:只有|才|就|has only|is only)))"),
)  # fmt: skip
EPOCH = r"(?:epochs?|(?<![a-z])ep(?![a-z])|轮(?!胎|廓)|个epoch|(?<!一)遍(?=数据|训练|[,。]|$))"
SOME = rf"(?P<n>{NUM}|{IN_ENGLISH}|{IN_CHINESE}+)"
NAMED_ELSE = r"batch|bs(?![a-z])|wd(?![a-z])|weight decay|dropout|momentum|epochs?|轮"
ALONE = (
    r"(?! ?[=:(]| ?-?[\d.]| ?(?:is|of|at|was|为|是|设|到|从)|[a-z])"  # no number of its own follows
)
COUNTS: tuple[tuple[str, str], ...] = (
    ("batch_size", rf"(?P<n>{NUM}) ?(?:的|as (?:the |my )?)?(?:batch ?size|批大小)"),
    ("batch_size", rf"(?P<n>{NUM}) ?(?:images?|samples?|imgs?|examples?|sequences?|pairs|张图?|个样本|条)?(?: per | a |/)(?:mini-?)?batch"),
    ("batch_size", r"一批(?:次)?(?:是|有|放|就|只有|喂)? ?(?P<n>\d+) ?(?:个|张|条|句)?"),
    ("batch_size", rf"(?P<n>{NUM}) ?(?:samples |images )?(?:per|/) ?(?:gpu|device|card)(?![a-z])"),
    ("batch_size", r"(?:每个?|一个?) ?batch ?(?:就|只有|只|有|里|是|放)* ?(?P<n>\d+) ?(?:张|个|条|句)"),
    ("batch_size", r"(?:每张?卡|单卡|per[ -](?:gpu|device|card)|each (?:gpu|device|card)) ?(?:batch(?: ?size)?|bs|批大小)? ?(?:是|放|跑|=|:|of|has|is)? ?(?P<n>\d+)(?! ?(?:g|卡|gpu|张?卡|块)|[\d.])"),
    ("batch_size", rf"(?:batch(?:es)?|批次?) (?:of|have|has|contain|contains|with) (?:size )?(?P<n>{NUM})"),
    ("parameter_count", rf"参数(?:量)?(?:有|是|约|大概|大约|差不多|只有|就|才)*(?P<n>{IN_CHINESE}{{2,}})"),
    ("epochs_done", rf"(?:after|for|trained|over|到第|(?:跑|训练?)(?:了|完)?|练了?|迭代了?|ran|in|within|done) ?(?:~|about|only|just|around|roughly|the first|大概|差不多|才|只)? ?{SOME} ?[多来余]?(?:full )?个? ?{EPOCH}(?![a-z])"),
    ("epochs_done", rf"(?:只|才)(?:跑了?|训练?了?|有) ?{SOME} ?个? ?{EPOCH}"),
    ("epochs_done", rf"{EPOCH} ?(?:才|只)?(?:跑了?|训练?了?|训了) ?(?P<n>{NUM})|{EPOCH} ?(?:=|:|数是?|为) ?(?P<n2>{NUM})(?!\d|/)"),
    ("epochs_done", rf"^\W*(?P<n>{NUM}) ?个? ?{EPOCH}\W*$|(?:^|[,;]|\band) ?(?:一共|共|总共|i ran|ran)? ?(?P<n2>{NUM}|{IN_CHINESE}+) ?个? ?{EPOCH} ?(?=(?:of training|in total|total|done)? ?(?:[,;.:]|$))"),
    ("epochs_done", r"(?:^|[\n,|;\[(【])\W*第 ?(?P<n>\d+) ?(?:轮|个?epoch)(?=\W.*(?:loss|acc|\ue001|\ue002|\ue004|\ue005|\ue007|\ue008))"),
    ("epochs_done", rf"(?P<n>{NUM}|{IN_ENGLISH}) ?(?:full |whole |complete )?(?:epochs?|eps?)(?![a-z0-9])(?! ?=| (?:takes?|took|needs?|lasts?|costs?|before|earlier|later|per)\b| ?(?:要|需要|耗时|得|跑一))"),
    ("epochs_done", r"(?:轮数|轮次|训练轮数|epoch ?数|(?:^|[,;(])\s*(?:epochs?|ep)|停在 ?(?:epoch|ep)|stopped at (?:epoch|ep))(?:是|为|设)? ?[=:]? ?(?P<n>\d+)(?= ?(?:[,;)]|$))"),
    ("epochs_done", r"(?:stopp?\w*|ended|killed|now|currently|still|we are|we're|i am|i'm|it's|it is|last (?:val|acc|loss)\w*[^,;]{0,12}) (?:training )?(?:at|on|after) (?:epoch|ep) ?(?P<n>\d+)|(?<![a-z])epoch ?(?P<n2>\d+) (?:now|currently)"),
    ("epochs_done", r"['\"]epochs?['\"] ?: ?(?P<n>\d+(?:\.\d+)?)(?![.\d])|--?(?:n_|num[_-](?:train[_-])?|max[_-])?epochs?[ =](?P<n2>\d+)"),
    ("epochs_done", r"(?:跑|训|训练|练|进行)到了? ?(?:第 ?)?(?:epoch|ep) ?(?P<n>\d+)|(?:^|[|\n;\]]) ?(?:ep|epoch)[ :=]+(?P<n2>\d+)(?= ?(?:[|;\n]|$|  ))|(?<=\d)  ?epoch +(?P<n3>\d+)(?=  |$)"),
    ("epochs_done", rf"(?:跑|训|训练|练)满了? ?{SOME} ?个? ?{EPOCH}"),
    ("epochs_done", rf"{EPOCH} ?(?:已经|才|都|现在)?(?:跑|训练?)?到了? ?(?:第 ?)?(?P<n>\d+) ?(?=了|[,;.]|$)"),
    ("epochs_done", rf"(?P<n>{NUM}) ?个? ?{EPOCH}(?:了|才|还|都|只| ?之?后| ?以后|下来|过去| ?(?=[\ue001-\ue008]))"),
    ("epochs_done", r"(?:^|[\n,|;:\]>)])[\W]*ep(?:och)?[ :=\[#]*(?P<n>\d+)(?:/\d+)?(?=\W.*(?:loss|acc|\ue001|\ue002|\ue004|\ue005|\ue007|\ue008))"),
    ("epochs_done", r"(?<![a-z])epoch ?(?P<n>\d+) ?(?:of|out of|/) ?\d+|(?P<n2>\d+) epochs? (?:so far|in(?= ?(?:[,.;]|$|and\b|but\b|now\b)))"),
    ("epochs_done", rf"(?:(?:跑|训|训练|练|进行)到了?第?|(?:现在|目前|已经)(?:是|到|在)?第) ?{SOME} ?个?(?: ?{EPOCH})?(?=\W|$|了)"),
    ("epochs_done", r"epochs?[^.;\n]{0,20}(?:killed|stopped|interrupted|aborted|quit|ended)(?: it| training)? (?:at|after) (?P<n>\d+)(?![\d.%])|第 ?(?P<n2>\d+) ?(?:轮|个? ?epoch) ?(?:就|时)?(?:被)?(?:early ?-?stop|早停|停了|提前停)"),
    ("epochs_done", r"(?:现在|目前|当前|now|currently|already)(?:是|到|在|才|也|已经|at|on|in|刚|跑| )* ?(?:第 ?)?(?:(?<!第)(?<!第 )epoch ?(?P<n>\d+)|(?P<n2>\d+) ?(?:轮|个? ?epoch))(?!\d)"),
    ("epochs_done", r"(?:才|到了?|已经|刚|正|处在|在|是|停在)第 ?(?P<n>\d+) ?(?:轮|个 ?epoch)(?=[,;.]|$|了|而已)|第 ?(?P<n2>\d+) ?(?:轮|个 ?epoch)(?=[,:;、 ]+(?:(?:iter\w*|step|第)[ \d.]*[^\d,;]{0,6}[,:; ]+)?[\ue001-\ue008])"),
    ("class_count", r"(?P<n>\d+)-?way (?:classif\w+|softmax|problem)"),
    ("dropout_rate", r"drop(?:ping|s|ped)? (?:out )?(?P<n>\d+(?:\.\d+)?)(?P<u> ?%) of (?:the )?(?:units|neurons|activations|nodes|features)"),
    ("parameter_count", rf"(?P<n>{NUM})(?P<u> ?(?:k|m|b|million|billion|百万|千万|万|亿))[ -]?(?:weights(?![a-z])|model|net(?:work)?(?![a-z])|个权重|的?(?:模型|网络))"),
    ("parameter_count", r"(?<![a-z])(?:vit|bert|gpt|resnet|llama|qwen|mistral|t5|deit|swin|opt|pythia|mamba|convnext)[\w.\-/]*[ ,]+(?P<n>\d+(?:\.\d+)?)(?P<u>[mb])(?![a-z\d])"),
    ("parameter_count", r"(?<![a-z_-])(?<!trainable )(?:total |model )?params?(?:eters)?[ :=~]*(?P<n>\d[\d,]*(?:\.\d+)?)(?P<u> ?(?:[kmb](?![a-z])|万|百万|亿|million|billion)|)(?![\w.])"),
    ("parameter_count", r"(?<![a-z])(?!(?:data(?:set)?|train(?:ing)?|corpus|images?|samples?|rows?|total|about|around|roughly|over|only|with|on|for|and|of|to|is|has|have|step|steps|iter|tokens?|vocab|pretrained|scratch|first|the|a|an|val|test|dev|from|gpu|size|mem\w*)(?![\w-]))[a-z][\w.-]*[a-z0-9] ?~?(?P<n>\d+(?:\.\d+)?)(?P<u>[mb])(?=\s*(?:[,;|)]|$|bs\b|lr\b))"),
    ("parameter_count", r"(?:^|[,;|(])\s*(?P<n>\d+(?:\.\d+)?)(?P<u>[mb])(?=\s*(?:[,;|)]|$))"),
    ("parameter_count", r"(?<=[a-z\d]) ?\((?P<n>\d+(?:\.\d+)?)(?P<u>[mb])\)"),
    ("parameter_count", rf"(?P<n>{NUM})(?P<u>{UNIT})[ -]?(?:个)?(?:trainable |weights? |可训练)?(?:param(?:eter)?s?|参数)"),
    ("learning_rate", rf"(?<![a-z])(?:adam\w?|sgd|rmsprop|adagrad)\( ?(?P<n>{NUM})"),
    ("learning_rate", r"(?<![a-z])(?:adam\w?|sgd|rmsprop|adagrad),? ?(?:with |at |@ ?)?(?P<n>\d(?:\.\d+)?e-\d|0?\.\d+)(?!\d|\.\d)(?! ?(?:momentum|动量))"),
    ("learning_rate", rf"(?:(?<![a-z])lr|learning rate|学习率|warm\w*[ -]?up|预热|cosine|余弦)(?:(?!{NAMED_ELSE})[^;.!?\n\d\ue000-\uf8ff]){{0,28}}?(?:升到|升至|涨到|线性到|warm\w*(?:[ -]?up)?[^\d;.]{{0,10}}to|(?<=up) to|from|从|peak\w*(?: of| at)?|峰值)(?: ?(?:是|为|about))? ?(?P<n>{NUM})(?! ?(?:steps?|步|epoch|轮)|[\d.])"),
    ("weight_decay", rf"(?P<n>{NUM}) ?的? ?(?:权重衰减|weight[ _]decay){ALONE}"),
    ("learning_rate", rf"(?P<n>{NUM}) ?的? ?(?:学习率|learning[ _]rate|lr(?![a-z])){ALONE}"),
    ("momentum", rf"(?P<n>{NUM}) ?的? ?(?:动量|momentum){ALONE}"),
    ("gradient_clip_norm", rf"clip(?:_grad_norm_?)?[^,\n]{{0,30}}?, ?(?:max_norm ?= ?)?(?P<n>{NUM}) ?\)"),
    ("gradient_clip_norm", rf"clip(?:ping|ped)? (?:the )?(?:grad(?:ient)?s?)? ?(?:norm )?(?:at|to|by) (?:(?:a |max )*norm (?:of )?)?(?P<n>{NUM})"),
    ("dropout_rate", rf"dropout(?:1d|2d)?\( ?(?:p ?= ?)?(?P<n>{NUM})"),
    ("dropout_rate", rf"(?P<n>{NUM})(?P<u>{UNIT}) ?的? ?dropout(?! ?(?:=|of\b|rate))"),
)  # fmt: skip
# Epochs that are counted, planned or repeated, not done so far.
NOT_DONE = re.compile(
    r"(?:every|each|per|last|next|another|more|first|max\w*|up to|out of|of|/|warm-?up(?: of| for)?|patience(?: of)?|plan\w*(?: for)?|want(?: to train)?(?: for)?|before|from|at|by|the|every other|each of|than|间隔|每|前|后面?|第|再|计划|打算|准备) ?(?:the |about |around )?$"
)
OF_ALL = re.compile(r"(?:of|/) ?\d+$")  # "at epoch 30 of 100"
RAN = re.compile(r" (?:that )?(?:i|we)(?:'ve| have)? (?:ran|run|trained|did|done)")
COMPILED_SETTINGS = tuple(
    (
        name,
        re.compile(
            rf"{pattern}[ _]*{FILL}({NUM})({UNIT})(?!\d|\.\d| ?(?:倍|times|x\b(?! ?\d+ ?(?:step\w* )?(?:grad\w*[ -])?(?:accum|gpu|card|device))|samples of|个点|[-~] ?\d|epochs?(?![a-z]| ?[=:])|个? ?epoch(?!s? ?[=:])|轮(?!数)|layers?|层|frames?|fps|秒|帧))"
        ),
    )
    for name, pattern in SETTINGS
)
COMPILED_COUNTS = tuple((name, re.compile(pattern)) for name, pattern in COUNTS)
NAMED = re.compile("|".join(pattern for _, pattern in SETTINGS))  # some setting's name
NAMES = tuple((name, re.compile(pattern)) for name, pattern in SETTINGS)
# A setting's name, some other words, and a number such as this setting takes.
TYPICAL = {
    "learning_rate": (1e-8, 1.0), "batch_size": (1, 65536), "weight_decay": (1e-8, 0.5), "momentum": (0.4, 0.9999),
    "dropout_rate": (0.01, 0.95),
}  # fmt: skip
LOOSE = tuple(
    (
        name,
        re.compile(
            rf"{pattern}(?P<gap>(?:(?!{NAMED.pattern})[^\d,;.!?\n]){{0,20}}?)(?<![a-z\d.])(?P<n>{NUM})(?P<u> ?%?)(?![\d.]*[a-z\u4e00-\u9fff]|[\d.]| ?(?:倍|times|x\b|个|steps?|gpus?|days?|[-~/] ?\d|samples|images|layers?|epochs?|percent|of\b))"
        ),
    )
    for name, pattern in SETTINGS
    if name in TYPICAL
)
NOT_ITS_OWN = re.compile(
    r"\b(?:by|than|or|and|with|divid\w*|multipl\w*|every|each|per|after|times|from|tried|try|range|between|should|recommend\w*|loss|acc\w*|epochs?|steps?|seeds?|gets?|got|gives?|reach\w*|drop\w*|layers?|norm)\b|[\ue000-\uf8ff]|除|乘|比|每|或|和|与|从|试|应该|建议|推荐|之间|后|时|步|轮|层|变化"
)
BEFORE = {"learning_rate", "weight_decay", "momentum"}  # "0.9 momentum", if not "lr 0.9 momentum"
NAMED_BEFORE = re.compile(rf"(?:{NAMED.pattern})[ =:]*(?:of |is |to |为|是)?$")
# "No weight decay": none of it is 0 of it.
WITHOUT = re.compile(
    r"(?:\bno|\bwithout(?: any)?|\bzero|不带|没有?(?:加|用|开)|不加) ?(?:weight[ _-]?decay|权重衰减|(?<![a-z])wd(?![a-z]))(?![ _]?(?:[=:\d]|rate))"
)
ALLOWED = {
    "learning_rate": (1e-12, 1000), "batch_size": (1, 1e6), "weight_decay": (0, 100),
    "momentum": (0, 1), "dropout_rate": (0, 1), "gradient_clip_norm": (1e-9, 1e9),
    "adam_epsilon": (0, 1), "class_count": (2, 1e6), "parameter_count": (1, 1e13),
    "sample_count": (5, 1e11), "epochs_done": (1, 1e7),
}  # fmt: skip


def counts(text: str) -> Iterator[Figure]:
    for name, pattern in COMPILED_COUNTS:
        for found in pattern.finditer(text):
            groups = found.groupdict()
            value = amount(
                groups.get("n") or groups.get("n2") or groups.get("n3") or "0",
                groups.get("u") or "",
            )
            if possible(name, value) and not _other_count(name, found):
                yield Figure(name, value, found.start(), found.end())


def _other_count(name: str, found: re.Match[str]) -> bool:
    """What looks like the count and is another: of epochs planned."""
    before, after = found.string[: found.start()], found.string[found.end() :]
    if name == "epochs_done" and found[0][0].isalnum():
        planned = NOT_DONE.search(before) and not OF_ALL.search(found[0])
        return bool(planned) and not RAN.match(after)
    return name in BEFORE and bool(NAMED_BEFORE.search(before))


def settings(text: str) -> Iterator[Figure]:
    for name, pattern in COMPILED_SETTINGS:
        for found in pattern.finditer(text):
            value = amount(found[1], found[2])
            if possible(name, value):
                yield Figure(name, value, found.start(), found.end())


def left_out(text: str) -> Iterator[Figure]:
    for found in WITHOUT.finditer(text):
        yield Figure("weight_decay", 0.0, *found.span())


def loosely(text: str) -> Iterator[Figure]:
    """ "The lr is the paper's 2e-4": other words stand between."""
    for name, pattern in LOOSE:
        for found in pattern.finditer(text):
            value, (low, high) = amount(found["n"], found["u"]), TYPICAL[name]
            whole = name != "batch_size" or value.is_integer()
            if low <= value <= high and whole and not NOT_ITS_OWN.search(found["gap"]):
                yield Figure(name, value, found.start(), found.end())


def possible(name: str, value: float) -> bool:
    low, high = ALLOWED[name]
    return low <= value <= high
