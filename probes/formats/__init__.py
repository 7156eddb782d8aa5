"""One file a format. `x.py` recognises files by content and reads them; the folder is the list.

    recognises(head, path) -> bool    cheap: the first 64 KiB and, for zips, the directory
    read(path)             -> History | Checkpoint | Batch | Script | GraphFile, or raises Refusal

No reader here imports torch, runs anything from the file, or trusts a length that the file claims.
"""
