"""A strict reader of zip directories: what two readers could understand differently is refused."""

import stat
import struct
import unicodedata
import zlib
from dataclasses import dataclass
from itertools import pairwise

from probes.formats.archives.inflate import Allowance, inflated
from probes.refusal import Refusal

MAX_MEMBERS = 200_000
MAX_NAME = 1024
MAX_DIRECTORY = 64 << 20
CHECKED = 16 << 20  # checksums of larger members would cost a pass over the weights
STORED, DEFLATED = 0, 8
ENCRYPTED, STREAMED = 0x1, 0x8

_END = struct.Struct("<4s4H2LH")
_END64_LOCATOR = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")


@dataclass(frozen=True)
class Member:
    name: str
    method: int
    crc: int
    packed: int
    size: int
    header: int  # where its local header starts in the archive, and its data
    start: int


class Zip:
    """`names` in the order of the directory; `view(name)` gives bytes, unfolded where needed."""

    def __init__(self, archive: memoryview, allowance: Allowance | None = None):
        self._archive = archive
        self._allowance = allowance or Allowance(len(archive))
        members = _members(archive)
        self.members = {member.name: member for member in members}

    @property
    def names(self) -> list[str]:
        return list(self.members)

    def view(self, name: str, checked: bool = True) -> memoryview:
        """`checked=False` for weights: a checksum would read every page of them."""
        member = self.members[name]
        packed = self._archive[member.start : member.start + member.packed]
        data = packed
        if member.method == DEFLATED:
            data = inflated(packed, member.size, self._allowance)
        if checked and member.size <= CHECKED and zlib.crc32(data) != member.crc:
            raise Refusal("archive_damaged")
        return data


def is_zip(head: bytes) -> bool:
    return head[:4] == b"PK\x03\x04"


def _members(archive: memoryview) -> list[Member]:
    count, size, start = _end(archive)
    if count > MAX_MEMBERS or size > MAX_DIRECTORY:
        raise Refusal("archive_too_many_members", limit=MAX_MEMBERS)
    directory, at, members = bytes(archive[start : start + size]), 0, []
    seen: set[str] = set()
    for _ in range(count):
        member, at = _member(archive, directory, at)
        folded = unicodedata.normalize("NFKC", member.name).casefold()
        if folded in seen:
            raise Refusal("archive_duplicate_names")
        seen.add(folded)
        members.append(member)
    if at != len(directory):
        raise Refusal("archive_damaged")
    _no_overlap(members, start)
    return members


def _end(archive: memoryview) -> tuple[int, int, int]:
    """Count, size and start of the directory; nothing may stand before or after the archive."""
    tail_start = max(0, len(archive) - _END.size - 0xFFFF)
    tail = bytes(archive[tail_start:])
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail):
        raise Refusal("archive_truncated")
    _, disk, first_disk, here, count, size, start, comment = _END.unpack_from(tail, at)
    end = tail_start + at
    if disk or first_disk or here != count or end + _END.size + comment != len(archive):
        raise Refusal("archive_damaged")
    if _has_locator(archive, end):
        return _end64(archive, end)
    if start + size != end:
        raise Refusal("archive_damaged")
    return count, size, start


def _has_locator(archive: memoryview, end: int) -> bool:
    return bytes(archive[max(0, end - _END64_LOCATOR.size) :][:4]) == b"PK\x06\x07"


def _end64(archive: memoryview, end: int) -> tuple[int, int, int]:
    if not _has_locator(archive, end):
        raise Refusal("archive_damaged")
    place = end - _END64_LOCATOR.size
    _, _, record, disks = _END64_LOCATOR.unpack_from(archive, place)
    if disks > 1 or record + _END64.size > place:
        raise Refusal("archive_damaged")
    magic, length, _, _, _, _, here, count, size, start = _END64.unpack_from(archive, record)
    if magic != b"PK\x06\x06" or here != count or record + 12 + length != place:
        raise Refusal("archive_damaged")
    if start + size != record:
        raise Refusal("archive_damaged")
    return count, size, start


def _member(archive: memoryview, directory: bytes, at: int) -> tuple[Member, int]:
    if at + _CENTRAL.size > len(directory):
        raise Refusal("archive_damaged")
    entry = _CENTRAL.unpack_from(directory, at)
    magic, flags, method = entry[0], entry[5], entry[6]
    crc, packed, size, name_length, extra_length, comment_length = entry[9:15]
    attributes, offset = entry[17:19]
    name_at = at + _CENTRAL.size
    extra_at = name_at + name_length
    raw_name, extra = directory[name_at:extra_at], directory[extra_at : extra_at + extra_length]
    if magic != b"PK\x01\x02":
        raise Refusal("archive_damaged")
    _permitted(flags, method, attributes >> 16)
    size, packed, offset = _wide(extra, size, packed, offset)
    name = _safe_name(raw_name)
    start = _data_start(archive, offset, raw_name, (flags, method, crc, packed, size))
    if method == STORED and size != packed or start + packed > len(archive):
        raise Refusal("archive_damaged")
    after = extra_at + extra_length + comment_length
    return Member(name, method, crc, packed, size, offset, start), after


def _permitted(flags: int, method: int, mode: int) -> None:
    if flags & ENCRYPTED:
        raise Refusal("archive_encrypted")
    if method not in (STORED, DEFLATED):
        raise Refusal("archive_method_unknown", method=method)
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise Refusal("archive_has_links")


def _wide(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """The zip64 field replaces, in this order, each value that is full of ones."""
    values, at = [size, packed, offset], 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<2H", extra, at)
        if tag == 1:
            field, used = extra[at + 4 : at + 4 + length], 0
            for place, value in enumerate(values):
                if value == 0xFFFFFFFF:
                    if used + 8 > len(field):
                        raise Refusal("archive_damaged")
                    values[place] = struct.unpack_from("<Q", field, used)[0]
                    used += 8
        at += 4 + length
    return values[0], values[1], values[2]


def _safe_name(raw: bytes) -> str:
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        name = raw.decode("cp437")
    parts = name.rstrip("/").split("/")
    bad = "\\" in name or "\0" in name or name.startswith("/") or name[1:2] == ":"
    if bad or not name or len(name) > MAX_NAME or ".." in parts or "" in parts or "." in parts:
        raise Refusal("archive_unsafe_names")
    return name


def _data_start(archive: memoryview, offset: int, raw_name: bytes, central: tuple) -> int:
    """Where the data begin; the local header must say what the directory says."""
    if offset + _LOCAL.size > len(archive):
        raise Refusal("archive_damaged")
    local = _LOCAL.unpack_from(archive, offset)
    magic, _, flags, method, _, _, crc, packed, size, name_length, extra_length = local
    name_at = offset + _LOCAL.size
    said = bytes(archive[name_at : name_at + name_length])
    if magic != b"PK\x03\x04" or said != raw_name or method != central[1]:
        raise Refusal("archive_headers_disagree")
    streamed, wide = flags & STREAMED, 0xFFFFFFFF in (packed, size)
    sizes_agree = streamed or wide or (crc, packed, size) == central[2:]
    if (flags ^ central[0]) & (ENCRYPTED | STREAMED) or not sizes_agree:
        raise Refusal("archive_headers_disagree")
    return name_at + name_length + extra_length


def _no_overlap(members: list[Member], directory: int) -> None:
    spans = sorted((member.header, member.start + member.packed) for member in members)
    spans.append((directory, directory))
    for (_, end), (start, _) in pairwise(spans):
        if start < end:
            raise Refusal("archive_overlaps")
