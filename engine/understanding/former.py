"""Values that were so and are no longer, told alone: "it was 0.1 before I changed it", "以前是0.1"."""

import re

from engine.understanding.amounts import NUM, UNIT
from engine.understanding.settings import NAMED

CHANGED = (
    r"(?:chang|switch|lower|reduc|rais|dropp|cut|increas|decreas|touch|tun|fix|mov|halv|bump)\w*"
)
NAME = rf"(?:{NAMED.pattern}|[\ue001-\ue008]+)"
OF = r"(?: ?(?:at|of|was|is|were|be|set to|=|:|about|around|都?是|为|有|设的?是?|用的?是?|在))*"
FORMER = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:\bused to (?:be|have|use|run)|\bpreviously|\bformerly|\bhad been|\bback then)(?: \w+)?{OF} ?({NUM}{UNIT})",
        rf"(?<![\w.])({NUM}{UNIT}),? (?:before|until|till) (?:(?:i|we|they) (?:\w+ )?{CHANGED}|{CHANGED}|that(?=[,.]|$)|this(?=[,.]|$))",
        rf"\b(?:was|were|had|used)\b[^\d,;.]{{0,24}} ({NUM}{UNIT}) (?:before|earlier|originally|previously)(?=[,;.!?)]|$)",
        rf"(?:以前|原先|早先|曾经|上一版|上次|当初)[^\d,;.!?\n]{{0,12}}?({NUM}{UNIT})",
        rf"(?:^|[,;.!?\n(]|{NAME}的?) ?(?:之前|原来|本来)(?![^,;.!?\n]{{0,8}}(?:写成|设成|错|忘))(?:的|用的?|我|是)* ?(?:{NAME})?{OF} ?({NUM}{UNIT})",
        rf"\b(?:was|were)(?: \w+)? (?:at )?({NUM}{UNIT})(?=[^,;.!?\d]{{0,20}}\b(?:last|yesterday|a (?:week|month) ago|back then)\b)",
        rf"(?:不加|没加|去掉|关掉|不用|没用)[^,;.!?\n\d]{{0,12}}(?:的时候|时|的话)[^,;.!?\n]{{0,16}}?({NUM}{UNIT})\+?",
    )
)
# Of a clause that tells how it was before, no number is so now.
BEFORE = re.compile(
    r"(?:^|[,;.!?\n(]) ?(?:之前|以前|原来|原先|昨天|上周|上次)(?!说|提|问|发|讲|一样|那样|(?:[^,;.!?\n]{0,8}(?:写成|设成|错|忘)))(?:[^,;.!?\n)]|[.,](?=\d))*"
)
