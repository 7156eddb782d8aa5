"""Containers of the standard library that run files hold, as our own inert tables and lists."""

from probes.formats.pickles.machine import Rebuilder
from probes.formats.pickles.values import LongText, Object, Table
from probes.refusal import Refusal

MAX_ENCODED = 256 << 20  # bytes of one array that an old protocol wrote as text


def table(args: tuple) -> Table:
    """OrderedDict(), defaultdict(factory), Counter({...}), OrderedDict([[key, value], ...])."""
    for given in args:
        if isinstance(given, Table):
            return Table(given.pairs)
        if isinstance(given, list):
            return Table([(pair[0], pair[1]) for pair in given if len(pair) == 2])
    return Table()


def sequence(args: tuple) -> list:
    """set, frozenset, list, deque: what they were made from, in order."""
    given = args[0] if args else None
    return given if isinstance(given, list) else list(given) if isinstance(given, tuple) else []


def encoded(args: tuple) -> memoryview | Object:
    """`_codecs.encode(text, "latin1")`, how protocol 2 writes bytes; other codecs stay records."""
    text, codec = (*args, None, None)[:2]
    if codec not in ("latin1", "latin-1") or not isinstance(text, (str, LongText)):
        return Object("_codecs.encode", args)
    if isinstance(text, LongText):
        if len(text.utf8) > MAX_ENCODED:
            raise Refusal("pickle_text_too_long", limit=MAX_ENCODED)
        text = str(text.utf8, "utf-8")
    return memoryview(text.encode("latin-1"))


def bare_object(args: tuple) -> Object:
    """`copyreg._reconstructor(cls, ...)` and `__newobj__(cls, ...)`: an instance of cls."""
    first = args[0] if args else None
    path = getattr(first, "path", None)
    return Object(path if isinstance(path, str) else "unknown", args[1:])


CONTAINERS: dict[str, Rebuilder] = {
    "collections.OrderedDict": table,
    "collections.defaultdict": table,
    "collections.Counter": table,
    "builtins.dict": table,
    "builtins.set": sequence,
    "builtins.frozenset": sequence,
    "builtins.list": sequence,
    "builtins.tuple": lambda args: tuple(sequence(args)),
    "collections.deque": sequence,
    "__builtin__.dict": table,
    "__builtin__.set": sequence,
    "__builtin__.frozenset": sequence,
    "_codecs.encode": encoded,
    "copyreg._reconstructor": bare_object,
    "copy_reg._reconstructor": bare_object,
    "copyreg.__newobj__": bare_object,
}
