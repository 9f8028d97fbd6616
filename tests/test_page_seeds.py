"""The page over a real Recoupe that holds seeds/: what a new user sees first."""

import pytest
from playwright.sync_api import Page, expect

from rag.answer import AskRequest
from rag.recoupe import Recoupe

QUESTION = "how long did the call last?"


@pytest.fixture
def recoupe(over_seeds: Recoupe) -> Recoupe:
    """Serve this one instead of the fake."""
    return over_seeds


@pytest.fixture
def asked(page: Page) -> Page:
    """The page once the question is answered."""
    page.get_by_role("textbox", name="Your question").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".exchange")).to_have_attribute("aria-busy", "false")
    return page


def test_answer_leads_with_the_length_of_the_call(asked: Page) -> None:
    text = asked.locator(".answer .text").text_content() or ""
    assert text.startswith("Nearly two and a half hours")


@pytest.mark.parametrize("index", [0, 1])
def test_citation_opens_its_article_with_the_quote_marked(
    asked: Page, recoupe: Recoupe, index: int
) -> None:
    citation = recoupe.ask(AskRequest(question=QUESTION)).citations[index]
    asked.locator(".answer .text .citation").nth(index).click()
    mark = asked.locator("#panel mark")
    expect(mark).to_be_in_viewport()
    assert mark.text_content() == citation.quote
    whole = recoupe.document(citation.document_id).text
    assert asked.locator("#panel .document").text_content() == whole


def test_the_call_of_july_is_told_apart(asked: Page) -> None:
    card = asked.locator(".apparent[data-kind=different_subject]")
    expect(card).to_be_visible()
    expect(card.locator("blockquote").first).to_contain_text("près de deux heures et demie")
    expect(card.locator("blockquote").last).to_contain_text("environ une heure")
