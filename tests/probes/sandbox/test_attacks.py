"""Each attack is denied or killed, and the process that started it lives on."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from probes.refusal import Refusal
from probes.sandbox import Limits, attacks, launcher, selftest, start
from probes.sandbox.limits import MIB
from probes.sandbox.supervise import Ended, do
from tests.probes.sandbox import needs

HOSTILE = "tests.probes.sandbox.hostile:"
DENIED = (
    "fork_bomb",
    "unix_socket",
    "new_user_namespace",
    "memory_file",
    "kill_the_parent",
    "signal_the_parents_thread",
    "signal_by_a_descriptor",
    "strangle_the_parent",
    "outlive_the_parent",
    "raise_own_limit",
    "ask_for_files_by_handle",
    "write_into_the_input",
)


@pytest.fixture(autouse=True)
def warm():
    """Times are those of the jobs, not of the start."""
    start("torch")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "upload.csv"
    path.write_text("hello")
    path.chmod(0o600)
    return path


def attack(name: str, *files: Path, kind: str = "torch", **limits) -> Ended:
    return do(HOSTILE + name, files, {}, Limits(**{"wall_seconds": 20.0, **limits}), kind=kind)


def still_works(file: Path) -> bool:
    return attack("good", file).value == ["hello"]


def test_every_attack_of_the_self_test_is_stopped():
    needs.floor()
    report = selftest("light")
    assert report.level == "floor"
    assert set(report.held) == set(attacks.ATTACKS)


def test_the_self_test_sees_that_nothing_holds_where_nothing_does():
    def unprotected(task, files, arguments, limits, kind) -> Ended:
        if arguments["attack"] == "loop_for_ever":
            return Ended("done", "succeeded")
        code = (
            "import sys, json; from probes.sandbox.attacks import attempt; "
            "print(attempt([], json.loads(sys.argv[1]), None))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, json.dumps(arguments)],
            capture_output=True,
            text=True,
            timeout=10,
        )
        return Ended("done", done.stdout.strip(), exit_status=done.returncode)

    report = selftest("light", launch=unprotected)
    assert report.level == "none"
    assert {"read_a_file_of_the_machine", "connect", "fork", "execute"} <= set(report.broken)


@pytest.mark.parametrize("name", DENIED)
def test_it_is_denied(name: str, file: Path):
    needs.floor()
    ended = attack(name, file)
    assert ended.outcome == "refused"
    assert ended.told["numbers"]["error"] in ("PermissionError", "OSError", "ValueError")
    assert file.read_text() == "hello"
    assert still_works(file)


def test_a_shell_command_runs_nothing():
    needs.floor()
    assert attack("system").value != 0


def test_nothing_of_the_machine_is_in_sight(file: Path):
    needs.floor()
    seen = attack("list_the_root", file)
    if seen.outcome == "done":  # with Landlock alone the folder cannot be listed at all
        assert not {"etc", "home", "proc", "dev", "var"} & set(seen.value)


def test_no_secret_of_our_environment_reaches_a_job(monkeypatch):
    monkeypatch.setenv("WHYLOSS_SECRET", "s3cret")
    launcher.end_all()
    assert "s3cret" not in json.dumps(attack("environment", kind="light").value)


@pytest.mark.parametrize("name", ["twenty_gigabytes_of_tensors", "six_gigabytes_of_bytes"])
def test_memory_beyond_the_limit_is_not_given(name: str, file: Path):
    ended = attack(name, memory=512 * MIB)
    assert ended.outcome in ("refused", "out_of_memory")
    assert ended.memory < 1500 * MIB
    assert still_works(file)


@pytest.mark.parametrize("name", ["python_loop", "c_loop", "sleep"])
def test_a_job_without_end_is_killed_at_its_deadline(name: str, file: Path):
    ended = attack(name, wall_seconds=0.7)
    assert ended.outcome == "deadline"
    assert ended.exit_status == -signal.SIGKILL
    assert ended.seconds < 0.7 + 1.0
    assert still_works(file)


def test_a_job_that_burns_its_processor_time_is_killed():
    ended = attack("python_loop", cpu_seconds=1)
    assert ended.outcome == "cpu_time"


def test_a_silent_job_is_killed_before_its_deadline():
    ended = attack("sleep", stall_seconds=0.3)
    assert ended.outcome == "stalled"
    assert ended.seconds < 2


def test_a_segmentation_fault_ends_only_the_job(file: Path):
    ended = attack("segmentation_fault")
    assert (ended.outcome, ended.exit_status) == ("crashed", -signal.SIGSEGV)
    assert still_works(file)


def test_a_reply_of_three_megabytes_is_cut_off(file: Path):
    assert attack("long_reply", reply_bytes=1 * MIB).outcome == "too_long_an_answer"
    assert still_works(file)


@pytest.mark.parametrize("name", ["garbage_on_the_pipe", "event_without_a_shape"])
def test_what_is_not_an_event_ends_the_job(name: str):
    ended = attack(name)
    assert ended.outcome == "crashed"
    assert ended.seconds < 2


def test_an_answer_from_a_job_that_died_counts_for_nothing():
    ended = attack("forged_answer_then_death")
    assert (ended.outcome, ended.value) == ("crashed", None)


@pytest.mark.parametrize("kind", ["light", "torch"])
def test_a_job_sees_its_files_and_can_still_import(kind: str, file: Path):
    events = []
    ended = do(HOSTILE + "good", [file], {}, Limits(), kind=kind, on_event=events.append)
    assert ended.value == ["hello"]
    assert [event["event"] for event in events] == ["hardened", "note"]
    assert attack("import_something_new", kind=kind).value == "xmlrpc.client"


def test_a_file_larger_than_the_memory_limit_can_be_mapped(tmp_path: Path):
    large = tmp_path / "large"
    with large.open("wb") as stream:
        stream.truncate((600 << 20) - 1)
        stream.seek(0, os.SEEK_END)
        stream.write(b"\7")
    assert attack("map_a_file", large, memory=256 * MIB).value == 7


def test_a_model_can_be_trained_in_the_sandbox():
    losses = attack("train").value
    assert losses[-1] < losses[0]


def test_a_refusal_in_a_job_keeps_its_code_and_numbers():
    ended = do("tests.probes.sandbox.test_attacks:refusing", [], {}, Limits(), kind="light")
    assert (ended.outcome, ended.told) == ("refused", {"code": "nope", "numbers": {"rows": 3}})


def refusing(files, arguments, emit):
    raise Refusal("nope", rows=3)


def test_cancel_ends_a_job_within_two_seconds():
    cancel, processes = threading.Event(), []

    def asleep(event: dict) -> None:
        if event["event"] == "asleep":
            processes.append(event["process"])
            cancel.set()

    started = time.monotonic()
    ended = do(HOSTILE + "sleep", [], {}, Limits(), on_event=asleep, cancel=cancel)
    assert ended.outcome == "cancelled"
    assert time.monotonic() - started < 2
    assert is_gone(processes[0])


def test_a_listener_that_fails_ends_its_job_and_no_other():
    before, processes = start("torch"), []

    def failing(event: dict) -> None:
        if event["event"] == "asleep":
            processes.append(event["process"])
            raise RuntimeError("the lease is lost")

    with pytest.raises(RuntimeError, match="the lease is lost"):
        do(HOSTILE + "sleep", [], {}, Limits(), on_event=failing)
    assert is_gone(processes[0])
    time.sleep(0.2)
    assert start("torch") is before


def test_a_killed_zygote_takes_its_jobs_with_it_and_the_next_job_works(file: Path):
    processes = []

    def asleep(event: dict) -> None:
        if event["event"] == "asleep":
            processes.append(event["process"])
            launcher.zygote("torch").process.kill()

    ended = do(HOSTILE + "sleep", [], {}, Limits(), on_event=asleep)
    assert ended.outcome == "lost"
    assert is_gone(processes[0])
    assert still_works(file)


def test_nothing_is_left_when_we_are_killed():
    code = (
        "from probes.sandbox.supervise import do; from probes.sandbox import Limits, start\n"
        "from functools import partial\n"
        "say = partial(print, flush=True)\n"
        "say(start('light').process.pid)\n"
        "do('tests.probes.sandbox.hostile:sleep', [], {}, Limits(), kind='light',\n"
        "   on_event=lambda e: say(e.get('process', '')))\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as ours:
        numbers = [int(line) for line in (ours.stdout.readline() for _ in range(3)) if line.strip()]
        ours.kill()
    assert len(numbers) == 2
    assert all(is_gone(number) for number in numbers)


def test_jobs_run_side_by_side():
    ended = []
    threads = [
        threading.Thread(target=lambda: ended.append(attack("sleep", wall_seconds=1.0)))
        for _ in range(4)
    ]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [e.outcome for e in ended] == ["deadline"] * 4
    assert time.monotonic() - started < 3.5  # one after the other they would take 4 s


def is_gone(process: int) -> bool:
    for _ in range(100):
        state = Path(f"/proc/{process}/stat")
        if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False
