"""Operations that work on each element by itself, activations and casts among them."""

NAMES = """
    __and__.Scalar __and__.Tensor __iand__.Tensor __iand__.Scalar __ior__.Tensor __ior__.Scalar
    __lshift__.Tensor __lshift__.Scalar __or__.Tensor __or__.Scalar __rshift__.Tensor
    __rshift__.Scalar __xor__.Tensor __xor__.Scalar _log_softmax.default _prelu_kernel.default
    _softmax.default _to_copy.default abs.default abs_.default absolute.default
    absolute_.default acos.default acos_.default acosh.default acosh_.default add.Tensor
    add.Scalar add_.Tensor add_.Scalar addcdiv.default addcdiv_.default addcmul.default
    addcmul_.default alias.default alpha_dropout.default alpha_dropout_.default angle.default
    arccos.default arccos_.default arcsin.default arcsin_.default arctan.default arctan2.default
    arctan2_.default arctan_.default asin.default asin_.default asinh.default asinh_.default
    atan.default atan2.default atan2_.default atan_.default atanh.default atanh_.default
    bitwise_and.Tensor bitwise_and.Scalar bitwise_and.Scalar_Tensor bitwise_and_.Tensor
    bitwise_and_.Scalar bitwise_left_shift.Tensor bitwise_left_shift.Tensor_Scalar
    bitwise_left_shift.Scalar_Tensor bitwise_left_shift_.Tensor_Scalar
    bitwise_left_shift_.Tensor bitwise_not.default bitwise_not_.default bitwise_or.Tensor
    bitwise_or.Scalar bitwise_or.Scalar_Tensor bitwise_or_.Tensor bitwise_or_.Scalar
    bitwise_right_shift.Tensor bitwise_right_shift.Tensor_Scalar
    bitwise_right_shift.Scalar_Tensor bitwise_right_shift_.Tensor_Scalar
    bitwise_right_shift_.Tensor bitwise_xor.Tensor bitwise_xor.Scalar bitwise_xor.Scalar_Tensor
    bitwise_xor_.Tensor bitwise_xor_.Scalar ceil.default ceil_.default celu.default
    celu_.default clamp.default clamp.Tensor clamp_.default clamp_.Tensor clamp_max.default
    clamp_max.Tensor clamp_max_.default clamp_max_.Tensor clamp_min.default clamp_min.Tensor
    clamp_min_.default clamp_min_.Tensor clip.default clip.Tensor clip_.default clip_.Tensor
    clone.default complex.default conj.default conj_physical.default conj_physical_.default
    contiguous.default copy.default copy.Dict_Tensor copy_.default copy_.Tensor copy_.int
    copy_.float copysign.Tensor copysign.Scalar copysign_.Tensor copysign_.Scalar cos.default
    cos_.default cosh.default cosh_.default cosine_similarity.default deg2rad.default
    deg2rad_.default detach.default detach_.default digamma.default digamma_.default div.Tensor
    div.Scalar div.Tensor_mode div.Scalar_mode div_.Tensor div_.Tensor_mode div_.Scalar
    div_.Scalar_mode divide.Tensor divide.Scalar divide.Tensor_mode divide.Scalar_mode
    divide_.Tensor divide_.Tensor_mode divide_.Scalar_mode divide_.Scalar dropout.default
    dropout_.default elu.default elu_.default eq.Tensor eq.Scalar eq_.Scalar eq_.Tensor
    equal.default erf.default erf_.default erfc.default erfc_.default erfinv.default
    erfinv_.default exp.default exp2.default exp2_.default exp_.default expm1.default
    expm1_.default feature_alpha_dropout.default feature_alpha_dropout_.default
    feature_dropout.default feature_dropout_.default fill.Scalar fill.Tensor fill_.Scalar
    fill_.Tensor fix.default fix_.default float_power.Tensor_Tensor float_power.Tensor_Scalar
    float_power.Scalar float_power_.Tensor float_power_.Scalar floor.default floor_.default
    floor_divide.default floor_divide.Scalar floor_divide_.Tensor floor_divide_.Scalar
    fmax.default fmin.default fmod.Tensor fmod.Scalar fmod_.Tensor fmod_.Scalar frac.default
    frac_.default frexp.Tensor gcd.default gcd_.default ge.Tensor ge.Scalar ge_.Scalar
    ge_.Tensor gelu.default gelu_.default glu.default greater.Tensor greater.Scalar
    greater_.Scalar greater_.Tensor greater_equal.Tensor greater_equal.Scalar
    greater_equal_.Scalar greater_equal_.Tensor gt.Tensor gt.Scalar gt_.Scalar gt_.Tensor
    hardshrink.default hardsigmoid.default hardsigmoid_.default hardswish.default
    hardswish_.default hardtanh.default hardtanh_.default heaviside.default heaviside_.default
    hypot.default hypot_.default i0.default i0_.default imag.default isclose.default
    isfinite.default isinf.default isnan.default isneginf.default isposinf.default
    isreal.default lcm.default lcm_.default ldexp.Tensor ldexp_.default le.Tensor le.Scalar
    le_.Scalar le_.Tensor leaky_relu.default leaky_relu_.default lerp.Scalar lerp.Tensor
    lerp_.Scalar lerp_.Tensor less.Tensor less.Scalar less_.Scalar less_.Tensor
    less_equal.Tensor less_equal.Scalar less_equal_.Scalar less_equal_.Tensor lgamma.default
    lgamma_.default lift_fresh.default lift_fresh_copy.default log.default log10.default
    log10_.default log1p.default log1p_.default log2.default log2_.default log_.default
    log_sigmoid.default log_softmax.int logaddexp.default logaddexp2.default logical_and.default
    logical_and_.default logical_not.default logical_not_.default logical_or.default
    logical_or_.default logical_xor.default logical_xor_.default logit.default logit_.default
    lt.Tensor lt.Scalar lt_.Scalar lt_.Tensor masked_fill.Scalar masked_fill.Tensor
    masked_fill_.Scalar masked_fill_.Tensor maximum.default minimum.default mish.default
    mish_.default mul.Tensor mul.Scalar mul_.Tensor mul_.Scalar multiply.Tensor multiply.Scalar
    multiply_.Tensor multiply_.Scalar nan_to_num.default nan_to_num_.default
    native_dropout.default ne.Tensor ne.Scalar ne_.Scalar ne_.Tensor neg.default neg_.default
    negative.default negative_.default not_equal.Tensor not_equal.Scalar not_equal_.Scalar
    not_equal_.Tensor polar.default polygamma.default polygamma_.default positive.default
    pow.Tensor_Tensor pow.Tensor_Scalar pow.Scalar pow_.Scalar pow_.Tensor prelu.default
    rad2deg.default rad2deg_.default real.default reciprocal.default reciprocal_.default
    relu.default relu6.default relu6_.default relu_.default remainder.Tensor remainder.Scalar
    remainder.Scalar_Tensor remainder_.Tensor remainder_.Scalar resolve_conj.default
    resolve_neg.default round.default round.decimals round_.default round_.decimals
    rrelu.default rrelu_.default rsqrt.default rsqrt_.default rsub.Tensor rsub.Scalar
    selu.default selu_.default sgn.default sgn_.default sigmoid.default sigmoid_.default
    sign.default sign_.default signbit.default silu.default silu_.default sin.default
    sin_.default sinc.default sinc_.default sinh.default sinh_.default softmax.int
    softplus.default softshrink.default special_entr.default special_erf.default
    special_expit.default special_gammaln.default special_log_ndtr.default special_ndtr.default
    special_xlog1py.default special_xlog1py.other_scalar special_xlog1py.self_scalar
    sqrt.default sqrt_.default square.default square_.default sub.Tensor sub.Scalar sub_.Tensor
    sub_.Scalar subtract.Tensor subtract.Scalar subtract_.Tensor subtract_.Scalar tan.default
    tan_.default tanh.default tanh_.default threshold.default threshold_.default to.device
    to.dtype to.other to.dtype_layout true_divide.Tensor true_divide.Scalar true_divide_.Tensor
    true_divide_.Scalar trunc.default trunc_.default type_as.default view_as_complex.default
    view_as_real.default where.self where.ScalarOther where.ScalarSelf where.Scalar
    where.default xlogy.Tensor xlogy.Scalar_Other xlogy.Scalar_Self xlogy_.Tensor
    xlogy_.Scalar_Other zero.default zero_.default
"""
