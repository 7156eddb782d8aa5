"""Slips that a person puts right: of "lr 0.1, sorry, I meant 0.01" only the second number is left."""

import re

from engine.understanding.amounts import NUM, UNIT
from engine.understanding.normalise import Plain, rewritten

NUMBER = rf"(?<![a-z\d.]){NUM}{UNIT}(?![a-z\d]|\.\d)"
# Nothing but such words stands between a slip and what was meant, and one of SLIP among them.
SLIP = r"sorry|oops|whoops|correction|edit|typo|scratch that|make that|i mean|i meant|misread|mistyped|my bad|no,? wait|wait,? no|不对|[啊哦呃]不(?:是)?|[写打说记看搞弄](?:错|混|反)了?|更正|口误|笔误|手滑|抱歉|纠正|准确地?说"
BESIDE = r"no|nope|wait|actually|rather|to (?:say|write|be)|it'?s|it is|was|is|be|should|that(?:'s)?|the|number|哦|啊|呃|应该|其实|是|为|我|一下|的|了|打成|才对"
SMALL = r"[\s,;.:()\[\]\-—!*~]"
TURN = rf"{SMALL}*(?:(?:{BESIDE}){SMALL}+|(?:哦|啊|呃|应该|其实|是|为|我|的|了){SMALL}*)*(?:{SLIP})(?:{SMALL}*(?:{SLIP}|{BESIDE})(?![a-z]))*{SMALL}*"
CORRECTED = re.compile(rf"{NUMBER}{TURN}(?P<meant>{NUM}{UNIT})(?![a-z\d]|\.\d)")
# "Not 0.1 but 0.01", "不是0.1是0.01".
NOT_BUT = re.compile(
    rf"(?:(?<![a-z])not |n't |不是 ?|并非 ?){NUMBER}{SMALL}*(?:but|rather|(?:i )?mean(?:t)?|it'?s|而?是|应该是){SMALL}*(?P<meant>{NUM}{UNIT})(?![a-z\d]|\.\d)"
)


def corrected(plain: Plain) -> Plain:
    for pattern in (NOT_BUT, CORRECTED):
        plain = rewritten(plain, pattern, lambda found: found["meant"])
    return plain
