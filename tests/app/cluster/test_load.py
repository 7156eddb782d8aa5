"""Many at once on two web processes and two workers: nobody sees an error.

The full form with its times: `python -m benchmarks.cluster --only load`.
"""

from benchmarks.clustered import load
from tests.app.cluster.machines import Machines

BACKENDS = ("distributed",)
SECONDS = 12


def test_many_conversations_and_files_at_once_meet_no_error(tmp_path, settings, eventually):
    with Machines(tmp_path, settings, webs=2, workers=2) as machines:
        eventually(lambda: len(machines.ready_workers()) == 2)
        for web in machines.webs:
            web.open(text="loss is nan")  # the first words take longer than all others
        claims = load.measure(machines, people=20, senders=4, seconds=SECONDS)
    assert claims[0].holds, claims[0].measured
