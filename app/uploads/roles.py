"""Which artifact a file provides among the others of its consultation."""

import re
from collections.abc import Iterable

from app.uploads.rows import UploadRow

ROLES = ("history", "checkpoint", "model", "batch", "validation_batch", "script")
_VALIDATION = re.compile(r"(?<![a-z])(val|valid|validation|test|dev|eval)(?![a-z])|验证|测试", re.I)


def possible(kind: str | None) -> tuple[str, ...]:
    """The roles among which a person may choose: only of a batch the content does not say it."""
    return ("batch", "validation_batch") if kind == "batch" else ()


def role_of(kind: str, name: str, wish: str | None, others: Iterable[UploadRow]) -> str:
    """The kind says it, but for batches: there the person's word, the name, then the order."""
    if kind != "batch":
        return kind
    if wish in possible(kind):
        return wish
    same_name = next((other.role for other in others if other.role and other.name == name), None)
    if same_name:
        return same_name
    if _VALIDATION.search(name):
        return "validation_batch"
    taken = {other.role for other in others}
    return "batch" if "batch" not in taken else "validation_batch"


def in_use(uploads: Iterable[UploadRow]) -> dict[str, UploadRow]:
    """The latest file of each role; an older one is the run before."""
    ordered = sorted(uploads, key=lambda upload: upload.completed or upload.created)
    return {upload.role: upload for upload in ordered if upload.role}
