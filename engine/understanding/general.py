"""Whether a message asks about the field in general: nothing of it is told of a run of one's own."""

import re

# Asks for knowledge: what something is, which is better, why people do it, what would happen if.
KNOWLEDGE = re.compile(
    r"\b(?:which|what(?:'s| is| are| does| do| would| happens| counts)|when (?:do|does|should|would|is|are)|(?<!dunno )how (?:do|does|is|are|to|big|large|many|much|long|small|should|would|can|could)|why (?:do|does|is|are|not|would|should|can|can't)|(?:the |a )?differences?\b(?= between)|explain\w*|explanation|intuition\w*|is there (?:a|any) (?:rule|paper|good|reason|way|formula|proof|theor\w+|intuit\w+|consensus|standard|difference|recommend\w*)|"
    r"in (?:general|theory|principle)|rule of thumb|eli5|by definition|suppose|would (?:that|this|it) (?:be|count|mean|help|make|matter)|best practices?|hypothetical(?:ly)?|folklore|myth|(?:true|right|correct|real)\?|classic reference|lecture|interview\w*|homework|exam|quiz|essay|curious|wondering|does (?:anyone|anybody)|does (?!not|that|this|it)\w+ (?:\w+ )?(?:cause|hurt|help|make|need|work|replace|prevent|affect|depend|matter|require|count|act|reduce|improve)|is it (?:true|ok|okay|necessary|possible|better|bad)|should (?:i|one|we|you|people)|do (?:people|you|we|i (?:need|have))|can (?:one|you|someone|somebody|anyone)|could (?:someone|somebody|anyone|you))\b"
    r"|(?<!不管)(?<!无论)(?<!没)(?<!没有)(?<!不管是)(?<!不管输入)(?<!对)什么(?!用|样的?图|卵|.{0,4}都)|哪[个种些几里类]|区别|差别(?=[在是]|能|吗)|有(?:啥|什么)不同|差在|原理|直观|解释一?下?|讲讲|讲解|科普|了解一下|谁提出|通常|常见|理论上|原则上|推荐|优缺点|为何|为(?:什么|啥)|怎么(?:理解|选|设|定|算|取|推|证明|实现|判断|计算|检测|查|避免|防|处理|写)|如何|多少|多大|多久|要不要|该不该|能不能|可不可以|需不需要|会怎|会发生|好奇|作业题|面试|考试|真的假的|怎么来的|还是[^,;.!?\n]{1,20}好|一般(?:是|都|说|来说|设|取|用|选|要|会)|能否|几[层个轮步倍张条](?:比较|合适|好|才)|比较(?:好|合适|常|common)|一般(?:[^,;.!?\n]|\.(?=\d)){1,12}还是|关系(?:是|\W*$)|怎么 ?[a-z]+"
)
# Tells of a run: whose it is, or what it did.
OWN = re.compile(
    r"\b(?:my|mine|our|ours|we're|we've|i've|i'm (?:training|using|getting|seeing|stuck|on|at|finetuning|fine-tuning|working|doing|running)|im (?:training|using|getting|seeing)|(?:i|we) (?:only |just |also |still |already |always |currently |now |even )?(?:have|had|use|used|train|trained|get|got|set|saved|see|saw|forgot|run|ran|added|built|wrote|put|kept|keep|noticed|tried|found|changed|switched|increased|lowered|did|do not|don't|made|fine-?tuned?|loaded|feed|divide|divided|am (?:not |training|using|getting|seeing|stuck))|(?:this|the|it) (?:run|model|net|network) (?:is|was|won't|does|did|keeps|never|gets|still|has|had)|keeps? \w+ing|no matter what|the exact same|every few|(?:stays|stayed|stuck|won't|wont|doesn't|doesnt|isn't|isnt|never) (?:\w+ )?(?:learn\w*|train\w*|converg\w*|decreas\w*|improv\w*|mov\w+|go(?:es|ing)?|at)|wrong|how come|attached|below|today|yesterday|no (?:difference|change)|diverges?|overfits|at every epoch|(?:it )?has been|suddenly|sits inside)\b"
    r"|(?:loss|acc\w*|train|val|epoch|lr|batch|bs|准确率|损失|验证|训练)['\"]?[ \w]{0,6}[:=是到降升 ]+['\"]?\d+(?:\.\d+)?(?!\d|\.\d)(?!.{0,24}(?:吗|\?|合适|够))|\d ?\||-?[\d.]+ ?(?:->|→) ?-?[\d.]"
    r"|我(?!想|要(?!不)|该|应该|能|可以|看|们?(?:一般|通常|老师|想|该|应该|能|可以)|听|记得|知道|理解|的理解|的问题|好奇|有(?:个|一个|点)(?:问题|疑问)|来|国)|自己(?:的|写|搭|训|跑|这)|(?:跑|训|训练|练)了|现在|目前|刚(?:刚|才|翻|查|检)|一直|死活|怎么都|始终|已经|突然|结果|[降动升学收]不[下了动上会敛]|不(?:下降|降了?|收敛|动了?|学|变)(?=[,.!?;\s了啊呢]|$)|压根|根本|报错|打印出来|怎么(?:办|回事|破|整|解决)|咋(?:办|回事|整)|求助|求救|崩了|炸了|爆了|卡在|停在|还是(?:nan|不|没|发散|过拟合|爆|这样|那样|一样|老样子|烂|很|降|overfit|diverge)|没(?:有)?(?:区别|变化|效果)|不管(?:输入)?什么|全是|都一样|也一样|全部?(?:判|预测)|检查过|试过|用的是?|设的|太[大小高低]了|再也|每隔|同一[个张]|冒|随机 ?split|正常(?:吗|么)\W*$"
)
# These words claim a run only in passing.
SUPPOSED = re.compile(
    r"\b(?:if|suppose|say|assum\w*|imagine|what (?:would )?happens?(?: if)?) (?:that )?(?:i|we|my|one)\b(?: \w+){0,4}|\b(?:should|would|could|can|do|must|need) (?:i|we|my)\b(?: \w+){0,3}|\b(?:i'm|i am|we are|we're) (?:writing|preparing|reading|studying|learning|curious|wondering|making|teaching|giving|looking for)|\b(?:my|our) (?:understanding|question|exam|interview\w*|homework|lecture|professor|prof|teacher|advisor|boss|friend|colleague|class|course|students?|thesis|blog|notes|textbook|assignment)\b|(?:your|the) (?:validation|training)|(?:\bsuppose|\bimagine|假如|假设)(?:[^.!?\n]|\.(?=\d))*|(?:如果|要是|万一)[^,;.!?\n]{0,10}我|不(?:下降|收敛)的(?:原因|情况)|是?怎么回事|怎么解决"
)

NO_QUESTION = re.compile(r"没[^,;.!?\n]{0,12}什么")
# Of a clause that quotes, nothing is one's own.
QUOTED = re.compile(
    r"[^,;.!?\n]*(?:(?<![a-z])(?:report|paper|post|blog|recipe|tutorial)(?![a-z])|论文|原文|博客|教程|书上)(?:(?!我|\bmy\b|\bi\b)(?:[^;.!?\n]|\.(?=\d)))*"
)


def general(text: str) -> bool:
    asked = KNOWLEDGE.search(NO_QUESTION.sub(" ", text))
    return bool(asked) and not OWN.search(QUOTED.sub(" ", SUPPOSED.sub(" ", text)))
