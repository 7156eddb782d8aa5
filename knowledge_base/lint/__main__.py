"""Print every problem of the knowledge base; the exit code says whether there are any."""

import sys

from knowledge_base import load
from knowledge_base.lint import problems

found = problems(load())
sys.stdout.write("\n".join(found or ["knowledge base: no problems"]) + "\n")
sys.exit(bool(found))
