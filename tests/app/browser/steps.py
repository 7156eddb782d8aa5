"""What a person does on the page, by role and by name."""

WORDS = {
    "en": {
        "say": "The validation loss goes up while the training loss goes down",
        "send": "Send",
        "other": "中文",
    },
    "zh": {"say": "训练 loss 一直下降，但是验证 loss 越来越高", "send": "发送", "other": "English"},
}


def tell(page, text):
    count = page.locator("#transcript > li").count()
    page.fill("#input", text)
    page.click("#say button[type=submit]")
    page.locator("#transcript > li").nth(count).wait_for()
    settle(page)


def settle(page):
    page.locator("body:not(.busy)").wait_for(state="attached")


def answer(page, choice="unknown"):
    """Answer all that is asked in this turn; how many items there were."""
    items = page.locator("#question fieldset")
    count, entries = items.count(), page.locator("#transcript > li").count()
    for place in range(count):
        wanted = items.nth(place).locator(f"[data-choice={choice}]")
        any_answer = items.nth(place).locator("[data-choice]")
        (wanted if wanted.count() else any_answer).first.click()
    page.locator("#transcript > li").nth(entries).wait_for()
    settle(page)
    return count


def known(page):
    return page.locator("#known > li[data-known]").count()


def leading(page):
    return page.locator("#causes li[data-cause]").first.get_attribute("data-cause")


def open_first_fix(page):
    card = page.locator("#fixes details.fix").first
    if card.get_attribute("open") is None:
        card.locator("summary").first.click()


def shares(page):
    """The probabilities alone, without what moved."""
    texts = page.locator("#causes .share").all_inner_texts()
    return [text.split()[-1] for text in texts]


BUSY = ("receiving", "checking", "queued", "measuring")
MEASURED = 60_000  # milliseconds until the worker has measured small files


def measured(page):
    """Until no file is on its way any more, and something was found."""
    page.locator("#transcript > li.measured").first.wait_for(timeout=MEASURED)
    busy = ", ".join(f"[data-state={state}]" for state in BUSY)
    page.wait_for_selector(f"#uploads:not(:has({busy}))", timeout=MEASURED)
    settle(page)


def try_first_fix(page):
    """Try it on the model, to the end; its curves are open then."""
    open_first_fix(page)
    page.locator("#fixes .fix [data-verb=try]").first.click()
    curves = page.locator("#fixes .curves").first
    curves.wait_for(timeout=MEASURED)
    settle(page)
    curves.locator("summary").first.click()
    curves.locator(".scatterlayer .trace").first.wait_for()
