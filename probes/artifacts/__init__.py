"""Artifacts: what is gathered from an upload, once, for every probe to read.

A file `x.py` holds one function `x`; its parameters are the artifacts it is made from. An upload
itself provides any of: history, checkpoint, model, batch, validation_batch, script.
"""
