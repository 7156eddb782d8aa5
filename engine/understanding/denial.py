"""Whether words deny what they name."""

import re

from engine.understanding.clauses import clause

DENIAL = re.compile(
    r"没有?|并不|不(?:是|会|存在|属于|像|觉得|认为|认同)|并非|无(?!法|论|关)|未(?!来)|不太(?:会|像)|排除|而非|"
    r"\b(?:no|not|never|without|neither|nor|nothing|none of|nobody|no one|isnt|arent|doesnt|dont|didnt|wasnt|hasnt|havent|cant|wont|isn'?t|aren'?t|ain'?t|doesn'?t|don'?t|didn'?t|wasn'?t|weren'?t|"
    r"haven'?t|hasn'?t|can'?t|cannot|won'?t|rarely|free of|instead of|rather than|ruled out|removed|disabled|turned off)\b"
)
INNER_DENIAL = re.compile(DENIAL.pattern + r"|不(?!管|论|同|过|断|知|仅|但|平|均)")
NOT_DENIALS = re.compile(
    r"不(?:稳定|一样|均衡|平衡|动|变|行|对(?!劲)|准|一致|好|足|清|管|论|同|过|断|知|仅|但|真实|正常|敢信|得不|停|住|错)|差不多|时不时|说不定|要不|毫不|了不起|no matter|not only|no idea|not sure|no more than"
    r"|没(?:想到|什么用|用(?=[,.!。]|$)|法|搞懂|明白|注意|办法|看懂)|有没有|是不是|还没(?!有)|no luck"
)
# What may follow the words denied: "gradient explosion: 没有", "batch norm 都去掉了".
AFTERWARDS = re.compile(
    r"\W{0,2}(?:的?(?:问题|情况|现象)|层|这些|(?:都|也|全部?|已经|并|倒|倒是|是| |is|are|was|were|has|have|been|all|now|completely)){0,4}\W?"
    r"(?:没有(?=$|\W|了|过?\W)|没(?:出现|发现|看到|问题|开|加|了(?!没))|消失|不见了|(?:is|are|was|were) gone|不(?:存在|严重)|排除|(?:去|拿|删|关|撤|换)(?:掉|了)|removed|disabled|turned off|switched off|ruled out|not (?:used|present|the (?:problem|issue|case)))"
)
LAST_WORDS = re.compile(
    r"^[^,;.!?\n]{0,12}?(?:没有|不存在|没(?:出现|发现|有发生)过?|已?经?排除了?|is(?: not|n't) (?:the|a|my) (?:problem|issue|case)|not happening|ruled out)\W*$"
)
# What stands before a bracket, or before a clause that says what is so, does not deny it.
NEW_PART = re.compile(r"[(（]|,(?=(?:就是|而是|只是|但|不过))|但是?|\bbut\b")
OTHERWISE = re.compile(r"\b(?:for|because|since|after|when|until|despite)\b")  # denies no more
REACH_ZH, REACH_EN = 10, 5  # characters and words over which a denial still reaches


def denied(text: str, start: int, end: int, own_denial: bool) -> bool:
    """`own_denial`: the matched words deny something themselves ("does not fall")."""
    first, last = clause(text, start, end)
    masked = NOT_DENIALS.sub(lambda found: " " * len(found.group()), text[first:last])
    before = masked[: start - first]
    denials = 1 if _near(before) else 0
    if not own_denial:
        inside = NOT_DENIALS.sub("", NEW_PART.split(text[start:end])[-1])
        denials = max(denials, 1 if INNER_DENIAL.search(inside) else 0)
        rest = text[end:last]
        denials = max(denials, 1 if AFTERWARDS.match(rest) or LAST_WORDS.match(rest) else 0)
    return denials % 2 == 1


def _near(before: str) -> bool:
    found = list(DENIAL.finditer(before))
    if not found:
        return False
    between = before[found[-1].end() :]
    if OTHERWISE.search(between):
        return False
    chinese = len(re.findall(r"[\u4e00-\u9fff]", between))
    return chinese <= REACH_ZH and len(re.findall(r"[a-z']+", between)) <= REACH_EN


def count_denials(text: str) -> int:
    return len(INNER_DENIAL.findall(NOT_DENIALS.sub("", text)))


REPLACED = re.compile(
    r"(?:(?!的|eps|lr|学习率|wd)[^,;.!?\n]){0,6}(?:换成|改成|改为|替换|换为|->|→|=>)|.{0,12}\b(?:was|were|got|has been) replaced|(?: ?的)? ?时(?:候)?(?:是|用|的)"
)
REPLACED_BEFORE = re.compile(
    r"(?:switch\w*|chang\w*|mov\w*|went) (?:over )?from (?:the )?$|\bswap\w* (?:out )?(?:the )?$|(?:replac\w*|instead of) (?:the )?$"
)


def replaced(sentence: str, start: int, end: int) -> bool:
    """What is named has given way to something else ("把 sgd 换成 adam", "switched from sgd")."""
    return bool(REPLACED.match(sentence[end:]) or REPLACED_BEFORE.search(sentence[:start]))


FORGOTTEN = re.compile(r"(?:forgot|missing|without|忘了?|忘记|漏了?|少了)[^,;.!?\n]{0,12}$")


def forgotten(sentence: str, start: int) -> bool:
    """What was left out is not there."""
    return bool(FORGOTTEN.search(sentence[:start]))
