"""How mistakes in the training code are told of. {G} and {W} are gaps."""

CODE: dict[str, tuple[str, ...]] = {
    "gradients_not_zeroed": (r"-\b(?:i|we) (?:do |always |already |did )*(?:call|use|have|called)[^,;.!?\n]{0,24}zero_grad", r"-(?:调|写|加)(?:用)?(?:了|过) ?(?:\w+\.)?zero_grad", r"-zero_grad(?:\(\))? ?(?:也|都|是)?(?:写|加|调|有)(?:了|的)", "!zero_grad[^.!?\n]{0,12}(?:写|放)在了?(?:循环|loop)?[^.!?\n]{0,8}(?:外|outside)", "!zero_grad[^.!?\n]{0,14}outside", "!(?:no|never(?: call)?|without|forgot(?: to call)?|don'?t call|没有?写?|忘(?:记|了)?|没调) ?(?:optimizer\\.|opt\\.)?zero_grad", "没有?写? ?zero_grad"),
    "probabilities_fed_to_logit_loss": (
        r"-(?:\bnot|n'?t|没有?|不)[^,;.!?\n]{0,14}softmax[^,;.!?\n]{0,10}(?:before|之前)",
        r"softmax(?:\(\)|层|输出)?[^.!?\n]{0,20}(?:then|and then|before|之后又?用?了?|后面?又?|再|\+)[^.!?\n]{0,8}(?:nn\.)?(?:cross ?_?entropy|crossentropyloss|交叉熵)", r"sigmoid[^.!?\n]{0,8}(?:then|before|\+|再|之后)[^.!?\n]{0,8}bce ?with ?logits",
        "-raw logits|直接(?:出|输出) ?logits",
    ),
    "logits_into_probability_loss": ("bceloss[^!?]{0,60}没有 ?sigmoid", "(?:raw )?logits (?:into|to) (?:bceloss|nllloss)"),
    "no_activation_between_layers": ("!(?:没写|没加|忘了?加?|forgot(?: the)?)[^,;.!?\n]{0,6}(?:激活函数|激活|relu|activations?|non-?linearit)", "!(?:之间|中间)(?:没有?)(?:加|用)? ?(?:激活|relu)|no (?:activation|non-?linearity) between",),
    "output_range_mismatch": ("relu[^!?\\n]{0,30}target ?有负数|targets? (?:can be|are) negative[^.]{0,30}relu",),
    "no_eval_mode_in_validation": (r"-\b(?:i|we) (?:do |always |already |did )*(?:call|use|have|called)[^,;.!?\n]{0,24}model\.eval", r"-(?:调|写|加|切)(?:用)?(?:了|过) ?model\.eval", r"-model\.eval(?:\(\))? ?(?:也|都|是)?(?:写|加|调|开|有)(?:了|的)", "!(?:忘(?:了|记)?(?:写|调)?|没有?写?|forgot(?: to call)?|never call|without|don'?t call) ?model\\.eval",),
    "train_mode_not_restored": ("!(?:没有?|忘了?)切回 ?train|never (?:switch|go) back to train|forgot model\\.train",),
    "train_eval_outputs_differ": ("(?:train|model\\.train\\(\\)){W}(?:eval|model\\.eval\\(\\)){W}(?:different|随机|变|差)", "different{G}between{G}(?:train{G}eval)", "eval{G}(?:模式下?)?{G}(?:很差|差){W}train"),
    "prediction_depends_on_batch": ("(?:验证|推理|预测|val|inference)[^.!?\\n]{0,16}batch ?size[^.!?\\n]{0,14}(?:结果就?变|变了|changes?)", "results? change with the batch size"),
    "scheduler_stepped_per_batch": ("scheduler\\.step(?:\\(\\))?[^.!?\n]{0,20}(?:batch|iteration|iter|step)[^.!?\n]{0,8}(?:loop|循环|里)", "scheduler{G}(?:every|each|per|每个?) ?(?:batch|iteration|step){G}", "stepped (?:every|each|per) (?:iteration|batch)"),
    "batch_size_changed_alone": ("!batch ?size[^.!?\\n]{0,20}(?:加到|改成|翻倍|doubled|increased)[^.!?\\n]{0,20}(?:lr|学习率|learning rate) ?(?:没动|没改|没变|unchanged|same)",),
    "no_warmup": ("-(?:加|用|有|with|added|using)(?:了)? ?(?:a )?(?:linear )?warm-?up", "-warm-?up ?(?:of |for |over |比例|步数|ratio|steps?|到|=|:|_steps| )*\\d+", "-\\d+ ?步 ?(?:的)?(?:热身|预热)", "-(?:热身|预热)(?:了|步数|比例|到|是)* ?\\d+", "-\\d+ ?(?:steps? of |步 ?)?warm-?up", "!(?:no|without|don'?t use(?: any)?|没有?加?|没用)(?: any)? ?warm-?up", "-warm-?up ?(?:也|是)?有的?"),
    "optimizer_state_missing": ("!(?:not|没有?)(?: saved?| restored?)?(?: the)? ?(?:optimizer|优化器)(?: state|状态)?", "!(?:optimizer|优化器) ?(?:state|状态)? ?(?:没存|没有保存|not (?:saved|restored))"),
    "loss_detached": ("loss\\.detach\\(\\)", "x ?= ?x\\.detach\\(\\)", "(?:\ue007+)\\.detach", "does not require grad"),
    "loss_does_not_fit_task": ("mseloss[^!?]{0,12}分类|分类[^!?]{0,8}用了? ?mse",),
}  # fmt: skip
