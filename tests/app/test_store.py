"""Consultations survive restarts and simultaneous writers."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.consultation import ANSWERED, SAID, Entry
from app.database import Database
from app.jobs import queue
from app.problems import NotFound, Problem
from app.store import Store
from app.uploads.rows import PartRow, UploadRow
from tests.app.backends import EVERY

BACKENDS = EVERY


@pytest.fixture
def url(database):
    return database.url


def test_a_consultation_survives_a_restart(url):
    opened = Store(Database(url)).open("zh", Entry(SAID, {"text": "loss 是 nan"}))
    assert Store(Database(url)).find(opened.id) == opened


def test_migrations_go_down_and_up_again_with_data(url):
    database = Database(url)
    opened = Store(database).open("en", Entry(SAID, {"text": "x"}))
    upload = UploadRow(id="u", consultation_id=opened.id, name="log.csv", bytes=1)
    with database.write() as session:
        session.add(upload)
        session.flush()
        session.add(PartRow(upload_id="u", start=0, bytes=1, key="u/0"))
        queue.add(session, opened.id, "examine")
    for _ in range(2):  # to the first one, which had neither files nor jobs
        database.migrate("-1")
        database.migrate()
        database.migrate("-1")
        assert Store(database).find(opened.id) == opened
    database.migrate()
    assert Store(database).find(opened.id) == opened
    database.migrate("base")
    database.migrate()
    with pytest.raises(NotFound):
        Store(database).find(opened.id)


def test_simultaneous_answers_are_all_kept(url):
    store = Store(Database(url))
    consultation = store.open("en")

    def answer(number):
        store.add(consultation.id, lambda _: Entry(ANSWERED, {"text": str(number)}))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(answer, range(60)))
    texts = [entry.data["text"] for entry in store.find(consultation.id).entries]
    assert sorted(texts, key=int) == [str(number) for number in range(60)]


def test_whoever_writes_meanwhile_is_heard_before_the_next_entry_is_made(url):
    store = Store(Database(url))
    consultation = store.open("en")
    heard = []

    def slow(seen):
        heard.append([entry.data["text"] for entry in seen.entries])
        if len(heard) < 3:  # nobody is locked out while this entry is made
            other = str(len(heard))
            store.add(consultation.id, lambda _: Entry(SAID, {"text": other}))
        return Entry(SAID, {"text": "slow"})

    seen = store.add(consultation.id, slow)
    assert heard == [[], ["1"], ["1", "2"]]
    assert [entry.data["text"] for entry in seen.entries] == ["1", "2", "slow"]
    assert store.find(consultation.id) == seen


def test_undo_takes_back_the_last_word_and_keeps_measurements(url):
    store = Store(Database(url))
    first, measured = Entry(SAID, {"text": "first"}), Entry("measured", {})
    consultation = store.open("en", first, measured)
    entries = store.undo(consultation.id).entries
    assert [entry.undone for entry in entries] == [True, False]
    with pytest.raises(Problem, match="nothing_to_undo"):
        store.undo(consultation.id)


def test_a_change_that_fails_leaves_nothing_behind(url):
    store = Store(Database(url))
    consultation = store.open("en")

    def fail(_):
        raise Problem("invalid")

    with pytest.raises(Problem):
        store.add(consultation.id, fail)
    assert store.find(consultation.id).entries == ()
