"""Numbers told of a set alone: "train 0.02 / val 1.9", "训练集 99% 测试集 60%", "0.64 (val)"."""

import re
from collections.abc import Iterator

from engine.understanding import subjects as s
from engine.understanding.amounts import NUM, UNIT, number
from engine.understanding.figure import Figure, valued
from engine.understanding.settings import NAMED

METRICS = {
    s.TRAIN_LOSS: "train_loss", s.ANY_LOSS: "train_loss", s.VAL_LOSS: "validation_loss",
    s.TRAIN_ACC: "train_accuracy", s.ANY_ACC: "train_accuracy", s.VAL_ACC: "validation_accuracy",
    s.TEST_ACC: "test_accuracy",
}  # fmt: skip
MARK = f"[{''.join(METRICS)}]"
ALL_MARKS = "\ue001-\ue00b"
NEAR = rf"(?:(?![{ALL_MARKS}a-z])[^\d,;.!?\n+]| (?:is|at|about|around|was|of|only|just|stuck|reaches|gets?|got|goes|went|i|we|to|down|up|still|now|already|mse|mae|loss|hits|hit|hovers|sits|peaks|stays|reached|drops|falls|fell|roughly|like|says|shows|set|ends|from|hangs|lands|levels|caps|maxes|tops|out|barely|maybe|almost|nearly|approx|approximately|above|below|under|over|scores?|climbs|rose|rises|remains|off|then|acc|accuracy)(?![a-z])){{0,9}}?"
COMPARES = re.compile(
    r"(?<![a-z])by(?![a-z])|spik|\bthan\b|比|差(?!不多)|占|split|(?<![很太较最])[低高](?![达于])|低了|高了|下降了|上升了|涨了|掉了|降了|提升了?|提高了?|增加了?|减少|(?<![a-z])(?:gap|difference|within|improve\w*|epoch|step|iter\w*|layer|batch|class|classes|seed|run)(?![a-z])|[第每前]|between|之间|between"
)
MEASURED = r"(?![a-z0-9_]|\.\d|/\d| ?\*|[万千百亿几k]| ?(?:倍|times|x\b|epochs?|轮|个|points?|layers?|层|steps?|步|次|[-~] ?\d|samples|images|类|张|条|天|gpus?|seeds?|runs?))"
SETS = {"train": s.TRAIN, "validation": s.VALIDATION, "test": s.TEST}
ON_SET = rf" ?(?:on|in|for) (?:the |my )?(?:{'|'.join(SETS.values())})"
NUMBER = rf"(?<![a-z_])(?P<n>{NUM})(?P<u>{UNIT})"
AFTER_SET, IN_BRACKETS, BEFORE_SET = (
    [(name, re.compile(pattern.replace("SET", word))) for name, word in SETS.items()]
    for pattern in (
        rf"{s.B}SET(?:[ _]?set| data)?(?:上|里)?(?P<gap>{NEAR}){NUMBER}{MEASURED}(?!{ON_SET})",
        rf"(?<![\w.]){NUMBER}(?P<gap> ?\((?:on |in )?(?:the )?)SET(?:ing)?(?:[ _]?set| data)?\)",
        rf"(?P<n>{NUM})(?P<u> ?(?:%|percent\b)|)(?P<gap> (?:on|in|for) (?:the |my )?| )SET(?:ing)?(?= ?(?:[,.;!?)/]|$|and|but|set|data|after|with|when|while|at |vs))",
    )
)
# As in: train/val 0.95/0.60; 训练/验证 8000/2000.
PAIR = re.compile(
    rf"{s.B}{s.TRAIN}{s.OF}{s.AND}{s.VALIDATION}{s.OF} ?(?:is|are|split|:|=|是|分别|为|的| )* ?({NUM})({UNIT}) ?(?:/|vs\.?|and|和|,|跟|与|&) ?({NUM})({UNIT}){MEASURED}"
)
ERROR_RATE = re.compile(r"错误率|(?<![a-z])err(?:or)?(?: rates?|s)?(?![a-z])")
MEASURED_BY = re.compile(r"(?:mse|mae|bce|nll|ce|entropy|误差)(?: loss)? ?(?:of|is|=|:)? ?$")
WORD_ACC = re.compile(rf"[{s.ANY_ACC}{s.TRAIN_ACC}{s.VAL_ACC}{s.TEST_ACC}]")
OTHER_SCORE = re.compile(
    rf"{s.SCORE}|(?<![a-z])(?:wer|cer|dice|r2|r\^2|rouge\w*|psnr|ssim|recall|precision|kappa|mcc|ndcg|hit@\w*|reward|fid|eer|rmse|mape)(?![a-z])|召回|词错|字错"
)
WORD_LOSS = re.compile(rf"[{s.ANY_LOSS}{s.TRAIN_LOSS}{s.VAL_LOSS}{s.TEST_LOSS}]")
Found = list[tuple[str, str, str, tuple[int, int], bool]]  # set, digits, unit, place, bracketed
MANY = 1000  # from here a whole number told of a set counts its samples


def set_figures(text: str) -> Iterator[tuple[Figure, bool]]:
    """Each with whether its set follows in brackets, so that no other measure can claim it."""
    found = _found(text)
    measure = _measure(text, found)
    for name, digits, unit, place, bracketed in found:
        value = number(digits, unit)
        if _counts(value, text[slice(*place)]):
            if name == "train" and not MEASURED_BY.search(text[: place[0]]):
                yield Figure("sample_count", value, *place), bracketed
        elif measure and (name, measure) != ("test", "loss"):
            of_errors = (
                measure == "accuracy" and ERROR_RATE.search(text) and not WORD_ACC.search(text)
            )
            measured = f"{name}_{'loss' if of_errors else measure}"
            for figure in valued(measured, digits, unit, place):
                yield figure, bracketed


def _counts(value: float, words: str) -> bool:
    """Whole numbers count samples: great ones, and those before their set ("1,500 train / 300 val")."""
    return value.is_integer() and (value >= MANY or (value > 100 and words[0].isdigit()))


def _found(text: str) -> Found:
    found: Found = []
    for pair in PAIR.finditer(text):
        found.append(("train", pair[1], pair[2], pair.span(1), False))
        found.append(("validation", pair[3], pair[4], pair.span(3), False))
    first = [match.start() for _, pattern in BEFORE_SET for match in pattern.finditer(text)]
    after = [match.start() for _, pattern in AFTER_SET for match in pattern.finditer(text)]
    # "1,500 train / 300 val": where numbers stand first, none follows its set.
    numbers_first = len(first) > 1 and min(first) < min(after, default=0)
    for patterns, bracketed in (
        (IN_BRACKETS, True), (() if numbers_first else AFTER_SET, False), (BEFORE_SET, False),
    ):  # fmt: skip
        for name, pattern in patterns:
            for match in pattern.finditer(text):
                if not COMPARES.search(match["gap"]) and not NAMED.search(match["gap"]):
                    place = match.span("n") if bracketed else match.span()
                    found.append((name, match["n"], match["u"], place, bracketed))
    return found


def _measure(text: str, found: Found) -> str | None:
    """What is measured, where no word says so: percents and numbers like 97 are accuracies."""
    units = "".join(unit for _, _, unit, _, _ in found)
    values = {name: number(digits, unit) for name, digits, unit, _, _ in found}
    accuracy, loss = bool(WORD_ACC.search(text)), bool(WORD_LOSS.search(text))
    if OTHER_SCORE.search(text) and not accuracy and not loss:
        return None
    if "%" in units or (accuracy and not loss) or (not loss and _shares(values)):
        return "accuracy"
    return "loss" if loss or len(values) > 1 else None


def _shares(values: dict[str, float]) -> bool:
    """Best in training, or in percent; losses would be the other way round, and are small."""
    held_out = [value for name, value in values.items() if name != "train"]
    if len(values) > 1 and all(15 < value <= 100 for value in values.values()):
        return True
    return bool(held_out) and 1 >= values.get("train", 2) >= max(held_out) > 0.3
