"""What we know: causes, the findings that point to them, the fixes, and every word a person sees.

The YAML files are the knowledge; the Python here only reads and checks them. Imports nothing else
of this project.

    kb = load()                                   # cached; kb.hash names this knowledge
    kb.findings["loss_becomes_nan"].question.zh
    kb.causes["overfitting"].findings             # finding -> word, or option -> word
    kb.likelihood("loss_becomes_nan", "overfitting")
"""

from knowledge_base.loader import KnowledgeBaseError, load
from knowledge_base.model import Cause, Finding, Fix, KnowledgeBase, Language, State, Text

__all__ = [
    "Cause", "Finding", "Fix", "KnowledgeBase", "KnowledgeBaseError", "Language", "State", "Text",
    "load",
]  # fmt: skip
