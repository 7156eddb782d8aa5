"""Untrusted files are read and probed in child processes that can do nothing else.

    examine(files)  -> Examination     reports of all probes, and what each file was
    experiment(...) -> Experimented    training steps on a copy; offers(...) are their prices
    selftest()      -> SandboxReport   attacks the sandbox and says what holds
    start(), end_all()                 the warm processes, before the first job and after the last

    launcher    ->  zygote (imports torch once)  ->  fork: child -> harden -> tasks
    supervise   <-  JSON lines through a capped pipe  <-

The layers, each tried, none assumed: namespaces without network and a root of its own (jail),
Landlock, seccomp, no_new_privs, another user, limits, and the death of the parent.
"""

from probes.sandbox.examine import Examination, FileRead, examine
from probes.sandbox.experiment import Experimented, experiment, offers
from probes.sandbox.hearsay import Refused
from probes.sandbox.launcher import SandboxFailed, end_all
from probes.sandbox.launcher import zygote as start
from probes.sandbox.limits import PREFLIGHT, Limits
from probes.sandbox.selftest import SandboxReport, selftest

__all__ = [
    "PREFLIGHT",
    "Examination",
    "Experimented",
    "FileRead",
    "Limits",
    "Refused",
    "SandboxFailed",
    "SandboxReport",
    "end_all",
    "examine",
    "experiment",
    "offers",
    "selftest",
    "start",
]
