"""Operations that reduce, accumulate, sort or search."""

NAMES = """
    _local_scalar_dense.default _unique2.default all.default all.dim all.dims amax.default
    amin.default aminmax.default any.default any.dim any.dims argmax.default argmin.default
    argsort.default argsort.stable bincount.default bucketize.Tensor bucketize.Scalar
    count_nonzero.default count_nonzero.dim_IntList cummax.default cummin.default
    cumprod.default cumprod_.default cumsum.default cumsum_.default cumulative_trapezoid.x
    cumulative_trapezoid.dx diff.default dist.default frobenius_norm.dim histc.default
    item.default kthvalue.default kthvalue.values linalg_matrix_norm.default
    linalg_matrix_norm.str_ord linalg_norm.default linalg_norm.ord_str
    linalg_vector_norm.default logcumsumexp.default logsumexp.default max.other max.default
    max.dim max.dim_max mean.default mean.dim median.default median.dim median.dim_values
    min.other min.default min.dim min.dim_min mode.default mode.values msort.default
    nanmean.default nanmedian.default nanmedian.dim nanmedian.dim_values nanquantile.default
    nanquantile.scalar nansum.default nonzero.default nonzero_numpy.default norm.Scalar
    norm.ScalarOpt_dim norm.ScalarOpt_dim_dtype norm.ScalarOpt_dtype nuclear_norm.default
    nuclear_norm.dim prod.default prod.dim_int quantile.default quantile.scalar
    searchsorted.Tensor searchsorted.Scalar sort.default sort.stable sort.values_stable
    sort.values sort.Tensor std.default std.dim std.correction std_mean.default std_mean.dim
    std_mean.correction sum.dim_IntList sum.default topk.default topk.values trapezoid.x
    trapezoid.dx trapz.x trapz.dx unique_consecutive.default unique_dim.default var.default
    var.dim var.correction var_mean.default var_mean.dim var_mean.correction
"""
