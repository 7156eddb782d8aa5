"""Labels of messages and clauses that name nothing are found."""

from dataclasses import replace

import pytest

from knowledge_base import load
from knowledge_base.lint import told

KB = load()


@pytest.mark.parametrize("labels", ["unheard_of", "optimizer=abacus", "~-unheard_of", "~>partly"])
def test_a_label_of_a_message_names_a_finding_and_an_option(labels):
    kb = replace(KB, messages_told={"some": (("my loss is nan", labels),)})
    assert len(list(told.labels_of_messages_are_known(kb))) == 1


@pytest.mark.parametrize("label", ["unheard_of", "!unheard_of", "-unheard_of"])
def test_a_label_of_a_clause_names_a_finding_or_a_topic(label):
    kb = replace(KB, clauses_told={"some": (("my loss is nan", label),)})
    assert len(list(told.labels_of_clauses_are_known(kb))) == 1


def test_those_of_the_knowledge_base_are_known():
    assert not [*told.labels_of_messages_are_known(KB), *told.labels_of_clauses_are_known(KB)]
