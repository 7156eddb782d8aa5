"""What torch.nn layers and losses become."""

NAMES = """
    _trilinear.default
    _adaptive_avg_pool2d.default _adaptive_avg_pool3d.default _batch_norm_no_update.default
    _batch_norm_with_update.default _batch_norm_with_update_functional.default
    _cdist_forward.default _convolution.default _euclidean_dist.default _fused_rms_norm.default
    _native_batch_norm_legit.default _native_batch_norm_legit.no_stats
    _native_batch_norm_legit_functional.default _native_batch_norm_legit_no_training.default
    _pack_padded_sequence.default _pad_circular.default _pad_enum.default
    _pad_packed_sequence.default _safe_softmax.default
    _scaled_dot_product_attention_math.default _scaled_dot_product_efficient_attention.default
    _scaled_dot_product_flash_attention.default
    _scaled_dot_product_flash_attention_for_cpu.default _upsample_bicubic2d_aa.default
    _upsample_bicubic2d_aa.vec _upsample_bilinear2d_aa.default _upsample_bilinear2d_aa.vec
    _upsample_nearest_exact1d.default _upsample_nearest_exact1d.vec
    _upsample_nearest_exact2d.default _upsample_nearest_exact2d.vec
    _upsample_nearest_exact3d.default _upsample_nearest_exact3d.vec adaptive_avg_pool1d.default
    adaptive_avg_pool2d.default adaptive_avg_pool3d.default adaptive_max_pool1d.default
    adaptive_max_pool2d.default adaptive_max_pool3d.default affine_grid_generator.default
    avg_pool1d.default avg_pool2d.default avg_pool3d.default batch_norm.default bilinear.default
    binary_cross_entropy.default binary_cross_entropy_with_logits.default cdist.default
    col2im.default constant_pad_nd.default conv1d.default conv1d.padding conv2d.default
    conv2d.padding conv3d.default conv3d.padding conv_tbc.default conv_transpose1d.default
    conv_transpose2d.input conv_transpose3d.input convolution.default
    cosine_embedding_loss.default cross_entropy_loss.default ctc_loss.IntList ctc_loss.Tensor
    fractional_max_pool2d.default grid_sampler.default grid_sampler_2d.default
    grid_sampler_3d.default group_norm.default gru.input gru.data gru_cell.default
    hinge_embedding_loss.default huber_loss.default im2col.default instance_norm.default
    kl_div.default l1_loss.default layer_norm.default linear.default lstm.input lstm.data
    lstm_cell.default margin_ranking_loss.default max_pool1d.default
    max_pool1d_with_indices.default max_pool2d.default max_pool2d_with_indices.default
    max_pool3d.default max_pool3d_with_indices.default max_unpool2d.default mse_loss.default
    multi_margin_loss.default multilabel_margin_loss.default native_batch_norm.default
    native_group_norm.default native_layer_norm.default nll_loss.default nll_loss2d.default
    nll_loss2d_forward.default nll_loss_forward.default nll_loss_nd.default pad.default
    pairwise_distance.default pdist.default poisson_nll_loss.default reflection_pad1d.default
    reflection_pad2d.default reflection_pad3d.default renorm.default replication_pad1d.default
    replication_pad2d.default replication_pad3d.default rms_norm.default rnn_relu.input
    rnn_relu.data rnn_relu_cell.default rnn_tanh.input rnn_tanh.data rnn_tanh_cell.default
    scaled_dot_product_attention.default smooth_l1_loss.default soft_margin_loss.default
    triplet_margin_loss.default upsample_bicubic2d.default upsample_bicubic2d.vec
    upsample_bilinear2d.default upsample_bilinear2d.vec upsample_linear1d.default
    upsample_linear1d.vec upsample_nearest1d.default upsample_nearest1d.vec
    upsample_nearest2d.default upsample_nearest2d.vec upsample_nearest3d.default
    upsample_nearest3d.vec upsample_trilinear3d.default upsample_trilinear3d.vec
"""
