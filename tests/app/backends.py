"""Where a service under test keeps things: in a folder, or in PostgreSQL, Redis and S3."""

import logging
import os
import secrets
from contextlib import contextmanager
from functools import cache
from urllib.parse import urlsplit

import psycopg
import pytest
import redis
import s3fs
from psycopg import sql

from app.settings import Settings
from app.tables import Row

POSTGRES = os.environ.get("WHYLOSS_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("WHYLOSS_TEST_REDIS", "redis://127.0.0.1:6379/0")
EVERY = ("embedded", "distributed")
HOW = {
    "PostgreSQL": (
        "docker run -p 5432:5432 -e POSTGRES_HOST_AUTH_METHOD=trust postgres:17 "
        "(elsewhere: WHYLOSS_TEST_POSTGRES=postgresql://...)"
    ),
    "Redis": "docker run -p 6379:6379 redis:7 (elsewhere: WHYLOSS_TEST_REDIS=redis://...)",
}


@cache
def missing() -> str:
    """Why there is nothing distributed to test on, and how to start it."""
    reasons = []
    for name, reach, error in (
        ("PostgreSQL", lambda: psycopg.connect(POSTGRES, connect_timeout=3).close(),
         psycopg.OperationalError),
        ("Redis", lambda: redis.from_url(REDIS, socket_connect_timeout=3).ping(),
         redis.RedisError),
    ):  # fmt: skip
        try:
            reach()
        except error:
            reasons.append(f"no {name} can be reached; start one with: {HOW[name]}")
    return "; ".join(reasons)


class Distributed:
    """A database, a bucket and a name on Redis that are this process's own."""

    def __init__(self, s3: str):
        self.name = f"whyloss_test_{os.getpid()}_{secrets.token_hex(3)}"
        self.s3 = s3
        with _server() as cursor:
            name = sql.Identifier(self.name)
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(name))
            cursor.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(name))
        address = urlsplit(POSTGRES)
        self.plain_url = address._replace(path=f"/{self.name}").geturl()
        self.database_url = self.plain_url.replace("postgresql://", "postgresql+psycopg://")

    def settings(self, **others) -> Settings:
        """Everything is empty; on Redis and S3 under a name that nobody had before."""
        self._empty_database()
        name = f"{self.name}-{secrets.token_hex(4)}".replace("_", "-")
        s3fs.S3FileSystem(skip_instance_cache=True).mkdir(name)
        return Settings(
            database_url=self.database_url,
            queue_url=REDIS,
            storage_url=f"s3://{name}/uploads",
            name=name,
            **others,
        )

    def forget(self, settings: Settings) -> None:
        known = redis.from_url(REDIS)
        for key in known.scan_iter(f"*{settings.name}*"):
            known.delete(key)

    def close(self) -> None:
        self._end_connections()
        with _server() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(self.name)))

    def _empty_database(self) -> None:
        self._end_connections()
        with psycopg.connect(self.plain_url) as connection:
            if self._is_migrated(connection):
                for table in reversed(Row.metadata.sorted_tables):
                    connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table.name)))
            else:
                connection.execute("DROP SCHEMA public CASCADE")
                connection.execute("CREATE SCHEMA public")

    def _is_migrated(self, connection: psycopg.Connection) -> bool:
        """Deleting rows is much faster than making tables."""
        if connection.execute("SELECT to_regclass('alembic_version')").fetchone() == (None,):
            return False
        return connection.execute("SELECT version_num FROM alembic_version").fetchone() is not None

    def _end_connections(self) -> None:
        """Those that a test before left in a pool; `forget` in this database alone."""
        with _server() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [self.name],
            )


@contextmanager
def s3_server():
    """moto's: an S3 in a thread of this process, which subprocesses reach as well."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line for every request else
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    told = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "tester",
        "AWS_SECRET_ACCESS_KEY": "tester",  # of moto, which asks nobody
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    before = {name: os.environ.get(name) for name in told}
    os.environ.update(told)
    try:
        yield told["AWS_ENDPOINT_URL"]
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
        server.stop()


@contextmanager
def distributed():
    """Skips the test, saying how to start what is not there."""
    if missing():
        pytest.skip(missing())
    with s3_server() as s3:
        backend = Distributed(s3)
        try:
            yield backend
        finally:
            backend.close()


@contextmanager
def _server():
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        yield connection.cursor()
