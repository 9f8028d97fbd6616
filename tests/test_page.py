"""The chat page in a real browser, over real HTTP."""

import threading

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from api.errors import Starting
from rag.errors import WriterBusy
from tests.fake_recoupe import ANSWER, TEXTS, FakeRecoupe, Text, rewritten

NARROW: ViewportSize = {"width": 390, "height": 844}


def ask(page: Page, question: str = "How high was the flood?") -> None:
    """Ask, and wait for the end of the answer."""
    page.get_by_role("textbox", name="Your question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".exchange").last).to_have_attribute("aria-busy", "false")


def test_answer_is_shown_with_its_citations(page: Page) -> None:
    ask(page)
    expect(page.locator(".answer .text")).to_have_text(
        "The sources differ: 4.2 metres\u20601 or 3.6 metres\u20602. "
        "Last autumn: 2.9 metres\u20603."
    )


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.id)
def test_citation_opens_its_document_with_the_quote_marked(page: Page, text: Text) -> None:
    ask(page)
    page.locator(".text .citation").nth(TEXTS.index(text)).click()
    mark = page.locator("#panel mark")
    expect(mark).to_be_in_viewport()
    assert mark.text_content() == text.quote
    assert page.locator("#panel .document").text_content() == text.text


def test_marked_quote_is_scrolled_to(page: Page, recoupe: FakeRecoupe) -> None:
    text = "A line.\n" * 400 + TEXTS[0].text
    shift = len(text) - len(TEXTS[0].text)
    recoupe.stored["river"] = rewritten(recoupe.stored["river"], text)
    moved = ANSWER.citations[0].model_copy(
        update={
            "start": ANSWER.citations[0].start + shift,
            "end": ANSWER.citations[0].end + shift,
        }
    )
    recoupe.answer = ANSWER.model_copy(update={"citations": (moved, *ANSWER.citations[1:])})
    ask(page)
    page.locator(".text .citation").first.click()
    expect(page.locator("#panel mark")).to_be_in_viewport()


def test_what_surrounds_the_article_is_set_apart(page: Page, recoupe: FakeRecoupe) -> None:
    river = recoupe.stored["river"]
    recoupe.stored["river"] = river.model_copy(update={"body_start": 3, "body_end": 60})
    ask(page)
    page.locator(".text .citation").first.click()
    expect(page.locator("#panel .around")).to_have_text([river.text[:3], river.text[60:]])
    assert page.locator("#panel .document").text_content() == river.text


def test_changed_document_is_not_marked_in_a_wrong_place(page: Page, recoupe: FakeRecoupe) -> None:
    recoupe.stored["river"] = rewritten(recoupe.stored["river"], "Rewritten.")
    ask(page)
    page.locator(".text .citation").first.click()
    expect(page.locator("#panel .error")).to_contain_text("has changed since the answer")
    expect(page.locator("#panel mark")).to_have_count(0)


def test_disagreement_shows_both_sides_with_quotes_and_sources(page: Page) -> None:
    ask(page)
    card = page.locator("[data-kind=contradiction]")
    expect(card.locator(".explanation")).to_have_text(ANSWER.disagreements[0].explanation)
    expect(card.locator(".said")).to_have_text(["4.2 metres", "3.6 metres"])
    expect(card.locator("blockquote")).to_have_text([TEXTS[0].quote, TEXTS[1].quote])
    expect(card.locator("figcaption").first).to_contain_text("The Valley Post, The river rises")


def test_apparent_disagreement_is_told_apart_with_its_reason(page: Page) -> None:
    ask(page)
    card = page.locator(".apparent")
    expect(card.locator("h4")).to_have_text("Not the same subject")
    expect(card.locator(".explanation")).to_have_text(ANSWER.disagreements[1].explanation)


def test_many_apparent_disagreements_are_folded_and_the_real_one_is_not(
    page: Page, recoupe: FakeRecoupe
) -> None:
    real, apparent = ANSWER.disagreements
    recoupe.answer = ANSWER.model_copy(update={"disagreements": (real, *[apparent] * 4)})
    ask(page)
    expect(page.locator(".real")).to_be_visible()
    expect(page.locator(".apparent").first).to_be_hidden()
    page.get_by_text("Apparent disagreements: 4").click()
    expect(page.locator(".apparent")).to_have_count(4)
    expect(page.locator(".apparent").last).to_be_visible()


def test_a_copy_and_a_page_are_told_where_a_citation_stands(
    page: Page, recoupe: FakeRecoupe
) -> None:
    first, second, third = ANSWER.citations
    copy = second.model_copy(update={"page": 3, "copy_of": 1})
    recoupe.answer = ANSWER.model_copy(update={"citations": (first, copy, third)})
    ask(page)
    captions = page.locator(".sources figcaption")
    expect(captions.nth(1)).to_contain_text("p.\u00a03 · same text as [1]")
    expect(captions.nth(0)).not_to_contain_text("same text")
    button = page.locator(".text .citation.copy")
    expect(button).to_have_attribute(
        "aria-label", "Citation 2: What the gauge says (same text as [1])"
    )
    button.click()
    expect(page.locator("#panel .byline")).to_contain_text("p.\u00a03 · same text as [1]")


def test_brackets_that_are_no_citation_stay_text(page: Page, recoupe: FakeRecoupe) -> None:
    recoupe.answer = ANSWER.model_copy(update={"answer": "A note [9] and 4.2 metres [1]."})
    ask(page)
    expect(page.locator(".answer .text")).to_contain_text("A note [9] and 4.2 metres")
    expect(page.locator(".answer .text .citation")).to_have_text(["1"])


def test_without_disagreement_it_says_that_none_was_found(page: Page, recoupe: FakeRecoupe) -> None:
    recoupe.answer = ANSWER.model_copy(update={"disagreements": ()})
    ask(page)
    expect(page.locator(".answer")).to_contain_text("No disagreement was found")


def test_answer_without_evidence_shows_neither_positions_nor_agreement(
    page: Page, recoupe: FakeRecoupe
) -> None:
    recoupe.answer = ANSWER.model_copy(
        update={
            "status": "no_evidence",
            "answer": "No document answers.",
            "positions": (),
            "citations": (),
            "disagreements": (),
        }
    )
    ask(page)
    expect(page.locator(".answer .text")).to_have_text("No document answers.")
    expect(page.locator(".answer .positions")).to_have_count(0)
    expect(page.locator(".answer")).not_to_contain_text("disagreement")


def test_positions_name_their_speakers(page: Page) -> None:
    ask(page)
    expect(page.locator(".positions li").last).to_contain_text("according to Ada Moor")


def test_positions_tell_the_role_of_their_speaker_as_text(page: Page, recoupe: FakeRecoupe) -> None:
    *others, last = ANSWER.positions
    last = last.model_copy(update={"role": "<b>head</b> of the rowing club"})
    recoupe.answer = ANSWER.model_copy(update={"positions": (*others, last)})
    ask(page)
    told = "according to Ada Moor, <b>head</b> of the rowing club · autumn flood"
    expect(page.locator(".positions li").last.locator(".byline")).to_have_text(told)
    expect(page.locator(".apparent .side").last.locator(".byline").first).to_have_text(told)
    expect(page.locator(".answer b")).to_have_count(0)


def test_silent_documents_dropped_claims_and_writer_are_told(page: Page) -> None:
    ask(page)
    expect(page.locator(".consulted")).to_contain_text("New boats for the club")
    expect(page.locator(".dropped")).to_contain_text("1 claim dropped")
    expect(page.locator(".colophon")).to_contain_text("without a model")


def test_a_note_of_the_writer_stands_under_the_answer(page: Page, recoupe: FakeRecoupe) -> None:
    note = "No <b>model</b> is installed. `recoupe models list` names some."
    writer = ANSWER.writer.model_copy(update={"note": note})
    recoupe.answer = ANSWER.model_copy(update={"writer": writer})
    ask(page)
    expect(page.locator(".colophon .note")).to_have_text(
        "No <b>model</b> is installed. recoupe models list names some."
    )
    expect(page.locator(".colophon .note code")).to_have_text("recoupe models list")


def test_a_writer_with_nothing_to_note_notes_nothing(page: Page) -> None:
    ask(page)
    expect(page.locator(".colophon")).to_be_visible()
    expect(page.locator(".colophon .note")).to_have_count(0)


def test_markup_in_a_document_stays_text(page: Page) -> None:
    ask(page)
    page.locator(".text .citation").nth(1).click()
    expect(page.locator("#panel .document")).to_contain_text("<b>failed</b> & was")
    expect(page.locator("#panel .document b")).to_have_count(0)


def test_several_questions_stay_on_the_page(page: Page) -> None:
    ask(page, "First?")
    ask(page, "Second?")
    expect(page.locator(".question")).to_have_text(["First?", "Second?"])
    expect(page.locator(".answer")).to_have_count(2)


def test_refused_question_shows_the_error_in_its_place(page: Page) -> None:
    ask(page, "q" * 2001)
    error = page.locator(".exchange .error")
    expect(error).to_contain_text("The question is too long.")
    expect(error).to_contain_text("at most 2000 characters")


def test_failure_within_a_stream_can_be_tried_again(page: Page, recoupe: FakeRecoupe) -> None:
    recoupe.failure_in_stream = WriterBusy("The queue is full.")
    ask(page)
    expect(page.locator(".exchange .error")).to_contain_text("The service is busy.")
    recoupe.failure_in_stream = None
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".answer")).to_have_count(1)


def test_blank_question_is_not_sent(page: Page, recoupe: FakeRecoupe) -> None:
    page.get_by_role("textbox", name="Your question").fill("  ")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("#question:invalid")).to_have_count(1)
    assert recoupe.asked == []


def test_stopped_answer_keeps_what_was_found(page: Page, recoupe: FakeRecoupe) -> None:
    recoupe.pause = threading.Event()
    page.get_by_role("textbox", name="Your question").fill("How high?")
    page.keyboard.press("Enter")
    expect(page.locator(".claims li")).to_have_count(3)
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".exchange")).to_contain_text("Stopped before the end.")
    recoupe.pause.set()
    expect(page.locator(".claims li")).to_have_count(3)


def test_escape_closes_the_panel_and_gives_the_focus_back(page: Page) -> None:
    ask(page)
    citation = page.locator(".text .citation").first
    citation.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel mark")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(citation).to_be_focused()


def test_panel_walks_through_the_citations(page: Page) -> None:
    ask(page)
    page.locator(".text .citation").first.click()
    page.locator("#panel .walk .citation").nth(1).click()
    expect(page.locator("#panel mark")).to_have_text(TEXTS[1].quote)


def test_end_of_the_answer_is_announced(page: Page) -> None:
    ask(page)
    expect(page.get_by_role("status")).to_have_text("The answer is ready.")


def test_language_follows_the_browser_and_the_switch(browser: Browser, address: str) -> None:
    with browser.new_context(locale="fr-CA") as context:
        page = context.new_page()
        page.goto(address)
        expect(page.get_by_role("button", name="Demander")).to_be_visible()
        page.get_by_role("button", name="English").click()
        expect(page.get_by_role("button", name="Ask")).to_be_visible()
        page.reload()
        expect(page.locator("html")).to_have_attribute("lang", "en")


def test_switching_redraws_the_answers(page: Page) -> None:
    ask(page)
    page.get_by_role("button", name="Français").click()
    expect(page.locator(".apparent h4")).to_have_text("Pas le même sujet")


def test_page_waits_for_a_service_that_is_starting(page: Page, recoupe: FakeRecoupe) -> None:
    recoupe.failure = Starting("Models are being loaded.")
    page.reload()
    expect(page.locator("#library-state")).to_have_text("The service is still starting.")
    recoupe.failure = None
    expect(page.locator("#library-state")).to_have_text("3 documents are ready to be asked.")


def test_narrow_page_never_scrolls_sideways(page: Page) -> None:
    page.set_viewport_size(NARROW)
    ask(page)
    page.locator(".text .citation").first.click()
    expect(page.locator("#panel mark")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_narrow_panel_keeps_the_page_behind_it_out_of_reach(page: Page) -> None:
    page.set_viewport_size(NARROW)
    ask(page)
    page.locator(".text .citation").first.click()
    expect(page.locator("main")).to_have_attribute("inert", "")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("main")).not_to_have_attribute("inert", "")
