"""Text leaves compressed, so that the whole page is small on a slow line; event streams do not."""

from flask import Flask
from flask_compress import Compress

TEXT = (
    "text/html", "text/css", "text/plain", "text/markdown", "text/javascript", "image/svg+xml",
    "application/json", "application/problem+json",
)  # fmt: skip


def register(app: Flask) -> None:
    """A response with ids in its address is `no-store`, so nothing secret is cached compressed."""
    app.config.update(
        COMPRESS_MIMETYPES=TEXT,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_ALGORITHM_STREAMING=["br", "deflate"],
        COMPRESS_STREAMING_ENDPOINT_CONDITIONAL=["static", "chat.plotly_script"],
    )
    Compress(app)
