"""`whyloss serve`: the page and the REST API on this machine."""

import ipaddress
import os
from pathlib import Path

import click

THREADS = 64  # event streams hold a thread each


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--data", type=click.Path(path_type=Path), help="Folder of database and uploads.")
def serve(host: str, port: int, data: Path | None) -> None:
    """Serve the chat page and the REST API until interrupted."""
    import waitress

    from app import create_app
    from app.settings import Settings

    if data:
        os.environ["WHYLOSS_DATA"] = str(data)
    settings = Settings()
    app = create_app(settings)
    click.echo(f"whyloss is at http://{_shown(host)}:{port}  (stop it with Ctrl+C)")
    waitress.serve(
        app, host=host, port=port, threads=THREADS, max_request_body_size=settings.body_bytes
    )


def _shown(host: str) -> str:
    """The address as a browser takes it."""
    try:
        return f"[{host}]" if ipaddress.ip_address(host).version == 6 else host
    except ValueError:
        return host
