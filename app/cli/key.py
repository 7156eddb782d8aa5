"""`whyloss key`: make, list and revoke the API keys of a server."""

from datetime import timedelta
from pathlib import Path

import click

from app.problems import NotFound


@click.group()
@click.option("--data", type=click.Path(path_type=Path), help="Folder of database and uploads.")
@click.pass_context
def key(context: click.Context, data: Path | None) -> None:
    """Keys for a server that others can reach."""
    from app.database import Database
    from app.settings import Settings

    settings = Settings(**({"data": data} if data else {}))
    settings.data.mkdir(parents=True, exist_ok=True)
    context.obj = Database(settings.database)
    context.obj.prepare()


@key.command()
@click.argument("name")
@click.option("--days", type=float, help="It ends after so many days.")
@click.pass_obj
def add(database, name: str, days: float | None) -> None:
    """Make a key for NAME; it is shown this once."""
    from app.safety import keys

    click.echo(keys.make(database, name, timedelta(days=days) if days else None))


@key.command("list")
@click.pass_obj
def show(database) -> None:
    """Every key, without its secret."""
    from app.safety import keys

    for item in keys.listed(database):
        ends = item.expires.date() if item.expires else "-"
        used = item.used.date() if item.used else "-"
        click.echo(f"{item.id}  {item.name}  made {item.created.date()}  ends {ends}  used {used}")


@key.command()
@click.argument("key_id")
@click.pass_obj
def revoke(database, key_id: str) -> None:
    """End a key and every session that was opened with it."""
    from app.safety import keys

    try:
        keys.revoke(database, key_id)
    except NotFound:
        raise click.ClickException(f"no key {key_id}") from None
