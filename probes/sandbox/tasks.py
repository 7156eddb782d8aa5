"""What runs inside the sandbox: the look at one file, the probes on an upload, an experiment."""

import hashlib
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from probes import runner
from probes.plain import plain
from probes.refusal import Refusal
from probes.sandbox.child import Emit

# The artifact that each kind of file provides; a second batch is the validation batch.
ARTIFACT_OF = {
    "History": "history",
    "Script": "script",
    "Checkpoint": "checkpoint",
    "Batch": "batch",
    "Graph": "model",
    "GraphFile": "model",
}
CATALOG = "probes.catalog"  # the only one whose numbers are worth pictures
LEAST_PROGRESS = 0.01
_HASH_CHUNK = 1 << 20


def look(files: list[Path], _arguments: dict, _emit: Emit) -> object:
    """Pre-flight: is it a file that we read, and which? Without torch."""
    path = files[0]
    return {"bytes": path.stat().st_size, "sha256": _sha256(path), **_identity(path)}


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_HASH_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _identity(path: Path) -> dict:
    format_name, kind, refusal = None, None, None
    try:
        reader = import_module("probes.formats.recognise").recognise(path)
        format_name = reader.__name__.rpartition(".")[2]
        kind = ARTIFACT_OF.get(type(reader.read(path)).__name__)
    except Exception as error:
        refusal = _told(error)
    return {"format": format_name, "kind": kind, "refusal": refusal}


def examine(files: list[Path], arguments: dict, emit: Emit) -> object:
    """Read the files, then run the probes; every report is told at once.

    Arguments: for each file its number and its role (an artifact's name or None); device;
    the catalog's package; only; the pictures that are drawn already.
    """
    upload = _read(files, arguments, emit)
    catalog = import_module(arguments["catalog"])
    plan = runner.plan(arguments["only"], catalog)
    emit({"event": "plan", "findings": plan})
    runner.run(
        upload,
        lambda report: emit({"event": "report", **report.as_json()}),
        plan,
        catalog=catalog,
    )
    if catalog.__name__ == CATALOG:
        draw_all = import_module("probes.pictures").draw_all
        emit({"event": "pictures", "pictures": draw_all(upload, arguments["drawn"])})
        if "model" in upload:
            offers = import_module("probes.trials.offers").offers(upload)
            emit({"event": "offers", "offers": plain(offers)})
    return None


def offer(files: list[Path], arguments: dict, emit: Emit) -> object:
    """What can be tried on the files, and at what price."""
    upload = _read(files, arguments, emit)
    return plain(import_module("probes.trials.offers").offers(upload))


def experiment(files: list[Path], arguments: dict, emit: Emit) -> object:
    """Arguments besides the files': experiment, and settings that it may take."""
    upload = _read(files, arguments, emit)
    told = [-1.0]

    def progress(share: float) -> None:
        if share - told[0] >= LEAST_PROGRESS:
            told[0] = share
            emit({"event": "progress", "share": share})

    conduct = import_module("probes.trials.conduct").conduct
    return conduct(upload, arguments["experiment"], arguments["settings"], progress)


def _read(files: list[Path], arguments: dict, emit: Emit) -> dict[str, object]:
    upload: dict[str, object] = {}
    for path, number, role in zip(files, arguments["numbers"], arguments["roles"], strict=True):
        emit({"event": "reading", "file": number})
        told = {"event": "file", "file": number, "kind": None, "refusal": None}
        try:
            told["kind"] = _read_one(path, role, arguments["device"], upload)
        except Exception as error:
            told["refusal"] = _told(error)
        emit(told)
    return upload


def _read_one(path: Path, role: str | None, device: str, upload: dict[str, object]) -> str:
    read = import_module("probes.formats.recognise").open_upload(path)
    name = _name(upload, read, role)
    upload[name] = _ready(read, name, device)
    return name


def _told(error: Exception) -> dict:
    """Why a file is not read; any other error than a refusal is a mistake in a reader of ours."""
    if isinstance(error, Refusal):
        return {"code": error.code, "numbers": plain(error.numbers)}
    if isinstance(error, MemoryError):
        return {"code": "reading_out_of_memory", "numbers": {}}
    return {"code": "reading_failed", "numbers": {"error": type(error).__name__}}


def _ready(read: object, name: str, device: str) -> object:
    """A graph becomes a program that runs on the device; torch is imported only for it."""
    if name != "model":
        return read
    return import_module("probes.graph.program").Program(read, device=device)


def _name(upload: Mapping[str, object], read: object, role: str | None) -> str:
    """The artifact's name for what was read; the person's word counts more than the order."""
    guessed = ARTIFACT_OF.get(type(read).__name__)
    if guessed is None:
        raise Refusal("unrecognised_file")
    if guessed == "batch" and (role == "validation_batch" or (role is None and "batch" in upload)):
        guessed = "validation_batch"
    if role not in (None, guessed):
        raise Refusal("file_of_another_kind", expected=role, found=guessed)
    if guessed in upload:
        raise Refusal("second_file_of_a_kind", kind=guessed)
    return guessed
