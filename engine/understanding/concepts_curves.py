"""How the curves are told of: losses and accuracies that fall, rise, swing or stand."""

from engine.understanding import subjects as s

G = r"(?:(?!但|\bbut\b|\bwhile\b)(?:[^,;.!?\n]|\.(?=\d))){0,24}?"  # a gap within a clause
W = r"(?:[^.!?\n]|\.(?=\d)){0,40}?"  # a gap that may cross commas
# a gap without a denial: "isn't flat" is not flat
A = r"(?:(?!但|\bbut\b|\bwhile\b|not|n't|没|不是|并不|无|越来越)(?:[^,;.!?\n]|\.(?=\d))){0,24}?"
TL = f"[{s.TRAIN_LOSS}{s.ANY_LOSS}]+"
VL, VA, TA, EA = (
    f"{s.VAL_LOSS}+",
    f"{s.VAL_ACC}+",
    f"[{s.TRAIN_ACC}{s.ANY_ACC}{s.SCORE}]+",
    f"{s.TEST_ACC}+",
)
TR, BO, V = f"{s.TRAIN_ACC}+", f"{s.BOTH}+", f"[{s.VAL_LOSS}{s.VAL_ACC}]+"
UP = r"(?:increas\w*|ris(?:es|ing|e)|goes up|going up|go up|climb\w*|went up|goes back up|shoots? (?:back )?up|shot up|creeps? up|turns? (?:back )?up|skyrocket\w*|grow(?:s|ing)|上升|往上(?!不)|向上|反弹|抬头|上去了|走高|掉头|升高|上涨|变大|增大|涨(?!不)|升(?!不)|越来越大|越来越高|一路涨)"
DOWN = r"(?:decreas\w*|drop(?:s|ping)?|go(?:es|ing)? down|come down|fall(?:s|ing)?|reduc\w*|improv\w*|converg\w*|drops? off|budge|下降|往下|下去|降低?(?!级)|变小|减小|收敛)"
NO = r"(?:不(?:太|怎么|再)?|没有?(?:怎么|明显|任何)?|降不|几乎没有?|无法|not|n'?t|never|won'?t|doesn'?t|isn'?t|barely|hardly|fails? to|stops?|refuses to|won'?t|死活不|压根不|就是不|怎么都?不|根本不|一直不)"
STILL = r"(?:stuck|flat(?:lin\w*)?|constant|stagnat\w*|not? mov\w*|纹丝不动|不动|不变|没变(?!成|为|得)|走平|平了|徘徊|原地踏步|一条直线|卡住|停滞|(?:no|any) (?:change|progress)|doesn'?t (?:change|move)|(?:has|have)(?:n'?t| not) (?:really )?(?:moved|changed|budged)|(?:just |only )?(?:sits?|sitting) (?:there|still)|never changes?)"
WILD = r"(?:oscillat\w*|fluctuat\w*|bounc\w*|jumps? (?:around|up and down)|zig-?zag\w*|swing\w*|jumpy|erratic|roller ?coaster|(?:goes|going|go) up and down|all over the place|unstable|震荡|振荡|波动|抖|忽高忽低|忽大忽小|上下跳|乱跳|上蹿下跳|不稳定|晃|锯齿|心电图|过山车|跳来跳去|来回跳|一会儿?高一会儿?低|忽上忽下|起伏)"
BLOW = r"(?:skyrocket\w*|shoots? to|explod\w*|diverg\w*|blow(?:s|ing)? up|through the roof|发散|爆炸|爆了|飞了|炸了|直接飞|飙到 ?\d)"

# finding -> patterns; "!" before one says that it denies something itself and is not to be turned
# over by its own words.
CURVES: dict[str, tuple[str, ...]] = {
    "training_loss_not_decreasing": (
        f"!neither ?{s.BOTH}+[^,;.!?\n]{{0,8}}(?:moves?|falls?|improves?|changes?|drops?|decreases?|goes down)",
        f"-{TL} ?(?:下降正常|正常下降|降得正常|falls? (?:normally|as expected)|(?:goes|is going) down (?:fine|nicely|normally))",
        "!(?:(?<=[,;])|^) ?(?:就是|但是?|只是|but)? ?(?:it )?(?:不降|降不下去|doesn'?t go down|不收敛)", f"-(?!.*(?:when|slow|慢|缓|一点|tiny|之后|后|scale)){TL}{G}(?:keeps? {DOWN}|在降|降得很好|降得不错|goes down|(?:is|was) (?:still )?{DOWN}|looks (?:good|fine))", f"!{TL}{G}{NO} ?(?:的)?(?:really |even |seem to )?{DOWN}", f"!{TL}{A}{STILL}", f"!{TL}{G}(?:降|下)不(?:下去|动|来)",
        f"!(?:{TL}|模型|网络|训练){G}不(?:收敛|下降)", "!(?<!法)不收敛", f"!{TL}{G}(?:won'?t|refuses to|does(?:n'?t| not)) (?:budge|move)", "!(?:not|isn'?t|n't|not even) (?:learning|converging|training)(?: anything| at all)?",
        "!(?:训练|train) ?(?:完全|根本)?不动", f"!{TL} ?不降", f"!{TL}[^,;.!?\n]{{0,12}}(?:卡|停|保持)在 ?[\\d.]+", f"!{TL}[^,;\n]{{0,10}}一直(?:是|在) ?\\d[\\d.]*(?:左右|不)",
        "!does(?:n'?t| not) (?:go|come) down", f"!{TL} ?(?:stays|remains) at", f"!{TL} ?0\\.69\\d* constant",
    ),
    "training_loss_flat_from_start": (
        f"!{TL}{W}(?:从一开始|一开始|从头到尾|从头|from the (?:very )?(?:start|beginning)|right away){G}(?:不动|不变|没变|不降|flat|stuck|constant)(?=[,.!?;]|$)",
        f"!{TL}{G}(?:flat|constant|stuck|stays){W}from (?:the )?(?:very )?(?:start|beginning|epoch 1)", f"!{TL}{W}flat{W}从 ?epoch 1",
    ),
    "training_loss_plateaus": (
        f"{TL}{G}plateau\\w*", "(?:^|(?<=[,;]))[^,;.\ue002\ue003\ue005\ue006]{0,30}(?<!on)plateau(?:s|ed|ing)?(?! ?scheduler)", f"!{TL}{G}(?:降|掉)到?{G}(?:就|后)?(?:卡住|不动|停|再也降不)",
        "!gets? stuck after", f"!{TL}{G}再也(?:不|没)[^,;.!?\n]{{0,3}}(?:往下|下|降|动)", f"!{TL}{G}stall", f"!{TL}{G}flatlin", f"!{TL}{W}(?:后来|之后|后面|然后|then)[^.!?\n]{{0,16}}(?:走平|平了|不动|flat|stopped|停)", f"!{TL}{G}到{G}(?:就)?(?:平了|走平|下不去|降不(?:下去|动)|不(?:再)?(?:降|动))", f"!{TA}{G}(?:再也|就)(?:上|涨|提|升)不(?:上)?(?:去|动)?", "perplexity plateau",
    ),
    "training_loss_decreases_slowly": (
        f"{TL}{G}{DOWN}{G}(?:very |too |extremely |so )?slow(?:ly)?", f"{TL}{G}(?:下降|降)(?:得|的)?(?:特别|很|太|非常|比较)?慢", f"{TL}{G}barely (?:moves|decreases|changes)", "!(?<=下降,)就是太慢", "收敛(?:得|的)?(?:很|太|特别)慢",
    ),
    "training_loss_oscillates": ("-[,;] ?(?:也|并|而且)?不(?:怎么)?(?:震荡|波动|抖)", f"{TL}{G}{WILD}", f"{TL}{W}(?:来回|剧烈|一直)震荡", "(?:it )?just bounces around", "^\\W*(?:来回震荡|来回跳)", f"{WILD}.{{0,3}}{TL}"),
    "loss_swings_late": (f"(?:后期|最后|late in training|towards the end|训练末期){W}{WILD}", f"{TL}{W}后期{W}{WILD}", f"{TL}{G}{WILD}{W}(?:后期|(?<![a-z])late(?![a-z])|at the end)"),
    "training_loss_spikes": (f"{TL}{G}(?:spik\\w*|尖峰|毛刺|冒(?:一个)?尖|跳一下)", f"(?:spik\\w*|尖峰) in (?:the )?{TL}", "突然(?:spike|飙升|跳高)"),
    "training_loss_diverges": (
        f"{TL}{G}{BLOW}", f"{TL}{G}越[来训练]+越[大高]", f"{TL}{G}(?:keeps |is )?{UP}{W}(?:from the (?:very )?(?:first|start)|每|to (?:1e|inf))", f"{TL}{G}(?:一直|keeps|keep) ?{UP}", "(?:training |训练)?(?:diverges|diverging|发散了?)(?! from)", "(?:没有|not) diverge", "(?<![\ue001-\ue00a])发散", f"{TL}突然飙到", f"{TL}{G}(?:一路|直线|疯狂)(?:往上|向上|上升|上涨|涨|升|飙)", f"{TL}{G}(?:破|涨到|飙到|冲到)[千万亿百]",
    ),
    "loss_becomes_nan": (
        f"{TL} ?(?:变成?|直接|就|成了?|turns? (?:in)?to|becomes?|goes to|went to|is|是|到| )*(?<![a-z])inf(?:inity|inite)?(?![a-z])",
        "-(?<![a-z])nans? ?(?:倒|也|都|确实)?是?没(?:有|出现|见)(?:过)?(?=[,;]|$)", "-(?:没(?:有)?(?:出现|见|看到|遇到|碰到|发生)过?|从没有?(?:出现|见)?过?|(?<![a-z])no|never (?:saw|seen|see|gets?|got|had|hit)(?: any| a)?) ?nans?(?![a-z])(?! ?(?:in|problem))",
        f"{TL}{G}(?<![a-z])nans?(?![a-z])", f"(?<![a-z])nans?(?![a-z]){G}(?:in (?:the )?)?{TL}", "^(?!.*(?:权重|weight|梯度|grad|输入|input|label|标签|数据|data|csv|(?<![a-z])y |state)).*(?:得到|出现|变成?|报|get(?:ting)?|gives?|turned|becomes?|have|has|got) ?(?:了)?(?:a )?(?<![a-z])nans?(?![a-z])(?!.{0,10}(?:in my|input|data))", "^\\W*(?:没有|不是|no|not)? ?nan\\W*$", "(?:(?<=[,;])|^) ?(?:没有|不是|no|not) ?nan ?(?=[,;]|$)", f"[{s.OTHER_LOSS}]+{G}(?:nan|to inf)", "(?<=[,的])nan(?=[,了]|$)", "!(?:就|反而|又|直接|全都?|变成?|还是|继续) ?(?<![a-z])nan(?![a-z]) ?(?:了|$|(?=,))", "(?:everything|all)(?:'s| is| becomes| turns| goes| went)? (?:to )?nan(?![a-z])", "(?:^|[,;]) ?(?:and |then |it )*(?:goes|went|turns|turned|becomes|became) (?:to )?nan(?![a-z])",
    ),
    "nan_at_first_step": (f"!(?!.*(?:前向|forward|before))(?:第一(?:个|次|步)|first|1st) ?(?:step|iteration|iter|batch|个?step|步|更新)?{W}(?<![a-z])nan", f"!(?<![a-z])nan{W}(?:after|at|in|on) the (?:very )?first (?:step|iteration|batch|update)", "!nan after one step", f"!(?:反向传播|backward|backprop)\\w*(?:了)? ?(?:一次|once){W}(?<![a-z])nan", f"!(?<![a-z])nan{W}after (?:one|a single|the first|1) (?:backward|backprop|update|gradient|optimizer)"),
    "loss_nan_before_training": (f"!(?:还没开始训练|第一次前向|初始|未训练){W}nan", f"!nan{W}(?:before any (?:update|training)|first forward|at init)",),
    "nan_appears_late": (
        "(?:训练?(?:到|了)|跑(?:到|了)|train ?到|第 ?[二三四五六七八九十\\d]+个? ?(?:epoch|轮)|几百步|几千步|几十个|after (?:a while|\\d+|several|some)|(?:at|for|around) (?:epoch )?\\d+)[^.!?\n]{0,34}?(?<![a-z])nan",
        f"(?<![a-z])nan{G}(?:around|at|after|near|by) (?:step|iteration|iter|epoch) ?~?(?:\\d{{2,}}|\\d ?k)", f"(?<![a-z])nan{G}after (?:a few|several|\\d)\\w* ?k? ?(?:steps|epochs|iterations|hundred)",
    ),
    "loss_is_negative": (f"{TL}{G}(?:negative|负数|负的|变负|小于0|below zero)(?! samples)", f"negative {TL}", f"{TL} of my (?:vae|model) is negative"),
    "loss_is_exactly_zero": (f"{TL}{G}(?:exactly |恒为|恒等于|一直是|直接为) ?(?:0|zero)(?![.\\d])",),
    "loss_falls_accuracy_flat": (
        f"!{TL}{G}(?:{DOWN}|在降|降){W}{TA}{G}(?:{NO} ?{UP}|{NO} ?improve|{NO} ?change|{STILL}|不涨|不升|不变|没(?:有)?(?:提升|变化))", f"!{TA}{G}(?:不涨|{STILL}|不变){W}{TL}{G}(?:在降|{DOWN})",
    ),
    "still_improving_at_end": ("both (?:are )?still (?:rising|improving|climbing|falling|going (?:up|down))", f"{TA}{G}still (?:rising|improving|climbing|going up)", f"{TL}{G}(?:还在|仍在|still ){G}{DOWN}", "!没训完|!has not converged yet", f"到最后{TL}还在降"),
    "accuracy_at_chance_level": (f"!(?:{TA})[^.!?\n]{{0,24}}(?:瞎[蒙猜]|扔硬币|抛硬币|乱[蒙猜]|coin (?:toss|flip)|瞎猜)", f"!{TA}{G}(?:at chance|random(?:ly)?|chance level|随机|瞎猜|乱猜)(?! seed)",),
    "training_accuracy_low": (f"{TR}{G}(?:(?:is |are |very |too |都|很|太)(?:low|poor|低|差))", f"!{TR}{G}(?:上不去|提不上去|never (?:goes|gets) above)", f"!(?:neither){W}gets above", "!训练集(?:上)?(?:都|也)(?:学不|拟合不|上不)"),
    "training_accuracy_near_perfect": (f"{TR}{G}(?:near(?:ly)? |almost )?(?:perfect|100 ?%|99(?:\\.\\d+)? ?%)", "训练集(?:上|准确率)?(?:很快)?(?:到|就)? ?100%"),
    "collapsed_after_progress": (f"{TA}{G}(?:collaps\\w*|plummet\\w*)", "[\ue004-\ue008\ue00b]+ ?(?:was|is at|到了?|had)[^.!?\n]{0,20}(?:suddenly|then|突然)[^.!?\n]{0,12}(?:dropp?(?:s|ed)|fell|collapse\\w*|掉|跌)", f"(?:前面|之前|was going|going fine|fine){W}(?:突然|一下子|collaps\\w*|dropped to random){G}", f"{TA}{G}(?:一下子|突然)(?:掉|跌|降)到", "everything collapsed", f"{VA}{G}(?:doesn'?t|没有) (?:drop|collapse)"),
    "loss_jumps_at_epoch_borders": (f"{TL}{G}(?:jump\\w*|跳){G}(?:(?:start|beginning|end) of (?:each|every) epoch|每个epoch)", f"每个? ?epoch ?(?:的)?(?:开始|结束|交界|开头|一开始)[^,]{{0,8}}{TL}{G}跳"),
    "loss_dropped_when_rate_lowered": (f"(?:lr|学习率|learning rate){G}(?:降|减|dropp?|lower|decay){W}{TL}{G}(?:立刻|马上|突然){G}(?:掉|降)",),
    "progress_stopped_when_rate_decayed": (f"!(?:lr|学习率|learning rate) ?(?:一)?(?:降|drops?|decays?){W}{TL}{G}(?:就)?(?:不动|不降|stops? improving|stalls?)",),
    "rate_never_lowered": (f"!(?:lr|学习率|learning rate){G}(?:从来没|从没|从头到尾没|一直没|没有?)(?:有)? ?(?:decay|变|降|衰减|调)", "!(?:constant|fixed) (?:lr|learning rate)", "!no (?:lr |learning rate )?(?:schedul\\w+|decay)", "!没有?(?:用|加)? ?(?:scheduler|学习率调度|学习率衰减|lr 衰减)", "(?:lr|学习率|learning rate)[^,;.!?\n]{0,14}(?:从头到尾|全程|一直|始终)[^,;.!?\n]{0,6}(?:不变|固定|没变|一个值)", "(?:keep|kept) (?:the )?(?:lr|learning rate) (?:fixed|constant)"),
    "rate_decays_to_nothing": (f"(?:lr|学习率|learning rate){G}(?:decay|衰减|降|变成|变为|becomes?|goes){G}(?:太快|to (?:almost )?zero|zero|(?<!\\d)0(?![.\\d])|1e-[789])", "gamma ?= ?0?\\.[1-6]\\)? stepped every iteration"),
    "gradient_norm_spikes": (f"(?:grad(?:ient)?[ _]?norm|梯度范数){G}(?:spik\\w*|蹿|飙|突然|jumps?)",),
    "early_steps_unstable": (f"(?:first few|first hundred|前几百|前几十|刚开始|一开始){G}(?:steps?|步|iterations?|就|)?{G}(?:unstable|不稳定|乱跳|炸|noisy)",),
    "loss_jumped_after_resume": (f"(?:resum\\w*|断点|恢复训练|续训|接着训){W}{TL}{G}(?:jump\\w*|跳|突然|变高|变大)",),
    "resumed_from_checkpoint": ("resum(?:e|ed|ing)(?= |之后|了)(?! ?(?:work|my cv))", "断点续训|恢复训练|从checkpoint"),
    "run_to_run_variation": ("results? (?:differ|vary)(?: \\w+)? (?:every|between|from) runs?", "(?:不同|换个?) ?(?:seed|随机种子){G}(?:结果|差)", "different seeds?{G}(?:different|var)", "每次(?:跑|训练)?{G}结果{G}(?:不一样|不同)", "results? (?:differ|vary) (?:every|between|from) run"),
    "validation_loss_rises": (
        f"{VL}{W}\\bthen (?:slowly |quickly |steadily )?{UP}",
        f"{VL}{G}{UP}", "(?:validation|val|eval)[^.]{0,30}? (?:starts?|begins?) (?:going up|rising|increasing)", f"{VL}{G}先降后(?:升|涨|反弹|上升)", f"{VL}{G}(?:掉头|反弹|抬头)", f"{VL} ?(?:is )?[\\d.]+ and (?:climbing|rising|increasing|growing)",
    ),
    "validation_loss_rises_while_accuracy_rises": (f"{VL}{G}{UP}{W}(?:{VA}|{s.ANY_ACC}+){G}(?:{UP}|improv)", f"{VL}{G}{UP}{W}准确率{G}{UP}"),
    "validation_loss_not_decreasing": (f"!neither ?{s.BOTH}+[^,;.!?\n]{{0,8}}(?:moves?|falls?|improves?|changes?|drops?|decreases?|goes down)", f"!{VL} did not improve from", f"!{VL}{G}(?:{NO} ?{DOWN}|{STILL}|(?:降|下)不下[去来])", f"!{VL} ?一直?不降"),
    "validation_loss_far_above_training_loss": (
        "^(?!.*(?:batch|个样本|samples?|张图)[^,;.!?]{0,6}(?:over-?fit|过拟合))(?!.*(?:over-?fit\\w*|过拟合)[^,;.!?]{0,4}(?:一个|单个|1个|几个|one|single|tiny|small|few|10)[^,;.!?]{0,8}(?:batch|样本|samples?|张)).*?over-?fit(?:s|ting|ted)?(?! (?:a|one|on|even a|10|the)? ?(?:single|small|tiny|one|few|batch))", "^(?!.*(?:batch|个样本|samples?|张图)[^,;.!?]{0,6}过拟合)(?!.*(?:想|试图|故意|让它|让模型)[^,;.!?]{0,8}过拟合).*?过拟合(?!不|一个|单)", f"{VL}{G}(?:[\ue001\ue007]+|训练)的?{G}(?:\\d+|[几两三四五六七八九十]+)倍", f"{VL}{G}比{G}(?:{s.TRAIN_LOSS}+|训练集?|train\\w*){G}高", f"{VL}{G}(?:much |far |way |高|远)(?:higher|above|larger|高|大|出)", "训练集?(?:上)?(?:效果)?(?:很|特别)?好{W}验证集?{G}(?:一塌糊涂|很差|差|不行)", "train(?:ing)?(?: set)? (?:很好|很高),? ?val(?:idation)? ?(?:很差|很低)",
    ),
    "validation_below_training": (
        f"{V}{G}比{G}(?:{s.TRAIN_LOSS}+|训练集?|train\\w*){G}(?:低|小)", f"{VL}{G}(?:低于|小于|lower than|below|less than){G}(?:{s.TRAIN_LOSS}+|训练|train)",
        f"{VA}{G}(?:higher than|above|高于){G}(?:{TR}|训练|train)", f"{VA}{G}比{G}(?:{TR}|训练集?){G}高",
    ),
    "validation_gap_from_start": (f"{V}{W}(?:from the (?:very )?(?:first|start|beginning)|right from|从一开始|第一个epoch就)", f"一开始{V}就"),
    "validation_fluctuates": (f"{V}{G}(?:{WILD}|noisy|up and down)", f"(?:验证集|validation|val){W}指标?{G}{WILD}"),
    "both_losses_equally_bad": (f"{BO}{G}(?:are )?(?:both )?(?:high|bad|poor|很高|很差|都很?[高差低]|gets above)", "训练集?(?:和|跟|与)验证集?{G}都{G}(?:差|低|高)", "under-?fit(?:s|ting)?|欠拟合", "(?:val|验证集?) ?也(?:差不多|一样)"),
    "validation_at_chance": (f"!{V}{G}(?:at chance|random|随机|瞎猜)", "!(?:validation|val|验证集?) ?(?:和|跟|像)?(?:随机|瞎)猜"),
    "best_epoch_long_past": ("!最好的epoch是第 ?\\d+", "!best (?:epoch|checkpoint) (?:was|is) (?:from )?(?:epoch )?\\d+"),
    "test_worse_than_validation": (f"(?:{EA}|{s.TEST_LOSS}+|test(?: set)?|测试集)(?: (?:is|are|was))?{G}(?:比|lower than|worse than|below){G}(?:{VA}|{VL}|val\\w*|验证集?)", f"{EA}{G}points lower than"),
    "test_results_bad": (f"{EA}{G}(?:只有|is (?:very )?low|很低|poor|bad)", f"!{s.TEST_LOSS}+{G}(?:(?:is |are )?(?:very |too |quite )?high|很高|太高|偏高|高得|降不)", f"{EA} ?(?:low|poor|bad)"),
    "results_too_good": ("too good to be true|好得(?:有点)?(?:不真实|离谱|可疑)|suspiciously (?:high|good)|感觉是 ?data leakage",),
    "real_inputs_fail": ("(?:线上|上线|实际使用|部署|真实场景){G}(?:效果)?{G}(?:差|不行|不好)", "(?:fails?|bad|terrible|poor) (?:on|in|with) (?:real|production|my own|the wild|users)"),
    "lower_rate_helps": ("-(?:lower\\w*|reduc\\w*|decreas\\w*|smaller|调小|降低|减小)[^,;.!?\n]{0,6}(?: the)? ?(?:lr|learning rate|学习率)?[^,;.!?\n]{0,12}(?:makes? no difference|does(?:n'?t| not) help|没用|没效果|没区别|也一样)", "(?:lr|学习率|learning rate)[^,;!?\n]{0,24}(?:降到|调到|调小到|改成|改为|减到|to) ?[\\d.e-]+ ?(?:之后|以后|后|就|and)[^,;.!?\n]{0,10}(?:正常|好了|收敛|开始降|能学|稳定|(?:it )?(?:works|converges|learns))", "(?:lower(?:ing)?|reduc(?:ing|ed)|decreas(?:ing|ed)) (?:the )?(?:lr|learning rate){W}(?:help|made|fix|go down|works)", "(?:lr|学习率) ?(?:调小|降低|减小|调低|改小){W}(?:好|就|开始|收敛|下降)"),
    "higher_rate_helps": ("(?:rais(?:ed|ing)|increas(?:ed|ing)) (?:the )?(?:lr|learning rate){W}(?:help|finally|made|learn|works)", "(?:lr|学习率) ?(?:调大|提高|增大){W}(?:好|就|开始|收敛)"),
    "other_optimizer_helps": ("(?:换成?|改成?|换了) ?(?:sgd|adam\\w*|优化器|rmsprop){W}(?:就|好|收敛)", "优化器换成{W}(?:就|好|收敛)", "!works with (?:sgd|adam\\w*) but not"),
    "larger_model_helps": ("-(?:换|加)?大(?:的)?模型[^,;.!?\n]{0,4}(?:没用|没有用|没效果|一样|不行)", "-(?:bigger|larger|deeper) (?:model|network) (?:does(?:n'?t| not) help|makes no difference)", "(?:bigger|larger|deeper) (?:model|network) (?:helps|works|fixes)", "(?:换|加)?大模型{G}(?:有效果|好了|就)"),
    "removing_regularisation_helps": ("!(?:turning off|disabling|without|关掉?了?|去掉) ?(?:the |数据)?(?:augmentation|增强)[^,;.!?\n]{0,14}(?:fits?|works|helps|better|好了|就好|正常)", "!(?:去掉|不加) ?(?:正则|dropout|weight decay){G}(?:好|就)", "!(?:without|removing) (?:dropout|regulari[sz]ation|weight decay){G}(?:works|helps|fits|better)"),
    "more_epochs_help": ("(?:more|longer) (?:epochs|training) helps?", "多训(?:练)?(?:几个epoch|一会){G}(?:好|更)"),
    "few_epochs_done": ("!(?:only|just) (?:trained )?(?:for )?(?:a few|one|two|1|2|3) epochs?", "!才跑了?一?个?epoch"),
}  # fmt: skip
