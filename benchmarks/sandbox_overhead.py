"""What the sandbox costs: a cold start, a warm job, and a job's time above the work itself.

python -m benchmarks.sandbox_overhead
"""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from probes.preflight import check
from probes.sandbox import Limits, end_all, selftest, start
from probes.sandbox.supervise import do

ROUNDS = 30
TARGET = 50.0  # ms a warm job above its work, DESIGN section 9


def nothing(*_: object) -> None:
    return None


def training(*_: object) -> float:
    import torch

    started = time.perf_counter()
    model = torch.nn.Sequential(torch.nn.Linear(64, 256), torch.nn.ReLU(), torch.nn.Linear(256, 10))
    optimizer = torch.optim.Adam(model.parameters())
    x, y = torch.randn(64, 64), torch.randint(0, 10, (64,))
    for _ in range(100):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
    return time.perf_counter() - started


def milliseconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def job(name: str, kind: str) -> object:
    ended = do(f"benchmarks.sandbox_overhead:{name}", [], {}, Limits(), kind=kind)
    assert ended.outcome == "done", ended
    return ended.value


def row(what: str, times: list[float], note: str = "") -> str:
    middle = statistics.median(times)
    return f"| {what} | {middle:.1f} | {min(times):.1f} | {max(times):.1f} | {note} |"


def main() -> None:
    print("| what | median ms | best | worst | note |\n|---|---|---|---|---|")
    for kind in ("light", "torch"):
        end_all()
        print(row(f"cold start, {kind}", [milliseconds(lambda kind=kind: start(kind))], "once"))
        job("nothing", kind)
        times = [milliseconds(lambda kind=kind: job("nothing", kind)) for _ in range(ROUNDS)]
        print(row(f"warm job that does nothing, {kind}", times, f"target {TARGET:.0f}"))
    here = [training() * 1000 for _ in range(ROUNDS)]
    inside, overhead = [], []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work = job("training", "torch") * 1000
        overhead.append((time.perf_counter() - started) * 1000 - work)
        inside.append(work)
    print(row("100 training steps in our own process", here))
    print(row("the same in the sandbox, the work alone", inside))
    print(row("the same, everything but the work", overhead, f"target {TARGET:.0f}"))
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log.csv"
        log.write_text("epoch,loss\n" + "".join(f"{n},{1 / (n + 1)}\n" for n in range(1000)))
        print(row("pre-flight of a log", [milliseconds(lambda: check(log)) for _ in range(ROUNDS)]))
    print(row("self-test", [milliseconds(lambda: selftest("torch"))], selftest("torch").level))


if __name__ == "__main__":
    main()
