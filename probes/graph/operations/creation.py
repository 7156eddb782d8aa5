"""Tensors made from sizes, and random numbers."""

NAMES = """
    _assert_async.default _assert_async.msg _assert_scalar.default
    _assert_tensor_metadata.default arange.default arange.start arange.start_step
    bernoulli.default bernoulli.p bernoulli.Tensor bernoulli_.Tensor bernoulli_.float
    cartesian_prod.default combinations.default empty.memory_format empty_like.default
    empty_permuted.default exponential.default exponential_.default eye.default eye.m
    full.default full_like.default hamming_window.default hamming_window.periodic
    hamming_window.periodic_alpha hamming_window.periodic_alpha_beta hann_window.default
    hann_window.periodic linspace.Tensor_Tensor linspace.Tensor_Scalar linspace.Scalar_Tensor
    linspace.default logspace.Tensor_Tensor logspace.Tensor_Scalar logspace.Scalar_Tensor
    logspace.default multinomial.default new_empty.default new_full.default new_ones.default
    new_zeros.default normal.Tensor_float normal.float_Tensor normal.Tensor_Tensor
    normal_.default normal_functional.default ones.default ones_like.default poisson.default
    rand.default rand_like.default randint.default randint.low randint_like.default
    randint_like.Tensor randint_like.low_dtype randn.default randn_like.default randperm.default
    scalar_tensor.default sym_constrain_range.default sym_constrain_range_for_size.default
    tril_indices.default triu_indices.default uniform.default uniform_.default zeros.default
    zeros_like.default
"""
