"""End to end over the articles that come with the repository."""

from pathlib import Path

import pytest

from rag.answer import Answer, AskRequest, InlineDocument
from tests.heart import answers, check_quotes, kinds, open_recoupe

SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.fixture(scope="module")
def articles() -> tuple[InlineDocument, ...]:
    return tuple(
        InlineDocument(id=path.name, text=path.read_text(encoding="utf-8"))
        for path in sorted(SEEDS.glob("*.md"))
    )


def over(articles: tuple[InlineDocument, ...], question: str) -> Answer:
    request = AskRequest(question=question, limit=50, documents=articles)
    return open_recoupe().ask(request)


@pytest.mark.parametrize(
    "question", ["How long did the call last?", "Combien de temps a duré l’appel ?"]
)
def test_two_calls_are_told_apart(articles: tuple[InlineDocument, ...], question: str) -> None:
    answer = over(articles, question)
    assert answers(answer) == ["près de deux heures et demie", "environ une heure"]
    assert kinds(answer) == ["different_subject"]
    assert [citation.document_id[0] for citation in answer.citations] == ["4", "5"]


@pytest.mark.parametrize(
    "question",
    [
        "How long did the call last?",
        "Combien de temps a duré l’appel ?",
        "combien de drones ont été tirés ?",
        "How many drones were launched?",
        "Quand le sommet a-t-il eu lieu ?",
        "What did Putin say about the Tomahawks?",
        "Qui a raconté l’appel ?",
    ],
)
def test_every_quote_over_the_articles_is_verbatim(
    articles: tuple[InlineDocument, ...], question: str
) -> None:
    answer = over(articles, question)
    assert answer.status == "answered"
    check_quotes(answer, {document.id or "": document.text for document in articles})


@pytest.mark.parametrize(
    "question",
    [
        "Qui est le maire de Lyon ?",
        "How long did the 2016 call last?",
        "Combien a coûté l’appel ?",
        "Who won the election?",
        "Quel temps fait-il à Oslo ?",
    ],
)
def test_what_the_articles_do_not_say_is_not_answered(
    articles: tuple[InlineDocument, ...], question: str
) -> None:
    answer = over(articles, question)
    assert answer.status == "no_evidence"
    assert len(answer.consulted) == 6
