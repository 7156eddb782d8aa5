"""The numbers by which a `.pt2` names dtypes and memory formats (torch's export schema 8)."""

from probes.refusal import Refusal

DTYPES = {
    1: "uint8", 2: "int8", 3: "int16", 4: "int32", 5: "int64", 6: "float16", 7: "float32",
    8: "float64", 9: "complex32", 10: "complex64", 11: "complex128", 12: "bool", 13: "bfloat16",
}  # fmt: skip
ITEM_BYTES = {
    "uint8": 1, "int8": 1, "int16": 2, "int32": 4, "int64": 8, "float16": 2, "float32": 4,
    "float64": 8, "complex32": 4, "complex64": 8, "complex128": 16, "bool": 1, "bfloat16": 2,
}  # fmt: skip
MEMORY_FORMATS = {
    1: "contiguous_format",
    2: "channels_last",
    3: "channels_last_3d",
    4: "preserve_format",
}
STRIDED = 7


def dtype_name(code: object) -> str:
    """Quantised and 8-bit floating types are refused: no probe here could judge them."""
    if type(code) is not int or code not in DTYPES:
        raise Refusal("dtype_not_supported", code=str(code)[:20])
    return DTYPES[code]
