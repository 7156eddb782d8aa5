"""compose.yaml starts what OPERATIONS.md promises, guarded as SECURITY.md promises."""

import os
import re
import stat
import subprocess
from pathlib import Path

import pytest
import yaml

from app.settings import Settings

ROOT = Path(__file__).parents[3]
OURS = {"web", "worker-cpu", "worker-gpu"}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


@pytest.fixture(scope="module")
def services(compose):
    return compose["services"]


def test_it_starts_two_webs_workers_postgresql_redis_and_a_store(services):
    assert set(services) == OURS | {"postgres", "redis", "store"}
    assert services["web"]["deploy"]["replicas"] == 2
    assert services["web"]["command"][-2:] == ["--workers", "0"]
    assert services["worker-gpu"]["profiles"] == ["gpu"]
    assert [name for name, one in services.items() if "profiles" in one] == ["worker-gpu"]


def test_the_commands_are_ours(services):
    from click.testing import CliRunner

    from app.cli import main

    for name in OURS:
        command, *options = services[name]["command"]
        known = CliRunner().invoke(main, [command, "--help"]).output
        for option in (one for one in options if one.startswith("--")):
            assert option in known, (name, option)
    assert services["worker-cpu"]["healthcheck"]["test"][1:] == ["whyloss", "worker", "--alive"]


def test_the_commands_of_the_handbook_exist(services):
    from app.cli import COMMANDS, main

    handbook = (ROOT / "OPERATIONS.md").read_text()
    meant = re.findall(r"docker compose (?:run|exec) --?\w+ ([\w-]+)", handbook)
    assert meant
    assert set(meant) <= set(services)
    ours = rf"(?:\bwhyloss|run --rm web) ((?:{'|'.join(COMMANDS)})\b[^`#|\n]*)"
    told = re.findall(ours, handbook)
    assert len(told) > 6
    for line in told:
        command = main
        for word in line.split():
            if word.startswith("--"):
                assert word in {name for known in command.params for name in known.opts}, line
            elif hasattr(command, "get_command"):
                command = command.get_command(None, word)
                assert command, line


def test_the_environment_names_settings_that_exist(services):
    known = {f"WHYLOSS_{name.upper()}" for name in Settings.model_fields}
    for name in OURS:
        ours = {key for key in services[name]["environment"] if key.startswith("WHYLOSS_")}
        assert ours <= known, name
        assert services[name]["environment"]["WHYLOSS_FLOOR_NEEDED"] == "true"


def test_each_answers_for_its_health_and_comes_back(services):
    for name, service in services.items():
        assert service["healthcheck"]["test"][0] == "CMD", name
        assert service["restart"] == "unless-stopped", name


def test_postgresql_is_asked_where_others_reach_it(services):
    """Its own socket answers in the middle of the first start, before it is restarted."""
    assert {"-h", "127.0.0.1"} <= set(services["postgres"]["healthcheck"]["test"])


def test_no_secret_is_in_the_file_and_each_one_used_is_declared(compose, services):
    for name, service in services.items():
        for secret in service.get("secrets", []):
            assert compose["secrets"][secret]["file"].startswith("secrets/"), (name, secret)
        for key, value in service.get("environment", {}).items():
            assert not re.search("password|secret|key", key, re.I) or "/run/secrets/" in value
    assert "secrets" in (ROOT / ".gitignore").read_text()
    assert "secrets" in (ROOT / ".dockerignore").read_text()


def test_our_processes_have_no_privileges_and_workers_no_way_out(compose, services):
    for name in OURS:
        service = services[name]
        assert service["cap_drop"] == ["ALL"]
        assert service["read_only"] is True
        assert "no-new-privileges:true" in service["security_opt"]
        assert service["pids_limit"]
        assert service["mem_limit"]
        assert "privileged" not in service
    for name in OURS - {"web"}:
        assert services[name]["networks"] == ["inside"]
        assert {"seccomp=unconfined", "apparmor=unconfined"} <= set(services[name]["security_opt"])
    assert services["web"]["security_opt"] == ["no-new-privileges:true"]
    assert compose["networks"]["inside"]["internal"] is True
    assert all(port.startswith("127.0.0.1:") for port in services["web"]["ports"])


def test_what_must_last_is_on_a_volume(compose, services):
    mounted = {one.split(":")[0] for s in services.values() for one in s.get("volumes", [])}
    assert mounted == set(compose["volumes"])
    assert {"postgres", "store"} <= mounted


def test_the_drain_is_shorter_than_the_grace(services):
    from app.cli.worker import DRAIN_SECONDS

    grace = int(services["worker-cpu"]["stop_grace_period"].removesuffix("s"))
    assert grace >= DRAIN_SECONDS + 10


def test_the_secrets_are_made_once_fit_together_and_are_read(tmp_path):
    script = ROOT / "operations" / "secrets.sh"
    for _ in range(2):
        subprocess.run(["sh", script], cwd=tmp_path, check=True)
    folder = tmp_path / "secrets"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    made = {path.name: path.read_text() for path in folder.iterdir()}
    declared = yaml.safe_load((ROOT / "compose.yaml").read_text())["secrets"].values()
    assert {f"secrets/{name}" for name in made} == {secret["file"] for secret in declared}
    assert made["postgres_password"] in made["database_url"]
    assert made["redis_password"] in made["queue_url"]
    key = re.search(r"aws_access_key_id = (\w+)", made["s3_credentials"])[1]
    assert key in made["s3_identities"]
    assert yaml.safe_load(made["s3_identities"])["identities"][0]["name"] == "whyloss"
    mounted = tmp_path / "run"
    mounted.mkdir()
    for name in ("database_url", "queue_url"):
        os.link(folder / name, mounted / f"whyloss_{name}")
    settings = Settings(_secrets_dir=mounted)
    assert settings.database == made["database_url"].strip()
    assert settings.queue == made["queue_url"].strip()
