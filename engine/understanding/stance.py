"""Whether words tell what is so, or ask, suppose, plan, guess, quote others, or tell of the past."""

import re

from engine.understanding.clauses import BREAK, clause

ASKS = re.compile(
    r"^[\s\"\x27(]*(?:and |so |but |or )?(?:is|are|am|do|does|did|should|could|can|would|will|may|has|have|shall)\b(?!n't)(?! not)"
    r"|\b(?:should i|do i (?:need|have)|what if|what (?:happens|would happen)|how (?:do|does|can|could|many|much|to|should|would)|(?:any )?(?:tips|advice|recommendations?) (?:on|for|about)"
    r"|what(?:'s| is| are)|(?:when|why) (?:would|should|do|does) (?:one|you|we|people)|difference|(?:is|are|what|which|whats) (?:the )?best|best (?:way|practice|choice|value|option)|better to|explain|wonder(?:ing)? (?:if|whether|what|how)|is it (?:ok|better|necessary|possible)|can (?:i|we|you|someone|anyone)|worth (?:it|trying|using)|recommend)\b"
    r"|^[\s(]*which\b|\bwhich (?:one|optimi|activation|loss|learning|batch|framework|is better)|是不是|会不会|是否|要不要|该不该|能不能|可不可以|可以.{0,10}吗|需不需要|有没有|什么是|是什么|怎么 ?(?:选|设|用|加|写|理解|算|定义|define|choose|set|use|tune|pick)|哪个|哪种|谁更?好|区别|原理|差在哪|有(?:啥|什么)(?:不同|区别|影响|好处|用|关系|办法)"
    r"|一般怎(?:么|样)|怎么(?:划分|判断|区分|选择)|还是(?:前|后|之前|之后|先|放|选)|多少[^,;.!?]{0,10}(?:才|够|合适)|需要多少|一般(?:设|取|用|多|都?是|要)|多少(?:合适|比较|好)|多大(?:合适|比较|好)|还是.{0,12}好|比较好|如果|假如|要是|怎样(?:选|设|才)|如何|怎么(?:防止|避免|设)|能否|"
    r"有哪些|会怎么?样|什么(?:时候|情况下?|场景)|该(?:怎么|如何)答|面试|分别(?:什么|怎么|有什么)|应该[^,;.!?]{1,16}还是|\bvs\b[^.!?]{0,30}(?:which|better|prefer)|rule of thumb|in general|generally|intuition|是因为|能一起|可能是(?:因为|什么)|推荐|值得|为什么(?:要|需要)|为啥要|吗\W*$|呢\W*$|有没有必要|请教一下?(?:什么|怎么)"
)
STILL_ASSERTS = re.compile(
    r"怎么办|为什么(?!要|需要|大家|都说|用)|为啥(?!要)|怎么(?:回事|破|整|解|处理|搞|弄)|求助|正常(?:吗|不|么)|咋(?:办|回事|整)|怎么解决|\bwhy (?:would|does|do|is|are) (?:the |my |our )?(?:train|val|test|loss|acc|\ue001|\ue002|\ue003|\ue004|\ue005|\ue006|\ue007|\ue008)|\bwhy\b(?! (?:do|should|would) (?:we|you|people|one|i)\b)|how (?:can|do|could|should) i (?:fix|solve|stop|debug|prevent this)"
    r"|what(?:'s| is| am i| could| might| can| should i| do i).{0,16}(?:wrong|doing wrong|going on|happening|cause|do\b|missing)|(?:any|some)(?:one|body) (?:\w+ )?(?:know|tell me|explain)s?(?: me)? why|know why|is (?:that|this|it) (?:normal|a bug|ok(?! to)|expected)(?! to)|any (?:idea|thought|suggestion|help)"
)
GENERAL = re.compile(
    r"面试|该(?:怎么|如何)答|一般(?:是什么|有哪些|都?因为)|常见(?:的)?原因|有哪些原因|通常是|为(?:什么|啥)[^,;.!?我]{0,12}(?:容易|都用|不用|要用)|why do (?:people|we|deep|most|some)\b|typical(?:ly)?|in general|(?:common|usual|possible|main) (?:causes?|reasons?)"
)
PLANNED = re.compile(
    r"\b(?:i(?:'ll| will| plan| intend|'m going| am going| might| could| may| would| want| should)|let me|planning|going to|next step|about to|considering|thinking (?:of|about))\b"
    r"|打算|准备(?:把|用|换|改|加|试)|想(?:要)?(?:试|把|用|改|换|学|做)|下一步|接下来|要不(?!是)|(?:should|need to|ought to|must) (?:lower|increase|use|try|add|reduce|raise|switch|set|change|freeze)"
)
NOT_TRIED = re.compile(
    r"(?:have|has|did)(?:n'?t| not) (?:yet )?(?:tr(?:y|ied)|run|test)|not tried|yet to try|还没(?:有)?(?:试|跑|测|改|加)|没来得及|没试过"
)
SAID = r"(?:says?|said|tell|told|tells|suggest\w*|recommend\w*|advis\w*|claim\w*|report\w*|insist\w*|use[sd]?|using|trains?|trained|sets?|works?|mention\w*)"
OTHERS = (
    r"(?:people|some ?(?:one|body)|every(?:one|body)|others?|they|reddit|stack ?overflow|(?:a|the|some|my|one) (?:guy|friend|colleague|super\w+|advis[oe]r|prof\w*|teacher|boss|tutorial|blog|paper|authors?|post|article|book|docs|repo|reviewer)|"
    r"the (?:original|official) \w+|authors?(?:'s?)?(?: \w+)?|papers?|tutorials?|reviewers?|chatgpt|gpt|stackoverflow)"
)
REPORTED = re.compile(
    rf"\b{OTHERS}(?: (?!and |but |i )\w+){{0,2}} {SAID}\b|\b(?:was|been|am|keep(?:s)? being|got) (?:told|advised|recommended)\b|\baccording to\b|\bsupposedly\b"
    r"|(?:有人|网上|别人|人家|大家|论文|文章|教程|作者|老师|导师|师兄|师姐|同学|同事|评论|楼上|知乎|博客|官方|原文|reviewer|teacher|mentor|advisor|boss|senior|leader|gpt|书上|资料|视频里|大佬)[^,;.!?\n我]{0,8}?(?:说|讲|建议|推荐|用|设|里是|写的?是|要(?!求)|认为|觉得)|据说|听说|都说"
)
TOLD_TO = re.compile(
    r"(?:有人|导师|老师|师兄|师姐|老板|领导|同学|同事|reviewer|大佬)[^,;.!?\n我]{0,8}?(?:让我?|叫我?|要求)"
)
OWN = re.compile(
    r"[\s\"]*(?:(?:and|but|while|so|then|whereas) )?(?:i\b|i'|my\b|mine\b|we\b|our\b|我|但我|而我|自己|本人|目前|现在|now\b)"
)
JOINED = re.compile(r"\b(?:and|but|while) |而(?=我)")
SOLVED = re.compile(
    r"解决了|已经?(?:修|改|好)(?:好|正|了|过)|修好|(?:就|也|已经)(?:没有?了|消失|正常了|好了|不(?:再)?(?:出现|报|有))|不再|used to|no longer|(?:solved|resolved|cured|went away|goes away|is gone|disappeared|got rid of)|\bfixed\b(?! (?:lr|learning|rate|at|size|step|seed|length|to \d|for))|stopped happening"
    r"|以前|之前.{0,12}(?:解决|好了)|上次|上一版|一开始用|(?:last|previous) (?:week|month|time|year|run|version|project|attempt)|in the past|earlier i (?:had|used)|originally|previously"
)
SOLVED_NEXT = re.compile(
    r"^[\s,;.:]*(?:but |and |后来|现在|已经|然后|then |i |it |that |this |which |both |now |把|加|改|用|换)[^,;.!?\n]{0,24}?(?:(?:is|was|were|has been|have been|got|now) (?:solved|resolved|fixed|gone)|went away|fixed (?:it|that|this|by)|solved|解决了|修好|就没有?了|就好了|没再|消失|不再出现)|^[\s,;]*(?:solved|fixed|resolved|已经?解决|已经?修|解决了)"
)
GUESS = re.compile(
    r"\b(?:maybe|perhaps|might be|could be|may be|i suspect|suspect(?:ing)?|could it be|possibly|not sure (?:if|whether)|don'?t know (?:if|whether)|wonder)\b|怀疑|可能是|也许|说不定|难道|会不会是?|是不是|不知道是不是|疑似|不(?:太)?确定(?:是不是)?|猜(?:测|是|想)|不会是"
)
HEDGE = re.compile(
    r"i think|i guess|probably|not sure|seems?|looks? like|appears?|好像|可能|似乎|感觉|大概|应该|看起来|貌似|估计"
)
ALTERNATIVE = re.compile(r"[(（]\s*(?:或|or\b)[^)）]*")


def told(sentence: str, start: int, end: int, after: str = "") -> bool:
    """Nobody asks, supposes, plans or quotes here: it is told of the run itself.

    `after`: what follows the sentence, which may say of what was asked that it is so.
    """
    first, last = clause(sentence, start, end)
    part = sentence[first:last]
    if GENERAL.search(sentence) or NOT_TRIED.search(sentence) or PLANNED.search(part):
        return False
    asked = ASKS.search(part) or OPENS.match(sentence)
    if asked and not STILL_ASSERTS.search(sentence) and not AFFIRMED.match(after):
        return False
    return not _quoted(sentence, start)


# These ask through the whole sentence, past its commas.
OPENS = re.compile(
    r"^\W*(?:which|what(?:'s| is| are) (?:the )?(?:best|better|difference))\b|^[^.!?\n]{2,40}\b(?:vs|or)\b[^.!?\n]{2,40}\b(?:which|better|prefer\w*|recommend\w*)\b"
)
AFFIRMED = re.compile(
    r"\W*(?:我(?:现在)?(?:就是|用着|正用|就这么|也?是这么|加上|加了|开着|开了|正是)|(?:asking )?because (?:mine|i|my)\b|(?:that'?s|this is) what i\b|i (?:do|did|have|am)(?= (?:it|that|this|so|exactly)| ?[,.;])|mine (?:is|does|has)\b(?! not))"
)
TOO_MUCH = re.compile(
    r"太[大小高低多少]|[偏过][大小高低多少]|\btoo (?:high|low|large|small|big|much|little|many|few)\b|合适|正常|够|会不会|是不是"
)
SUPPOSED = re.compile(
    r"如果|假如|要是|应该|该不该|要不要|加个|\b(?:if|should|would|could|can i|say)\b"
)


def asks_whether_too_much(sentence: str, start: int, end: int) -> bool:
    """ "Is lr=0.1 too high?" tells of one's own rate."""
    first, last = clause(sentence, start, end)
    part = sentence[first:last]
    return (
        bool(TOO_MUCH.search(part)) and not SUPPOSED.search(part) and not GENERAL.search(sentence)
    )


def _quoted(sentence: str, start: int) -> bool:
    """After "people say ...", until someone speaks of themselves."""
    found = [
        said for said in REPORTED.finditer(sentence, 0, len(sentence)) if said.start() <= start
    ]
    if TOLD_TO.search(sentence, clause(sentence, start, start)[0], start):
        return True
    if not found:
        return False
    said = found[-1].end()
    places = [broken.end() for broken in BREAK.finditer(sentence, said, start)]
    places += [joined.end() for joined in JOINED.finditer(sentence, said, start + 1)]
    return not any(OWN.match(sentence, place) for place in places)


def past(sentence: str, start: int, end: int) -> bool:
    """It was so, and is no longer."""
    first, last = clause(sentence, start, end)
    around = sentence[first:start] + " " + sentence[end:last]
    return bool(SOLVED.search(around) or SOLVED_NEXT.match(sentence[last:]))


def guessed(sentence: str, start: int, end: int) -> bool:
    """A cause that comes to mind, or what stands only in a bracket as an alternative."""
    first, last = clause(sentence, start, end)
    if GUESS.search(sentence[first:last]):
        return True
    return any(found.start() < end <= found.end() for found in ALTERNATIVE.finditer(sentence))


def hedged(sentence: str, start: int, end: int) -> bool:
    first, last = clause(sentence, start, end)
    return bool(HEDGE.search(sentence[first:last]))
