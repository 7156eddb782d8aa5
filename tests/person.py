"""A person who has one cause and answers as its file says they would."""

from typing import Any

from knowledge_base import Finding, KnowledgeBase

RANK = {"never": 0, "rarely": 1, "sometimes": 2, "often": 3, "usually": 4, "always": 5}


class Person:
    """Says yes to what the cause often shows, no to the rest; settings are as usual with it."""

    def __init__(self, kb: KnowledgeBase, cause: str):
        self.kb, self.cause = kb, kb.causes[cause]

    def answer(self, finding: str) -> dict[str, Any]:
        known = self.kb.findings[finding]
        said = self.cause.findings.get(finding)
        if known.kind == "binary":
            yes = isinstance(said, str) and RANK[said] >= RANK["often"]
            return {"state": "present" if yes else "absent"}
        if known.listed:
            return {"value": self.picked(known)}
        told = said if isinstance(said, dict) else {}
        likely = [name for name, word in told.items() if RANK[word] >= RANK["often"]]
        if likely:
            return {"value": max(likely, key=lambda name: RANK[told[name]])}
        usual = {n: o.weight for n, o in known.options.items() if RANK[told.get(n, "often")] > 1}
        return {"value": max(usual, key=usual.__getitem__)}

    def picked(self, known: Finding) -> str:
        """What the cause shows most of a pick list; "none of these" if it often shows nothing."""
        words = {option: self.cause.findings.get(name) for option, name in known.listed.items()}
        likely = {option: RANK[word] for option, word in words.items() if isinstance(word, str)}
        best = max(likely, key=likely.__getitem__, default="")
        if best and likely[best] >= RANK["often"]:
            return best
        return next(option for option in known.options if option not in known.listed)


def consult(client, kb: KnowledgeBase, cause: str, language: str, text: str, most: int = 6):
    """The last state after at most `most` answers, and the findings asked, in order."""
    person, asked = Person(kb, cause), []
    shown = client.post("/api/v1/consultations", json={"language": language, "text": text}).json
    while len(asked) < most:
        question = shown["state"]["question"]
        items = question["items"][: most - len(asked)] if question else []
        if not items:
            break
        answers = {item["id"]: person.answer(item["id"]) for item in items}
        asked += answers
        path = f"/api/v1/consultations/{shown['id']}/answers"
        shown = client.post(path, json={"answers": answers}).json
    return shown["state"], asked
