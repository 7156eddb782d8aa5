"""The one error of every reader: why a file is not read, as a code and numbers."""


class Refusal(ValueError):
    """A file that is refused on purpose.

    `code` is stable and names a sentence in knowledge_base/words/refusals.yaml that says, in both
    languages, what was wrong and what to do; `numbers` fill that sentence's placeholders.
    """

    def __init__(self, code: str, **numbers: object):
        super().__init__(code, numbers)
        self.code = code
        self.numbers = numbers

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.numbers.items())
        return f"{self.code}({told})"
