"""Every way by which torch.export.load runs a file's code, and every way to ask for too much."""

import json
import pickle
import zipfile

import pytest
import torch
from torch import nn

from probes.graph import read
from probes.graph.program import Program
from probes.refusal import Refusal
from tests.probes.graph import tampering
from tests.probes.graph.exporting import Example, export
from tests.probes.graph.tampering import MODEL, WEIGHTS, edited, nodes, with_member


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(6, 4), nn.ReLU(), nn.Flatten(), nn.Linear(4, 2))
    path = tmp_path_factory.mktemp("good") / "model.pt2"
    return export(Example(model, (torch.randn(4, 6),)), path)


@pytest.fixture
def good(original, tmp_path):
    path = tmp_path / "model.pt2"
    path.write_bytes(original.read_bytes())
    return path


@pytest.fixture
def marker(tmp_path):
    """Appears where an attack has run."""
    return tmp_path / "executed"


class Payload:
    def __init__(self, marker):
        self.marker = marker

    def __reduce__(self):
        return (open, (str(self.marker), "w"))


def refusal(path) -> str:
    with pytest.raises(Refusal) as caught:
        Program(read(path)).run([torch.randn(3, 6)])
    return caught.value.code


def set_first_size(document, size):
    entry = next(iter(document["config"].values()))
    entry["tensor_meta"]["sizes"][0] = size


def pickled_weight(document):
    next(iter(document["config"].values()))["use_pickle"] = True


def test_the_payload_used_here_does_execute(marker):
    pickle.loads(pickle.dumps(Payload(marker)))
    assert marker.exists()


def test_a_pickled_weight_is_refused(good, marker):
    path = edited(good, WEIGHTS, pickled_weight)
    content = tampering.members(path)
    name = next(n for n in content if n.endswith("/weight_0"))
    tampering.write(path, content | {name: pickle.dumps(Payload(marker))})
    assert refusal(path) == "pt2_pickled"
    assert not marker.exists()


def test_an_opaque_constant_is_refused(good, marker):
    constants = next(m for m in tampering.members(good) if m.endswith("constants_config.json"))
    entry = {
        "path_name": "opaque_obj_0",
        "is_param": False,
        "use_pickle": False,
        "tensor_meta": None,
    }
    path = edited(good, constants.partition("/")[2], lambda d: d["config"].update(evil=entry))
    path = with_member(path, "data/constants/opaque_obj_0", pickle.dumps(Payload(marker)))
    assert refusal(path) == "pt2_pickled"
    assert not marker.exists()


def test_pickled_sample_inputs_are_never_opened(good, marker):
    path = with_member(good, "data/sample_inputs/model.pt", pickle.dumps(Payload(marker)))
    Program(read(path)).run([torch.randn(3, 6)])
    assert not marker.exists()


def test_guards_and_expressions_are_never_evaluated(good, marker):
    code = f"open({str(marker)!r}, 'w')"

    def edit(document):
        document["guards_code"] = [code]
        for meta in document["graph_module"]["graph"]["tensor_values"].values():
            for size in meta["sizes"]:
                if "as_expr" in size:
                    size["as_expr"]["expr_str"] = code
        for size in document["graph_module"]["graph"]["sym_int_values"].values():
            size["as_expr"]["expr_str"] = code

    Program(read(edited(good, MODEL, edit))).run([torch.randn(3, 6)])
    assert not marker.exists()


def test_a_tree_of_a_hostile_class_is_never_built(good):
    def edit(document):
        call = document["graph_module"]["module_call_graph"][0]["signature"]
        call["out_spec"] = '[1, {"type": "os.system", "context": "[\\"x\\"]", "children_spec": []}]'
        call["in_spec"] = "__import__('os')"

    Program(read(edited(good, MODEL, edit))).run([torch.randn(3, 6)])


@pytest.mark.parametrize(
    "target",
    [
        "torch.os.mkdir", "torch.ops.aten.from_file.default", "torch.save", "math.factorial",
        "_operator.methodcaller", "builtins.eval", "torch.ops.aten.set_.source_Storage",
        "torch.ops.aten.resize_.default", "torch.ops.aten._reshape_alias.default",
        "torch.ops.higher_order.cond", "torch.ops.mine.op.default", "torch.ops.aten.add",
        "torch.ops.aten.__class__.default", "", "torch.ops.prims.convert_element_type.default",
    ],
)  # fmt: skip
def test_an_operation_outside_the_list_is_refused_by_name(good, target):
    path = edited(good, MODEL, lambda document: nodes(document)[0].update(target=target))
    with pytest.raises(Refusal) as caught:
        read(path)
    assert caught.value.code == "operation_not_supported"
    assert caught.value.numbers["operation"] == target.removeprefix("torch.ops.")


def test_compiled_code_beside_the_graph_is_refused(good):
    assert refusal(with_member(good, "data/aotinductor/model/x.so", b"\x7fELF")) == "pt2_compiled"


def test_custom_objects_and_operators_as_arguments_are_refused(good):
    for kind in ("as_custom_obj", "as_operator", "as_string_to_argument"):
        argument = {"name": "self", "arg": {kind: "torch.os.system"}, "kind": 1}
        path = edited(good, MODEL, lambda d, a=argument: nodes(d)[1].update(inputs=[a]))
        assert refusal(path) == "argument_not_supported"


@pytest.mark.parametrize("size", [10**12, 2**62, 5])
def test_a_tensor_larger_than_its_bytes_is_refused(good, size):
    path = edited(good, WEIGHTS, lambda document: set_first_size(document, {"as_int": size}))
    assert refusal(path) == "tensor_larger_than_its_bytes"


def test_strides_that_leave_the_stored_bytes_are_refused(good):
    def edit(document):
        meta = next(iter(document["config"].values()))["tensor_meta"]
        meta["strides"] = [{"as_int": 1000}, {"as_int": 1}]

    assert refusal(edited(good, WEIGHTS, edit)) == "tensor_larger_than_its_bytes"


def test_negative_and_symbolic_sizes_of_weights_are_refused(good):
    for size in ({"as_int": -1}, {"as_expr": {"expr_str": "1"}}, {"as_int": True}):
        path = edited(good, WEIGHTS, lambda document, s=size: set_first_size(document, s))
        assert refusal(path) == "pt2_malformed"


def call(target, **arguments):
    """A recorded operation that takes the place of the ReLU."""

    def edit(document):
        nodes(document)[1].update(
            target=f"torch.ops.aten.{target}",
            inputs=[{"name": n, "arg": a, "kind": 1} for n, a in arguments.items()],
        )

    return edit


HUGE = 2**40
LINEAR = {"as_tensor": {"name": "linear"}}


@pytest.mark.parametrize(
    "edit",
    [
        call("full.default", size={"as_ints": [HUGE]}, fill_value={"as_float": 0.0}),
        call("zeros.default", size={"as_ints": [2**20, 2**20, 2**20]}),
        call("arange.default", end={"as_int": HUGE}),
        call("eye.default", n={"as_int": 2**30}),
        call("expand.default", self=LINEAR, size={"as_ints": [HUGE, -1, -1]}),
        call("repeat.default", self=LINEAR, repeats={"as_ints": [HUGE, 1]}),
        call("linspace.default", start={"as_int": 0}, end={"as_int": 1}, steps={"as_int": HUGE}),
        call("constant_pad_nd.default", self=LINEAR, pad={"as_ints": [0, HUGE]}),
        call("repeat_interleave.self_int", self=LINEAR, repeats={"as_int": HUGE}),
        call("adaptive_avg_pool1d.default", self=LINEAR, output_size={"as_ints": [HUGE]}),
        call("randperm.default", n={"as_int": HUGE}),
    ],
)  # fmt: skip
def test_a_result_that_would_not_fit_is_refused_before_it_is_made(good, edit):
    assert refusal(edited(good, MODEL, edit)) == "tensor_too_large"


def test_endless_powers_are_refused(good):
    def edit(document):
        big = {"arg": {"as_int": 10**18}, "kind": 1}
        nodes(document)[1].update(
            target="_operator.pow", inputs=[big | {"name": "a"}, big | {"name": "b"}],
            outputs=[{"as_sym_int": {"as_name": "relu"}}],
        )  # fmt: skip

    assert refusal(edited(good, MODEL, edit)) == "number_too_large"


def test_what_torch_itself_refuses_names_the_persons_line(good):
    edit = call("mm.default", self=LINEAR, mat2=LINEAR)
    with pytest.raises(Refusal) as caught:
        Program(read(edited(good, MODEL, edit))).run([torch.randn(3, 6)])
    assert caught.value.code == "graph_failed"
    assert caught.value.numbers["operation"] == "mm"


def test_deep_and_broken_json_is_refused(good):
    for text, code in {
        b"[" * 1_000_000: "json_too_deep",
        b'{"a":' * 100_000: "json_too_deep",
        b"{": "json_broken",
        b'{"a": ' + b"9" * 5000 + b"}": "json_broken",
        b"[]": "pt2_malformed",
    }.items():
        assert refusal(with_member(good, MODEL, text)) == code


def test_recompressed_files_are_refused(good):
    content = tampering.members(good)
    path = tampering.write(good.with_name("deflated.pt2"), content, zipfile.ZIP_DEFLATED)
    assert refusal(path) == "pt2_repacked"


def test_members_that_two_readers_could_take_for_each_other_are_refused(good):
    assert refusal(with_member(good, "Models/model.json", b"{}")) == "archive_duplicate_names"
    assert refusal(with_member(good, "data/../weights/weight_0", b"")) == "archive_unsafe_names"
    with zipfile.ZipFile(good, "a") as archive, pytest.warns(UserWarning):
        archive.writestr("model/models/model.json", b"{}")
    assert refusal(good) == "archive_duplicate_names"


def test_a_second_root_folder_is_refused(good):
    with zipfile.ZipFile(good, "a") as archive:
        archive.writestr("other/notes", b"{}")
    assert refusal(good) == "pt2_repacked"


def test_a_local_header_that_disagrees_is_refused(good):
    data = good.read_bytes()
    good.write_bytes(data.replace(b"model/models/model.json", b"model/models/mOdel.json", 1))
    assert refusal(good) == "archive_headers_disagree"


@pytest.mark.parametrize(
    ("member", "version"),
    [("serialized_exported_program.json", "2.7"), ("data/weights/model.pt", "2.8")],
)
def test_older_layouts_say_which_torch_wrote_them(good, member, version):
    with pytest.raises(Refusal) as caught:
        read(with_member(good, member, b"{}"))
    assert (caught.value.code, caught.value.numbers) == ("pt2_too_old", {"written_by": version})


def test_files_of_other_kinds_are_no_pt2(tmp_path):
    path = tmp_path / "x.pt2"
    for data in (b"PK\x05\x06", b"hello" * 100, json.dumps({}).encode()):
        path.write_bytes(data)
        assert refusal(path) == "not_a_pt2"
    torch.save({"a": torch.ones(2)}, path)
    assert refusal(path) == "not_a_pt2"


def test_two_models_in_one_file_are_refused(good):
    assert refusal(with_member(good, "models/other.json", b"{}")) == "pt2_many_models"


def test_names_made_twice_or_never_are_refused(good):
    def twice(document):
        nodes(document)[1]["outputs"] = nodes(document)[0]["outputs"]

    def never(document):
        nodes(document)[1]["inputs"][0]["arg"] = {"as_tensor": {"name": "nowhere"}}

    assert refusal(edited(good, MODEL, twice)) == "pt2_malformed"
    assert refusal(edited(good, MODEL, never)) == "pt2_malformed"
