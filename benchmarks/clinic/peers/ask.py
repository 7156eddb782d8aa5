"""Runs in the peers' own environment: reads runs on standard input, writes what each tool finds.

One JSON object a line comes in, {"name", "history", "checkpoint"}, and one a line goes out:
{"name", "peer", "findings": [[id, severity], ...]}; a tool that fails says "failed" instead.
Imports nothing of ours.
"""

import contextlib
import importlib
import io
import json
import sys
import warnings


def runmedic(run):
    told = _printed("runmedic.cli", ["diagnose", "--json", run["history"]])
    return [(f["check"], f["severity"]) for r in told for f in r["findings"]]


def losslint(run):
    told = _printed("losslint.cli", ["check", "--format", "json", run["history"]])
    return [(f["check"], f["severity"]) for f in told["findings"]]


def trainproof(run):
    told = _printed("trainproof.cli", ["doctor", "--json", run["history"]])
    return [
        (f["id"], f["level"])
        for report in told["reports"]
        for f in report["findings"]
        if f["level"] in ("WARN", "FAIL")
    ]


def gradsnitch(run):
    told = importlib.import_module("gradsnitch").lint_csv(run["history"])
    return [(f.name, f.severity) for f in told]


def training_doctor(run):
    doctor = importlib.import_module("training_doctor").Doctor()
    doctor.load(run["history"])
    told = sorted(doctor.analyze(), key=lambda d: -d.confidence)
    return [(d.problem, d.severity.value) for d in told]


def model_clinic(run):
    told = _printed("model_clinic.cli", ["exam", "--json", run["checkpoint"]])
    return [(f["condition"], f["severity"]) for f in told["findings"]]


PEERS = {
    "runmedic": runmedic,
    "losslint": losslint,
    "trainproof": trainproof,
    "gradsnitch": gradsnitch,
    "training-doctor": training_doctor,
    "model-clinic": model_clinic,
}


def _printed(module, arguments):
    out, before = io.StringIO(), sys.argv
    sys.argv = [module, *arguments]
    try:
        with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
            importlib.import_module(module).main()
    finally:
        sys.argv = before
    text = out.getvalue()
    starts = [at for at in (text.find("{"), text.find("[")) if at >= 0]
    return json.loads(text[min(starts) :])


def main():
    warnings.filterwarnings("ignore")
    for line in sys.stdin:
        run = json.loads(line)
        for peer, ask in PEERS.items():
            try:
                found = ask(run)
            except Exception as error:
                found = "failed: " + repr(error)[:200]
            print(json.dumps({"name": run["name"], "peer": peer, "findings": found}), flush=True)


if __name__ == "__main__":
    main()
