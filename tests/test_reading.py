"""Documents as they are read for one question."""

import datetime as dt

import pytest

from rag.reading import boundaries, clause, language_of, read
from tests.heart import hits_of, make, reading
from tests.letters import make_document


def test_nothing_is_read_of_nothing() -> None:
    assert read([]) == []


def test_each_document_is_read_once_the_best_first() -> None:
    first, second = make("One is short.", "a"), make("Two is short.\n\nTwo is long.", "b")
    hits = hits_of(second, first, second)
    assert [r.document.id for r in read(hits)] == ["b", "a"]


def test_sentences_stand_at_their_offsets() -> None:
    whole = reading("😀 Titre\n\nL’été vient. Il fait « chaud ».\n\nFin !")
    text = whole.document.text
    assert [s.text for s in whole.sentences] == [text[s.start : s.end] for s in whole.sentences]
    assert "Il fait « chaud »." in [s.text for s in whole.sentences]


def test_sentences_come_in_the_order_of_the_text() -> None:
    document = make("\n\n".join(f"Sentence number {n} is here." for n in range(300)))
    backwards = hits_of(document)[::-1]
    starts = [s.start for s in read(backwards)[0].sentences]
    assert len(backwards) > 1
    assert starts == sorted(starts)


def test_words_and_values_have_offsets_into_the_sentence() -> None:
    sentence = reading("It rained. The flight took 14 hours.").sentences[1]
    (value,) = sentence.values
    assert sentence.text[value.start : value.end] == "14 hours"
    assert [sentence.text[w.start : w.end] for w in sentence.words] == [
        w.text for w in sentence.words
    ]


def test_a_weekday_is_dated_by_the_publication() -> None:
    sentence = reading("The vote was held on Monday.", published="2024-05-08").sentences[0]
    assert sentence.values[0].day == dt.date(2024, 5, 6)


def test_sentences_of_one_paragraph_share_it() -> None:
    one, two, three = reading("First one. Second one.\n\nThird one.").sentences
    assert one.paragraph == two.paragraph != three.paragraph


def test_the_title_and_the_head_introduce_a_document() -> None:
    whole = reading("Rain fell.", title="The Valmont strike")
    assert [w.text for w in whole.title] == ["The", "Valmont", "strike"]
    assert [w.text for w in whole.head] == ["Rain", "fell"]


def test_front_matter_is_not_read() -> None:
    whole = reading("---\ntitle: Secret words\n---\n\nRain fell.")
    assert [s.text for s in whole.sentences] == ["Rain fell."]
    assert [w.text for w in whole.head] == ["Rain", "fell"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le pont a été construit par une entreprise du nord de la France.", "fr"),
        ("The bridge was built by a firm from the north of France.", "en"),
    ],
)
def test_a_text_is_read_by_the_rules_of_its_language(text: str, language: str) -> None:
    assert language_of(make(text)) == reading(text).language == language


def test_a_text_in_neither_language_is_read_as_english() -> None:
    assert language_of(make_document("a", "Die Brücke ist lang.", language="de")) == "en"


def test_clauses_are_parted_by_commas_and_joining_words() -> None:
    text = "It rained, but the match which he won went on"
    assert boundaries(text) == (9, 11, 25)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("rained", "It rained"), ("match", "ut the match "), ("went", "hich he won went on")],
)
def test_a_clause_reaches_to_the_nearest_boundaries(word: str, expected: str) -> None:
    text = "It rained, but the match which he won went on"
    start = text.index(word)
    left, right = clause(text, start, start + len(word))
    assert text[left:right] == expected


def test_a_sentence_without_boundaries_is_one_clause() -> None:
    assert clause("Rain fell", 5, 9) == (0, 9)


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        ("It rose to 6,200 tonnes, they say", 0, "It rose to 6,200 tonnes"),
        ("Une charge de 6,8 millions, dit-il", 0, "Une charge de 6,8 millions"),
        ("En 2024, 12 ponts", 10, " 12 ponts"),
    ],
)
def test_a_comma_within_a_figure_parts_no_clause(text: str, start: int, expected: str) -> None:
    left, right = clause(text, start, start + 1)
    assert text[left:right] == expected
