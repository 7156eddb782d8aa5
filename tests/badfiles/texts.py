"""Text files that are deep, wide, endless or in no encoding."""

from collections.abc import Iterator

from tests.badfiles import Made


def files() -> Iterator[Made]:
    yield "deep.json", b"[" * 200_000, "refuse", None
    yield "deep_history.json", b'{"loss": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "refuse", None
    yield "deep.yaml", b"a: " + b"[" * 100_000, "refuse", None
    yield "aliases.yaml", _aliases(), "refuse", None
    digits = b'{"loss": [' + b"9" * 100_000 + b"]}"
    yield "digits.json", digits, "refuse", None
    yield "columns.csv", b",".join(b"loss%d" % i for i in range(1_000_000)) + b"\n", "refuse", None
    wide = b"a," * 10_000_000 + b"y\n" + b"1," * 10 + b"\n"
    yield "ten_million_columns.csv", wide, "refuse", None
    yield "endless_line.csv", b"epoch,loss\n" + b"1" * (8 << 20), "refuse", None
    yield "endless_word.log", b"A" * (8 << 20), "refuse", None
    yield "endless_spaces.log", b"loss" + b" " * (4 << 20), "refuse", None
    yield "open_quote.csv", b'a,b,y\n1,2,3\n"' + b"x" * 400_000, "refuse", None
    yield "nul.csv", b"\0" * 100_000, "refuse", None
    yield "header_only.csv", b"a,b,y\n", "refuse", None
    yield "ragged.csv", b"a,b,y\n" + b"1,2,3\n" * 30 + b"1,2\n", "refuse", "table_rows_differ"
    yield "half_characters.csv", b"a,b,y\n\xff\xfe\xff\n", "refuse", None


def _aliases() -> bytes:
    lines = [b"a0: &a0 [x, x]"]
    lines += [b"a%d: &a%d [*a%d, *a%d]" % (i, i, i - 1, i - 1) for i in range(1, 60)]
    return b"\n".join(lines)
