"""The worker beside the server works with the settings of the server."""

from app.jobs.supervisor import _as_environment
from app.settings import Settings


def test_settings_survive_the_way_to_the_worker(tmp_path, monkeypatch):
    settings = Settings(data=tmp_path, floor_needed=True, trusted_hosts="localhost,[::1]")
    for name, value in _as_environment(settings).items():
        monkeypatch.setenv(name, str(value))
    assert Settings() == settings
