"""How a fix went: "that fixed it", "试了没用", also beside other things that a reply tells."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from engine.understanding.clauses import sentences

Outcome = Literal["solved", "partly", "no_change", "worse"]
SHORT, LONG = 60, 160  # of a sentence that tells it, and of the whole reply; Chinese counts twice
OUTCOMES: tuple[tuple[Outcome, str], ...] = (
    ("no_change", r"\b(?:changed|did|helped) nothing\b|没(?:有)?(?:什么|啥|任何)?(?:起色|进展|帮助|用处)\W*$|^\W*没 ?help|^\W*(?:no (?:change|effect|difference)|nothing|zero effect)\b[ ,]*(?:still|same|还是|$)|still (?:getting|seeing|having) the same|^\W*(?:还|依然|仍然?|依旧)是?(?:那样|这样|老样子|一样)\W*$|(?:还是|依旧|仍然|也)没(?:有)?(?:什么|啥)?(?:效果|用|变化|改善)\W*$|^(?:照做|试|改|换|加|调)了?(?:过|一下)?[^;.!?]{0,8}还是(?:不|没)|^\W*不行(?:啊|呀|诶)?(?=\W|$)|[跟和与](?:之前|原来|以前)(?:完全|还是)?一样|^\W*(?:还是|貌似|好像|感觉)?没(?:有)?(?:什么|啥|任何)?(?:用|改善|效果|变化|作用)\W*$|no (?:improvement|luck)\b|^\W*没 ?work|same (?:thing|story|issue|problem)(?: as before| again)?\W*$|(?:didn'?t|did not|doesn'?t|does not|hasn'?t) (?:really )?(?:make|made) (?:a|any|much)(?: \w+)? difference|^\W*(?:no|nope|nah)\b[ ,]*(?:it'?s |that'?s )?(?:still|same)\b|tried (?:that|it|this)[, ]+(?:but )?(?:still|same|no|nothing)|试(?:了|过)了?[^;.!?]{0,10}(?:(?:还是|依旧|仍然|也)(?:老样子|一样|那样|不行|没用|没变|nan)|still)|^\W*没(?:什么|啥)?(?:变化|效果|区别|改善)|试(?:了|过).{0,8}(?:没用|没(?:有)?(?:任何)?(?:效果|变化)|无效|一点用都没|还是(?:不行|一样))|(?:try|tried).{0,16}(?:没用|no (?:change|effect|luck)|n'?t (?:help|work)|nothing (?:helps|works))|(?:didn'?t|did not|doesn'?t) (?:help|work|do anything|change anything)(?: at all)?\W*$|(?:一点|毫无|没(?:有)?(?:任何|什么|啥)?|没看出)(?:变化|效果|区别|改善|作用|用处)(?:都没有?)?\W*$|变化都没有|^[^,;]{0,14}(?:还是|依旧|仍然)(?:老样子|一样|那样|不行|没用)\W*$|(?:still|exactly|stays) the same\W*$|same as before|nothing changed|to no avail|same result\W*$|no (?:change|difference|effect)\W*$|made no difference|^\W*没(?:用|效果)\W*$"),
    ("partly", r"^\W*better\b[^.;]{0,3}but\b|\bsome (?:improvement|progress|effect)\b|^\W*有一?点(?:点|儿)?(?:用|效果|作用|改善)|^\W*(?:稍微|略微|稍)有?好(?:一?点|些)|improved,? but|better ?多了|^[^,;.!?]{0,4}(?:好|强)多了|(?:much|a lot|way) better|好了?(?:不少|很多|许多)|(?:明显|有(?:所|明显|很大)?)(?:的)?(?:改善|好转|进步)|好(?:了)?一(?:点|些)|有(?:点|所|一点)(?:改善|好转)|(?:a (?:little|bit)|slightly|somewhat) better|(?:bit|little|slightly|somewhat) (?:improve|better)|better[^,;]{0,8}(?:一点|一些)|helped (?:a (?:bit|little)|some|somewhat)|(?:确实)?有(?:些|点|一定)?(?:效果|作用|帮助|用)(?!吗)[^;]{0,12}(?:但|不过|只是|可)|improved? (?:a bit|slightly|somewhat)|partially|partly|比(?:之前|原来)(?:稍微)?(?:好|强)(?:了)?(?:一)?(?:点|些)|部分(?:解决|有效)"),
    ("worse", r"(?:explod\w*|nan|diverg\w*) (?:after|since) (?:that|this|the) change\W*$|^\W*[改换加调](?:了|完)(?:之后|以后)?直接(?:nan|炸|崩|发散)|^\W*(?:现在|反而)?更不行了|^[^,;]{0,8}[改试换加调]了?[^,;]{0,6},[^,;]{0,4}(?:反而|变得)?更(?:差|糟|坏|严重)了?\W*$|(?:made|making) (?:things|it|everything|matters) (?:even )?worse|^[^,;]{0,12}反而(?:更)?(?:差|糟|坏|严重)了?\W*$|越(?:改|调|弄|搞)越(?:差|糟|坏)|^[^,;]{0,8}更(?:糟糕|严重)了?\W*$|(?:works|performs) worse now|^[^,;]{0,6}(?:更(?:差|糟)|变差|更坏)了?\W*$|(?:^|it |this |that |things )(?:made it|it's|is|has|got|gets|even|now| )* ?worse(?: now| tbh| than before| actually| unfortunately| instead| somehow)?[^a-z0-9]*$"),
    ("solved", r"\bit (?:converges|learns|trains|goes down) now\b|终于收敛|^\W*[换改加调]了?(?:之后|以后|后)[^,;]{0,6}(?:能|可以|正常|开始)(?:降|收敛|学|训练?)?了|^\W*(?:现在|完全|已经|都)*正常了|^\W*fix(?:ed)? ?了|\b(?:it'?s|it is) (?:converging|learning|training|working|going down|decreasing)(?: fine| well| properly)? now|helped a lot|\b(?:that|this) was it\b|\bfinally (?:going down|decreas\w*|learn\w*|converg\w*|works?|working|dropp?(?:s|ing))\b|^\W*(?:可以了|有效|好了)[!,.]|解决了|(?:works?|working|runs?) (?:like a charm|perfectly|great|fine|well)? ?now\b|(?:works?|worked) like a charm|^\W*(?:solved|fixed)\b|problem (?:is )?(?:solved|gone|fixed)|可以了\W*(?:谢|$)|(?:终于|现在|真的|居然)(?:正常|能(?:训|收敛|学|降)|好|可以|有用)了|好使了|管用|有用[!。]|起作用了|nailed it|you'?re a (?:genius|lifesaver)|^[^,;]{0,4}好了(?=\W|$)|搞定|(?:fixed|solved) (?:it|the)|(?:that|it) (?:fixed|solved|worked|did)|did the trick|(?:试了)? ?work(?:s|ed)? ?(?:了|now|!)|成功了"),
)  # fmt: skip
HAN = re.compile(r"[\u4e00-\u9fff]")
ASKING = re.compile(
    r"[?]|\b(?:is (?:that|this|it)) (?:a|the|normal)|吗\W*$|会不会|是不是|如果|要是|\b(?:would|should|could|if)\b"
)
BUT = re.compile(r"但|不过|可是|然而|\b(?:but|however|though|yet)\b")
KINDS = {kind for kind, _ in OUTCOMES}
COMPILED = tuple((outcome, re.compile(pattern)) for outcome, pattern in OUTCOMES)
# From where likeness to a known way of telling it is believed: alone, beside a finding present.
ALONE, BESIDE, STILL = 0.5, 0.65, 0.4  # STILL: that something is as it was or worse


def outcome(
    text: str, likely: Iterable[tuple[str, float]] = (), alone: bool = True
) -> Outcome | None:
    """`likely`: what the classifier takes the parts of the text for, and how surely."""
    if width(text) > LONG or ASKING.search(text):
        return None
    by_rule = next(_by_rules(text), None)
    if by_rule is not None:
        return by_rule
    ways = list(likely)
    best, probability = max(ways, key=lambda way: way[1], default=("", 0.0))
    if best not in KINDS or probability < (ALONE if alone else BESIDE):
        return None
    still = any(way in ("no_change", "worse") and share >= STILL for way, share in ways)
    if best == "solved" and (still or BUT.search(text)):
        return "partly"
    return best


def _by_rules(text: str) -> Iterator[Outcome]:
    """In the whole of a short reply, else in its first and its last sentence."""
    parts = [text[start:end].strip() for start, end in sentences(text)]
    for part in [text] if len(text) <= SHORT else [*parts[:1], *parts[-1:]]:
        if len(part) <= SHORT:
            rest = ("solved",) if BUT.search(part) else ()
            yield from (k for k, pattern in COMPILED if k not in rest and pattern.search(part))


def width(text: str) -> int:
    return len(text) + len(HAN.findall(text))
