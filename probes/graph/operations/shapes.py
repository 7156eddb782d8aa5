"""Operations that view, move, join, index and scatter."""

NAMES = """
    as_strided.default
    _embedding_bag.default _embedding_bag_forward_only.default _unsafe_index.Tensor
    _unsafe_index.Tensor_hacked_twin _unsafe_index_put.default _unsafe_index_put.hacked_twin
    _unsafe_view.default adjoint.default alias_copy.default atleast_1d.default
    atleast_1d.Sequence atleast_2d.default atleast_2d.Sequence atleast_3d.default
    atleast_3d.Sequence block_diag.default broadcast_tensors.default broadcast_to.default
    cat.default channel_shuffle.default chunk.default column_stack.default concat.default
    concatenate.default contiguous.default detach_copy.default diag.default diag_embed.default
    diagflat.default diagonal.default diagonal_scatter.default dstack.default embedding.default
    embedding_bag.default embedding_bag.padding_idx embedding_renorm.default
    embedding_renorm_.default expand.default expand_as.default expand_copy.default
    flatten.using_ints flip.default fliplr.default flipud.default gather.default hstack.default
    index.Tensor index.Tensor_hacked_twin index.list_Tensor index_add.default index_add_.default
    index_copy.default index_copy_.default index_fill.int_Tensor index_fill.int_Scalar
    index_fill_.int_Tensor index_fill_.int_Scalar index_put.default index_put.hacked_twin
    index_put_.default index_put_.hacked_twin index_select.default mH.default mH.a mT.default
    mT.a masked_scatter.default masked_scatter_.default masked_select.default matrix_H.default
    matrix_H.a meshgrid.default meshgrid.indexing moveaxis.intlist moveaxis.int movedim.int
    movedim.intlist narrow.default narrow.Tensor numpy_T.default numpy_T.a one_hot.default
    permute.default permute_copy.default pixel_shuffle.default pixel_unshuffle.default
    put.default put_.default ravel.default repeat.default repeat_interleave.Tensor
    repeat_interleave.self_Tensor repeat_interleave.self_int reshape.default reshape_as.default
    roll.default rot90.default scatter.value scatter.src scatter.reduce scatter.value_reduce
    scatter_.src scatter_.value scatter_.reduce scatter_.value_reduce scatter_add.default
    scatter_add_.default scatter_reduce.two scatter_reduce_.two select.int select_copy.int
    select_scatter.default slice.Tensor slice_copy.Tensor slice_scatter.default split.Tensor
    split.sizes split.default split_copy.Tensor split_with_sizes.default squeeze.default
    squeeze.dim squeeze.dims squeeze_.default squeeze_.dim squeeze_.dims squeeze_copy.default
    squeeze_copy.dim squeeze_copy.dims stack.default swapaxes.default swapaxes_.default
    swapdims.default swapdims_.default sym_numel.default sym_size.int sym_size.default
    sym_stride.int sym_stride.default t.default t_.default t_copy.default take.default
    take_along_dim.default tensor_split.sections tensor_split.indices
    tensor_split.tensor_indices_or_sections tile.default trace.default transpose.int
    transpose_.default transpose_copy.int tril.default tril_.default triu.default triu_.default
    unbind.int unbind_copy.int unflatten.int unfold.default unsafe_chunk.default
    unsafe_split.Tensor unsafe_split_with_sizes.default unsqueeze.default unsqueeze_.default
    unsqueeze_copy.default view.default view.dtype view_as.default view_copy.default
    view_copy.dtype vstack.default
"""
