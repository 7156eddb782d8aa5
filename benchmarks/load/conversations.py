"""People who tell a complaint, answer five questions, take the report and begin again.

locust -f benchmarks/load/conversations.py; THINKING is "least,most" seconds before each answer.
"""

import os
import random
import sys

from locust import HttpUser, between, constant, task

COMPLAINTS = (
    ("en", "loss is nan after 200 steps, lr=0.1"),
    ("en", "Train acc 99% but val acc stuck at 62%, val loss keeps rising"),
    ("en", "the loss does not go down at all, batch size 32, adam"),
    ("en", "my gradients vanish in the first layers of a 20 layer sigmoid net"),
    ("zh", "验证集 loss 上升，准确率也上升"),
    ("zh", "训练几百步之后 loss 突然变成 nan，前面一直正常下降"),
    ("zh", "loss 一直在 2.3 左右不动，10 分类"),
    ("zh", "训练集 99%，测试集只有 60%，样本 2000 张"),
)
ANSWERS = 5
LEAST, MOST = map(float, os.environ.get("THINKING", "3,7").split(","))


class Person(HttpUser):
    wait_time = between(LEAST, MOST) if MOST else constant(0)

    @task
    def consult(self) -> None:
        language, text = random.choice(COMPLAINTS)
        body = {"language": language, "text": text}
        shown = self._post("/api/v1/consultations", "open", body)
        path = f"/api/v1/consultations/{shown.get('id')}"
        for _ in range(ANSWERS):
            question = (shown.get("state") or {}).get("question")
            if not question or not question["items"]:
                break
            self.wait()
            body = {"answers": {item["id"]: _answer(item) for item in question["items"]}}
            shown = self._post(f"{path}/answers", "answer", body)
        self.client.get(f"{path}/report?format=markdown", name="report")

    def _post(self, path: str, name: str, body: dict) -> dict:
        answer = self.client.post(path, json=body, name=name)
        if not answer.ok:
            sys.stderr.write(f"failed: {name} {answer.status_code} {answer.text[:200]}\n")
        return answer.json() if answer.ok else {}


def _answer(item: dict) -> dict:
    """Any of what may be answered; numbers are not known."""
    choices = [choice["id"] for choice in item["choices"] if choice["id"] != "unknown"]
    choice = random.choice(choices) if choices else "unknown"
    return {"state" if choice in ("present", "absent", "unknown") else "value": choice}
