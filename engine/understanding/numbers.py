"""Numbers and what they are the number of: rates, sizes, losses, accuracies."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.understanding import subjects as s

NUM = r"[-+]?(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,15}(?:\.\d{1,15})?|\.\d{1,15})(?:e[-+]?\d{1,3})?"
UNIT = r" ?(?:%|percent\b|k\b|m\b|million\b|billion\b|百万|千万|万|千|亿)?"
NUMBER = re.compile(rf"(?<![\w.])({NUM})({UNIT})(?![\d])")
SCALE = {
    "%": 0.01, "percent": 0.01, "k": 1e3, "m": 1e6, "million": 1e6, "billion": 1e9, "千": 1e3,
    "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8,
}  # fmt: skip
FILL = (
    r"(?:[ =:~()\[\]'\"|/<>*]|is|are|was|of|at|around|about|approximately|only|just|stuck|stays?|stayed|set to|"
    r"set|to|with|constant|equals?|reache[sd]|gets?|goes|down|up|already|value|rate|drops?|falls?|plateaus?|"
    r"plateaued|hovers?|near|the|that|大概|大约|约|差不多|左右|也|都|是|为|设置?|成|的|用|到|只有|只|才|一直|在|了|"
    r"就|有|能|已经|卡|停|降|最终|最后|稳定|达|高达|全|当前|现在|目前|很快|上)*"
)
SETTINGS: tuple[tuple[str, str], ...] = (
    ("learning_rate", r"(?:(?<![a-z])lr|learning[ _-]?rate|学习率)(?:_init)?"),
    ("batch_size", r"(?:batch[ _-]?size|batchsize|(?<![a-z])bs|批大小|批量大小|批次大小|(?<![a-z])batch)"),
    ("weight_decay", r"(?:weight[ _-]?decay|权重衰减|(?<![a-z])wd|l2)"),
    ("momentum", r"(?:momentum|动量)"),
    ("dropout_rate", r"(?:dropout(?:[ _]?rate)?(?:[ ,(]*p)?)"),
    ("gradient_clip_norm", r"(?:max_norm|clip(?:ping)?(?:[ _]?(?:grad(?:ient)?s?|norm|value))*|梯度裁剪)"),
    ("adam_epsilon", r"(?:(?<![a-z])eps(?:ilon)?(?= ?=))"),
    ("class_count", r"(?:num_classes|n_classes|类别数)"),
    ("parameter_count", r"(?:模型参数量?|参数量|parameter count|num_params)"),
    ("sample_count", r"(?:样本数?量?|训练样本|sample (?:count|size)|数据量|数据集?大小)"),
)  # fmt: skip
EPOCH = r"(?:epochs?|轮|个epoch)"
COUNTS: tuple[tuple[str, str], ...] = (
    ("batch_size", rf"(?P<n>{NUM}) ?(?:的)?(?:batch ?size)"),
    ("batch_size", rf"batch ?size[^,;\n]{{0,6}}(?:从|from) ?\d+ ?[^\d,;]{{0,8}}?(?:到|成|为|to) ?(?P<n>{NUM})"),
    ("class_count", r"(?P<e>two|three|four|five|six|ten|twenty) (?:\w+ )?classes"),
    ("parameter_count", r"参数(?:量)?(?:有|是|约)*(?P<c>[一二两三四五六七八九十百千万亿]{2,})"),
    ("sample_count", r"样本(?:只有|才|有|是|约)*(?P<c>[一二两三四五六七八九十百千万亿]{2,})|(?P<c2>[一二两三四五六七八九十百千万亿]{2,})(?:条|张|个)(?:训练)?(?:样本|图|数据)"),
    ("epochs_done", rf"(?:after|for|trained|跑了?|训练?了?|ran|in|within) ?(?:about|only|just|才|只)? ?(?P<n>{NUM}) ?个? ?{EPOCH}(?![a-z])"),
    ("epochs_done", rf"(?:只|才)(?:跑了?|训练?了?|有) ?(?P<n>{NUM}) ?个? ?{EPOCH}"),
    ("epochs_done", rf"{EPOCH} ?(?:才|只)跑了? ?(?P<n>{NUM})"),
    ("epochs_done", rf"^\W*(?P<n>{NUM}) ?个? ?{EPOCH}\W*$|(?:^|,) ?(?P<n2>{NUM}) ?个? ?{EPOCH} ?(?=,|$)"),
    ("epochs_done", r"(?:^|\n)[\W]*epoch[ :=\[]*(?P<n>\d+)(?:/\d+)?(?=\W.*(?:loss|acc|\ue001|\ue002|\ue004|\ue005|\ue007|\ue008))"),
    ("class_count", r"(?P<n>\d+) ?个? ?(?:classes|class(?![a-z])|个类别?|类(?!似)|分类|categories)"),
    ("sample_count", rf"(?P<n>{NUM})(?P<u> ?(?:k\b|m\b|万|千))? ?(?:条|个|张)?(?:train(?:ing)? |训练)?(?:samples|images|examples|rows|pictures|photos|样本|训练数据|数据(?!集)|图片?(?!像素)|张图|条)(?!/)"),
    ("parameter_count", rf"(?P<n>{NUM})(?P<u> ?(?:k|m|million|billion|万|百万|亿))? ?(?:个)?(?:parameters?|params?|参数)"),
    ("gradient_clip_norm", rf"clip(?:_grad_norm_?)?[^,\n]{{0,30}}?, ?(?:max_norm ?= ?)?(?P<n>{NUM}) ?\)"),
    ("gradient_clip_norm", rf"clip(?:ping|ped)? (?:the )?(?:grad(?:ient)?s?)? ?(?:norm )?(?:at|to|by) (?P<n>{NUM})"),
    ("dropout_rate", rf"dropout(?:1d|2d)?\( ?(?:p ?= ?)?(?P<n>{NUM})"),
    ("dropout_rate", rf"(?P<n>{NUM}) ?的? ?dropout"),
)  # fmt: skip
CHINESE = {
    "一": 1,
    "两": 2,
    "千": 1000,
    "万": 10_000,
    "亿": 100_000_000,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "百": 100,
}
CHINESE_CLASSES = re.compile(r"([三四五六七八九十百])分类")
EACH = re.compile(r"(?:each|every|per|每)[^,.;]{0,12}$")
VALIDATION_ONLY = re.compile(
    r"(?:val(?:id|idation)?|dev|test|验证集?|测试集?)[^,;.]{0,14}$|random|随机|抽|batch of ?$|nan|错"
)
COMPILED_SETTINGS = tuple(
    (
        name,
        re.compile(
            rf"{pattern}[ _]*{FILL}({NUM})({UNIT})(?!\d|\.\d| ?(?:倍|times|x\b|samples of|个点|[-~] ?\d|epochs?))"
        ),
    )
    for name, pattern in SETTINGS
)
COMPILED_COUNTS = tuple((name, re.compile(pattern)) for name, pattern in COUNTS)
ALLOWED = {
    "learning_rate": (1e-12, 1000), "batch_size": (1, 1e6), "weight_decay": (0, 100),
    "momentum": (0, 1), "dropout_rate": (0, 1), "gradient_clip_norm": (1e-9, 1e9),
    "adam_epsilon": (0, 1), "class_count": (2, 1e6), "parameter_count": (1, 1e13),
    "sample_count": (5, 1e11), "epochs_done": (0, 1e7),
}  # fmt: skip

METRICS = {
    s.TRAIN_LOSS: "train_loss", s.ANY_LOSS: "train_loss", s.VAL_LOSS: "validation_loss",
    s.TRAIN_ACC: "train_accuracy", s.ANY_ACC: "train_accuracy", s.VAL_ACC: "validation_accuracy",
    s.TEST_ACC: "test_accuracy",
}  # fmt: skip
METRIC = re.compile(
    rf"([{''.join(METRICS)}])\1*{FILL}({NUM})({UNIT})(?![a-z0-9_]|\.\d| ?(?:倍|times|x\b|epochs?|个|points?|layers?|steps?))"
)
BOTH = re.compile(rf"{s.BOTH}+(?: high|都很高|,)?{FILL}({NUM})({UNIT})(?![a-z0-9_]|\.\d)")
AFTER = re.compile(rf"({NUM})({UNIT}) (?:on )?([{''.join(METRICS)}])\3*(?!{FILL}\d)")
SETS = {"train": s.TRAIN, "validation": s.VALIDATION, "test": s.TEST}
BARE = tuple(
    (name, re.compile(rf"(?<![a-z]){word}(?: ?set| data)?(?:上|里)?[ _]*{FILL}({NUM})({UNIT})(?![a-z0-9_]|\.\d| ?(?:张|条|个|samples|images|倍|epochs?|轮))"))
    for name, word in SETS.items()
)  # fmt: skip
WORD_ACC = re.compile(rf"[{s.ANY_ACC}{s.TRAIN_ACC}{s.VAL_ACC}{s.TEST_ACC}]")
WORD_LOSS = re.compile(rf"[{s.ANY_LOSS}{s.TRAIN_LOSS}{s.VAL_LOSS}{s.TEST_LOSS}]")


@dataclass(frozen=True)
class Figure:
    finding: str
    value: float
    start: int
    end: int


def figures(sentence: str) -> Iterator[Figure]:
    """Every number of one marked sentence whose role is clear; later ones are the fresher."""
    taken: list[tuple[int, int]] = []
    for figure in (
        *_counts(sentence),
        *_settings(sentence),
        *_metrics(sentence),
        *_both(sentence),
        *_bare(sentence),
    ):
        if all(
            figure.end <= a or figure.start >= b or (a, b) == (figure.start, figure.end)
            for a, b in taken
        ):
            taken.append((figure.start, figure.end))
            yield figure


def number(text: str, unit: str = "") -> float:
    value = float(text.replace(",", ""))
    return value * SCALE.get((unit or "").strip(), 1.0)


def _exact(value: float) -> float:
    return float(f"{value:.12g}")


def _settings(text: str) -> Iterator[Figure]:
    for name, pattern in COMPILED_SETTINGS:
        for found in pattern.finditer(text):
            value = _exact(number(found[1], found[2]))
            if _possible(name, value):
                yield Figure(name, value, found.start(), found.end())


def _counts(text: str) -> Iterator[Figure]:
    for name, pattern in COMPILED_COUNTS:
        for found in pattern.finditer(text):
            groups = found.groupdict()
            value = _counted(groups)
            before = text[: found.start()]
            if name == "sample_count" and re.match(
                r" ?(?:each|per class|/class)", text[found.end() :]
            ):
                continue
            if name == "sample_count" and (EACH.search(before) or VALIDATION_ONLY.search(before)):
                continue
            if name == "class_count" and not value.is_integer():
                continue
            if _possible(name, value):
                yield Figure(name, value, found.start(), found.end())
    for found in CHINESE_CLASSES.finditer(text):
        yield Figure("class_count", float(CHINESE[found[1]]), found.start(), found.end())


ENGLISH = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "twenty": 20}


def _counted(groups: dict[str, str | None]) -> float:
    if groups.get("e"):
        return float(ENGLISH[groups["e"] or ""])
    chinese = groups.get("c") or groups.get("c2")
    if chinese:
        return chinese_number(chinese)
    return _exact(number(groups.get("n") or groups.get("n2") or "0", groups.get("u") or ""))


def chinese_number(text: str) -> float:
    """三十二 -> 32, 五千万 -> 50 000 000."""
    total, section, digit = 0.0, 0.0, 0.0
    for sign in text:
        worth = CHINESE[sign]
        if worth >= 10_000:
            total, section, digit = (total + section + digit or 1) * worth, 0, 0
        elif worth >= 10:
            section, digit = section + (digit or 1) * worth, 0
        else:
            digit = worth
    return total + section + digit


def _both(text: str) -> Iterator[Figure]:
    """ "Train and val loss are both 2.1"."""
    for found in BOTH.finditer(text):
        value = _exact(number(found[1], found[2]))
        if "%" in found[2]:
            names = ("train_accuracy", "validation_accuracy")
        elif value > 1:
            names = ("train_loss", "validation_loss")
        else:
            continue
        yield Figure(names[0], value, found.start(), found.end())
        yield Figure(names[1], value, found.start(), found.end())


def _metrics(text: str) -> Iterator[Figure]:
    for found in METRIC.finditer(text):
        figure = _metric(METRICS[found[1]], found[2], found[3], found)
        if figure:
            yield figure
    for found in AFTER.finditer(text):
        if "%" in found[2]:
            figure = _metric(METRICS[found[3]], found[1], found[2], found)
            if figure:
                yield figure


def _metric(name: str, digits: str, unit: str, found: re.Match[str]) -> Figure | None:
    value = _exact(number(digits, unit))
    if name.endswith("accuracy"):
        if "%" not in unit and value > 1:
            value = _exact(value / 100)
        return Figure(name, value, found.start(), found.end()) if 0 <= value <= 1 else None
    return None if "%" in unit else Figure(name, value, found.start(), found.end())


def _bare(text: str) -> Iterator[Figure]:
    """ "train 0.02 / val 1.9", "训练集 99% 测试集 60%": the measure is told by the numbers."""
    found = [(name, match) for name, pattern in BARE for match in pattern.finditer(text)]
    if not found:
        return
    shares = any("%" in match[2] for _, match in found) or bool(
        WORD_ACC.search(text) and not WORD_LOSS.search(text)
    )
    for name, match in found:
        if shares or (WORD_LOSS.search(text) and not WORD_ACC.search(text)) or len(found) > 1:
            measure = "accuracy" if shares else "loss"
            if (name, measure) == ("test", "loss"):
                continue
            figure = _metric(f"{name}_{measure}", match[1], match[2], match)
            if figure:
                yield figure


def _possible(name: str, value: float) -> bool:
    low, high = ALLOWED[name]
    return low <= value <= high
