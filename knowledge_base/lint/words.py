"""Both languages are there, are what they claim to be, and take the same numbers."""

import re
from collections.abc import Iterator
from string import Formatter

from pydantic import BaseModel

from knowledge_base.model import Finding, KnowledgeBase, Option, Text

CHINESE = re.compile(r"[\u4e00-\u9fff]")
OWN_NAMES = frozenset({"中文"})  # the switch to a language is labelled in that language
FIELD = re.compile(r"\{.*?\}")
WORD = re.compile(r"[A-Za-z]{3}")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;!?](?![\w\])}])")


def both_languages_are_real(kb: KnowledgeBase) -> Iterator[str]:
    for where, text, is_label in _texts(kb):
        if text.en in OWN_NAMES:
            continue
        if CHINESE.search(text.en):
            yield f"{where}: en must be English: {text.en!r}"
        if not is_label and not CHINESE.search(text.zh) and WORD.search(FIELD.sub("", text.zh)):
            yield f"{where}: zh must be Chinese: {text.zh!r}"
        if HALF_WIDTH.search(text.zh):
            yield f"{where}: zh wants full-width punctuation: {text.zh!r}"


def placeholders_agree(kb: KnowledgeBase) -> Iterator[str]:
    for where, text, _ in _texts(kb):
        try:
            fields = [_fields(text.en), _fields(text.zh)]
        except ValueError:
            continue  # code with lone braces: not a sentence that is filled
        if fields[0] != fields[1]:
            yield f"{where}: en and zh use different {{placeholders}}: {text.en!r}"


def _texts(kb: KnowledgeBase) -> Iterator[tuple[str, Text, bool]]:
    """Every Text with its owner, and whether a bare term such as `ReLU` or `batch size` will do."""
    for entries in (kb.findings, kb.causes, kb.fixes, kb.checklists):
        for name, entry in entries.items():
            for text, is_label in _walk(entry, False):
                yield name, text, is_label
    for file, sentences in kb.words.items():
        for key, text in sentences.items():
            yield f"words/{file}.{key}", text, _is_term(text)


def _walk(value: object, is_label: bool) -> Iterator[tuple[Text, bool]]:
    if isinstance(value, Text):
        yield value, is_label
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _walk(getattr(value, name), _is_label(value, name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from _walk(item, is_label)
    elif isinstance(value, tuple):
        for item in value:
            yield from _walk(item, is_label)


def _is_term(text: Text) -> bool:
    """One word that engineers leave in English, such as `checkpoint`."""
    return text.en.casefold() == text.zh.casefold() and " " not in text.en


def _is_label(owner: BaseModel, name: str) -> bool:
    is_setting = isinstance(owner, Finding) and owner.kind != "binary"
    return isinstance(owner, Option) or name == "unit" or (is_setting and name == "name")


def _fields(text: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _, name, spec, _ in Formatter().parse(text) if name}
