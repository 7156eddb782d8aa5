"""Pickles that run code by every known way, and pickles that exhaust memory or time."""

import os
import pickle
import struct
from collections.abc import Iterator

from tests.badfiles import Made
from tests.badfiles.pickle_parts import PROTO, named, stack_global, tensor, text, torch_zip


def _payloads(marker: str) -> dict[str, bytes]:
    command = f"open({marker!r}, 'w').close()"
    shell = f"touch '{marker}'"
    run = stack_global("builtins", "exec") + text(command) + b"\x85R"
    keywords = b"}" + text("shell") + b"\x88s"
    return {
        "reduce": PROTO + stack_global("os", "system") + text(shell) + b"\x85R.",
        "reduce_exec": PROTO + run + b".",
        "global_line": b"cos\nsystem\n(S'" + shell.replace("'", "").encode() + b"'\ntR.",
        "inst": b"(S'" + shell.replace("'", "").encode() + b"'\nios\nsystem\n.",
        "obj": b"(" + b"cos\nsystem\n" + text(shell) + b"o.",
        "newobj": PROTO + stack_global("subprocess", "Popen") + text(shell) + b"\x85\x81.",
        "newobj_ex": PROTO
        + stack_global("subprocess", "Popen")
        + text(shell)
        + b"\x85"
        + keywords
        + b"\x92.",
        "build_setstate": PROTO
        + stack_global("types", "SimpleNamespace")
        + b")\x81}"
        + text("__setstate__")
        + stack_global("os", "system")
        + b"sb"
        + text(shell)
        + b"b.",
        "getattr_chain": PROTO
        + stack_global("builtins", "getattr")
        + stack_global("builtins", "__import__")
        + text("os")
        + b"\x85R"
        + text("system")
        + b"\x86R"
        + text(shell)
        + b"\x85R.",
        "dotted_name": PROTO + stack_global("torch", "os.system") + text(shell) + b"\x85R.",
        "resolve_name": PROTO
        + stack_global("pkgutil", "resolve_name")
        + text("os:system")
        + b"\x85R"
        + text(shell)
        + b"\x85R.",
        "eval": PROTO
        + stack_global("builtins", "eval")
        + text(f"open({marker!r},'w')")
        + b"\x85R.",
        "nested_loads": PROTO
        + stack_global("pickle", "loads")
        + pickle.dumps(b"x")[11:11]
        + b"B"
        + struct.pack("<I", len(b"cos\nsystem\n."))
        + b"cos\nsystem\n."
        + b"\x85R.",
        "functools_partial": PROTO
        + stack_global("functools", "partial")
        + stack_global("os", "system")
        + text(shell)
        + b"\x86R)R.",
        "map_list": PROTO
        + stack_global("builtins", "list")
        + stack_global("builtins", "map")
        + stack_global("os", "system")
        + b"]"
        + text(shell)
        + b"a\x86R\x85R.",
        "extension": PROTO + b"\x82\x01" + text(shell) + b"\x85R.",
        "jit_load": PROTO + stack_global("torch.jit", "load") + text(marker) + b"\x85R.",
        "load_from_bytes": PROTO
        + stack_global("torch.storage", "_load_from_bytes")
        + b"B"
        + struct.pack("<I", len(b"cos\nsystem\n."))
        + b"cos\nsystem\n.\x85R.",
        "executes_then_breaks": PROTO + stack_global("os", "system") + text(shell) + b"\x85R\xff",
        "obj_then_pop": PROTO + run + b"0}.",
        "as_dict_key": PROTO + b"}" + run + b"Ns.",
        "setitem_hook": PROTO + stack_global("os", "environ") + text("A") + text("B") + b"s.",
    }


def executing(marker: str) -> Iterator[Made]:
    """Plain and inside a torch zip; none of them holds weights, so all are refused."""
    for name, pickled in _payloads(marker).items():
        code = "pickle_damaged" if name in ("executes_then_breaks",) else None
        yield f"run_{name}.pkl", pickled, "refuse", code
        yield f"run_{name}.pt", torch_zip(pickled), "refuse", code

    class Payload:
        def __reduce__(self):
            return os.system, (f"touch '{marker}'",)

    beside = pickle.dumps({"epoch": Payload()}, protocol=2)
    yield "run_beside_nothing.pth.tar", torch_zip(beside), "refuse", "no_weights_inside"


def exhausting() -> Iterator[Made]:
    many = 30_000
    colliding = b"".join(
        b"\x8a\x10" + ((2**61 - 1) * i).to_bytes(16, "little") + b"N" for i in range(1, many)
    )
    punycode = text("\u4e00" * 20_000)
    yield "bytearray.pkl", _call("builtins", "bytearray", b"J\xff\xff\xff\x7f"), "refuse", None
    yield "range_list.pkl", _call("builtins", "range", b"J\xff\xff\xff\x7f"), "refuse", None
    yield "tensor_of_nothing.pkl", _call("torch", "Tensor", b"J\xff\xff\xff\x7f"), "refuse", None
    yield "long4.pkl", PROTO + b"\x8b\xff\xff\xff\x7f" + b"1" * 100 + b".", "refuse", None
    yield "long_digits.pkl", b"I" + b"9" * 100_000 + b"\n.", "refuse", None
    yield "unicode8.pkl", PROTO + b"\x8d" + b"\xff" * 7 + b"\x7fabc.", "refuse", "pickle_truncated"
    yield "bytes8.pkl", PROTO + b"\x8e" + b"\xff" * 7 + b"\x7fabc.", "refuse", "pickle_truncated"
    yield "collisions.pkl", PROTO + b"}(" + colliding + b"u.", "refuse", "no_weights_inside"
    codec = text("punycode")
    yield (
        "punycode.pkl",
        PROTO + stack_global("_codecs", "encode") + punycode + codec + b"\x86R.",
        "refuse",
        "no_weights_inside",
    )
    shared = (
        PROTO
        + b"]\x94"
        + b"".join(b"](h" + bytes([i]) + b"h" + bytes([i]) + b"e\x94" for i in range(60))
    )
    yield "two_to_the_60.pkl", shared + b".", "refuse", "no_weights_inside"
    yield "cycle.pkl", PROTO + b"]\x94h\x00a.", "refuse", "no_weights_inside"
    table_cycle = PROTO + b"}\x94" + text("model") + b"h\x00s."
    yield "table_cycle.pkl", table_cycle, "refuse", "no_weights_inside"
    yield "deep.pkl", PROTO + b"]" * 300_000 + b"a" * 299_999 + b".", "refuse", None
    yield "deep_tuples.pkl", PROTO + b"N" + b"\x85" * 300_000 + b".", "refuse", None
    yield "many_marks.pkl", PROTO + b"(" * 2_000_000 + b".", "refuse", "pickle_too_long"
    yield "many_lists.pkl", PROTO + b"]" * 2_000_000 + b".", "refuse", "pickle_too_long"
    yield "many_opcodes.pkl", PROTO + b"N0" * 3_000_000 + b"N.", "refuse", "pickle_too_long"
    yield "many_duplicates.pkl", PROTO + b"N" + b"2" * 3_000_000 + b".", "refuse", None
    yield "endless_line.pkl", PROTO + b"c" + b"a" * (3 << 20), "refuse", "pickle_damaged"
    yield "stack_underflow.pkl", PROTO + b"R.", "refuse", "pickle_damaged"
    yield "mark_missing.pkl", PROTO + b"t.", "refuse", "pickle_damaged"
    yield "memo_missing.pkl", PROTO + b"h\x07.", "refuse", "pickle_damaged"
    yield "setitem_on_a_list.pkl", PROTO + b"]K\x01K\x02s.", "refuse", "pickle_damaged"
    yield "append_to_none.pkl", PROTO + b"NK\x01a.", "refuse", "pickle_damaged"
    yield "buffers.pkl", b"\x80\x05\x97.", "refuse", "pickle_data_elsewhere"
    yield "protocol_9.pkl", b"\x80\x04\x80\x09N.", "refuse", "pickle_damaged"
    yield "no_stop.pkl", PROTO + b"N" * 50, "refuse", "pickle_damaged"
    yield "frame_lies.pkl", PROTO + b"\x95" + b"\xff" * 8 + b"}.", "refuse", "no_weights_inside"
    yield "nested_again_and_again.pkl", _nested(), "refuse", "pickle_too_long"
    yield "list_copied.pkl", _copied("list", b"](" + b"N" * 20_000 + b"e"), "refuse", None
    yield "dict_copied.pkl", _copied("dict", b"}(" + b"K\x01N" * 20_000 + b"u"), "refuse", None
    yield "text_encoded.pkl", _encoded(), "refuse", "archive_unfolds_too_much"
    yield "state_shared.pkl", _shared_state(), "refuse", "pickle_too_long"
    yield "optimizers.pkl", _optimizers(), "refuse", "too_many_optimizers"
    yield "groups_share_a_list.pkl", _groups(), "refuse", "too_many_tensors"
    yield "modules_double.pkl", _modules(), "refuse", "too_many_modules"
    hostile = {
        "<script>alert(1)</script>.weight": None,
        "a\x00b": None,
        "\u202etxt.exe": None,
        "../../etc/passwd": None,
        "x" * 5000: None,
    }
    yield "hostile_names.pt", *_with_names(list(hostile)), None
    yield "lone_surrogate.pt", *_with_names(["\ud800name", "b.w"]), None


def _nested() -> bytes:
    """One pickle of a million opcodes, asked for a thousand times."""
    inner = PROTO + b"N0" * 500_000 + b"N."
    function = stack_global("torch.storage", "_load_from_bytes") + b"\x940"
    data = b"B" + struct.pack("<I", len(inner)) + inner + b"\x940"
    return PROTO + function + data + b"](" + b"h\x00h\x01\x85R" * 1000 + b"e."


def _copied(function: str, data: bytes) -> bytes:
    known = stack_global("builtins", function) + b"\x940" + data + b"\x940"
    return PROTO + known + b"](" + b"h\x00h\x01\x85R" * 50_000 + b"e."


def _encoded() -> bytes:
    """Half a megabyte of text that becomes half a megabyte of bytes, ten thousand times."""
    known = stack_global("_codecs", "encode") + b"\x940" + text("a" * 500_000) + b"\x940"
    return PROTO + known + b"](" + (b"h\x00h\x01" + text("latin1") + b"\x86R") * 10_000 + b"e."


def _shared_state() -> bytes:
    state = b"}(" + b"".join(text(f"a{i}") + b"N" for i in range(20_000)) + b"u\x940"
    one = stack_global("my", "Class") + b")\x81h\x00b"
    return PROTO + state + b"](" + one * 20_000 + b"e."


def _optimizers() -> bytes:
    one = b"}(" + text("state") + b"}" + text("param_groups") + b"]u"
    return PROTO + b"](" + one * 5000 + b"e."


def _groups() -> bytes:
    shared = b"](" + b"K\x01" * 10_000 + b"e\x940"
    group = b"}" + text("params") + b"h\x00s"
    table = b"}(" + text("state") + b"}" + text("param_groups") + b"](" + group * 5000 + b"eu"
    return PROTO + shared + table + b"."


def _modules() -> bytes:
    """Sixty modules, each of which holds the one before twice."""
    made = b""
    for place in range(60):
        children = b""
        if place:
            before = b"h" + bytes([place - 1])
            children = b"(" + text("a") + before + text("b") + before + b"u"
        state = b"}(" + text("_parameters") + b"}" + text("_modules") + b"}" + children + b"u"
        made += stack_global("torch.nn", "Module") + b")\x81" + state + b"b\x94"
    return PROTO + made + b"."


def _call(module: str, name: str, argument: bytes) -> bytes:
    return PROTO + stack_global(module, name) + argument + b"\x85R."


def _with_names(names: list[str]) -> tuple[bytes, str]:
    one = tensor("0", 4, 0, (2, 2), (2, 1), "FloatStorage")
    return torch_zip(named(dict.fromkeys(names, one)), {"0": b"\0" * 16}), "read"
