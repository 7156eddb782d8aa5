"""A consultation in the browser, from the first message to a fix."""

import re

import pytest

from tests.app.browser.steps import (
    WORDS,
    answer,
    known,
    leading,
    open_first_fix,
    settle,
    shares,
    tell,
)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_person_comes_from_the_first_message_to_a_fix_card(open_page, language):
    page = open_page(language=language)
    assert page.locator("html").get_attribute("lang") == language
    tell(page, WORDS[language]["say"])
    assert known(page) >= 1
    for _ in range(2):
        if page.locator("#question fieldset").count():
            answer(page, "present")
    open_first_fix(page)
    card = page.locator("#fixes details.fix").first
    assert card.locator("ol > li").count() >= 1
    assert card.locator("pre code").inner_text().strip()
    chinese = re.search("[一-鿿]", card.locator("summary").first.inner_text())
    assert bool(chinese) == (language == "zh")


def test_an_example_starts_the_consultation_with_one_click(open_page):
    page = open_page()
    page.locator("#examples button").first.click()
    page.locator("#question fieldset").first.wait_for()
    assert known(page) >= 1


def test_the_reload_in_the_middle_shows_the_same_and_goes_on(open_page):
    page = open_page()
    tell(page, WORDS["en"]["say"])
    answer(page)
    before = (page.locator("#transcript").inner_text(), page.locator("#question").inner_text())
    page.fill("#input", "a draft that was not sent")
    page.reload()
    page.locator("#question fieldset").first.wait_for()
    assert (page.locator("#transcript").inner_text(), page.locator("#question").inner_text()) == (
        before
    )
    assert page.input_value("#input") == "a draft that was not sent"
    page.fill("#input", "")
    answer(page)


def test_undo_brings_back_the_state_before(open_page):
    page = open_page()
    tell(page, WORDS["en"]["say"])
    before = shares(page), known(page)
    answer(page, "present")
    assert (shares(page), known(page)) != before
    page.click("#undo")
    page.locator(".entry.undone").wait_for()
    settle(page)
    assert (shares(page), known(page)) == before


def test_an_earlier_answer_is_changed_and_the_later_ones_stay(open_page):
    page = open_page()
    tell(page, WORDS["en"]["say"])
    first = page.locator("#question fieldset").first.get_attribute("data-finding")
    answer(page, "present")
    answer(page, "present")
    entries, findings = page.locator("#transcript > li").count(), known(page)
    changes = page.locator("#transcript > li.answered").first.locator("button")
    changes.click()
    row = page.locator(f"#editor [data-finding={first}]")
    row.wait_for()
    pressed = row.locator("[aria-pressed=true]")
    assert pressed.count() == 1
    row.locator("[aria-pressed=false]").first.click()
    page.locator("#transcript > li").nth(entries).wait_for()
    settle(page)
    assert known(page) == findings
    assert not page.locator("#editor").is_visible()


def test_a_chip_is_taken_away_and_with_it_what_followed(open_page):
    page = open_page()
    tell(page, "My loss becomes NaN right after the first backward pass")
    assert page.locator("#question .triage").count() == 1
    while known(page):
        count = known(page)
        page.locator("#known .remove").first.click()
        page.locator("#known > [data-known]").nth(count - 1).wait_for(state="detached")
        settle(page)
    assert page.locator("#question .triage").count() == 0


def test_the_language_is_switched_in_the_middle(open_page):
    page = open_page()
    tell(page, WORDS["en"]["say"])
    answer(page, "present")
    cause = leading(page)
    page.click("#language")
    page.wait_for_selector("html[lang=zh]")
    page.locator("#question fieldset, #fixes .fix").first.wait_for()
    settle(page)
    assert leading(page) == cause
    assert page.locator("#transcript > li.answered").count() == 1
    for place in ("#question", "#causes", "#known", "#fixes"):
        assert re.search("[一-鿿]", page.locator(place).inner_text()), place
    answer(page)


def test_what_did_not_help_is_told_and_moves_the_causes(open_page):
    page = open_page()
    tell(page, WORDS["en"]["say"])
    before = shares(page)
    open_first_fix(page)
    page.locator("#fixes [data-outcome=no_change]").first.click()
    page.locator("#transcript > li.tried").wait_for()
    settle(page)
    assert shares(page) != before


def test_code_is_copied_whole(open_page, server):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    tell(page, WORDS["en"]["say"])
    open_first_fix(page)
    box = page.locator("#fixes .code").first
    box.locator("button").click()
    box.locator("[role=status]", has_text="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == box.locator("code").text_content()


def test_deleting_forgets_the_consultation(open_page):
    page = open_page()
    tell(page, WORDS["en"]["say"])
    kept = page.url
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("#menu summary")
    page.click("#delete")
    page.wait_for_selector("body:not(.started)")
    assert "#c=" not in page.url
    assert page.request.get(kept.replace("#c=", "api/v1/consultations/")).status in (404, 410)


@pytest.mark.parametrize(
    ("form", "opening"), [("html", "<!doctype html>"), ("markdown", "# "), ("json", "{")]
)
def test_the_report_is_downloaded(open_page, form, opening):
    page = open_page()
    tell(page, WORDS["en"]["say"])
    page.click("#menu summary")
    with page.expect_download() as download:
        page.click(f"[data-report={form}]")
    assert download.value.path().read_text().startswith(opening)


def test_a_symptom_is_found_by_search_and_recorded(open_page):
    page = open_page()
    page.locator("summary", has_text="Search all").click()
    page.fill("#search", "nan")
    page.locator("#found button", has_text="NaN").first.click()
    page.wait_for_selector("body.started")
    assert known(page) >= 1


def test_an_answer_that_cannot_be_is_refused_in_words_and_nothing_is_lost(open_page):
    page = open_page(refused=413)
    page.fill("#input", "x" * 60_000)
    page.click("#say button[type=submit]")
    page.locator("#status", has_text="50").wait_for()
    assert len(page.input_value("#input")) == 60_000


def test_a_share_link_shows_the_consultation_and_lets_nobody_change_it(open_page):
    page = open_page()
    tell(page, WORDS["en"]["say"])
    answer(page)
    page.click("#menu summary")
    page.click("#share")
    page.locator("#shared").wait_for()
    address = page.input_value("#shared")
    own = page.url.split("#c=")[1]
    assert own not in address
    reader = open_page(address)
    reader.locator("#causes [data-cause]").first.wait_for()
    assert shares(reader)
    assert reader.locator("#transcript > li").count() == page.locator("#transcript > li").count()
    for place in ("#say", "#question", "#menu", "#known .remove", ".fix [role=group]"):
        assert not reader.locator(place).first.is_visible(), place
