"""The alert rules can be loaded as they are, and speak of metrics that exist."""

import re
from pathlib import Path

import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.app.patient import API

RULES = Path(__file__).parents[3] / "operations" / "alerts.yaml"
NAME = re.compile(r"\b(?:whyloss_\w+|up)\b")
DURATION = re.compile(r"\d+[smhd]")
FIELDS = {"alert", "expr", "for", "labels", "annotations"}


def rules():
    loaded = yaml.safe_load(RULES.read_text())
    assert set(loaded) == {"groups"}
    return [rule for group in loaded["groups"] for rule in group["rules"]]


def test_each_rule_has_what_prometheus_asks_for_and_what_a_person_needs():
    names = [rule["alert"] for rule in rules()]
    assert len(set(names)) == len(names)
    for rule in rules():
        assert set(rule) <= FIELDS
        assert DURATION.fullmatch(rule.get("for", "1m"))
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert set(rule["annotations"]) == {"summary", "action"}
        assert rule["expr"].count("(") == rule["expr"].count(")")


def test_every_metric_and_label_of_the_rules_is_told_by_the_service(client):
    client.post(API, json={})
    families = list(text_string_to_metric_families(client.get("/metrics").text))
    told = {"up": {"job"}}
    for family in families:
        told.setdefault(family.name, set())
        for sample in family.samples:
            told.setdefault(sample.name, set()).update(sample.labels)
    told["whyloss_jobs"] = {"state", "queue"}  # no job yet
    for rule in rules():
        for name in NAME.findall(rule["expr"]):
            assert name in told, (rule["alert"], name)
        for name, matchers in re.findall(r"(\w+)\{([^}]*)\}", rule["expr"]):
            labels = set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", matchers))
            assert labels <= told[name], (rule["alert"], labels)


def test_the_routes_of_the_rule_on_turns_exist(app):
    known = {str(rule) for rule in app.url_map.iter_rules()}
    [rule] = [rule for rule in rules() if rule["alert"] == "WhylossIsSlow"]
    wanted = re.search(r'route=~"([^"]+)"', rule["expr"])[1]
    found = {route.rpartition("/")[2] for route in known if re.fullmatch(wanted, route)}
    assert found == {"messages", "answers"}
