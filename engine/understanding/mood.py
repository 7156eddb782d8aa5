"""Whether words assert, deny, ask, suppose or tell of the past."""

import re

DENIAL = re.compile(
    r"没有?|并不|不是|并非|不存在|无(?!法|论|关)|未(?!来)|不会|不太会|未见|"
    r"\b(?:no|not|never|without|neither|nor|isn'?t|aren'?t|doesn'?t|don'?t|didn'?t|wasn'?t|"
    r"haven'?t|hasn'?t|can'?t|cannot|won'?t|rarely|free of)\b"
)
INNER_DENIAL = re.compile(DENIAL.pattern + r"|不(?!管|论|同|过|断|知|仅|但|平|均)")
NOT_DENIALS = re.compile(
    r"不(?:稳定|一样|均衡|平衡|动|变|行|对|准|一致|好|足|清|管|论|同|过|断|知|仅|但)|no matter|not only|no idea|not sure|没(?:想到|什么用|用(?=[,.!。]|$)|法|搞懂|明白|注意)"
    r"|有没有|是不是|还没"
)
BREAK = re.compile(
    r"[,;:.!?。!?\n()]| but | however | yet |但是?|而是|可是|不过|就是|只是|因为|\bbecause\b| and i "
)
BRACKET = re.compile(r"[(（]")  # what stands before a bracket does not deny what is in it
ASKS = re.compile(
    r"^[\s\"\x27(]*(?:is|are|am|do|does|did|should|could|can|would|will|may|has|have)\b(?!n't)(?! not)"
    r"|\b(?:should i|do i need|what if|what (?:happens|would happen)|how (?:do|does|can|many|much|to|should)"
    r"|what(?:'s| is| are)|difference|best|better to|explain|wonder(?:ing)? (?:if|whether))\b"
    r"|^[\s(]*which\b|\bwhich (?:one|optimi|activation|loss|learning|batch|framework|is better)|是不是|会不会|是否|要不要|该不该|能不能|可不可以|有没有|什么是|是什么|怎么选|哪个|哪种|区别|原理|"
    r"一般(?:设|取|用|多)|多少合适|多大合适|多少比较|多大比较|还是.{0,12}好|比较好|如果|假如|怎样(?:选|设)|怎么(?:防止|避免|设)|"
    r"有哪些|会怎么?样|是因为|有什么(?:关系|用|办法)|能一起|可能是(?:因为|什么)|吗\W*$"
)
STILL_ASSERTS = re.compile(
    r"怎么办|为什么|为啥|怎么回事|求助|正常吗|咋(?:办|回事)|怎么解决|\bwhy\b|how (?:can|do) i (?:fix|solve)"
    r"|what(?:'s| is| am i| could| might).{0,12}(?:wrong|doing wrong|going on)|is (?:that|this|it) (?:normal|a bug|ok)"
)
GENERAL = re.compile(r"一般是什么|常见|通常是|typically|in general")
PAST = re.compile(
    r"已经(?:解决|修|好)了|之前.{0,12}(?:解决|好了)|used to|solved|fixed (?:now|it)|(?:was|were|had been) fixed|不再|no longer"
    r"|一开始用|以前"
)
HEDGE = re.compile(
    r"maybe|perhaps|i think|i guess|probably|not sure|might|possibly|seems?|好像|可能|似乎|感觉|也许|大概|应该|怀疑|疑似|不太确定"
)


ALTERNATIVE = re.compile(r"[(（]\s*(?:或|or\b)[^)）]*")


def alternative(text: str, end: int) -> bool:
    """Whether a match ends in a bracket that only adds "(or ...)": then it may not be so."""
    return any(found.start() < end <= found.end() for found in ALTERNATIVE.finditer(text))


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch around a match that no comma, stop or "but" interrupts."""
    before = [found.end() for found in BREAK.finditer(text, 0, start) if found.end() <= start]
    after = BREAK.search(text, end)
    return (before[-1] if before else 0), (after.start() if after else len(text))


def denied(text: str, start: int, end: int, own_denial: bool) -> bool:
    """`own_denial`: the matched words deny something themselves ("does not fall")."""
    first, last = clause(text, start, end)
    before = NOT_DENIALS.sub(lambda found: " " * len(found.group()), text[first:start])
    inside = NOT_DENIALS.sub("", BRACKET.split(text[start:end])[-1])
    denials = 1 if _near(before) else 0
    if not own_denial:
        denials = max(denials, 1 if INNER_DENIAL.search(inside) else 0)
        after = re.match(
            r"\W{0,2}(?:的问题)?(?:是)?(?:没有|不存在|已经排除|排除了?)", text[end:last]
        )
        denials = max(denials, 1 if after else 0)
    return denials % 2 == 1


REACH_ZH, REACH_EN = 10, 5  # characters and words over which a denial still reaches


def _near(before: str) -> bool:
    found = list(DENIAL.finditer(before))
    if not found:
        return False
    between = before[found[-1].end() :]
    chinese = len(re.findall(r"[\u4e00-\u9fff]", between))
    return chinese <= REACH_ZH and len(re.findall(r"[a-z']+", between)) <= REACH_EN


def asks(sentence: str, start: int, end: int) -> bool:
    """The clause asks or supposes, rather than tells."""
    first, last = clause(sentence, start, end)
    part = sentence[first:last]
    if GENERAL.search(sentence):
        return True
    return bool(ASKS.search(part)) and not STILL_ASSERTS.search(sentence)


def past(sentence: str, start: int, end: int) -> bool:
    first, last = clause(sentence, start, end)
    return bool(PAST.search(sentence[first:last]))


def hedged(sentence: str, start: int, end: int) -> bool:
    first, last = clause(sentence, start, end)
    return bool(HEDGE.search(sentence[first:last]))


def count_denials(text: str) -> int:
    return len(INNER_DENIAL.findall(NOT_DENIALS.sub("", text)))
