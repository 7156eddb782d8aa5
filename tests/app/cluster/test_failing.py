"""Whichever write, sync, commit or bell fails: what was acknowledged is there after a restart."""

import pytest

from tests.app.backends import EVERY
from tests.app.cluster import failing

BACKENDS = EVERY
EVERY_NTH = 17  # here; `python -m benchmarks.cluster --only writes` fails each of them


@pytest.mark.parametrize("lasts", [False, True], ids=["once", "from then on"])
def test_after_a_failed_write_nothing_is_lost_or_half_done(backend, lasts):
    operations = failing.operations(backend())
    assert operations > 30
    wrong = {}
    for at in range(1 + 4 * lasts, operations + 1, EVERY_NTH):
        settings = backend()
        known = failing.visit(settings, failing.Trouble(at, lasts))
        wrong[at] = failing.after_restart(settings, known)
    assert {at: found for at, found in wrong.items() if found} == {}
