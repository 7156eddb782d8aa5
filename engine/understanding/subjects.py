"""Mark what a sentence is about (whose loss, whose accuracy) with one letter of the same length."""

import re

TRAIN, VALIDATION = (
    r"(?:train(?:ing|ed)?|trn|tr(?= ?[\d.:=_]| loss| acc|/va)|训练集?|训练数据)",
    (
        r"(?:va(?= ?[\d.:=_]| ?=| loss| acc)|val(?:id|idation|iation|diation|ditaion)?|eval(?:uation)?|dev|holdout|验证集?|开发集|校验集)"
    ),
)
TEST = r"(?:test(?:ing)?|测试集?)"
OF = r"(?:[ _\-/]*(?:set|data|集|数据)?(?:'s)?[ _\-]*(?:的|上的?|里的?)?[ _\-]*)"
LOSS = r"(?:log[ -]?loss(?![a-z])|loss(?:es)?(?! ?scal)|lose(?= ?(?:[^a-z ]|$|is|not))|x-?ent(?![a-z])|损失(?:函数)?值?|误差|ppl|perplexity)"
ACC = r"(?:acc(?:urac(?:y|ies)|uary)?|准确率|正确率|(?<![半合单])精度|top-?1)(?![a-z])"
ERROR = rf"(?:{LOSS}|(?:errors?(?: rate)?|mse|mae|rmse|nll|bce|cost)(?![a-z]))"  # of a set; alone it may be any program's
SCORES = r"(?:map|m?iou|f1|auc|bleu|dice score|指标)(?![a-z])"
OTHER = (
    r"(?:discriminator|generator|critic|actor|policy|value|reward|residual|boundary|adv\w*|aux\w*|判别器|生成器|gan|kl|dice|focal|perceptual|style|content|triplet|"
    r"custom|ctc|hinge|huber|ce|bce|mse|nll|l1|l2|(?<![a-z])[dg])"
)
ON_VALIDATION = rf" (?:on|over|for) (?:the |my )?{VALIDATION}(?: set| data)?"

TRAIN_LOSS, VAL_LOSS, TEST_LOSS = "\ue001", "\ue002", "\ue003"
TRAIN_ACC, VAL_ACC, TEST_ACC = "\ue004", "\ue005", "\ue006"
ANY_LOSS, ANY_ACC, BOTH, OTHER_LOSS = "\ue007", "\ue008", "\ue009", "\ue00a"
SCORE = "\ue00b"  # a measure that is mostly told of held-out data

FUNCTION = (
    r"(?:(?:cross[- ]?entropy|ce|bce|mse|nll|l1|l2|ctc|hinge|huber|focal|交叉熵)(?:[ _]|(?=损失)))"
)
B = r"(?:(?<![a-z])(?=[a-z])|(?=[^\x00-\x7f]))"  # no Latin word begins before it
AND = r"[ _]*(?:and|nor|or|&|和|跟|与|/)[ _]*(?:the )?"
COMMA = r" ?, ?(?:the )?"  # joins two sets only where two numbers follow
TWO_NUMBERS = r"(?=[^\d\n,;]{0,20}[\d.]+ ?%? ?(?:/|vs\.?|and|和|,|跟|与|&) ?[\d.])"
BY_FUNCTION = rf"{B}({FUNCTION})(?:的 ?)?{LOSS}"  # the loss, if it is no part of a sum
# "box_loss": of a name that is neither a set nor a function nor the whole.
PART_BY_NAME = rf"{B}(?!(?:train|trn|tr|val|va|eval|test|dev|total|overall|avg|mean|running|epoch|batch|step|smooth|my|the|last|best|curr|cur|all|log|[a-z]*(?:ce|bce|mse|nll|l1|l2|ctc|hinge|huber|focal|entropy))[a-z]*_)[a-z]+_{LOSS}"
MARKS: tuple[tuple[str, str], ...] = (
    (BOTH, rf"{B}(?:both )?(?:the )?{TRAIN}{OF}(?:{LOSS}|{ACC})?{AND}{VALIDATION}{OF}(?P<a>{LOSS}|{ACC})"),
    (BOTH, rf"{B}(?:both )?(?:the )?{VALIDATION}{OF}(?:{LOSS}|{ACC})?{AND}{TRAIN}{OF}(?P<b>{LOSS}|{ACC})"),
    (BOTH, rf"{B}(?:the )?{TRAIN}{OF}(?:{LOSS}|{ACC})?{COMMA}{VALIDATION}{OF}(?P<a>{LOSS}|{ACC}){TWO_NUMBERS}"),
    (BOTH, rf"{B}(?:the )?{VALIDATION}{OF}(?:{LOSS}|{ACC})?{COMMA}{TRAIN}{OF}(?P<b>{LOSS}|{ACC}){TWO_NUMBERS}"),
    (OTHER_LOSS, rf"(?:discriminator|判别器|{B}d)(?:'s| ?的)? ?{ACC}"),
    (VAL_LOSS, rf"{B}{LOSS}{ON_VALIDATION}"), (VAL_ACC, rf"{B}{ACC}{ON_VALIDATION}"),
    (VAL_LOSS, rf"{B}{VALIDATION}{OF}{FUNCTION}?{ERROR}"), (VAL_ACC, rf"{B}{VALIDATION}{OF}{ACC}"),
    *((loss, rf"{B}{LOSS}(?:[_/]| ?\(){word}\)?(?![a-z])") for loss, word in ((TRAIN_LOSS, TRAIN), (VAL_LOSS, VALIDATION), (TEST_LOSS, TEST))),
    *((acc, rf"{B}{ACC.removesuffix('(?![a-z])')}(?:[_/]| ?\(){word}\)?(?![a-z])") for acc, word in ((TRAIN_ACC, TRAIN), (VAL_ACC, VALIDATION), (TEST_ACC, TEST))),
    (TEST_LOSS, rf"{B}{TEST}{OF}{ERROR}"), (TEST_ACC, rf"{B}{TEST}{OF}{ACC}"),
    (TRAIN_LOSS, rf"{B}{TRAIN}{OF}{FUNCTION}?{ERROR}"), (TRAIN_ACC, rf"{B}{TRAIN}{OF}{ACC}"),
    (OTHER_LOSS, PART_BY_NAME), (ANY_LOSS, BY_FUNCTION), (OTHER_LOSS, rf"{OTHER}[ _]?(?:的 ?)?{LOSS}"), (ANY_LOSS, rf"{B}{LOSS}(?![a-z_]|函数)"),
    (ANY_ACC, rf"{B}{ACC}"), (SCORE, rf"{B}{SCORES}"),
)  # fmt: skip
COMPILED = tuple((mark, re.compile(pattern)) for mark, pattern in MARKS)
SETS_OF_LOSSES = {TRAIN_LOSS: TRAIN, VAL_LOSS: VALIDATION, TEST_LOSS: TEST}
OF_LOSS = {
    letter: re.compile(rf"{B}{word}{OF}{FUNCTION}?{LOSS}")
    for letter, word in SETS_OF_LOSSES.items()
}
ERRORS_TOO = {
    letter: re.compile(rf"{word}[ _/]{LOSS}['\"]?[ :=]+\d")
    for letter, word in SETS_OF_LOSSES.items()
}
IS_LOSS = re.compile(LOSS)


PART_OF_SUM = re.compile(OTHER + rf"[ _]?(?:的 ?)?{LOSS}")


def mark(text: str) -> str:
    functions = {found[1].strip(" _") for found in re.finditer(BY_FUNCTION, text)}
    one_loss = len(functions) == 1 and all(
        re.match(BY_FUNCTION, part[0]) for part in PART_OF_SUM.finditer(text)
    )
    for letter, pattern in COMPILED:
        if pattern.pattern == BY_FUNCTION and not one_loss:
            continue
        if letter in ERRORS_TOO and ERRORS_TOO[letter].search(text):
            pattern = OF_LOSS[letter]  # "val_loss: 0.2 - val_mae: 0.5": the loss is named itself
        text = pattern.sub(lambda found, letter=letter: _letters(letter, found), text)  # type: ignore[misc]
    return text


def _letters(letter: str, found: re.Match[str]) -> str:
    """Of two measures named at once, both letters stand last, in the order of the words."""
    size = len(found[0])
    if letter != BOTH:
        return letter * size
    losses = IS_LOSS.match(found.groupdict().get("a") or found.groupdict().get("b") or "")
    pair = TRAIN_LOSS + VAL_LOSS if losses else TRAIN_ACC + VAL_ACC
    return BOTH * (size - 2) + (pair if "a" in found.groupdict() else pair[::-1])


def marks(text: str) -> set[str]:
    """What a text is about."""
    return {letter for letter in mark(text) if "\ue000" <= letter <= "\ue00f"}
