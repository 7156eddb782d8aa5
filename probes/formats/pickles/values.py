"""The inert values that a pickle turns into: none can run, compare or hash what it holds."""

from collections.abc import Iterator

from probes.checkpoint import StoredTensor


class Name:
    """A global that the pickle refers to; it is never looked up."""

    __slots__ = ("path",)

    def __init__(self, module: str, name: str):
        self.path = f"{module}.{name}"

    def __repr__(self) -> str:
        return f"Name({self.path!r})"


class Table:
    """A dict as pairs, indexed by text: salted hashes, so that colliding keys cannot hang us."""

    __slots__ = ("_index", "pairs", "state")

    def __init__(self, pairs: list[tuple[object, object]] | None = None):
        self.pairs = pairs if pairs is not None else []
        self.state: object = None
        self._index: dict[str, object] | None = None

    def build(self, state: object) -> None:
        self.state = state

    @property
    def named(self) -> dict[str, object]:
        """Values under text and whole-number keys (as text); of equal keys the last one counts."""
        if self._index is None:
            self._index = {
                text: value for key, value in self.pairs if (text := key_text(key)) is not None
            }
        return self._index

    def get(self, key: str, default: object = None) -> object:
        return self.named.get(key, default)

    def __contains__(self, key: str) -> bool:
        return key in self.named

    def __iter__(self) -> Iterator[str]:
        return iter(self.named)

    def __len__(self) -> int:
        return len(self.pairs)


def key_text(key: object) -> str | None:
    if isinstance(key, str):
        return key
    if isinstance(key, int) and not isinstance(key, bool) and abs(key) < 1 << 64:
        return str(key)
    return None


class Object:
    """An instance of a class, or a call of a function, that we do not know: its parts, by name."""

    __slots__ = ("args", "items", "pairs", "path", "state")

    def __init__(self, path: str, args: object = ()):
        self.path = path
        self.args = args
        self.state: object = None
        self.items: list[object] = []
        self.pairs: list[tuple[object, object]] = []

    def build(self, state: object) -> None:
        self.state = state

    @property
    def class_name(self) -> str:
        return self.path.rpartition(".")[2]

    @property
    def fields(self) -> dict[str, object]:
        """The attributes that its state holds, also where slots have a table of their own."""
        states = self.state[:2] if isinstance(self.state, tuple) else (self.state,)
        tables = [state.named for state in states if isinstance(state, Table) and len(state)]
        return {**tables[0], **tables[1]} if len(tables) == 2 else tables[0] if tables else {}

    def __len__(self) -> int:
        """How much there is to look at, before looking at it."""
        states = self.state[:2] if isinstance(self.state, tuple) else (self.state,)
        held = sum(len(state) for state in states if isinstance(state, Table))
        return held + len(self.items) + len(self.pairs)

    def __repr__(self) -> str:
        return f"Object({self.path!r})"


class LongText:
    """A text too long to be a name: its bytes stay where they are."""

    __slots__ = ("utf8",)

    def __init__(self, utf8: memoryview):
        self.utf8 = utf8


class Storage:
    """Numbers in a row. `data` is set as soon as the reader knows where they are."""

    __slots__ = ("byteorder", "data", "dtype", "key", "start", "units")

    def __init__(self, key: str, dtype: str, units: int, start: int = 0):
        self.key, self.dtype, self.units = key, dtype, units
        self.start = start  # in elements: old files cut views out of one storage
        self.data: memoryview | None = None
        self.byteorder = "<"


class Tensor:
    """A view into a storage, not yet checked against it."""

    __slots__ = ("dtype", "offset", "requires_grad", "shape", "storage", "stride")

    def __init__(
        self,
        storage: Storage,
        offset: int,
        shape: tuple[int, ...],
        stride: tuple[int, ...],
        dtype: str,
    ):
        self.storage, self.offset, self.dtype = storage, offset, dtype
        self.shape, self.stride = shape, stride
        self.requires_grad: bool | None = None

    def build(self, state: object) -> None:
        """Attributes that were hung on a tensor say nothing about its numbers."""


class Opaque:
    """A tensor that is named but not measured."""

    __slots__ = ("dtype", "shape", "why")

    def __init__(self, why: str, dtype: str = "unknown", shape: tuple[int, ...] = ()):
        self.why, self.dtype, self.shape = why, dtype, shape

    def build(self, state: object) -> None:
        """As for a tensor."""


class Numbers:
    """A NumPy array being rebuilt: `build` receives its type, shape and bytes."""

    __slots__ = ("data", "dtype", "fortran", "shape")

    def __init__(self) -> None:
        self.dtype: object = None
        self.shape: tuple[int, ...] = ()
        self.fortran = False
        self.data: object = None

    def build(self, state: object) -> None:
        if isinstance(state, tuple) and len(state) == 5:
            _, self.shape, self.dtype, fortran, self.data = state
            self.fortran = bool(fortran is True)


class NumberType:
    """A NumPy dtype by its code, such as f8; `build` brings its byte order."""

    __slots__ = ("code", "order")

    def __init__(self, code: str, order: str = "="):
        self.code, self.order = code, order

    def build(self, state: object) -> None:
        if isinstance(state, tuple) and len(state) > 1 and state[1] in ("<", ">", "|", "="):
            self.order = state[1]


TensorLike = Tensor | Opaque | Numbers | StoredTensor
