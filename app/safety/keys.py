"""API keys: wl_<id>_<secret>. Only the hash of the secret is kept, for it is random and long."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from app.database import Database
from app.problems import NotFound
from app.safety.rows import KeyRow
from app.tables import now

SECRET_BYTES = 32
SESSION = timedelta(days=7)
NOTED_EVERY = timedelta(minutes=1)
_TOKEN = re.compile(r"wl_([0-9a-f]{8})_([A-Za-z0-9_-]{43})")


@dataclass(frozen=True)
class Key:
    id: str
    name: str
    created: datetime
    expires: datetime | None
    used: datetime | None


def make(
    database: Database, name: str, lives: timedelta | None = None, made_by: str | None = None
) -> str:
    """The key, shown this once."""
    key_id, secret = secrets.token_hex(4), secrets.token_urlsafe(SECRET_BYTES)
    with database.write() as session:
        session.add(
            KeyRow(
                id=key_id,
                digest=_digest(secret),
                name=name[:100],
                made_by=made_by,
                expires=now() + lives if lives else None,
            )
        )
    return f"wl_{key_id}_{secret}"


def check(database: Database, token: str) -> str | None:
    """The id of a key that is good now; None for any other."""
    parts = _TOKEN.fullmatch(token)
    if not parts:
        return None
    with database.read() as session:
        row = session.get(KeyRow, parts[1])
        known = row.digest if row else _digest("")
        if not hmac.compare_digest(known, _digest(parts[2])) or row is None:
            return None
        if row.expires and row.expires < now():
            return None
        noted = row.used and row.used > now() - NOTED_EVERY
    if not noted:
        _note(database, parts[1])
    return parts[1]


def open_session(database: Database, key: str) -> str:
    """What the page's cookie holds: it ends with the key, and by itself after a week."""
    with database.write() as session:
        session.execute(delete(KeyRow).where(KeyRow.expires < now()))
    return make(database, "session", SESSION, made_by=key)


def listed(database: Database) -> list[Key]:
    with database.read() as session:
        rows = session.scalars(select(KeyRow).where(KeyRow.made_by.is_(None)))
        return [Key(row.id, row.name, row.created, row.expires, row.used) for row in rows]


def revoke(database: Database, key_id: str) -> None:
    with database.write() as session:
        row = session.get(KeyRow, key_id)
        if row is None:
            raise NotFound
        session.delete(row)


def _note(database: Database, key_id: str) -> None:
    with database.write() as session:
        row = session.get(KeyRow, key_id)
        if row:
            row.used = now()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
