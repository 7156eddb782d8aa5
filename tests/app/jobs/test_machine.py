"""Whatever order things are done in, a consultation holds what was said and measured: no more."""

import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from app import create_app
from app.jobs import queue
from app.jobs.examination import Examination
from app.jobs.lease import Lease
from app.jobs.worker import Worker
from app.settings import Settings
from app.tables import now
from tests.app import doctors
from tests.app.patient import HEALTHY_LOG, SICK_LOG, Patient

FINDINGS = ("loss_becomes_nan", "training_loss_diverges", "training_loss_not_decreasing")
LOGS = {"present": SICK_LOG, "absent": HEALTHY_LOG}


class Service(RuleBasedStateMachine):
    """The model: per consultation what each finding is, and which files are there."""

    consultations = Bundle("consultations")

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.settings = Settings(data=Path(self.folder.name))
        self.said: dict[str, dict[str, str]] = {}
        self.files: dict[str, list[tuple[str, str]]] = {}  # id, what measuring it says
        self.expired: set[str] = set()
        self.waiting: set[str] = set()
        self.deleted: set[str] = set()
        self.start()

    def start(self):
        self.client = create_app(self.settings).test_client()
        self.worker = Worker(self.settings)
        self.worker.means = replace(self.worker.means, catalog=doctors)

    def teardown(self):
        self.worker.scratch.close()
        self.folder.cleanup()

    def patient(self, consultation):
        patient = object.__new__(Patient)
        patient.client, patient.id = self.client, consultation
        patient.path = f"/api/v1/consultations/{consultation}"
        return patient

    @rule(target=consultations)
    def open_one(self):
        consultation = Patient(self.client).id
        self.said[consultation], self.files[consultation] = {}, []
        return consultation

    @rule(
        consultation=consultations,
        finding=st.sampled_from(FINDINGS),
        state=st.sampled_from(["present", "absent", "unknown"]),
    )
    def say(self, consultation, finding, state):
        path = f"{self.patient(consultation).path}/evidence/{finding}"
        assert self.client.put(path, json={"state": state}).status_code == 200
        self.said[consultation][finding] = state

    @rule(consultation=consultations)
    def answer(self, consultation):
        """The question as it stands, all its items at once."""
        patient = self.patient(consultation)
        question = patient.shown["state"]["question"]
        if question is None or not question["items"]:
            return
        answers = {
            item["id"]: "absent" if item["kind"] == "binary" else "unknown"
            for item in question["items"]
        }
        assert not set(answers) & set(self.said[consultation])  # nothing is asked twice
        body = {"answers": {finding: {"state": state} for finding, state in answers.items()}}
        assert self.client.post(f"{patient.path}/answers", json=body).status_code == 200
        self.said[consultation] |= answers

    @rule(consultation=consultations, finding=st.sampled_from(FINDINGS))
    def retract(self, consultation, finding):
        answer = self.client.delete(f"{self.patient(consultation).path}/evidence/{finding}")
        known = self.said[consultation].pop(finding, None)
        assert answer.status_code == (200 if known else 404)

    @rule(consultation=consultations, truth=st.sampled_from(sorted(LOGS)))
    def upload(self, consultation, truth):
        patient = self.patient(consultation)
        assert patient.send(("log.csv", LOGS[truth])).status_code == 201
        self.files[consultation].append((patient.uploads[-1]["id"], truth))
        self.waiting.add(consultation)

    @rule()
    def work(self):
        """A worker does one job."""
        claim = queue.claim(self.worker.database, "cpu", self.worker.id)
        assert (claim is not None) == bool(self.waiting)
        if claim:
            self.worker.work(claim)
            self.measured(claim.consultation)

    @rule()
    def lose_a_worker(self):
        """One dies in the middle; the job is done once, by the next."""
        claim = queue.claim(self.worker.database, "cpu", "lost")
        if claim is None:
            return
        with self.worker.database.write() as session:
            row = queue.held(session, claim)
            row.lease_until = now() - timedelta(seconds=1)
            row.attempt = 1
        queue.reap(self.worker.database)
        with self.worker.database.write() as session:
            session.get(type(row), claim.job).not_before = now()
        late = Examination(
            self.worker.means, claim, Lease(self.worker.database, claim, self.worker.stopping), None
        )
        try:
            late._record({}, None)
        except queue.LeaseLost:
            return
        raise AssertionError("a worker without a lease recorded something")

    @rule(consultation=consultations)
    def cancel(self, consultation):
        patient = self.patient(consultation)
        for upload, _ in self.files[consultation][-1:]:
            self.client.post(f"{patient.path}/uploads/{upload}/cancel")
            self.waiting.discard(consultation)

    @rule()
    def expire(self):
        """A day passes: the bytes go, what was measured stays."""
        intake = self.client.application.extensions["desk"].intake
        intake.retention.sweep(now() + timedelta(hours=25))
        self.expired |= {upload for files in self.files.values() for upload, _ in files}

    @rule(consultation=consumes(consultations))
    def delete(self, consultation):
        assert self.client.delete(self.patient(consultation).path).status_code == 204
        self.deleted.add(consultation)
        self.waiting.discard(consultation)
        del self.said[consultation], self.files[consultation]

    @rule()
    def restart(self):
        self.worker.scratch.close()
        self.start()

    def measured(self, consultation):
        self.waiting.discard(consultation)
        last = self.readable(consultation)[-1:]
        for _, truth in last:
            self.said[consultation]["loss_becomes_nan"] = truth

    def readable(self, consultation):
        """Cancelled before they were looked at, or too old, files are not read."""
        states = {u["id"]: u for u in self.patient(consultation).uploads}
        return [
            (upload, truth)
            for upload, truth in self.files[consultation]
            if states[upload]["kind"] and upload not in self.expired
        ]

    @invariant()
    def each_holds_what_was_said_and_measured(self):
        for consultation, said in self.said.items():
            found = self.patient(consultation).findings
            told = {f: i["state"] for f, i in found.items() if i["source"] in ("asked", "measured")}
            assert {f: told.get(f) for f in said} == said
            assert set(told) & set(FINDINGS) == set(said) & set(FINDINGS)

    @invariant()
    def the_deleted_are_gone(self):
        for consultation in self.deleted:
            assert self.client.get(self.patient(consultation).path).status_code == 410
        stored = {path.name for path in (self.settings.data / "uploads").iterdir()}
        sent = {upload for files in self.files.values() for upload, _ in files}
        assert stored == sent - self.expired


TestService = Service.TestCase
TestService.settings = settings(
    max_examples=6, stateful_step_count=12, deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
