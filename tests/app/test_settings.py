"""What is configured is taken from our own names first, then from the usual ones."""

from app.settings import Settings

OURS = "postgresql+psycopg://me@here/whyloss"


def test_the_usual_names_of_a_database_and_of_a_queue_are_understood(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://me@here/whyloss")
    monkeypatch.setenv("REDIS_URL", "rediss://here:6379/1")
    assert Settings().database == OURS
    assert Settings().queue == "rediss://here:6379/1"


def test_our_own_names_come_first_also_when_they_are_empty(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://other@there/other")
    monkeypatch.setenv("WHYLOSS_DATABASE_URL", "postgresql://me@here/whyloss")
    assert Settings().database == OURS
    monkeypatch.setenv("WHYLOSS_DATABASE_URL", "")
    assert Settings().database.startswith("sqlite:///")


def test_what_we_cannot_speak_to_belongs_to_another_program(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://me@here/shop")
    monkeypatch.setenv("REDIS_URL", "amqp://here")
    assert Settings().database.startswith("sqlite:///")
    assert Settings().queue.startswith("sqlite:///")
