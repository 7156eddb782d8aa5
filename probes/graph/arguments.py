"""Read an operation's arguments: numbers, lists, references - and nothing that could be called."""

from collections.abc import Callable

from probes.graph import limits
from probes.graph.graph import Device, Dtype, MemoryFormat, Strided
from probes.graph.scalars import MEMORY_FORMATS, STRIDED, dtype_name
from probes.refusal import Refusal

Resolve = Callable[[str], object]
"""A name in the file -> the value it stands for where it is used."""


def argument(given: dict, resolve: Resolve) -> object:
    """`given` is a union with one key, such as {"as_ints": [1, 1]}."""
    kind, content = single(given)
    reader = READERS.get(kind)
    if reader is None:
        raise Refusal("argument_not_supported", kind=str(kind)[:40])
    return reader(content, resolve)


def single(union: dict) -> tuple[str, object]:
    ((kind, content),) = union.items()
    return kind, content


def integer(content: object) -> int:
    if type(content) is not int or abs(content) > limits.LARGEST_INTEGER * 2:
        raise ValueError("not an integer of 64 bits")
    return content


def floating(content: object) -> float:
    """Infinities and NaN are written as words."""
    if type(content) not in (float, int, str) or (type(content) is str and len(content) > 40):
        raise ValueError("not a number")
    return float(content)


def _typed(wanted: type) -> Callable[[object, Resolve], object]:
    def read(content: object, _: Resolve) -> object:
        if type(content) is not wanted:
            raise TypeError(wanted.__name__)
        return content

    return read


def _tensor(content: dict, resolve: Resolve) -> object:
    return resolve(content["name"])


def _optional_tensor(content: dict, resolve: Resolve) -> object:
    kind, inner = single(content)
    if kind not in ("as_tensor", "as_none"):
        raise KeyError(kind)
    return resolve(inner["name"]) if kind == "as_tensor" else None


def _symbol(content: dict, resolve: Resolve) -> object:
    """A size: by the name of the operation that measures it, never by its expression."""
    kind, inner = single(content)
    if kind == "as_name":
        return resolve(inner)
    return {"as_int": integer, "as_float": floating, "as_bool": bool}[kind](inner)


def _complex(content: dict, _: Resolve) -> complex:
    return complex(floating(content["real"]), floating(content["imag"]))


def _memory_format(content: object, _: Resolve) -> MemoryFormat:
    return MemoryFormat(MEMORY_FORMATS[content])


def _layout(content: object, _: Resolve) -> Strided:
    if content != STRIDED:
        raise Refusal("argument_not_supported", kind="sparse layout")
    return Strided()


def _none(_: object, __: Resolve) -> None:
    """Its content is `true`."""


def _dtype(content: object, _: Resolve) -> Dtype:
    return Dtype(dtype_name(content))


def _device(_: object, __: Resolve) -> Device:
    return Device()


def _listed(read: Callable) -> Callable[[list, Resolve], list]:
    def read_all(content: list, resolve: Resolve) -> list:
        if type(content) is not list:
            raise TypeError("list")
        return [read(item, resolve) for item in content]

    return read_all


def _int(content: object, _: Resolve) -> int:
    return integer(content)


def _float(content: object, _: Resolve) -> float:
    return floating(content)


READERS: dict[str, Callable] = {
    "as_none": _none,
    "as_tensor": _tensor,
    "as_tensors": _listed(_tensor),
    "as_nested_tensors": _listed(_listed(_tensor)),
    "as_optional_tensor": _optional_tensor,
    "as_optional_tensors": _listed(_optional_tensor),
    "as_int": _int,
    "as_ints": _listed(_int),
    "as_int_lists": _listed(_listed(_int)),
    "as_float": _float,
    "as_floats": _listed(_float),
    "as_float_lists": _listed(_listed(_float)),
    "as_bool": _typed(bool),
    "as_bools": _listed(_typed(bool)),
    "as_string": _typed(str),
    "as_strings": _listed(_typed(str)),
    "as_complex": _complex,
    "as_sym_int": _symbol,
    "as_sym_ints": _listed(_symbol),
    "as_sym_float": _symbol,
    "as_sym_floats": _listed(_symbol),
    "as_sym_bool": _symbol,
    "as_sym_bools": _listed(_symbol),
    "as_scalar_type": _dtype,
    "as_memory_format": _memory_format,
    "as_layout": _layout,
    "as_device": _device,
}


def result_names(given: dict) -> str | None | tuple[str | None, ...]:
    """The names under which an operation's result is known later."""
    kind, content = single(given)
    if kind == "as_tensor":
        return name(content["name"])
    if kind == "as_tensors":
        return tuple(name(item["name"]) for item in content)
    if kind == "as_optional_tensor":
        return None if "as_none" in content else name(content["as_tensor"]["name"])
    if kind == "as_optional_tensors":
        return tuple(result_names({"as_optional_tensor": item}) for item in content)
    if kind in ("as_sym_int", "as_sym_float", "as_sym_bool"):
        return name(content["as_name"])
    if kind == "as_none":
        return None
    raise Refusal("argument_not_supported", kind=str(kind)[:40])


def name(given: object) -> str:
    if type(given) is not str or not 0 < len(given) <= limits.MOST_NAME_CHARACTERS:
        raise TypeError("name")
    return given
