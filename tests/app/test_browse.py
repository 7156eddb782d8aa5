"""The knowledge pages: every entry has one, and every link on them leads somewhere."""

import re

import pytest

import knowledge_base

KB = knowledge_base.load()
LINK = re.compile(r'href="(/knowledge[^"#]*)')


@pytest.mark.parametrize("kind", ["causes", "findings", "fixes"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_entry_is_a_page_in_both_languages(client, kind, language):
    for name in getattr(KB, kind):
        shown = client.get(f"/knowledge/{kind}/{name}?language={language}")
        assert shown.status_code == 200
        assert f'<html lang="{language}">' in shown.text
        assert f"<code>{name}</code>" in shown.text, name


def test_the_list_leads_to_every_entry(client):
    linked = set(LINK.findall(client.get("/knowledge").text))
    wanted = {
        f"/knowledge/{k}/{n}" for k in ("causes", "findings", "fixes") for n in getattr(KB, k)
    }
    assert wanted <= linked


def test_links_go_both_ways(client):
    for cause, entry in KB.causes.items():
        there = set(LINK.findall(client.get(f"/knowledge/causes/{cause}").text))
        assert {f"/knowledge/fixes/{fix}" for fix in entry.fixes} <= there
        assert {f"/knowledge/findings/{finding}" for finding in entry.findings} <= there
    fix = next(iter(KB.fixes))
    back = {c for c, entry in KB.causes.items() if fix in entry.fixes}
    assert {f"/knowledge/causes/{c}" for c in back} <= set(
        LINK.findall(client.get(f"/knowledge/fixes/{fix}").text)
    )


@pytest.mark.parametrize(
    ("words", "name"), [("nan", "loss_becomes_nan"), ("过拟合", "overfitting")]
)
def test_search_finds_words_of_both_languages(client, words, name):
    assert name in client.get("/knowledge", query_string={"q": words}).text


def test_search_says_when_it_finds_nothing_and_shows_the_words_as_text(client):
    shown = client.get("/knowledge", query_string={"q": "<script>zzz</script>"}).text
    assert "<script>zzz" not in shown
    assert "&lt;script&gt;zzz" in shown


def test_code_is_coloured_by_classes_not_by_styles(client):
    shown = client.get("/knowledge/fixes/add_dropout").text
    assert '<span class="' in shown
    assert "style=" not in shown


@pytest.mark.parametrize("path", ["causes/no_such", "people/x", "causes/..%2Fsecret"])
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(f"/knowledge/{path}").status_code == 404


@pytest.mark.parametrize(
    ("back", "to"),
    [("/knowledge/causes/overfitting", "/knowledge/causes/overfitting"), ("//evil", "/"),
     ("https://evil", "/"), ("/\\evil", "/"), ("/knowledge//evil", "/")],
)  # fmt: skip
def test_the_language_link_leads_back_but_never_away(client, back, to):
    assert client.get("/language/zh", query_string={"back": back}).location == to
