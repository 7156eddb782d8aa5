"""Idempotency-Key: the same request sent twice does its work once."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import request
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app.desk import desk
from app.problems import Problem
from app.tables import ReplayRow, now

KEPT = timedelta(hours=24)
LONGEST_WORK = timedelta(minutes=1)  # a server that was killed meanwhile will never answer
LONGEST_KEY = 200


def once(work: Callable[[], tuple[dict[str, Any], int]]) -> tuple[dict[str, Any], int]:
    """The answer of `work`, or the one given to the same key before; another body is a conflict."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return work()
    name = hashlib.sha256(f"{request.path}\n{key}".encode()).hexdigest()
    body = hashlib.sha256(request.get_data()).hexdigest()
    kept = _before(name, body)
    if kept is None:
        return _do(work, name)
    if kept.request != body or kept.status == 0:
        raise Problem("idempotency_conflict", 422 if kept.request != body else 409)
    return kept.answer, kept.status


def _before(name: str, body: str) -> ReplayRow | None:
    """What is known of this key; None for the first of all processes that asks."""
    try:
        with desk().store.database.write() as session:
            session.execute(delete(ReplayRow).where(ReplayRow.created < now() - KEPT))
            begun = (ReplayRow.status == 0) & (ReplayRow.created < now() - LONGEST_WORK)
            session.execute(delete(ReplayRow).where(begun))
            kept = session.get(ReplayRow, name)
            if kept is None:
                session.add(ReplayRow(key=name, request=body, status=0, answer={}))
            return kept
    except IntegrityError:  # another process came first, between our look and our word
        return ReplayRow(key=name, request=body, status=0, answer={})


def _do(work: Callable[[], tuple[dict[str, Any], int]], name: str) -> tuple[dict[str, Any], int]:
    try:
        answer, status = work()
    except BaseException:
        with desk().store.database.write() as session:
            session.execute(delete(ReplayRow).where(ReplayRow.key == name))
        raise
    with desk().store.database.write() as session:
        row = session.get(ReplayRow, name)
        if row:
            row.status, row.answer = status, answer
    return answer, status
