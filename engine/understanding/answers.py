"""Short replies to the question just asked."""

import re

from engine.case import Evidence, Value, Words
from engine.understanding.amounts import CHINESE, chinese_number, number
from engine.understanding.choices import chosen
from engine.understanding.denial import denied
from knowledge_base import KnowledgeBase, State

SHORT = 60  # characters; a longer reply is read as a message of its own
# What people say before they answer.
WELL = r"^\W*(?:(?:hm+|um+|uh|well|ok(?:ay)?|so|actually|unfortunately|sadly|honestly|checked|just checked|i checked|as far as i (?:know|can tell|can see)|afaik|i'd say|probably|maybe|i (?:think|guess|believe)|definitely|嗯+|呃|额|啊|哦|噢|诶|那个|这个|这|其实|目前|暂时|应该|大概|可能|好像|貌似|感觉|真的?|还真|倒|确实|看了(?:一?下|看)?|查了(?:一?下|查)?|检查了(?:一?下)?|试了(?:一?下)?)[ ,.!]*)*?"
UNKNOWN = re.compile(
    WELL
    + r"(?:i )?(?:really )?(?:(?:do not|don'?t|dunno) ?(?:know)?|not sure|no (?:idea|clue)|unsure|unknown|can'?t (?:say|tell)|haven'?t (?:checked|looked|tested|measured|tried)|(?:can'?t|cannot|could not|couldn'?t) (?:check|verify|see|measure)|never (?:checked|looked|measured)|no access|hard to (?:say|tell)|no (?:way to (?:tell|check))|"
    r"不(?:知道|清楚|确定|晓得|太清楚|懂)|(?:这个|这)?(?:真|还|倒|也|确实|暂时)*没(?:有)?(?:看过|查过|注意|试过|检查过?|看|查|测过?|留意|关注|打印)|不(?:好说|记得|太懂|会看)|没(?:概念|法查)|忘了?(?:看)?|说不(?:清|好))"
)
YES = re.compile(
    WELL
    + r"(?:yes|yeah|yep|yup|sure|right|correct|true|definitely|i (?:think|believe|guess) so|probably(?! not)|ok|it (?:is|does|did|was)(?! not|n't)|they (?:are|do|did)(?! not|n't)|i (?:do|did|am|have)(?! not|n't)\b|exactly|有过|做了|加了|用了|开了|是(?!不是)(?:的|啊|吧)?|对(?:的|啊)?|"
    r"有(?:的|啊)?(?!没有)|嗯+|应该是|大概(?:吧|是|有)?|可能(?:吧|是|有)|好像是|差不多)"
)
NO = re.compile(
    WELL
    + r"(?:no|nope|nah|not|never|否|不(?!知|清|确|太|懂)(?:是|会)?的?|没有?(?!看过|查|注意|试)|无|并没有?|并不)(?![a-z])|i don'?t think so|^\W*(?:it|they|i|that) (?:is|are|do|does|did|was|have|has)(?:n'?t| not)\b"
)
HEDGED = re.compile(
    r"大概|可能|应该|好像|maybe|think|guess|probably|believe|not (?:too |so )?sure|不(?:太|是很)?确定|差不多"
)
ORDINALS = (
    r"(?:the )?(?:first|1st)(?: one)?|第一个|前者", r"(?:the )?(?:second|2nd)(?: one)?|第二个", r"(?:the )?(?:third|3rd)(?: one)?|第三个",
    r"(?:the )?(?:fourth|4th)(?: one)?|第四个",
)  # fmt: skip
BARE_NUMBER = re.compile(
    r"(?<![\w.])([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?) ?(%|k|m|万|千|百万|亿)?"
)
SURE, HALF_SURE = 0.97, 0.8


def answer(kb: KnowledgeBase, text: str, original: str, asked: tuple[str, ...]) -> Evidence | None:
    """What a short reply says to the first question asked that it can be an answer to."""
    known = [finding for finding in asked if finding in kb.findings]
    if not known or len(text) > SHORT:
        return None
    words = Words(0, len(original), original)
    confidence = HALF_SURE if HEDGED.search(text) else SURE
    for finding in known:
        read = _one(kb, text, finding)
        if read is not None:
            state, value = read
            return Evidence(finding, state, value, "asked", confidence, words)
    return None


def _one(kb: KnowledgeBase, text: str, finding: str) -> tuple[State, Value] | None:
    kind = kb.findings[finding].kind
    if UNKNOWN.search(text):
        return "unknown", None
    if kind == "number":
        value = _number(kb, text, finding)
        return None if value is None else ("present", value)
    if kind == "choice":
        option = _option(kb, text, finding)
        return None if option is None else ("present", option)
    if NO.search(text):
        return "absent", None
    return ("present", None) if YES.search(text) else None


def _number(kb: KnowledgeBase, text: str, finding: str) -> float | None:
    found = BARE_NUMBER.findall(text)
    first = len(found) == 1 or bool(found and BARE_NUMBER.match(text))
    value = number(*found[0]) if first else _chinese(text)
    scale = kb.findings[finding].scale
    if value is None or scale is None:
        return value
    if scale.high == 1 and 1 < value <= 100 and "accuracy" in finding:
        value /= 100
    too_low = scale.low is not None and value < scale.low
    too_high = scale.high is not None and value > scale.high
    return None if too_low or too_high else value


def _chinese(text: str) -> float | None:
    """三十二 -> 32."""
    plain = re.sub(r"\W|[大概约吧]", "", text)
    if not plain or any(sign not in CHINESE for sign in plain):
        return None
    return chinese_number(plain)


def _option(kb: KnowledgeBase, text: str, finding: str) -> str | None:
    options = kb.findings[finding].options
    read = {
        item.option
        for item in chosen(text)
        if item.finding == finding and not denied(text, item.start, item.end, item.option == "none")
    }
    if len(read) == 1:
        return read.pop()
    for place, ordinal in enumerate(ORDINALS):
        if re.fullmatch(rf"\W*(?:{ordinal})\W*", text) and place < len(options):
            return list(options)[place]
    plain = re.sub(r"[\W_]", "", text)
    named = {
        option: max((len(n) for n in _names(option, entry.name, entry.phrases.all) if n in plain), default=0)
        for option, entry in options.items()
    }  # fmt: skip
    longest = max(named.values(), default=0)
    best = [option for option, length in named.items() if length == longest]
    return best[0] if longest >= 2 and len(best) == 1 else None


def _names(option: str, name: object, phrases: tuple[str, ...]) -> set[str]:
    texts = (option, getattr(name, "en", ""), getattr(name, "zh", ""), *phrases)
    return {re.sub(r"[\W_]", "", text.lower()) for text in texts} - {""}
