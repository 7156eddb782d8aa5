"""Short replies to the question just asked, and how a fix went."""

import re
from typing import Literal

from engine.case import Evidence, Value, Words
from engine.understanding.amounts import CHINESE, chinese_number, number
from knowledge_base import KnowledgeBase, State

Outcome = Literal["solved", "partly", "no_change", "worse"]
SHORT = 60  # characters; a longer reply is read as a message of its own
OUTCOMES: tuple[tuple[Outcome, str], ...] = (
    ("no_change", r"\b(?:changed|did|helped) nothing\b|没(?:有)?(?:什么|啥|任何)?(?:起色|进展|帮助|用处)\W*$|^\W*没 ?help|^\W*(?:no (?:change|effect|difference)|nothing|zero effect)\b[ ,]*(?:still|same|还是|$)|still (?:getting|seeing|having) the same|^\W*(?:还|依然|仍然?|依旧)是?(?:那样|这样|老样子|一样)\W*$|(?:还是|依旧|仍然|也)没(?:有)?(?:什么|啥)?(?:效果|用|变化|改善)\W*$|^(?:照做|试|改|换|加|调)了?(?:过|一下)?[^;.!?]{0,8}还是(?:不|没)|^\W*不行(?:啊|呀|诶)?(?=\W|$)|[跟和与](?:之前|原来|以前)(?:完全|还是)?一样|^\W*(?:还是|貌似|好像|感觉)?没(?:有)?(?:什么|啥|任何)?(?:用|改善|效果|变化|作用)\W*$|no (?:improvement|luck)\b|^\W*没 ?work|same (?:thing|story|issue|problem)(?: as before| again)?\W*$|(?:didn'?t|did not|doesn'?t|does not|hasn'?t) (?:really )?(?:make|made) (?:a|any|much)(?: \w+)? difference|^\W*(?:no|nope|nah)\b[ ,]*(?:it'?s |that'?s )?(?:still|same)\b|tried (?:that|it|this)[, ]+(?:but )?(?:still|same|no|nothing)|试(?:了|过)了?[^;.!?]{0,10}(?:(?:还是|依旧|仍然|也)(?:老样子|一样|那样|不行|没用|没变|nan)|still)|^\W*没(?:什么|啥)?(?:变化|效果|区别|改善)|试(?:了|过).{0,8}(?:没用|没(?:有)?(?:任何)?(?:效果|变化)|无效|一点用都没|还是(?:不行|一样))|(?:try|tried).{0,16}(?:没用|no (?:change|effect|luck)|n'?t (?:help|work)|nothing (?:helps|works))|(?:didn'?t|did not|doesn'?t) (?:help|work|do anything|change anything)(?: at all)?\W*$|(?:一点|毫无|没(?:有)?(?:任何|什么|啥)?|没看出)(?:变化|效果|区别|改善|作用|用处)(?:都没有?)?\W*$|变化都没有|^[^,;]{0,14}(?:还是|依旧|仍然)(?:老样子|一样|那样|不行|没用)\W*$|(?:still|exactly|stays) the same\W*$|same as before|nothing changed|to no avail|same result\W*$|no (?:change|difference|effect)\W*$|made no difference|^\W*没(?:用|效果)\W*$"),
    ("partly", r"^\W*better\b[^.;]{0,3}but\b|\bsome (?:improvement|progress|effect)\b|^\W*有一?点(?:点|儿)?(?:用|效果|作用|改善)|^\W*(?:稍微|略微|稍)有?好(?:一?点|些)|improved,? but|better ?多了|^[^,;.!?]{0,4}(?:好|强)多了|(?:much|a lot|way) better|好了?(?:不少|很多|许多)|(?:明显|有(?:所|明显|很大)?)(?:的)?(?:改善|好转|进步)|好(?:了)?一(?:点|些)|有(?:点|所|一点)(?:改善|好转)|(?:a (?:little|bit)|slightly|somewhat) better|(?:bit|little|slightly|somewhat) (?:improve|better)|better[^,;]{0,8}(?:一点|一些)|helped (?:a (?:bit|little)|some|somewhat)|(?:确实)?有(?:些|点|一定)?(?:效果|作用|帮助|用)(?!吗)[^;]{0,12}(?:但|不过|只是|可)|improved? (?:a bit|slightly|somewhat)|partially|partly|比(?:之前|原来)(?:稍微)?(?:好|强)(?:了)?(?:一)?(?:点|些)|部分(?:解决|有效)"),
    ("worse", r"(?:explod\w*|nan|diverg\w*) (?:after|since) (?:that|this|the) change\W*$|^\W*[改换加调](?:了|完)(?:之后|以后)?直接(?:nan|炸|崩|发散)|^\W*(?:现在|反而)?更不行了|^[^,;]{0,8}[改试换加调]了?[^,;]{0,6},[^,;]{0,4}(?:反而|变得)?更(?:差|糟|坏|严重)了?\W*$|(?:made|making) (?:things|it|everything|matters) (?:even )?worse|^[^,;]{0,12}反而(?:更)?(?:差|糟|坏|严重)了?\W*$|越(?:改|调|弄|搞)越(?:差|糟|坏)|^[^,;]{0,8}更(?:糟糕|严重)了?\W*$|(?:works|performs) worse now|^[^,;]{0,6}(?:更(?:差|糟)|变差|更坏)了?\W*$|(?:^|it |this |that |things )(?:made it|it's|is|has|got|gets|even|now| )* ?worse(?: now| tbh| than before| actually| unfortunately| instead| somehow)?[^a-z0-9]*$"),
    ("solved", r"\bit (?:converges|learns|trains|goes down) now\b|终于收敛|^\W*[换改加调]了?(?:之后|以后|后)[^,;]{0,6}(?:能|可以|正常|开始)(?:降|收敛|学|训练?)?了|^\W*(?:现在|完全|已经|都)*正常了|^\W*fix(?:ed)? ?了|\b(?:it'?s|it is) (?:converging|learning|training|working|going down|decreasing)(?: fine| well| properly)? now|helped a lot|\b(?:that|this) was it\b|\bfinally (?:going down|decreas\w*|learn\w*|converg\w*|works?|working|dropp?(?:s|ing))\b|^\W*(?:可以了|有效|好了)[!,.]|解决了|(?:works?|working|runs?) (?:like a charm|perfectly|great|fine|well)? ?now\b|(?:works?|worked) like a charm|^\W*(?:solved|fixed)\b|problem (?:is )?(?:solved|gone|fixed)|可以了\W*(?:谢|$)|(?:终于|现在|真的|居然)(?:正常|能(?:训|收敛|学|降)|好|可以|有用)了|好使了|管用|有用[!。]|起作用了|nailed it|you'?re a (?:genius|lifesaver)|^[^,;]{0,4}好了(?=\W|$)|搞定|(?:fixed|solved) (?:it|the)|(?:that|it) (?:fixed|solved|worked|did)|did the trick|(?:试了)? ?work(?:s|ed)? ?(?:了|now|!)|成功了"),
)  # fmt: skip
ASKING = re.compile(r"[?]|吗\W*$|会不会|是不是|如果|要是|\b(?:would|should|could|if)\b")
BUT = re.compile(r"但|不过|可是|然而|\b(?:but|however|though|yet)\b")
COMPILED = tuple((outcome, re.compile(pattern)) for outcome, pattern in OUTCOMES)
UNKNOWN = re.compile(
    r"^\W*(?:i )?(?:(?:do not|don'?t|dunno) ?(?:know)?|not sure|no (?:idea|clue)|unsure|unknown|can'?t (?:say|tell)|haven'?t (?:checked|looked|tested|measured|tried)|(?:can'?t|cannot|could not|couldn'?t) (?:check|verify|see|measure)|never (?:checked|looked|measured)|no access|"
    r"不(?:知道|清楚|确定|晓得|太清楚|懂)|(?:这个|这)?(?:真|还|倒|也|确实|暂时)*没(?:有)?(?:看过|查过|注意|试过|检查过?|看|查|测过?|留意|关注|打印)|不(?:好说|记得|太懂|会看)|没(?:概念|法查)|忘了?(?:看)?|说不(?:清|好))"
)
YES = re.compile(
    r"^\W*(?:yes|yeah|yep|yup|sure|right|correct|true|definitely|i (?:think|believe|guess) so|probably(?! not)|ok|是(?!不是)(?:的|啊|吧)?|对(?:的|啊)?|"
    r"有(?:的|啊)?(?!没有)|嗯+|应该是|大概(?:吧|是|有)?|可能(?:吧|是|有)|好像是|差不多)"
)
NO = re.compile(
    r"^\W*(?:应该|大概|可能|probably|i (?:think|guess)|definitely)? ?(?:no|nope|nah|not|never|否|不(?!知|清|确|太|懂)(?:是|会)?的?|没有?(?!看过|查|注意|试)|无)(?![a-z])|i don'?t think so"
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


def outcome(text: str) -> Outcome | None:
    if len(text) > SHORT or ASKING.search(text):
        return None
    rest = ("solved",) if BUT.search(text) else ()
    found = (kind for kind, pattern in COMPILED if kind not in rest and pattern.search(text))
    return next(found, None)


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
    value = number(*found[0]) if len(found) == 1 else _chinese(text)
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
