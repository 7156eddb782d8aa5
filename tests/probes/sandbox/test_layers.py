"""Each layer holds on its own, as root and as anybody else; a missing one is said."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from probes.sandbox import kernel, landlock, selftest
from tests.probes.sandbox import needs

ROOT = Path(__file__).resolve().parents[3]

TRY = """
import json, os, socket, sys
from pathlib import Path
def outcome(act):
    try:
        act()
    except OSError as error:
        return type(error).__name__
    return "succeeded"
def fork():
    if os.fork() == 0:
        os._exit(0)
def connect():
    listening = socket.create_server(("127.0.0.1", 0))
    socket.create_connection(listening.getsockname(), 1)
def tried(own):
    return {
        "own": outcome(lambda: Path(own).read_bytes()),
        "passwd": outcome(lambda: Path("/etc/passwd").read_bytes()),
        "write": outcome(lambda: Path(own).write_bytes(b"")),
        "connect": outcome(connect),
        "fork": outcome(fork),
        "signal": outcome(lambda: os.kill(os.getppid(), 0)),
    }
"""

# As anybody but root: nothing below a folder that only root may enter could be imported, so those
# folders are replaced, in a mount namespace of the test's own, by ones that hold what is needed.
AS_SOMEBODY = """
import os, sys
from pathlib import Path
from probes.sandbox import kernel
kernel.unshare(kernel.NEW_MOUNTS)
kernel.make_mounts_private()
needed = {Path(sys.base_prefix), Path(sys.prefix), Path(sys.argv[1])}
for top in {Path(*p.parts[:2]) for p in needed if not Path(*p.parts[:2]).stat().st_mode & 0o001}:
    below = {p: kernel.copy_mount(str(p)) for p in needed if p.is_relative_to(top)}
    kernel.mount_memory(str(top), "mode=755")
    for place, descriptor in below.items():
        place.mkdir(parents=True)
        kernel.attach_mount(descriptor, str(place))
os.setgroups([])
os.setresgid(54321, 54321, 54321)
os.setresuid(54321, 54321, 54321)
os.execv(sys.executable, [sys.executable, "-c", sys.argv[2], *sys.argv[3:]])
"""

REPORT = """
import json, os, sys
from dataclasses import asdict
from pathlib import Path
from probes.sandbox import Limits, launcher, selftest
from probes.sandbox.supervise import do
report = asdict(selftest("light"))
own = Path(sys.argv[1]) / "own"
own.write_text("hello")
own.chmod(0o600)
ended = do("tests.probes.sandbox.hostile:good", [own], {}, Limits(), kind="light")
report |= {"user": os.geteuid(), "value": ended.value, "how": launcher.zygote("light").isolation}
print(json.dumps(report))
"""


def python(code: str, *arguments: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own"
    path.write_text("hello")
    return path


def test_without_any_layer_everything_is_possible(own: Path):
    assert set(python(TRY + f"print(json.dumps(tried({str(own)!r})))").values()) == {"succeeded"}


def test_landlock_alone_cuts_off_files_and_the_network(own: Path):
    if not landlock.version():
        pytest.skip("needs a kernel with Landlock (5.13 and configured)")
    code = (
        "from probes.sandbox import landlock\n"
        f"landlock.restrict([Path({str(own)!r})])\n"
        f"print(json.dumps(tried({str(own)!r})))"
    )
    seen = python(TRY + code)
    assert seen["own"] == "succeeded"
    assert seen["passwd"] == seen["write"] == "PermissionError"
    if landlock.version() >= 4:
        assert seen["connect"] == "PermissionError"
    if landlock.version() >= 6:
        assert seen["signal"] == "PermissionError"


def test_seccomp_alone_cuts_off_the_network_and_other_processes(own: Path):
    code = (
        "from probes.sandbox import kernel, seccomp\n"
        "kernel.prctl(kernel.SET_NO_NEW_PRIVILEGES, 1)\n"
        "seccomp.install()\n"
        f"print(json.dumps(tried({str(own)!r})))"
    )
    try:
        kernel.older("capset")
    except OSError as error:
        pytest.skip(str(error))
    seen = python(TRY + code)
    assert seen["connect"] == seen["fork"] == seen["signal"] == "PermissionError"
    assert seen["own"] == "succeeded"


def test_the_floor_is_reached_for_jobs_on_the_graphics_card_too():
    if not landlock.version():
        pytest.skip("needs a kernel with Landlock: a job on the card must see its devices")
    needs.floor()
    assert selftest("cuda").broken == ()


def test_the_floor_is_reached_as_the_user_of_the_tests(tmp_path: Path):
    needs.floor()
    report = python(REPORT, str(tmp_path))
    assert (report["level"], report["value"]) == ("floor", ["hello"])


def test_the_floor_is_reached_as_an_ordinary_user(tmp_path: Path):
    if os.geteuid() != 0:
        pytest.skip("needs root to become somebody else; the test before this one ran as a user")
    needs.floor()
    tmp_path.chmod(0o777)
    for parent in list(tmp_path.parents)[:3]:  # with xdist there is one more
        parent.chmod(0o755)
    report = python(AS_SOMEBODY, str(ROOT), REPORT, str(tmp_path))
    assert report["user"] == 54321
    assert (report["level"], report["value"], report["how"]) == ("floor", ["hello"], "user")


def test_a_layer_that_cannot_be_had_is_named_with_its_reason(own: Path):
    code = (
        "from dataclasses import replace\n"
        "from probes.sandbox import harden, jail\n"
        "from probes.sandbox.limits import Limits\n"
        "def refused(*_):\n    raise PermissionError(1, 'no mounts here')\n"
        "jail.enter = refused\n"
        "ground = harden.Ground.of_this_process()\n"
        "ground = replace(ground, parent=os.getppid())\n"
        f"got = harden.harden([Path({str(own)!r})], ground, Limits(), False)\n"
        "print(json.dumps({'missing': got.missing, 'layers': got.layers, 'floor': got.at_floor}))"
    )
    got = python(TRY + code)
    assert "no mounts here" in got["missing"]["jail"]
    assert "jail" not in got["layers"]
    assert got["floor"] == ("landlock" in got["layers"])
