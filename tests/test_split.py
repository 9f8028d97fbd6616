"""How texts are cut: sentences, headings and passages keep every offset and lose nothing."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Document, Passage, Span
from index.headings import heading_text, headings
from index.split import passages, sentences


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


def document(text: str, start: int = 0, end: int | None = None) -> Document:
    return Document(
        id="d",
        text=text,
        source="invented",
        title="t",
        language="en",
        body_start=start,
        body_end=len(text) if end is None else end,
    )


def ink(text: str) -> str:
    """The text without its white space."""
    return "".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "M. Durand a refusé.",
        "MM. Durand et Petit ont refusé.",
        "M.\u00a0Durand et Mme. Petit ont refusé.",
        "Dr. Martin and Mrs. Hill left with Gen. Ross and Lt. Col. Ames.",
        "Voir p. 12, art. 5 et fig. 3 du rapport.",
        "Ils ont env. 3 kg de miel (cf. annexe).",
        "Né en 44 av. J.-C., il était romain.",
        "Il vend du pain, du vin, etc. et du sel.",
        "The U.S. President met the E.U. Commission.",
        "Apple Inc. Chairman Hill spoke at 5 p.m. in Oslo.",
        "It ended at 5 p.m. Moscow time.",
        "It ended at 9 a.m. Tuesday.",
        "Il part à 5 p. m. de Québec.",
        "J. K. Hill et J.-M. Le Goff ont écrit.",
        "La version 2.3.1 coûte 3,5 millions sur exemple.fr.",
        "« Vraiment ! », dit-elle.",
        "« Vraiment ? » demande-t-elle.",
        "Elle hésite... puis part.",
        "1. Fermer le robinet.",
        "IV. Fermer le robinet.",
        "He was born on Jan. 5 in St. Malo.",
        "Il a couru 10 km en 2 h. 30 ce matin.",
        "J.-C. Martin a refusé.",
        "Voir l’éd. Gallimard de 1990.",
    ],
)
def test_a_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Le prix monte.", "Il vaut 3,5 euros."),
        ("The price rose.", "It is $3.5 million."),
        ("Il vend du pain, du vin, etc.", "Tout est là."),
        ("She lives in Washington, D.C.", "He does not."),
        ("They left the U.S.", "The talks go on."),
        ("He works for Apple Inc.", "She does not."),
        ("Il mesure 2 m.", "Il court."),
        ("It ended at 5 p.m.", "Hill left."),
        ("Il est mort en 44 av. J.-C.", "Rome tremble."),
        ("Il est parti à 5 h.", "Paris dort."),
        ("C’était après un vol.", "Personne ne sait."),
        ("Est-ce vrai ?", "Oui."),
        ("Quoi ?!", "Non…"),
        ("« Je viens. »", "Puis il part."),
        ("“We will see.”", "He left."),
        ('"We will see."', '"Or not."'),
        ("Le pont est fermé.[12]", "La digue tient."),
        ("Il a compté.", "320 moutons dorment."),
        ("Elle part.", "« Il reste » dit-on."),
        ("Elle part.", "– Il reste."),
        ("Le plan B.", "Il échoue."),
        ("Elle vit loin (aux U.S.)", "Paris lui manque."),
    ],
)
def test_two_sentences_are_cut_between(first: str, second: str) -> None:
    assert cut(f"{first} {second}") == [first, second]


def test_a_quotation_is_cut_at_its_inner_sentences() -> None:
    text = "Il dit : « C’est long. J’attends. » Puis il part."
    assert cut(text) == ["Il dit : « C’est long.", "J’attends. »", "Puis il part."]


@pytest.mark.parametrize(
    "text",
    [
        'Interrogée, elle a répondu : "On verra... Je le ferai peut-être".',
        "« On verra… Je le ferai peut-être », a-t-elle répondu.",
        "She answered: “We shall see... I may well do it.”",
    ],
)
def test_a_quotation_that_hesitates_is_not_cut(text: str) -> None:
    assert [text[start:end] for start, end in sentences(text)] == [text]


@pytest.mark.parametrize("text", ["“We shall see…” She left.", "Il pleut… Elle « part »."])
def test_an_ellipsis_outside_a_quotation_ends_a_sentence(text: str) -> None:
    assert len(sentences(text)) == 2


def test_a_newline_ends_a_sentence_without_a_stop() -> None:
    assert cut("Un titre\nune suite\n\n- un point\n- un autre") == [
        "Un titre",
        "une suite",
        "- un point",
        "- un autre",
    ]


def test_spans_are_trimmed_and_count_from_the_whole_text() -> None:
    assert sentences("xxx  One.   Two. \n yyy", 3, 17) == [Span(5, 9), Span(12, 16)]


def test_a_blank_text_has_no_sentences() -> None:
    assert sentences(" \n\t\n") == []


def test_a_short_line_alone_above_a_paragraph_is_a_heading() -> None:
    text = "First paragraph.\n\nA new bridge\n\nThe bridge opened on Monday."
    assert [text[a:b] for a, b in headings(text)] == ["A new bridge"]


def test_a_heading_needs_no_blank_line_above_a_longer_line() -> None:
    text = "Un pont neuf\nLe pont a été ouvert lundi par la maire."
    assert headings(text) == [Span(0, 12)]


def test_section_and_title_are_both_headings() -> None:
    text = "News\nThe old bridge closes\nThe old bridge over the river closed on Monday."
    assert [text[a:b] for a, b in headings(text)] == ["News", "The old bridge closes"]


def test_a_numbered_line_alone_above_a_paragraph_is_a_heading() -> None:
    text = "One paragraph.\n\n2. A new bridge\n\nThe bridge opened on Monday."
    assert [text[a:b] for a, b in headings(text)] == ["2. A new bridge"]


def test_a_markdown_heading_may_have_a_stop() -> None:
    text = "## Who pays?\nThe town pays."
    (line,) = headings(text)
    assert heading_text(text, line) == "Who pays?"


@pytest.mark.parametrize(
    "text",
    [
        "A line with a stop.\n\nThe paragraph below.",
        "The list follows:\n\nThe paragraph below.",
        "- an item without a stop\n\nThe paragraph below.",
        "continued from above\n\nThe paragraph below.",
        "A last line without text below",
        "word " * 17 + "\n\nThe paragraph below.",
        "Apples\n\nPears\n\nPlums\n\nGrapes\n\nThe paragraph below.",
        "The town council has voted\nTo close the old bridge.",
        "---\n\nThe paragraph below.",
        "2025\n\nThe paragraph below.",
        "1. The dam\n\n2. The bridge\n\nThe paragraph below.",
    ],
    ids=[
        "stop",
        "colon",
        "item",
        "lower case",
        "last",
        "long",
        "list",
        "wrapped",
        "rule",
        "number",
        "numbered items",
    ],
)
def test_what_is_no_heading(text: str) -> None:
    assert headings(text) == []


def test_a_heading_starts_a_passage_and_stands_outside_it() -> None:
    text = "Before.\n\nA new bridge\n\nIt opened. It holds."
    assert passages(document(text)) == [
        Passage(id="d-0", document_id="d", start=0, end=7, text="Before."),
        Passage(
            id="d-1",
            document_id="d",
            start=23,
            end=43,
            text="It opened. It holds.",
            heading="A new bridge",
        ),
    ]


def test_headings_above_each_other_are_all_kept() -> None:
    (passage,) = passages(document("# Town\n\n## Bridges\n\nThe old bridge closed."))
    assert passage.heading == "Town – Bridges"


def test_a_heading_serves_every_passage_of_its_section() -> None:
    text = "Bridges\n\n" + "One two three four. " * 20
    assert {passage.heading for passage in passages(document(text), window=10)} == {"Bridges"}


def test_a_passage_holds_no_more_words_than_fit() -> None:
    packed = passages(document("One two three four. " * 40), window=10)
    assert [passage.text for passage in packed] == ["One two three four. One two three four."] * 20


def test_passages_of_a_section_are_balanced() -> None:
    packed = passages(document("One two three. " * 8), window=20)
    assert [len(passage.text.split()) for passage in packed] == [12, 12]


def test_a_remainder_of_a_few_words_joins_the_last_passage() -> None:
    packed = passages(document("One two three four five. " * 4 + "Six."), window=20)
    assert [len(passage.text.split()) for passage in packed] == [21]


def test_a_sentence_longer_than_the_window_stands_alone() -> None:
    long = "Word " * 24 + "end."
    packed = passages(document(f"Short one. {long} Short two."), window=10)
    assert [passage.text for passage in packed] == ["Short one.", long, "Short two."]


def test_a_text_without_punctuation_is_cut_between_words() -> None:
    packed = passages(document("abcd " * 20_000), window=100)
    assert [len(passage.text.split()) for passage in packed] == [100] * 200


def test_a_text_without_spaces_is_cut_too() -> None:
    packed = passages(document("x" * 100_000), window=100)
    assert max(len(passage.text) for passage in packed) <= 5_000
    assert "".join(passage.text for passage in packed) == "x" * 100_000


def test_only_the_body_is_packed() -> None:
    packed = passages(document("Head. One. Two. Tail.", 6, 15))
    assert [(passage.start, passage.text) for passage in packed] == [(6, "One. Two.")]


def test_a_blank_body_has_no_passages() -> None:
    assert passages(document(" \n ")) == []


fragments = st.sampled_from(
    'M.|etc.| | |\n|\n\n|«\u00a0|\u202f»|Oui|Titre|Il part.|U.S.|- |# |J.-C.|3,5|...|?|"|12.|été |'
    "The |\t|\x1f|\u2028".split("|")
)
texts = st.lists(fragments | st.characters(), max_size=60).map("".join)


@given(texts)
def test_sentences_are_ordered_trimmed_and_lose_nothing(text: str) -> None:
    spans = sentences(text)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    pieces = [text[span.start : span.end] for span in spans]
    assert all(piece and piece == piece.strip() for piece in pieces)
    assert "".join(map(ink, pieces)) == ink(text)


@settings(max_examples=200)
@given(texts, st.integers(1, 12))
def test_passages_and_headings_hold_every_character_once(text: str, window: int) -> None:
    body = document(text)
    packed = passages(body, window)
    assert [passage.id for passage in packed] == [f"d-{n}" for n in range(len(packed))]
    assert all(passage.text == text[passage.start : passage.end] for passage in packed)
    spans = sorted([*headings(text), *(Span(p.start, p.end) for p in packed)])
    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert "".join(ink(text[a:b]) for a, b in spans) == ink(text)


@given(texts)
def test_the_sentences_of_a_passage_are_those_of_the_text(text: str) -> None:
    packed = passages(document(text), window=40)
    found = [span for passage in packed for span in sentences(text, passage.start, passage.end)]
    assert sorted(found + [s for line in headings(text) for s in sentences(text, *line)]) == (
        sentences(text)
    )
