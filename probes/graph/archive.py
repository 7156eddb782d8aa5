"""Find the members of a `.pt2` archive: an uncompressed zip, read by offset and never extracted."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from probes.graph import limits
from probes.refusal import Refusal

LOCAL_HEADER = 30  # bytes before a member's name (APPNOTE 4.3.7)
LOCAL_SIGNATURE = b"PK\x03\x04"
END_RECORD = b"PK\x05\x06"
ZIP64_RECORD = b"PK\x06\x06"
ZIP64_REACH = 56 + 20  # that record and its locator lie right before the end record
END_RECORD_REACH = 22 + 65_535  # its own size and the longest comment
ENCRYPTED = 0x1
# What torch.export.save puts into data/; anything else is compiled or pickled content.
HARMLESS_DATA = ("data/weights/", "data/constants/", "data/sample_inputs/")
OLD_LAYOUTS = {
    "serialized_exported_program.json": "2.7",
    "data/weights/model.pt": "2.8",
}


@dataclass(frozen=True)
class Span:
    """Where a member's bytes lie in the file."""

    start: int
    size: int


@dataclass(frozen=True)
class Archive:
    """Members by their path below the archive's one root folder."""

    path: Path
    members: dict[str, Span]

    def bytes_of(self, member: str) -> bytes:
        span = self.span(member)
        if span.size > limits.MOST_JSON_BYTES:
            raise Refusal("pt2_json_too_large", megabytes=span.size >> 20)
        with self.path.open("rb") as file:
            file.seek(span.start)
            return file.read(span.size)

    def json(self, member: str) -> dict:
        return parse_json(self.bytes_of(member))

    def span(self, member: str) -> Span:
        if member not in self.members:
            raise Refusal("pt2_incomplete", member=member[: limits.MOST_NAME_CHARACTERS])
        return self.members[member]


def parse_json(text: bytes) -> dict:
    """The C parser stops by itself at the interpreter's recursion limit."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refusal("pt2_malformed", part="json") from error
    if not isinstance(document, dict):
        raise Refusal("pt2_malformed", part="json")
    return document


def open_archive(path: Path) -> Archive:
    """Refuses all but a `.pt2` of torch 2.9 or later, and zips that readers could disagree on."""
    with path.open("rb") as file:
        members = dict(_spans(file, _records(file)))
    archive = Archive(path, members)
    _check_layout(archive)
    return archive


def looks_like_pt2(names: Iterator[str]) -> bool:
    """Whether member names (with their root folder) are those of any torch.export layout."""
    below = {name.partition("/")[2] for name in names}
    return any(name.startswith("models/") and name.endswith(".json") for name in below) or any(
        name in below for name in OLD_LAYOUTS
    )


def _records(file: BinaryIO) -> list[zipfile.ZipInfo]:
    _check_directory_size(file)
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError) as error:
        raise Refusal("not_a_pt2") from error


def _check_directory_size(file: BinaryIO) -> None:
    """Before zipfile reads the whole directory: its size, by both records that zipfile believes."""
    size = file.seek(0, 2)
    file.seek(max(0, size - END_RECORD_REACH - ZIP64_REACH))
    tail = file.read()
    place = tail.rfind(END_RECORD)
    if place < 0 or len(tail) < place + 22:
        raise Refusal("not_a_pt2")
    stated = int.from_bytes(tail[place + 12 : place + 16], "little")
    zip64 = tail[max(0, place - ZIP64_REACH) : place]
    if zip64.startswith(ZIP64_RECORD):
        stated = int.from_bytes(zip64[40:48], "little")
    if stated > limits.MOST_DIRECTORY_BYTES:
        raise Refusal("pt2_too_many_members")


def _spans(file: BinaryIO, records: list[zipfile.ZipInfo]) -> Iterator[tuple[str, Span]]:
    if len(records) > limits.MOST_MEMBERS:
        raise Refusal("pt2_too_many_members")
    end_of_file = file.seek(0, 2)
    seen: set[str] = set()
    roots: set[str] = set()
    last_end = 0
    for record in sorted(records, key=lambda record: record.header_offset):
        root, _, name = record.filename.partition("/")
        roots.add(root)
        if not name or name.casefold() in seen or len(roots) > 1 or ".." in name:
            raise Refusal("archive_ambiguous", member=record.filename[:100])
        seen.add(name.casefold())
        span = _span(file, record)
        if record.header_offset < last_end or span.start + span.size > end_of_file:
            raise Refusal("archive_ambiguous", member=record.filename[:100])
        last_end = span.start + span.size
        yield name, span


def _span(file: BinaryIO, record: zipfile.ZipInfo) -> Span:
    """The local header must agree with the directory, and nothing may be compressed."""
    file.seek(record.header_offset)
    header = file.read(LOCAL_HEADER)
    name_size = int.from_bytes(header[26:28], "little")
    extra_size = int.from_bytes(header[28:30], "little")
    name = file.read(name_size)
    agrees = header[:4] == LOCAL_SIGNATURE and name == record.orig_filename.encode()
    stored = record.compress_type == 0 and int.from_bytes(header[8:10], "little") == 0
    plain = stored and record.file_size == record.compress_size
    if not agrees or not plain or record.flag_bits & ENCRYPTED:
        raise Refusal("archive_ambiguous", member=record.filename[:100])
    return Span(record.header_offset + LOCAL_HEADER + name_size + extra_size, record.file_size)


def _check_member(member: str) -> None:
    if member in OLD_LAYOUTS:
        raise Refusal("pt2_too_old", written_by=OLD_LAYOUTS[member])
    if member.startswith("data/aotinductor/") or member.endswith((".so", ".cubin")):
        raise Refusal("pt2_compiled")


def _check_layout(archive: Archive) -> None:
    for member in archive.members:
        _check_member(member)
    models = [name for name in archive.members if name.startswith("models/")]
    if not models:
        raise Refusal("not_a_pt2")
    if len(models) > 1:
        raise Refusal("pt2_many_models", count=len(models))
    for member in archive.members:
        if member.startswith("data/") and not member.startswith(HARMLESS_DATA):
            raise Refusal("pt2_foreign_content", member=member[:100])
    if archive.bytes_of("byteorder").strip() != b"little":
        raise Refusal("pt2_malformed", part="byteorder")
