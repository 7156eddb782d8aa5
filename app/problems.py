"""What can go wrong for a caller, as RFC 9457 problems in the caller's language.

A problem's code is stable: its `type` is /problems/<code>, a page that explains it, and its
sentences are in knowledge_base/words/problems.yaml as `<code>.title` and `<code>.detail`.
"""

from http import HTTPStatus
from typing import Any


class Problem(Exception):
    """Raise it anywhere below a request; `numbers` fill the detail sentence."""

    def __init__(self, code: str, status: int = HTTPStatus.UNPROCESSABLE_ENTITY, **numbers: Any):
        super().__init__(code)
        self.code = code
        self.status = int(status)
        self.numbers = numbers


class NotFound(Problem):
    """Unknown, expired and somebody else's: the same answer."""

    def __init__(self, code: str = "not_found", **numbers: Any):
        super().__init__(code, HTTPStatus.NOT_FOUND, **numbers)


class Gone(Problem):
    def __init__(self, code: str = "gone", **numbers: Any):
        super().__init__(code, HTTPStatus.GONE, **numbers)
