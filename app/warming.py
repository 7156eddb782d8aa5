"""Ready before people come: what is slow the first time is done once, and not among requests.

The classifier of text is trained in a process of its own: in a thread it would hold up everybody
for as long as it takes.
"""

import os
import subprocess
import sys
import threading
from pathlib import Path

import structlog

import engine
import knowledge_base
from app import present
from app.reader import trained_in
from app.storage import Storage
from engine import Case
from engine.understand import prepare_understanding
from knowledge_base import KnowledgeBase, Language

log = structlog.get_logger()
LANGUAGES: tuple[Language, ...] = ("en", "zh")
EXAMPLES = 10
NICENESS = 5  # whoever is served meanwhile comes first


class Warming:
    """Until it is `over` text is compared by its characters alone, and /readyz sends nobody."""

    def __init__(self, kb: KnowledgeBase, storage: Storage, folder: Path):
        self.kb, self.storage, self.folder = kb, storage, folder
        self.over = threading.Event()
        self._training: subprocess.Popen | None = None
        self._stopping = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._run, daemon=True, name="warming").start()

    def stop(self) -> None:
        self._stopping.set()
        if self._training:
            self._training.kill()

    def _run(self) -> None:
        try:
            folder = trained_in(self.kb, self.folder) or self._train()
            if not self._stopping.is_set():
                prepare_understanding(self.kb, folder)
                self._consult()
                self.storage.age("nobody")  # the first word to an S3 takes a second
        except Exception as error:  # it serves all the same, as it did until now
            log.error("warming_failed", exc_info=error)
        finally:
            self.over.set()

    def _consult(self) -> None:
        """The page's own examples, so that whatever is made once is made."""
        for language in LANGUAGES:
            for number in range(1, EXAMPLES + 1):
                text = self.kb.say("page", f"ui_example_{number}", language)
                said = engine.understand(self.kb, text, language)
                present.diagnosis(self.kb, Case().record(*said.evidence), language)

    def _train(self) -> Path:
        command = [sys.executable, "-m", "app.warming", str(self.folder)]
        self._training = subprocess.Popen(command, stdin=subprocess.PIPE)
        self._training.wait()
        return self.folder


def _end_with_the_server() -> None:
    """However it died: then the standard input closes. Read without Python's buffer, whose lock
    would abort an interpreter that ends before the server."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    os.nice(NICENESS)
    prepare_understanding(knowledge_base.load(), Path(sys.argv[1]))
