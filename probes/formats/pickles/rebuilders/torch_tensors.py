"""PyTorch's tensor rebuilders as inert records; what is not a plain strided tensor stays opaque."""

from probes.formats.pickles.machine import Rebuilder
from probes.formats.pickles.values import (
    Name,
    Object,
    Opaque,
    Storage,
    Tensor,
    TensorLike,
)
from probes.refusal import Refusal

MAX_RANK = 32


def _sizes(given: object) -> tuple[int, ...]:
    if not isinstance(given, tuple) or len(given) > MAX_RANK:
        raise Refusal("tensor_shape_impossible")
    if any(type(size) is not int or not 0 <= size < 1 << 62 for size in given):
        raise Refusal("tensor_shape_impossible")
    return given


def dtype_name(given: object) -> str:
    path = given.path if isinstance(given, Name) else ""
    return path.removeprefix("torch.") if path.startswith("torch.") else "unknown"


def tensor(args: tuple) -> Tensor | Opaque:
    """`_rebuild_tensor_v2(storage, offset, size, stride, ...)`."""
    storage, offset, size, stride = args[:4]
    shape = _sizes(size)
    if isinstance(storage, Opaque):
        return Opaque(storage.why, storage.dtype, shape)
    if not isinstance(storage, Storage):
        raise Refusal("pickle_damaged", at=0)
    strides = _sizes(stride)
    if type(offset) is not int or offset < 0 or len(shape) != len(strides):
        raise Refusal("tensor_shape_impossible")
    return Tensor(storage, offset, shape, strides, storage.dtype)


def typed_tensor(args: tuple) -> Tensor | Opaque:
    """`_rebuild_tensor_v3(storage, offset, size, stride, requires_grad, hooks, dtype, ...)`."""
    made = tensor(args)
    made.dtype = dtype_name(args[6]) if len(args) > 6 else "unknown"
    return made


def parameter(args: tuple) -> object:
    """`_rebuild_parameter(data, requires_grad, ...)`."""
    data = args[0]
    if isinstance(data, Tensor):
        data.requires_grad = args[1] if isinstance(args[1], bool) else None
    return data


def quantised(args: tuple) -> Opaque:
    storage = args[0]
    dtype = storage.dtype if isinstance(storage, Storage) else "quantised"
    return Opaque("quantised", dtype, _sizes(args[2]))


def sparse(args: tuple) -> Opaque:
    """`_rebuild_sparse_tensor(layout, (indices, values, size, ...))`: only the shape is taken."""
    parts = args[1] if len(args) > 1 and isinstance(args[1], tuple) else ()
    shapes = [part for part in parts if isinstance(part, tuple)]
    return Opaque("sparse", _dtype_of(parts), _sizes(shapes[0]) if shapes else ())


def _dtype_of(parts: tuple) -> str:
    kinds = [part.dtype for part in parts if isinstance(part, Tensor)]
    return kinds[1] if len(kinds) > 1 else "unknown"


def meta(args: tuple) -> Opaque:
    """`_rebuild_meta_tensor_no_storage(dtype, size, stride, requires_grad)`."""
    return Opaque("meta", dtype_name(args[0]), _sizes(args[1]))


def nested(_args: tuple) -> Opaque:
    return Opaque("nested")


def wrapper(args: tuple) -> Opaque:
    """`_rebuild_wrapper_subclass(cls, dtype, size, ...)`: DTensor and other subclasses."""
    return Opaque("opaque", dtype_name(args[1]), _sizes(args[2]))


def from_another_type(args: tuple) -> object:
    """`_rebuild_from_type_v2(function, type, args, state)`: a subclass with extra attributes."""
    known = TORCH.get(getattr(args[0], "path", ""))
    inner = args[2] if len(args) > 2 else None
    if known is None or not isinstance(inner, tuple) or known is from_another_type:
        return Object("torch._tensor._rebuild_from_type_v2", args)
    return known(inner)


def from_numpy(args: tuple) -> object:
    """`_rebuild_device_tensor_from_numpy(array, dtype, device, requires_grad)`."""
    return args[0] if args and isinstance(args[0], TensorLike) else Opaque("opaque")


def size(args: tuple) -> tuple:
    given = args[0] if args else ()
    return tuple(given) if isinstance(given, (tuple, list)) else ()


def uninitialised(_args: tuple) -> Opaque:
    """`torch.Tensor(n)` and storages made by a call would be memory that nobody wrote."""
    return Opaque("opaque")


TORCH: dict[str, Rebuilder] = {
    "torch._utils._rebuild_tensor": tensor,
    "torch._utils._rebuild_tensor_v2": tensor,
    "torch._utils._rebuild_tensor_v3": typed_tensor,
    "torch._utils._rebuild_parameter": parameter,
    "torch._utils._rebuild_parameter_with_state": parameter,
    "torch._utils._rebuild_qtensor": quantised,
    "torch._utils._rebuild_sparse_tensor": sparse,
    "torch._utils._rebuild_sparse_csr_tensor": sparse,
    "torch._utils._rebuild_meta_tensor_no_storage": meta,
    "torch._utils._rebuild_nested_tensor": nested,
    "torch._utils._rebuild_wrapper_subclass": wrapper,
    "torch._utils._rebuild_device_tensor_from_numpy": from_numpy,
    "torch._utils._rebuild_device_tensor_from_cpu_tensor": from_numpy,
    "torch._utils._rebuild_xla_tensor": from_numpy,
    "torch._tensor._rebuild_from_type": from_another_type,
    "torch._tensor._rebuild_from_type_v2": from_another_type,
    "torch.Tensor": uninitialised,
    "torch.Size": size,
}
