"""A torch.save file as an inert tree: zip archives, the older stream, and plain pickles."""

import re

from probes.formats.archives.zip_directory import Zip
from probes.formats.pickles.budget import Budget
from probes.formats.pickles.machine import Machine, Persistent, Rebuilder, no_storages
from probes.formats.pickles.rebuilders import KNOWN
from probes.formats.pickles.values import Name, Opaque, Storage
from probes.formats.tensor_types import storage_type, type_size
from probes.refusal import Refusal

LEGACY_MAGIC = 0x1950A86A20F9469CFC6C
LEGACY_PROTOCOL = 1001
MAX_NESTED = 3  # pickles that hold pickles, as pickle.dump of a tensor does
_KEY = re.compile(r"[\w./-]{1,100}")


def zip_root(names: list[str]) -> str | None:
    """The folder of the archive that holds data.pkl, with its slash; torch.save writes just one."""
    roots = [name.removesuffix("data.pkl") for name in names if name.endswith("data.pkl")]
    roots = [root for root in roots if root.count("/") <= 1 and (not root or root[-1] == "/")]
    return roots[0] if len(roots) == 1 else None


def read_zip(archive: Zip, budget: Budget, depth: int = 0) -> object:
    root = zip_root(archive.names)
    if root is None:
        raise Refusal("no_weights_inside")
    data = archive.view(f"{root}data.pkl")
    byteorder = _byteorder(archive, root)
    storages: dict[str, Storage] = {}

    def persistent(given: object) -> Storage:
        storage = _storage(given)
        if isinstance(storage, Storage):
            name = f"{root}data/{storage.key}"
            if name not in archive.members:
                raise Refusal("storage_missing", key=storage.key)
            known = storages.get(storage.key)
            storage.data = known.data if known else archive.view(name, checked=False)
            storage.byteorder = byteorder
            storages[storage.key] = storage
            _check_length(storage)
        return storage

    return _machine(data, persistent, budget, depth).load()


def read_legacy(data: memoryview, budget: Budget, depth: int = 0) -> object:
    """Magic number, protocol, system, the object, the storage keys, then every storage."""
    storages: dict[str, list[Storage]] = {}

    def persistent(given: object) -> object:
        if isinstance(given, tuple) and given and given[0] == "module":
            return given[1]  # a class with its source code beside it, which nobody reads
        storage = _storage(given)
        if isinstance(storage, Storage):
            storages.setdefault(storage.key, []).append(storage)
        return storage

    machine = _machine(data, persistent, budget, depth)
    magic, protocol, system = machine.load(), machine.load(), machine.load()
    if magic != LEGACY_MAGIC or protocol != LEGACY_PROTOCOL:
        raise Refusal("pickle_damaged", at=0)
    little = getattr(system, "get", lambda _: True)("little_endian")
    tree = machine.load()
    _place_storages(machine, storages, "<" if little is not False else ">")
    return tree


def _place_storages(machine: Machine, storages: dict[str, list[Storage]], order: str) -> None:
    keys = machine.load()
    for key in keys if isinstance(keys, list) else []:
        count, found = machine.number(8), storages.get(str(key))
        if not found:
            raise Refusal("storage_missing", key=str(key)[:40])
        data = machine.take(count * type_size(found[0].dtype))
        for storage in found:
            storage.data, storage.byteorder = data, order
            if storage.dtype == found[0].dtype and storage.units > count:
                raise Refusal("tensor_outside_its_storage")


def read_pickle(data: memoryview, budget: Budget, depth: int = 0) -> object:
    if len(data) > 1 << 34:
        raise Refusal("pickle_too_long", limit=1 << 34)
    return _machine(data, no_storages, budget, depth).load()


def is_legacy(head: bytes) -> bool:
    """A pickle whose first value is torch's magic number."""
    return head[:15].find(LEGACY_MAGIC.to_bytes(10, "little")) in (2, 4)


def _machine(data: memoryview, persistent: Persistent, budget: Budget, depth: int) -> Machine:
    def nested(args: tuple) -> object:
        """`torch.storage._load_from_bytes(b)`: a whole torch.save file inside a pickle."""
        inner = args[0] if args else None
        if not isinstance(inner, memoryview) or depth >= MAX_NESTED:
            return Opaque("opaque")
        return any_pickle(inner, budget, depth + 1)

    known: dict[str, Rebuilder] = {**KNOWN, "torch.storage._load_from_bytes": nested}
    return Machine(data, known, budget, persistent)


def any_pickle(data: memoryview, budget: Budget, depth: int = 0) -> object:
    """Whichever of the three it is, by content."""
    head = bytes(data[:64])
    if head[:4] == b"PK\x03\x04":
        return read_zip(Zip(data, budget.unfolding), budget, depth)
    return (read_legacy if is_legacy(head) else read_pickle)(data, budget, depth)


def _storage(given: object) -> Storage | Opaque:
    """From ("storage", type, key, device, count[, view]); anything else is refused."""
    if not isinstance(given, tuple) or len(given) not in (5, 6) or given[0] != "storage":
        raise Refusal("pickle_damaged", at=0)
    kind, key, count = given[1], str(given[2]), given[4]
    dtype = storage_type(kind.path) if isinstance(kind, Name) else None
    if not _KEY.fullmatch(key) or type(count) is not int or not 0 <= count < 1 << 62:
        raise Refusal("pickle_damaged", at=0)
    if dtype is None:
        return Opaque("opaque")
    return Storage(key, dtype, count, _view_start(given[5] if len(given) == 6 else None))


def _view_start(view: object) -> int:
    """In old files a storage may be a cut-out of another: (key, offset, size)."""
    if not isinstance(view, tuple) or len(view) != 3:
        return 0
    if type(view[1]) is not int or view[1] < 0:
        raise Refusal("tensor_outside_its_storage")
    return view[1]


def _check_length(storage: Storage) -> None:
    claimed = storage.units * type_size(storage.dtype)
    if storage.data is None or len(storage.data) < claimed:
        raise Refusal("tensor_outside_its_storage")
    storage.data = storage.data[:claimed]


def _byteorder(archive: Zip, root: str) -> str:
    name = f"{root}byteorder"
    if name not in archive.members or archive.members[name].size > 16:
        return "<"
    return ">" if bytes(archive.view(name)).strip() == b"big" else "<"
