"""A number like 3e-4 that nothing else has claimed, where a learning rate or an optimizer is named."""

import re
from collections.abc import Iterator, Sequence

from engine.understanding.amounts import number
from engine.understanding.figure import Figure

RATE = re.compile(r"(?<![\w.])\d(?:\.\d+)?e-\d(?![\w.]*\d|[a-z])")
NAMED = re.compile(
    r"(?<![a-z])lr(?![a-z])|learning[ _-]?rate|学习率|(?<![a-z])(?:adam\w?|sgd|rmsprop|adagrad|lion)(?![a-z])|warm-?up|peak|峰值"
)
# What else is written so, and what shows that the number is none that is used.
OTHER = re.compile(
    r"wd|decay|衰减|eps|grad|梯度|norm|loss|[\ue001-\ue00b]|tol|noise|噪|std|var|方差|dropout|jitter|clip|l1|l2|正则|error|误差|min|最低|end|(?:from|从|to|到|降到|than|or|或|试|tried|recommend|suggest|paper|论文|default|默认|was|were|原来|之前) ?$"
)
NEAR, REACH = 18, 160  # characters
BOUNDS = (1e-7, 0.2)


def unclaimed_rates(text: str, before: str, read: Sequence[Figure]) -> Iterator[Figure]:
    """`read`: what is claimed already; one more number that could be a rate leaves it open."""
    if any(figure.finding == "learning_rate" for figure in read):
        return
    found = [
        one
        for one in RATE.finditer(text)
        if not any(figure.start < one.end() and one.start() < figure.end for figure in read)
    ]
    if len(found) != 1 or not NAMED.search(before[-REACH:] + text):
        return
    one = found[0]
    if re.match(r" ?(?:的时候|时|was|gave|->|→)", text[one.end() :]):
        return
    low, high = BOUNDS
    around = re.split(r"[,;]", text[max(0, one.start() - NEAR) : one.start()])[-1]
    if low <= number(one[0]) <= high and not OTHER.search(around):
        yield Figure("learning_rate", number(one[0]), *one.span())
