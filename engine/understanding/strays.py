"""Numbers that belong to none of the quantities read: versions, sizes, seeds, dates, what is expected."""

import re

from engine.understanding.amounts import NUM, UNIT

NUMBER = rf"(?<![\w.]){NUM}{UNIT}"
ASSIGNED = r"[ _]*(?:(?:size|length|len|dim|of|is|was|are|as|at|to|about|around|says|gives|level|值|大小|长度|维度|设|为|是|取|用|在|约|大概|应该|只有|有|的)[ _]*|[=:~≈(][ ]*)*"
# What a number of its own follows.
NAMES = (
    r"(?<![a-z])(?:seed|random_state|num_workers|n_workers|workers|patience|temperature|gamma|alpha|beta[12s]?|step_size|t_max|t_mult|milestones?|top_?k|k ?=|threshold|img_?size|image ?size|imgsz|crop|resolution|input ?size|hidden(?: ?(?:size|dim|units?))?|d_?model|d_?ff|n_?heads?|num_heads|n_?layers?|num_layers|depth|latent(?: dim)?|embed\w*(?: dim)?|vocab\w*|seq(?:uence)?[ _]?len(?:gth)?|max_?len(?:gth)?|block_?size|context(?: ?length)?|kernel(?:_size)?|stride|padding|warm-?up(?: ?(?:steps?|iters?))?|rank|lora_r|queue|buffer(?: ?size)?|python|torch|pytorch|cuda|cudnn|tensorflow|tf|keras|numpy|sklearn|transformers|driver|ubuntu|version|v|rtx|gtx|chance|ln|log|random(?: guess\w*)?|guess\w*|(?:the )?baseline|expect\w*|should be|would be|theoretical\w*|sota|target|goal|aim\w*|hop(?:e|ing) for|want\w*(?: to (?:get|reach|see|hit))?|need(?: to (?:get|reach|hit))?|supposed to be|paper (?:reports?|gets?|has|claims?)|leaderboard)(?![a-z])"
    r"|随机种子|种子|词表|序列长度|序列长|长度|输入(?:尺寸|大小|分辨率)|分辨率|图像大小|图片大小|隐藏层?(?:维度|大小|单元)?|维度|温度|耐心|预热|核大小|理论(?:值|上)?|期望值?|预期|随机(?:猜测?|水平)?|瞎猜|盲猜|目标(?:是|为|值)?|想要|希望(?:能)?(?:到|达到)?|论文(?:里|中|上)?(?:的?(?:结果|指标|准确率|精度))?(?:是|报|写)?|要求"
)
NAMED = re.compile(rf"(?:{NAMES}){ASSIGNED}({NUM}{UNIT})(?![a-z\d])")
# What follows a number of its own.
UNITS = re.compile(
    rf"({NUM}(?: ?[x×*] ?\d+)*)(?:[ -]?|[多余来几])(?:px|pixels?|gpus?|tpus?|cpus?|cores?|gb|mb|tb|gib|g(?![a-z])|hours?|hrs?|h(?![a-z])|days?|weeks?|months?|years?|minutes?|mins?|seconds?|secs?|s(?![a-z])|ms|fps|k?hz|heads?|dims?|dimensional|d(?![a-z])|bits?|folds?|seeds?|cards?|degrees?|layers?|blocks?|hidden|neurons|units|tokens?|words?|channels?|features?|columns?|参?维|层|小时|天|周|分钟|秒|块|卡|张卡|号|年|月|日|岁|折|通道|个?特征|个?神经元|个 ?head|步|steps?|iters?|iterations?|updates?)(?![a-z]| ?[=:])"
)
SIZE = re.compile(
    r"(\d{1,5} ?[x×*] ?\d{1,5}(?: ?[x×*] ?\d{1,5})*)(?![\d.]| ?(?:steps? )?(?:of )?(?:grad\w*[ -])?(?:accum|gpu|card|device|张?卡|累))"
)
DATE = re.compile(
    r"(\b(?:19|20)\d\d[-/.年]\d{1,2}(?!\d)(?:[-/.月]\d{1,2})?|\b(?:19|20)\d\d ?[-~到至] ?(?:19|20)\d\d\b|\b\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?|(?:march|april|may|june|july|august|september|october|november|december|january|february|(?:mar|apr|jun|jul|aug|sep|oct|nov|dec|jan|feb)\.?) \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?)"
)
VERSION = re.compile(r"((?<![\w.])v?\d+\.\d+\.\d+(?:\+\w+)?|\d+\.\d+\+\w+)")
# "Today 80 and tomorrow 70", "anywhere from .5 to .8".
SWINGING = re.compile(
    rf"(?:今天|明天|昨天|一会儿?|有时候?|时而) ?({NUM}{UNIT})|(?:(?:anywhere|rang\w+|var(?:y|ies|ying))(?: wildly| a lot)?,? (?:from|between|in)|(?:swing|jump|bounc|fluctuat|oscillat|wander)\w*(?: around| wildly| a lot| back and forth)?,? (?:between|in)) ({NUM}{UNIT} ?(?:to|and|-|~) ?{NUM}{UNIT})"
)
TOP = re.compile(rf"top-?(?:[2-9]|\d\d)(?: ?acc\w*)? ?(?:is|=|:)? ?({NUM}{UNIT})")
OTHER_NET = re.compile(
    rf"(?:discriminator|critic|判别器)(?:(?!train|val|generator|loss|{NUM})[^,;.!?\n]){{0,24}}?({NUM} ?%)(?= ?(?:acc|\ue008))|(?:discriminator|critic|判别器)[^,;.!?\n\d]{{0,8}}\ue008+[^,;.!?\n\d]{{0,12}}({NUM}{UNIT})"
)
STRAYS = (OTHER_NET, VERSION, TOP, DATE, SIZE, NAMED, UNITS, SWINGING)
