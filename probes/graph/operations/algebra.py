"""Products, decompositions and Fourier transforms."""

NAMES = """
    _fft_c2c.default _fft_r2c.default _linalg_det.default _linalg_det.result
    _linalg_eigh.default _linalg_eigh.eigenvalues _linalg_slogdet.default _linalg_slogdet.sign
    _linalg_solve_ex.default _linalg_solve_ex.result _linalg_svd.default _linalg_svd.U
    addbmm.default addbmm_.default addmm.default addmm.dtype addmm_.default addmv.default
    addmv_.default addr.default addr_.default baddbmm.default baddbmm.dtype baddbmm_.default
    bmm.default bmm.dtype chain_matmul.default cholesky.default cholesky_inverse.default
    cholesky_solve.default cross.default det.default dot.default einsum.default einsum.sublist
    fft_fft.default fft_fft2.default fft_fftn.default fft_fftshift.default fft_ifft.default
    fft_ifft2.default fft_ifftn.default fft_ifftshift.default fft_irfft.default
    fft_irfft2.default fft_irfftn.default fft_rfft.default fft_rfft2.default fft_rfftn.default
    ger.default inner.default inverse.default istft.default kron.default linalg_cholesky.default
    linalg_cholesky_ex.default linalg_cholesky_ex.L linalg_cross.default linalg_det.default
    linalg_diagonal.default linalg_eigh.default linalg_eigh.eigvals linalg_eigvalsh.default
    linalg_inv.default linalg_inv_ex.default linalg_inv_ex.inverse linalg_lstsq.default
    linalg_matmul.default linalg_matrix_exp.default linalg_matrix_power.default
    linalg_multi_dot.default linalg_pinv.default linalg_pinv.atol_rtol_float
    linalg_pinv.atol_rtol_tensor linalg_pinv.rcond_tensor linalg_qr.default
    linalg_slogdet.default linalg_solve.default linalg_solve_ex.default
    linalg_solve_triangular.default linalg_svd.default linalg_svd.U linalg_svdvals.default
    linalg_vecdot.default logdet.default matmul.default matrix_power.default mm.default mm.dtype
    mv.default outer.default slogdet.default stft.default stft.center tensordot.default
    triangular_solve.default triangular_solve.X vdot.default
"""
