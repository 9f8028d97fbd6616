"""A claim from a copy of a text is no second witness: it is cited, marked, and counts once."""

from dataclasses import replace

import pytest

from rag.answer import Answer, AskRequest, InlineDocument
from rag.copies import mark_copies, repeats, spread
from rag.positions import positions
from rag.question import understand
from tests.heart import (
    Recited,
    answers,
    ask,
    check_quotes,
    claims,
    hits_of,
    inline,
    kinds,
    make,
    open_recoupe,
    reading,
)
from tests.wires import COPYING, STORIES, Story

FIRE_EN, FIRE_FR, *_ = STORIES
TREATED = "How many workers were treated in Halvern?"
SOIGNES = "Combien d’employés ont été soignés à Halvern ?"


def wire(name: str, text: str = FIRE_EN.text, at: str | None = None) -> InlineDocument:
    return inline(text, name, at, f"Fire in Halvern ({name})")


def copied(answer: Answer) -> dict[str, str]:
    """Which document's citation repeats which other's."""
    by_number = {citation.number: citation.document_id for citation in answer.citations}
    return {
        citation.document_id: by_number[citation.copy_of]
        for citation in answer.citations
        if citation.copy_of
    }


@pytest.mark.parametrize(("question", "story"), [(TREATED, FIRE_EN), (SOIGNES, FIRE_FR)])
@pytest.mark.parametrize("change", ["as it stands", "all at once", "cut by half", "tagged"])
def test_a_copy_is_cited_and_marked(question: str, story: Story, change: str) -> None:
    texts = {"a": story.text, "b": COPYING[change](story.text)}
    answer = ask(question, *(wire(name, text) for name, text in texts.items()))
    assert copied(answer) == {"b": "a"}
    assert [position.citations for position in answer.positions] == [(1, 2)]
    check_quotes(answer, texts)


def test_a_library_marks_copies_like_texts_that_come_with_the_question() -> None:
    recoupe = open_recoupe()
    recoupe.add([wire("a"), wire("b", COPYING["tagged"](FIRE_EN.text))])
    assert copied(recoupe.ask(AskRequest(question=TREATED))) == {"b": "a"}


def test_the_first_published_is_the_original_and_speaks_for_the_position() -> None:
    late, early = wire("a", at="2025-03-05"), wire("b", at="2025-03-04")
    answer = ask(TREATED, late, early)
    assert copied(answer) == {"a": "b"}
    assert [citation.document_id for citation in answer.citations] == ["b", "a"]


def test_a_copy_of_a_copy_repeats_the_original() -> None:
    answer = ask(TREATED, wire("a"), wire("b", COPYING["tagged"](FIRE_EN.text)), wire("c"))
    assert copied(answer) == {"b": "a", "c": "a"}


def test_a_report_of_its_own_with_the_same_sentence_is_a_witness() -> None:
    answer = ask("What did Marta Ellery say?", wire("a"), wire("b", FIRE_EN.rival))
    assert (len(answer.citations), copied(answer)) == (2, {})


@pytest.mark.parametrize(
    ("question", "story", "figure", "missing", "more"),
    [
        ("How many workers are missing?", FIRE_EN, "Nine workers were treated", "Nine", "Fourteen"),
        (
            "Combien d’employés ont disparu ?",
            FIRE_FR,
            "Neuf employés ont été soignés",
            "Neuf",
            "Dix",
        ),
    ],
)
def test_a_new_figure_in_the_same_text_is_an_answer_of_its_own(
    question: str, story: Story, figure: str, missing: str, more: str
) -> None:
    say = {
        "en": "{} workers are missing; they were treated",
        "fr": "{} employés ont disparu ; on en a soigné",
    }
    texts = [story.text.replace(figure, say[story.language].format(n)) for n in (missing, more)]
    answer = ask(
        question, wire("a", texts[0], "2025-03-04T08:00"), wire("b", texts[1], "2025-03-04T20:00")
    )
    assert [said.split()[0] for said in answers(answer)] == [more, missing]
    assert kinds(answer) == ["update"]
    assert copied(answer) == {}


def test_copies_do_not_outvote_an_independent_report() -> None:
    said = FIRE_EN.text.replace("Nine workers", "Eleven workers")
    copies = [wire(name, said) for name in "abc"]
    others = [
        wire("d", "In Halvern nine workers were treated for the effects of smoke, says the mayor."),
        wire("e", "A hospital says that nine workers from Halvern were treated for smoke."),
    ]
    answer = ask(TREATED, *copies, *others)
    assert [len(position.citations) for position in answer.positions] == [2, 3]
    assert answers(answer)[1] == "Eleven workers"


def test_another_answer_from_the_same_sentence_is_no_copy() -> None:
    sentence = "Nine workers were treated for the effects of smoke and two of them were kept"
    said = Recited([("a", sentence, "Nine workers"), ("b", sentence, "two of them")])
    answer = ask("How many were treated?", wire("a"), wire("b"), recoupe=open_recoupe(said))
    assert (len(answer.positions), copied(answer)) == (2, {})


def test_a_position_is_shown_by_the_original_however_well_the_copy_scores() -> None:
    found = claims(TREATED, make(FIRE_EN.text, "a"), make(FIRE_EN.text, "b"))
    original, copy = mark_copies([found[0], replace(found[1], score=9.0)])
    (position,) = positions(understand(TREATED), [copy, original])
    assert position.lead is copy.copy_of is original
    assert position.claims == (original, copy)


def test_a_copy_keeps_no_document_company() -> None:
    text, other = make(FIRE_EN.text, "a"), make(FIRE_EN.rival, "b")
    copy = make(FIRE_EN.text, "c")
    alone = claims("What did Marta Ellery say?", text, other)
    with_copy = claims("What did Marta Ellery say?", text, other, copy)
    company = {claim.document.id: claim.company for claim in with_copy}
    assert company == {**{claim.document.id: claim.company for claim in alone}, "c": company["a"]}


def test_a_passage_that_repeats_another_gives_way_to_one_of_its_own() -> None:
    texts = (FIRE_EN.wire[1], FIRE_EN.wire[1], FIRE_EN.rival, FIRE_EN.wire[1])
    hits = hits_of(*(make(text, name) for text, name in zip(texts, "abcd", strict=True)))
    for limit, chosen in ((1, "a"), (2, "ac"), (3, "abc"), (4, "abcd"), (9, "abcd")):
        assert [hit.document.id for hit in spread(hits, limit)] == list(chosen)


def test_a_passage_with_another_figure_gives_way_to_none() -> None:
    text = FIRE_EN.wire[1]
    hits = hits_of(make(text, "a"), make(text.replace("Nine", "Ten"), "b"), make(text, "c"))
    assert [hit.document.id for hit in spread(hits, 2)] == ["a", "b"]


def test_of_answers_as_well_attested_the_first_published_comes_first() -> None:
    early = inline("Le 4 mai, l’audience a duré cinq heures.", "a", "2024-05-04T12:00")
    late = inline("The hearing of 4 May lasted three hours.", "b", "2024-05-04T13:00")
    undated = inline("The hearing of 4 May lasted nine hours.", "c")
    answer = ask("How long did the hearing of 4 May last?", undated, late, early)
    assert [position.citations for position in answer.positions] == [(1,), (2,), (3,)]
    assert [citation.document_id for citation in answer.citations] == ["a", "b", "c"]


def test_yesterday_means_in_a_copy_what_it_means_in_the_original() -> None:
    text = FIRE_EN.text.replace("before dawn on Tuesday", "yesterday before dawn")
    asked = "When did the fire in Halvern break out?"
    answer = ask(asked, wire("a", text, "2025-03-05"), wire("b", text, "2025-03-07"))
    assert copied(answer) == {"b": "a"}
    (position,) = answer.positions
    assert position.value is not None
    assert position.value.low == "2025-03-04"
    assert answer.disagreements == ()


def test_no_copy_is_marked_where_only_the_copy_was_found() -> None:
    assert copied(ask(TREATED, wire("a", FIRE_EN.wire[2]), wire("b"))) == {}


def test_a_citation_names_its_page() -> None:
    recoupe = open_recoupe()
    recoupe._library.add_all([make(FIRE_EN.text).model_copy(update={"pages": (0, 50)})])
    (citation,) = recoupe.ask(AskRequest(question=TREATED)).citations
    assert citation.page == 2


def test_a_text_without_pages_has_no_page_to_name() -> None:
    (citation,) = ask(TREATED, wire("a")).citations
    assert citation.page is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nine workers were treated on site.", "Nine workers were treated on site."),
        (
            "Nine workers were treated on site.",
            "HALVERN (AFP) – Nine workers were treated on site.",
        ),
        (
            "Nine workers were treated on site.",
            "Nine workers were treated on site, officials said.",
        ),
        ("Nine workers were quickly treated on site.", "Nine workers were treated on site."),
        ("Neuf employés ont été soignés sur place.", "NEUF EMPLOYÉS ont été soignés sur place !"),
        ("Neuf employés ont été soignés sur place.", "Neuf employés ont été traités sur place."),
    ],
)
def test_a_sentence_is_repeated_nearly_word_for_word(one: str, other: str) -> None:
    assert repeated(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nine workers were treated on site.", "Ten workers were treated on site."),
        ("Nine workers were treated on site.", "At least nine workers were treated on site."),
        ("The talks lasted 2 hours in all.", "The talks lasted 2 hours and 30 minutes in all."),
        ("Nine workers were treated on site.", "Nine workers were not treated on site."),
        ("Then Ada Moor won the race in Lund.", "Then Ines Moor won the race in Lund."),
        ("Nine workers were treated on site.", "Nine people of the shop were seen on site."),
        ("Neuf employés ont été soignés hier.", "Neuf employés ont été soignés lundi."),
        ("Neuf employés ont été soignés ici.", "Neuf employés n’ont pas été soignés ici."),
    ],
)
def test_a_sentence_that_says_otherwise_is_no_repetition(one: str, other: str) -> None:
    assert not repeated(one, other)


def repeated(one: str, other: str) -> bool:
    (a,), (b,) = reading(one).sentences, reading(other).sentences
    assert repeats(a, b) == repeats(b, a)
    return repeats(a, b)


def test_copies_leave_room_for_a_report_of_its_own() -> None:
    recoupe = open_recoupe()
    copies = [wire(name, FIRE_EN.wire[1]) for name in "abcde"]
    own = "Firemen said seven workers were treated in Halvern for the smoke of the burning store."
    recoupe.add([*copies, wire("own", own)])
    answer = recoupe.ask(AskRequest(question=TREATED, limit=2))
    assert "own" in {citation.document_id for citation in answer.citations}
