"""`whyloss serve`: the page and the REST API on this machine."""

import ipaddress
import signal
import sys
from pathlib import Path

import click

THREADS = 64  # event streams hold a thread each
SWITCH_SECONDS = 0.0005  # who comes back from the database waits so long for whoever computes
CONNECTIONS = 2000  # idle ones cost a descriptor and no thread


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--data", type=click.Path(path_type=Path), help="Folder of database and uploads.")
@click.option("--workers", default=1, show_default=True, help="Jobs at a time; 0: none here.")
@click.option("--without-key", is_flag=True, help="Let anybody in who can reach --host.")
def serve(host: str, port: int, data: Path | None, workers: int, without_key: bool) -> None:
    """Serve the chat page and the REST API until interrupted."""
    from app import create_app, logs
    from app.jobs.supervisor import Supervisor
    from app.settings import Settings
    from app.warming import Warming

    settings = _for_host(Settings(**({"data": data} if data else {})), host, without_key)
    logs.configure(settings)
    app = create_app(settings)
    _check_keys(app, settings)
    server = _bind(app, host, port, settings)
    supervisor = Supervisor(settings, workers)
    if workers:
        supervisor.start()
    desk = app.extensions["desk"]
    warming = Warming(desk.kb, desk.intake.storage, settings.data / "understanding")
    app.extensions["warming"] = warming
    warming.start()

    def leave(*_) -> None:
        """Streams first: the server waits for every thread that answers."""
        app.extensions["streams"].stopping.set()
        raise SystemExit

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, leave)
    click.echo(f"whyloss is at http://{_shown(host)}:{port}  (stop it with Ctrl+C)")
    try:
        sys.setswitchinterval(SWITCH_SECONDS)
        server.run()
    finally:
        warming.stop()
        supervisor.stop()


def _for_host(settings, host: str, without_key: bool):
    """Alone on loopback: no key, but no other host name either (a page elsewhere could use one).
    Where others come in: a key, and a sandbox fit for their files."""
    if _is_loopback(host):
        return settings.model_copy(
            update={"trusted_hosts": settings.trusted_hosts or "localhost,127.0.0.1,[::1]"}
        )
    return settings.model_copy(
        update={
            "require_key": not without_key,
            "limit_rates": True if settings.limit_rates is None else settings.limit_rates,
            "floor_needed": True,
        }
    )


def _check_keys(app, settings) -> None:
    from app.safety import keys

    if settings.require_key and not keys.listed(app.extensions["desk"].store.database):
        raise click.ClickException("others can reach this address: first make a key with "
                                   "`whyloss key add NAME`, or say --without-key")  # fmt: skip


def _bind(app, host: str, port: int, settings):
    import waitress

    from app.safety.unread import channel

    try:
        server = waitress.create_server(
            app,
            host=host,
            port=port,
            threads=THREADS,
            connection_limit=CONNECTIONS,
            asyncore_use_poll=True,  # select() ends at 1024 descriptors
            channel_timeout=120,  # longer than a proxy keeps an idle line
            max_request_body_size=2 * settings.body_bytes,  # whatever is below is read, then judged
            ident=None,
        )
    except OSError as error:
        raise click.ClickException(f"{host}:{port}: {error.strerror}") from None
    told, each = channel(app), getattr(server, "map", None) or {0: server}
    for socket in each.values():  # one name may have several addresses
        socket.channel_class = told
    return server


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _shown(host: str) -> str:
    """The address as a browser takes it."""
    try:
        return f"[{host}]" if ipaddress.ip_address(host).version == 6 else host
    except ValueError:
        return host
