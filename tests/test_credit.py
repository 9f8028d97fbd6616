"""Whose word it is: speakers with their roles, sources named once, and what is shortened."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer import Answer
from rag.compose import Composer, worded
from rag.guard import unsupported
from rag.positions import positions
from rag.question import understand
from rag.relate import relations
from tests.heart import Recited, ask, claims, inline, make, open_recoupe

LASTED = "How long did the hearing last?"
SAID = "The hearing of 4 May 2024 lasted {}, said {}."


def told(*texts: str, question: str = LASTED, language: str = "en") -> str:
    """The answer over texts of publishers A, B, C…, in which each writes on a day of its own."""
    documents = [
        inline(text, "abcdef"[n], f"2024-05-0{5 + n}", publisher=f"The {'ABCDEF'[n]} Post")
        for n, text in enumerate(texts)
    ]
    return ask(question, *documents).answer.replace("\u00a0", " ")


def recited(question: str, *said: tuple[str, str, str]) -> Answer:
    """The answer where a writer proposes (text, quote, answer), each from a document of its own."""
    proposed = [("abcdefghij"[n], quote, answer) for n, (_, quote, answer) in enumerate(said)]
    documents = [inline(text, "abcdefghij"[n]) for n, (text, _, _) in enumerate(said)]
    return ask(question, *documents, recoupe=open_recoupe(Recited(proposed)))


def test_a_speaker_is_named_with_their_role() -> None:
    answer = ask(LASTED, SAID.format("three hours", "Claire Faber, mayor of Corbel"))
    assert answer.answer == "Three hours, according to Claire Faber, mayor of Corbel [1]."
    assert (answer.positions[0].speaker, answer.positions[0].role) == (
        "Claire Faber",
        "mayor of Corbel",
    )


@pytest.mark.parametrize(("other", "positions"), [("Claire Faber", 1), ("Marc Oberlin", 2)])
def test_the_same_words_of_one_speaker_are_one_position(other: str, positions: int) -> None:
    one = "Claire Faber calls the plan “a costly mistake”, which the town will pay for."
    same = (
        f"It would be “a costly mistake”, {other} said on Monday, and nobody in the room objected."
    )
    answer = recited("What did Claire Faber say of the plan?", (one, one, one), (same, same, same))
    assert len(answer.positions) == positions


def test_a_sentence_quoted_whole_is_of_whoever_says_that_one() -> None:
    said = "Work on the bridge has stopped."
    quoted = "Work on the bridge has stopped, said the mayor."
    answer = recited(
        "Has work on the bridge stopped?", (said, said, said), (quoted, quoted, quoted)
    )
    assert [(p.speaker, len(p.citations)) for p in answer.positions] == [(None, 2)]


def test_what_a_named_speaker_says_is_no_role() -> None:
    text = "La maire, Claire Fabre, juge la décision du 4 mai 2024 raisonnable."
    (position,) = ask("Que pense Claire Fabre de la décision ?", text).positions
    assert (position.speaker, position.role) == ("Claire Fabre", "maire")


def test_whom_a_named_speaker_tells_is_no_role() -> None:
    text = "The hearing lasted three hours, its clerk, Claire Faber, told reporters in Corbel."
    (position,) = ask(LASTED, text).positions
    assert (position.speaker, position.role) == ("Claire Faber", "clerk")


def test_a_body_has_no_role() -> None:
    (position,) = ask(LASTED, SAID.format("three hours", "the police")).positions
    assert (position.speaker, position.role) == ("the police", None)


@pytest.mark.parametrize(
    ("before", "role"),
    [
        ("The premier wrote to his Belgian counterpart Claire Faber.", None),
        ("The premier called his counterpart Claire Faber. Mayor Claire Faber agreed.", "mayor"),
    ],
)
def test_that_somebody_is_a_counterpart_is_no_role(before: str, role: str | None) -> None:
    answer = ask(LASTED, f"{before} {SAID.format('three hours', 'Claire Faber')}")
    assert [(p.speaker, p.role) for p in answer.positions] == [("Claire Faber", role)]


def test_a_role_in_another_language_is_quoted() -> None:
    text = "L’audience du 4 mai 2024 a duré trois heures, a déclaré le juge Paul Denner."
    assert ask(LASTED, text).answer == (
        "Three hours (“trois heures”), according to Paul Denner (“juge”) [1]."
    )


def test_a_role_is_told_once() -> None:
    said = told(
        SAID.format("three hours", "Claire Faber, mayor of Corbel"),
        SAID.format("five hours", "Claire Faber, mayor of Corbel"),
    )
    assert said.count("Claire Faber") == 2
    assert said.count("mayor") == 1


def test_the_first_answer_has_its_source_where_others_contradict_it() -> None:
    said = told("The hearing lasted three hours.", "The hearing lasted five hours.")
    assert "hours, according to The A Post (5 May 2024) [1]." in said
    assert "But five hours, according to The B Post (6 May 2024) [2]." in said


def test_sources_that_say_the_same_are_named_together_once() -> None:
    three, five = "The hearing lasted three hours.", "Corbel. The hearing lasted five hours."
    said = told(three, five, "The hearing, in Corbel, lasted five hours in all.")
    assert said.count("five hours") + said.count("Five hours") == 1
    assert "The B Post (6 May 2024) and The C Post (7 May 2024) [" in said


def test_no_source_is_named_where_all_agree() -> None:
    assert told(
        "The hearing lasted three hours.", "It is over. The hearing lasted three hours."
    ) == ("Three hours [1] [2].")


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        (
            "What did Ann Reeve say about the plan?",
            "Ann Reeve, a retired nurse, told the council that the plan was “a waste of money”.",
            "“a waste of money”, according to Ann Reeve, retired nurse [1].",
        ),
        (
            "Qu’a dit Ann Reeve du projet ?",
            "Pour Ann Reeve, infirmière à Corbel, ce projet est « un gâchis sans nom ».",
            "« un gâchis sans nom », selon Ann Reeve, infirmière à Corbel [1].",
        ),
    ],
)
def test_a_verdict_is_said_by_what_is_quoted_of_it(question: str, text: str, said: str) -> None:
    answer = recited(question, (text, text, text))
    assert answer.answer.replace("\u00a0", " ") == said
    assert answer.positions[0].answer == text


def test_of_many_passages_the_last_are_only_pointed_to() -> None:
    texts = (
        "The garden was laid out by monks.",
        "Roses grow along its southern wall.",
        "A pond in the middle holds old carp.",
        "Visitors must leave before dusk falls.",
        "Two gardeners tend every one of these beds.",
        "Its gate has been painted green again.",
    )
    answer = recited("Tell me about the garden", *((text, text, text) for text in texts))
    assert len(answer.positions) == 6
    assert len(answer.sentences) == 5
    assert answer.sentences[-1].text.startswith("See also ")
    assert {n for s in answer.sentences for n in s.citations} == {1, 2, 3, 4, 5, 6}


def test_a_long_quotation_behind_the_first_ends_in_an_ellipsis() -> None:
    long = "The roses in the garden " + "are watered and weeded and pruned " * 10 + "at night."
    answer = recited("Tell me about the garden", ("Rain. The garden is shut.",) * 3, (long,) * 3)
    assert "…”" in answer.sentences[1].text
    assert answer.positions[1].answer == long


@pytest.mark.parametrize(
    ("more", "end"),
    [
        ("at night.", "at night”"),
        (
            "by « the old gardener » and by all of the helpers who came from the town and from the "
            "county to help.",
            "gardener »…”",
        ),
        (
            "by « the old gardener and all of his many helpers from the town, the county and the "
            "parish of the coast » at night.",
            "pruned by…”",
        ),
    ],
)
def test_a_quotation_is_cut_neither_for_a_few_words_nor_within_another(more: str, end: str) -> None:
    start = "The roses in the garden are watered " + "and weeded and watered " * 6 + "and pruned "
    answer = recited(
        "Tell me about the garden", ("Rain. The garden is shut.",) * 3, (start + more,) * 3
    )
    assert end in answer.sentences[1].text


@pytest.mark.parametrize(
    ("question", "text", "answer", "told"),
    [
        (
            "Quel quotidien a publié la liste ?",
            "Mardi, le quotidien Le Courrier a publié la liste.",
            "quotidien Le Courrier",
            "Le quotidien Le Courrier [1].",
        ),
        (
            "Which paper printed the list?",
            "On Tuesday, the daily paper of Corbel printed it.",
            "daily paper of Corbel",
            "The daily paper of Corbel [1].",
        ),
        (
            "Who printed it?",
            "It was printed by the Corbel Echo.",
            "Corbel Echo",
            "Corbel Echo [1].",
        ),
        (
            "Which paper printed the list?",
            "Mardi, le quotidien Le Courrier a publié la liste.",
            "quotidien Le Courrier",
            "“quotidien Le Courrier” [1].",
        ),
    ],
)
def test_a_noun_is_said_with_its_article(question: str, text: str, answer: str, told: str) -> None:
    assert recited(question, (text, text, answer)).answer == told


def test_a_sentence_that_the_guard_objects_to_is_replaced_by_the_quote() -> None:
    (claim,) = claims(LASTED, make("The hearing lasted three hours.", title="The hearing"))
    assert claim.value is not None
    forged = replace(claim, answer="nine hours", value=replace(claim.value, text="nine hours"))
    asked = understand(LASTED)
    held = positions(asked, [forged])
    composer = Composer(asked, "en", held, list(relations(asked, held)))
    assert composer.sentences[0].text == "The text “The hearing”: “The hearing lasted three hours.”"
    assert composer.sentences[0].citations == (1,)


@given(st.lists(st.sampled_from(["two", "three", "five", "nine"]), min_size=1, max_size=6))
def test_every_position_is_cited_and_nothing_is_said_that_is_not(hours: list[str]) -> None:
    documents = [
        make(f"The hearing of {n + 1} May 2024 lasted {hour} hours, said Ann Reeve.", str(n))
        for n, hour in enumerate(hours)
    ]
    asked = understand(LASTED)
    held = positions(asked, claims(LASTED, *documents))
    composer = Composer(asked, "en", held, list(relations(asked, held)))
    cited = {n for sentence in composer.sentences for n in sentence.citations}
    assert cited == {citation.number for citation in composer.citations}
    for position in composer.positions:
        assert position.answer in "".join(worded(composer.sentences)).casefold()
    for sentence in composer.sentences:
        rests_on = [c for p in held for c in p.claims if composer.number(c) in sentence.citations]
        assert unsupported(sentence.text, rests_on, "en") == []


def test_a_question_of_another_language_is_said_to_be_one() -> None:
    composer = Composer(understand("¿Cuánto duró la audiencia?"), "en", [], [])
    assert [sentence.text for sentence in composer.sentences] == [
        "None of the documents that were read answers this question",
        "The question seems to be in Spanish: it was understood as far as search carries",
    ]
