"""Whole training scripts by authors who had not seen how whyloss works."""
