"""What can be configured, read once from the environment: WHYLOSS_DATA and so on."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

MIB = 2**20
GIB = 2**30
SECRETS = Path("/run/secrets")


def _bare(name: str, *schemes: str) -> str:
    """Platforms that run others' programs give a database by its usual name. What we cannot speak
    to is another program's."""
    url = os.environ.get(name, "")
    return url if urlsplit(url).scheme.partition("+")[0] in schemes else ""


class Settings(BaseSettings):
    """One machine by default; a team changes the URLs."""

    # A secret that is mounted as a file (/run/secrets/whyloss_database_url) is in no environment.
    model_config = SettingsConfigDict(
        env_prefix="WHYLOSS_", frozen=True, secrets_dir=SECRETS if SECRETS.is_dir() else None
    )

    data: Path = Field(default=Path("data"), description="folder of the database and the uploads")
    database_url: str = Field(  # empty: SQLite in the data folder; postgresql://...
        default_factory=lambda: _bare("DATABASE_URL", "postgresql", "postgres")
    )
    queue_url: str = Field(  # empty: SQLite in the data folder; redis://...
        default_factory=lambda: _bare("REDIS_URL", "redis", "rediss")
    )
    storage_url: str = ""  # empty: a folder in the data folder; s3://bucket/prefix
    name: str = "whyloss"  # of this installation, where others use the same Redis
    trusted_hosts: str = ""  # comma-separated; empty: any
    require_key: bool = False
    floor_needed: bool = False  # probe files only in a sandbox fit for strangers' files
    log_level: str = "INFO"

    json_bytes: int = 256 * 1024
    text_characters: int = 50_000  # of one message; a pasted log fits
    evidence_items: int = 200
    json_depth: int = 32

    body_bytes: int = 16 * MIB
    chunk_bytes: int = 8 * MIB
    file_bytes: int = 4 * GIB
    consultation_bytes: int = 10 * GIB
    consultation_files: int = 100
    spare_bytes: int = 256 * MIB  # the disk is never filled below this
    retention_hours: float = 24.0
    consultation_days: float = 30.0

    rate_messages: str = "60 per minute"
    rate_requests: str = "600 per minute"
    rate_uploads: str = "60 per hour"
    rate_keys: str = "10 per minute"
    limit_rates: bool | None = None  # None: where a key is required
    streams: int = 40  # event streams of one process; each holds one of its threads
    proxies: int = 0  # how many proxies of ours stand before this server

    @property
    def rates_apply(self) -> bool:
        return self.require_key if self.limit_rates is None else self.limit_rates

    @property
    def database(self) -> str:
        scheme, separator, rest = self.database_url.partition("://")
        if scheme in ("postgres", "postgresql"):
            return f"postgresql+psycopg{separator}{rest}"
        return self.database_url or f"sqlite:///{(self.data / 'whyloss.db').absolute()}"

    @property
    def queue(self) -> str:
        return self.queue_url or f"sqlite:///{(self.data / 'queue.db').absolute()}"

    @property
    def storage(self) -> str:
        return self.storage_url or str((self.data / "uploads").absolute())
