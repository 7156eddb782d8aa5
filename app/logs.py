"""Logs as JSON lines: routes and outcomes, never ids, keys, or what a person wrote."""

import logging
import sys
import time
from contextlib import suppress
from typing import TextIO

import structlog
from flask import Flask, Response, g, request

from app.settings import Settings

log = structlog.get_logger()
SILENT = {"static", "health.healthz", "health.readyz", "metrics.metrics"}


def configure(settings: Settings) -> None:
    level = logging.getLevelNamesMapping().get(settings.log_level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            # Tracebacks without local variables: these would hold what was uploaded or said.
            structlog.processors.ExceptionRenderer(
                structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
            ),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(_Unfailing(sys.stderr)),
    )


class _Unfailing:
    """Where lines go: a disk too full for a line must not fail the request that it is about."""

    def __init__(self, file: TextIO):
        self._file = file

    def write(self, text: str) -> None:
        with suppress(OSError):
            self._file.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._file.flush()


def register(app: Flask) -> None:
    """One line a request: its route, never its address, for that holds the id."""
    app.before_request(_start)
    app.after_request(_note)


def _start() -> None:
    g.began = time.perf_counter()


def _note(response: Response) -> Response:
    if request.endpoint not in SILENT:
        log.info(
            "request",
            method=request.method,
            route=str(request.url_rule),
            status=response.status_code,
            milliseconds=round(
                1000 * (time.perf_counter() - g.get("began", time.perf_counter())), 1
            ),
        )
    return response
