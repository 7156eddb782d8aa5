"""How gradients, activations, weights and outputs are told of. {G} and {W} are gaps."""

GRAD = r"(?:grad(?:ient)?s?(?! ?clip| ?check| ?scal| ?norm)|梯度(?!裁剪|检|下降|范数|累))"
WEIGHT = r"(?:weights?(?! ?decay)|parameters?|params?|权重(?!衰减)|参数(?!量))"
EVERY_INPUT = r"(?:every|any|each|all|no matter (?:what|which)|regardless of|不管|无论|whatever)"
SAME = r"(?:same|identical|constant|一样|相同|同一)"

INSIDE: dict[str, tuple[str, ...]] = {
    "gradients_vanish": (rf"{GRAD}[^,;!?\n\d]{{0,60}}\d?e-(?:[89]|\d\d)(?!\d)", rf"(?:{GRAD}|grad(?:ient)?[ _]?norms?)[^,;!?\n\d]{{0,30}}0\.0000000*[1-9]", "梯度[^;.!?\n]{0,6},前面的?几?层?(?:的)?(?:梯度)?(?:几乎|基本|接近)(?:是|为|都是)? ?0(?![.\\d])", "-梯度[^,;.!?\n]{0,6}没有?爆炸?,? ?也(?:没有?|不)消失", rf"-{GRAD}s?(?:是|都|也|值|norms?| )*(?:are |is |look |looks |all )*(?:fine|ok\b|okay|healthy|normal|正常|没问题|没什么问题)", rf"(?:first|early|lower|前面?[几的]?|浅)[^,;.!?\n]{{0,10}}(?:layers?|层)[^,;.!?\n]{{0,10}}(?:{GRAD}|的?梯度)?[^,;.!?\n]{{0,10}}\d?e-(?:[6-9]|\d\d)", rf"{GRAD}[^,;.!?\n]{{0,10}}(?:first|early|lower|前面?几?|浅)[^,;.!?\n]{{0,12}}\d?e-(?:[6-9]|\d\d)", rf"vanish\w*{{G}}{GRAD}|{GRAD}{{G}}vanish\w*", "梯度(?:消失|弥散)", rf"{GRAD}{{G}}(?:first|early|前面?)(?: few)? ?(?:几)?(?:层|layers?){{G}}(?:几乎|almost|near|close)", "前面?几层的?梯度{G}(?:几乎|很小|接近|特别小)"),
    "gradients_explode": ("-梯度[^,;.!?\n]{0,6}没有?消失,? ?也(?:没有?|不)爆炸?", rf"-{GRAD}s?(?:是|都|也|值|norms?| )*(?:are |is |look |looks |all )*(?:fine|ok\b|okay|healthy|normal|正常|没问题|没什么问题)", rf"(?:{GRAD}|grad(?:ient)?[ _]?norms?|梯度(?:的)?(?:范数|模长?))[^,;.!?\n\d]{{0,12}}\d?(?:e[4-9]|\d{{5,}})(?!\d)", rf"(?:{GRAD}|grad(?:ient)?[ _]?norms?|梯度(?:的)?(?:范数|模长?))[^,;.!?\n\d]{{0,12}}(?:[几上好数][百千万]|hundreds|thousands|millions)", rf"{GRAD} ?(?:exploding|explosion)", rf"explod\w*{{G}}{GRAD}|{GRAD}{{G}}explod\w*|{GRAD}{{W}}(?:and don'?t )explod\w*", "梯度{G}爆(?:炸|了)", r"(?:gradient|grad)(?:[ _]norm)?s? (?:blows?|blow) up"),
    "gradients_missing": (r"grad(?:ient)?s? ?(?:is|are|全?是|为|都是)? ?(?:全是 ?)?none", "梯度(?:是|为|全是) ?none"),
    "gradients_all_zero": (r"grad_?norm['\"]?[ :=]+0(?:\.0+)?(?![.\d])", rf"-{GRAD}[^,;.!?\n]{{0,4}}(?:不(?:为|是) ?(?:0|零)|(?:are|is)(?:n'?t| not) zero)", rf"{GRAD} ?(?:are |is |都|全)(?:all |全|都)?(?:是|为)? ?(?:0|zero)(?![.\d])", "梯度全(?:是|为)0"),
    "gradients_non_finite": (rf"{GRAD}{{G}}(?<![a-z])(?:nan|inf)(?![a-z])", "backward ?(?:出|得到|gives) ?nan", "grad_norm=(?:nan|inf)"),
    "clipping_always_active": ("(?:clip\\w*|裁剪){G}(?:every step|always|每一步都|一直)",),
    "gradient_check_fails": ("!grad(?:ient)?[ _]?check\\w* fails?|numerical gradient{G}(?:does not|doesn'?t) match|梯度检验{G}(?:不通过|失败)",),
    "hand_written_backward": ("(?:my own|custom|hand-?written|自己写的?|手写的?) ?(?:backward|backprop\\w*|反向传播)",),
    "parameters_not_updated": (rf"-{WEIGHT} ?(?:都|有|也|是|在| )*(?:正常)?(?<=[在有])(?:正常)?(?:更新|update)", rf"-{WEIGHT} (?:do get|get|are getting|are being|are|do) updated?\b", rf"-{WEIGHT}(?:(?!不|没|not|n't|never)[^,;.!?\n]){{0,6}}(?: do| does)? (?:change|update|move)s?\b", rf"!{WEIGHT}{{G}}(?:不|没(?:有)?|就是不) ?(?:update|change|move|动|更新)", rf"!{WEIGHT}{{G}}(?:(?:do|does|did|are|is|was)(?:n'?t| not) (?:chang|updat|mov)\w*|never (?:change|update|move)s?|不更新|没(?:有)?更新|没变|不变)", "!(?:embedding layer|layers?) never changes?"),
    "layers_frozen": (r"(?:froze|freeze|freezing)\w* (?:all |the |my |most )*(?:\w+ )?(?:layers?|backbone|encoder|weights|base|bert|resnet|params?)|(?:layers?|backbone|encoder|base|weights) ?(?:are |is |were |全部|都)*(?:frozen|freeze)|冻结|冻住", r"requires_grad ?= ?false"),
    "constant_weights": (rf"(?:all )?{WEIGHT}{{G}}(?:initiali[sz]ed (?:to|with) (?:zeros?|0)|(?:初始化|init) ?(?:成|为|到)? ?(?:0|零|同一个常数))", "权重全(?:是|部初始化[成为])0", "全零初始化"),
    "symmetric_weights": ("all neurons have the same weights", "神经元权重都一样"),
    "weights_keep_growing": (rf"{WEIGHT}{{G}}(?:keep growing|越来越大|一直(?:增大|变大))",),
    "weights_very_large": (rf"{WEIGHT}{{W}}(?:very large|huge|in the thousands|特别大|非常大)",),
    "non_finite_weights": (rf"{WEIGHT}(?!的?梯度){{G}}(?:contains?|have|里面?|出现|become|are|变成|有){{G}}(?<![a-z])(?:inf|nan)(?![a-z])",),
    "dead_relu_units": (r"(?:dead|dying|死亡?|dead 的?) ?relus?", r"relus?{G}(?:are |都|都是 ?)?(?:dead|死|恒为 ?0|die)", "(?:神经元|unit\\w*|neurons?){G}(?:输出)?(?:恒为|都?是|全是) ?0|dead neurons?"),
    "saturated_activations": (r"saturat\w+", "饱和"),
    "activations_grow_with_depth": ("激活值?{G}(?:越往后|越来越|逐层){G}大", "activations?{G}(?:grow|get larger|blow up)"),
    "activations_shrink_with_depth": ("激活值?{G}(?:越往后|越来越|逐层){G}小", "activations?{G}(?:shrink|get smaller|vanish)"),
    "output_constant": (
        rf"(?:output|predict|forecast|预测|输出|重建)\w*{{W}}{SAME}{{W}}(?:for )?{EVERY_INPUT}", rf"{EVERY_INPUT}[^.!?\n]{{0,24}}?(?:input|输入|source){{W}}(?:输出|预测|重建|output)?{{G}}(?:都?是)?(?:{SAME}|全是 ?0)",
        r"(?:output|输出|outputs){G}(?:全|都)是? ?(?:0|一样|同)", "(?:所有的?)?预测(?:值|结果)?(?:都|全)(?:一样|相同)", "predicts? the (?:same (?:value|token|number)|mean)", "(?:出来|预测)(?:是|就是)一条直线", r"every output{G}identical", r"output{W}全是 ?0",
    ),
    "predicts_single_class": (r"every(?:thing|body| (?:sample|image|input|row|example|one)) (?:is|gets) (?:classified|predicted|labell?ed) as",
        r"(?:什么|所有|全部|每个)[^,;.!?\n]{0,8}都?(?:判|预测|predict|识别|分|说|认)(?:成|为|是)", r"(?:all|every) (?:of the )?predictions? (?:are|is|=) (?:class |label )?\w+", r"全(?:都|部)?(?:predict|预测|判|分)(?:成|为|到)",         r"predict\w*(?: only)?(?: the)? (?:same|single|one|majority) (?:class|label)|(?:always|only) predicts? (?:the )?(?:same|one|class \d|background)|predicts? (?:background|negative|positive) everywhere|everything (?:is )?(?:classified|predicted) as",
        "(?:全部?|都|总是?|只会?) ?(?:预测|predict|判)(?:成|为)?{G}(?:同一|一个?|背景|负|正|某|一)(?:个)? ?(?:类|class|label|样本)?", "预测(?:成|为)?同一个?(?:类|label|class)",
    ),
    "input_ignored": ("(?:ignores?|does not use) the inputs?", "输入全?0{G}结果也一样", "fed zeros"),
    "deep_without_shortcuts": (r"!(?:no|without) (?:skip|residual|shortcut) ?connections?|(?:没有?加?|无) ?(?:残差|residual|shortcut|跳跃)", ),
    "cannot_overfit_one_batch": (r"!(?:can'?t|cannot|unable to|won'?t|doesn'?t|fails? to)(?: even)? (?:over-?fit|memori[sz]e) (?:to |on )?(?:a |one |even )*(?:single |one |tiny |small )?(?:mini-?)?batch", r"-(?:over-?fit|过拟合)(?:s|ting)? ?(?:on )?(?:一个|单个|a|one|1个?)(?: single| small)? ?batch ?(?:是|都|上)?(?:可以|没问题|ok|works|fine|能)", r"-(?:can|能|可以|easily) ?(?:easily |perfectly )?(?:over-?fit|memori[sz]e|过拟合) ?(?:on )?(?:一个|单个|a|one|1个?)(?: single| small)? ?batch", r"!(?:can'?t|cannot|does(?:n'?t| not)|unable to|not even)(?: even)? (?:over-?fit|memori[sz]e) (?:on )?(?:a |one |even )?(?:single |one |small |few |10 )?(?:batch|samples?|examples?)", "!(?:一个|连一个|单个) ?batch ?(?:都|也)?(?:过拟合|overfit|学|拟合) ?不了?"),
    "batchnorm_used": (r"(?<![a-z])(?:batch ?norm(?:alization)?\w*|bn)(?![a-z])(?! ?(?:running|stat))",),
    "batchnorm_statistics_broken": (r"(?:running[_ ](?:mean|var|stats)|统计量){G}(?:wrong|off|不对|不准|异常|explod)",),
    "discriminator_wins": (r"(?:判别器|discriminator|(?<![a-z])d)[ \ue000-\ue00b]*(?:loss)?(?:快|直接|一直|很快|几乎|就)*(?:到|降到|变成|是|为)?[ ~]*(?:0(?![.\d])|1e-\d|~0)", r"(?:discriminator|判别器|(?<![a-z])d(?![a-z]))[ \ue000-\ue00a]*(?:loss)?{G}(?:to zero|(?:到|为|是) ?0(?![.\d])|too strong|太强|压|一直100%|100%)", "discriminator 太强", "(?<![a-z])d的.{0,8}(?:一直|100%)"),
    "loss_terms_differ_in_size": (r"(?:两个|几个|两项|terms?|项){G}(?:差|bigger|larger|比){W}(?:\d+ ?(?:倍|x|times)|数量级|orders)", ),
    "home_made_architecture": ("(?:结构|网络|模型)是?我?自己(?:随便)?(?:搭|设计|写)", "(?:designed|built|made up) the (?:network|architecture) myself"),
    "custom_loss": (r"(?:loss|[\ue007\ue00a]+)[^,;.!?\n]{0,8}(?:custom|自定义|自己写)(?:的)?", r"(?:custom|(?:my|your) own|self-?written|自己写的?|自定义的?|手写的?) ?(?:\ue007+|loss(?: function)?|损失函数|[\ue00a]+)", "wrote my own (?:loss|\ue007+)"),
    "square_root_in_model": (r"(?<![a-z])sqrt(?![a-z])|square root(?! (?:decay|schedule))|开(?:根号|方)|平方根(?!倒数|衰减)",),
    "risky_logarithm": (r"!(?:take |有 ?|里面?有 ?)?(?:the )?(?<![a-z])log(?: of)?(?! ?(?:贴|是这样|如下|里|显示|文件|:|file))(?![a-z_(-]){W}(?:(?:without|没有?加?) ?(?:an )?(?:eps\w*)|zero|0(?![.\d]))",),
    "risky_division": ("(?:divid\\w+ by|除以|分母|除){W}(?:can be|could be|may be|可能是|为|是) ?(?:zero|0(?![.\\d]))|division by zero|除零",),
    "loss_scale_collapses": ("(?:loss|grad)?[ _]?(?:\ue007+ )?scale(?:r)?{G}(?:halving|降到|减小|decreas|drop|reaches|keeps)",),
    "half_precision_overflow_risk": ("(?:fp16|float16|半精度) ?(?:溢出|overflow)",),
    "fine_tuning": (r"(?<!not )fine-?tun(?:e|ed|ing)|finetun\w+|微调|预训练(?:权重|模型|的)|pre-?trained(?! ?(?:=|is) ?false)",),
    "loss_averaged_over_epoch": ("running average of the (?:training )?loss",),
    "regularisation_active_in_training": ("dropout (?:is )?(?:active|on) (?:only )?(?:in|during) training",),
    "several_regularisers_from_start": ("dropout{W}weight decay{W}(?:数据增强|augment)",),
}  # fmt: skip
