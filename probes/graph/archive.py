"""Find the members of a `.pt2` archive: an uncompressed zip, read by offset and never extracted."""

from dataclasses import dataclass
from pathlib import Path

from probes.formats.archives.mapped_file import mapped
from probes.formats.archives.strict_json import strict_json
from probes.formats.archives.zip_directory import STORED, Member, Zip, is_zip
from probes.graph import limits
from probes.refusal import Refusal

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

    def json(self, member: str) -> dict:
        document = strict_json(self.bytes_of(member))
        if not isinstance(document, dict):
            raise Refusal("pt2_malformed", part="json")
        return document

    def bytes_of(self, member: str) -> bytes:
        span = self.span(member)
        if span.size > limits.MOST_JSON_BYTES:
            raise Refusal("pt2_json_too_large", megabytes=span.size >> 20)
        with self.path.open("rb") as file:
            file.seek(span.start)
            return file.read(span.size)

    def span(self, member: str) -> Span:
        if member not in self.members:
            raise Refusal("pt2_incomplete", member=member[: limits.MOST_NAME_CHARACTERS])
        return self.members[member]


def open_archive(path: Path) -> Archive:
    """Refuses all but a `.pt2` of torch 2.9 or later, as torch.export.save wrote it."""
    content = mapped(path)
    if not is_zip(bytes(content[:4])):
        raise Refusal("not_a_pt2")
    directory = Zip(content)
    roots = {name.partition("/")[0] for name in directory.names}
    spans = {name.partition("/")[2]: _span(m) for name, m in directory.members.items()}
    archive = Archive(path, spans)
    _check_layout(archive)
    if len(roots) > 1 or any(m.method != STORED for m in directory.members.values()):
        raise Refusal("pt2_repacked")
    if archive.bytes_of("byteorder").strip() != b"little":
        raise Refusal("pt2_malformed", part="byteorder")
    return archive


def _span(member: Member) -> Span:
    return Span(member.start, member.size)


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


def _check_member(member: str) -> None:
    if member in OLD_LAYOUTS:
        raise Refusal("pt2_too_old", written_by=OLD_LAYOUTS[member])
    if member.startswith("data/aotinductor/") or member.endswith((".so", ".cubin")):
        raise Refusal("pt2_compiled")
