"""What is right in an answer and what is not, worked by hand."""

from typing import Literal

import pytest

from eval.cases import Case, GoldAnswer
from eval.match import match, overlap
from eval.measures import (
    answer_accuracy,
    answer_recall,
    citation_precision,
    citation_recall,
    disagreement_precision,
    disagreement_recall,
    speaker_precision,
    speaker_recall,
)
from eval.problems import problems
from rag.answer import (
    Answer,
    Disagreement,
    DisagreementKind,
    Position,
    TypedValue,
)
from tests.judged import (
    BOTH,
    CITED,
    HIGH_A,
    HIGH_B,
    LOW,
    RIGHT,
    TALL,
    answer,
    case,
    citation,
    metres,
    position,
    relates,
    verdict,
)


def test_a_right_answer_is_fully_right() -> None:
    assert verdict(case("contradiction"), RIGHT).fully_right


@pytest.mark.parametrize(
    "given",
    [
        answer(TALL, LOW, citations=CITED, disagreements=(relates("update", 0, 1),)),
        answer(LOW, TALL, citations=CITED[:1], disagreements=(relates("update", 0, 1),)),
        answer(LOW, TALL, citations=CITED),
        answer(
            LOW,
            TALL,
            position("50 m"),
            citations=CITED,
            disagreements=(relates("update", 0, 1), relates("update", 1, 2)),
        ),
    ],
    ids=["wrong lead", "uncited", "relation missing", "false contradiction"],
)
def test_one_fault_keeps_an_answer_from_being_fully_right(given: Answer) -> None:
    assert not verdict(case("update"), given).fully_right


def test_an_apparent_disagreement_that_is_not_listed_is_let_be() -> None:
    both = (relates("update", 0, 1), relates("precision", 1, 2))
    given = answer(LOW, TALL, position("over 40 m"), citations=CITED, disagreements=both)
    assert verdict(case("update"), given).fully_right


@pytest.mark.parametrize(
    ("given", "gold_of"),
    [
        ((LOW, TALL), (0, 1)),
        ((TALL, LOW), (1, 0)),
        ((position("THIRTY metres", value=metres(29, 31)),), (0,)),
        ((position("30\u202fm", value=metres(30, 30)),), (0,)),
        ((position("30 m", value=metres(31, 31)),), (None,)),
        ((position("30 m"),), (None,)),
        ((position("50 m"),), (None,)),
        ((LOW, position("about 30 m", value=metres(28, 32))), (0, 0)),
        ((), ()),
    ],
)
def test_a_position_says_an_answer_by_string_and_value(
    given: tuple[Position, ...], gold_of: tuple[int | None, ...]
) -> None:
    assert match(case(), given) == gold_of


def test_one_position_that_says_both_answers_counts_for_one() -> None:
    assert match(case(), [BOTH]) == (0,)


@pytest.mark.parametrize(
    ("given", "gold_of"),
    [
        ((TALL, BOTH), (1, 0)),
        ((position("50 m"), BOTH, LOW), (None, 1, 0)),
        ((BOTH, LOW), (0, 0)),
    ],
    ids=["free", "moved", "the lead stays"],
)
def test_answers_get_positions_of_their_own_where_they_can(
    given: tuple[Position, ...], gold_of: tuple[int | None, ...]
) -> None:
    assert match(case(), given) == gold_of


def test_typographic_apostrophes_are_folded() -> None:
    gold = case().answers[0].model_copy(update={"any": ("l'été",), "value": None})
    said = Case.model_validate(case().model_dump() | {"answers": (gold,), "disagreements": ()})
    assert match(said, [position("à L’Été 2025")]) == (0,)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (metres(1, 3), metres(3, 5), True),
        (metres(1, 2), metres(3, 5), False),
        (metres(3, 5), metres(1, 2), False),
        (TypedValue(kind="distance", low=4, high=None, unit="m"), metres(3, 5), True),
        (TypedValue(kind="distance", low=6, high=None, unit="m"), metres(3, 5), False),
        (TypedValue(kind="distance", low=3, high=5, unit="s"), metres(3, 5), False),
        (TypedValue(kind="duration", low=3, high=5, unit="m"), metres(3, 5), False),
        (
            TypedValue(kind="count", low=3, high=3, unit="ponts"),
            TypedValue(kind="count", low=3, high=3, unit="bridges"),
            True,
        ),
        (
            TypedValue(kind="date", low="2025-08-01", high="2025-08-31", unit="day"),
            TypedValue(kind="date", low="2025-08-15", high="2025-08-15", unit="day"),
            True,
        ),
        (
            TypedValue(kind="date", low="2025-08-16", high="2025-08-16", unit="day"),
            TypedValue(kind="date", low="2025-08-15", high="2025-08-15", unit="day"),
            False,
        ),
        (
            TypedValue(kind="date", low="2025-08-16", high="2025-08-16", unit="day"),
            TypedValue(kind="date", low=815, high=816, unit="day"),
            False,
        ),
    ],
)
def test_values_overlap(a: TypedValue, b: TypedValue, expected: bool) -> None:
    assert overlap(a, b) is expected


@pytest.mark.parametrize(
    ("expected", "opening", "right"),
    [
        ("yes", "Yes: 30 m [1].", True),
        ("yes", "Oui : 30 m [1].", True),
        ("yes", "Si : 30 m [1].", True),
        ("no", "Non : 30 m [1].", True),
        ("no", "Yes: 30 m [1].", False),
        ("yes", "30 m [1].", False),
        (None, "30 m [1].", True),
    ],
)
def test_an_answer_opens_with_the_expected_yes_or_no(
    expected: Literal["yes", "no"] | None, opening: str, right: bool
) -> None:
    gold = case("contradiction").model_copy(update={"yes_no": expected})
    given = verdict(gold, RIGHT.model_copy(update={"answer": opening}))
    assert (given.yes_no_right, given.fully_right) == (right, right)


def test_an_answer_that_leads_with_the_second_is_wrong() -> None:
    given = verdict(case(), answer(TALL, LOW, citations=CITED))
    assert answer_accuracy([given]) == 0
    assert answer_recall([given]) == 1


def test_an_answer_that_leaves_one_out_is_wrong() -> None:
    given = verdict(case(), answer(LOW, citations=CITED[:1]))
    assert answer_accuracy([given]) == 0
    assert answer_recall([given]) == 0.5


def test_a_citation_is_right_only_under_the_answer_its_quote_gives() -> None:
    swapped = (citation(1, "2-b.md", "42 m"), citation(2, "1-a.md", "30 m"))
    assert verdict(case(), answer(LOW, TALL, citations=swapped)).right == (False, False)


def test_a_citation_beside_the_expected_quote_is_wrong() -> None:
    cited = (citation(1, "1-a.md", "It is old."), citation(2, "2-b.md", "The dam is 42 m high."))
    given = verdict(case(), answer(LOW, TALL, citations=cited))
    assert citation_precision([given]) == 0.5
    assert citation_recall([given]) == 0.5


def test_a_citation_under_no_position_is_wrong() -> None:
    cited = (*CITED, citation(3, "1-a.md", "30 m"))
    assert verdict(case(), answer(LOW, TALL, citations=cited)).right == (True, True, False)


def test_a_quote_that_is_not_at_its_offsets_is_not_valid() -> None:
    shifted = citation(1, "1-a.md", "30 m", shift=1)
    assert verdict(case(), answer(LOW, citations=(shifted,))).valid == (False,)


def test_a_citation_of_an_unknown_document_is_neither_valid_nor_right() -> None:
    unknown = CITED[0].model_copy(update={"source": "elsewhere.md"})
    given = verdict(case(), answer(LOW, citations=(unknown,)))
    assert (given.valid, given.right) == ((False,), (False,))


def test_documents_sent_with_the_question_are_known_by_their_id() -> None:
    sent = CITED[0].model_copy(update={"document_id": "1-a.md", "source": "inline"})
    given = verdict(case(), answer(LOW, citations=(sent,)))
    assert (given.valid, given.right) == ((True,), (True,))


def test_disagreements_count_by_kind_and_pair() -> None:
    wrong_kind = answer(LOW, TALL, disagreements=(relates("update", 0, 1),))
    given = [verdict(case("contradiction"), RIGHT), verdict(case("contradiction"), wrong_kind)]
    assert disagreement_precision(given) == 0.5
    assert disagreement_recall(given) == 0.5
    assert disagreement_precision(given, ["contradiction"]) == 1
    assert disagreement_recall(given, ["update"]) is None


def test_a_disagreement_with_an_unexpected_position_is_no_expected_pair() -> None:
    given = answer(LOW, position("50 m"), disagreements=(relates("contradiction", 0, 1),))
    judged = verdict(case("contradiction"), given)
    assert disagreement_precision([judged]) == 0
    assert disagreement_recall([judged]) == 0


@pytest.mark.parametrize(
    ("expected", "reported", "false"),
    [
        ((), ("contradiction",), True),
        ((), ("assessment",), True),
        ((), ("precision",), False),
        (("scope",), ("contradiction",), True),
        (("update",), ("contradiction",), False),
        (("contradiction",), ("contradiction",), False),
        (("contradiction",), (), False),
    ],
)
def test_false_contradictions(
    expected: tuple[DisagreementKind, ...], reported: tuple[DisagreementKind, ...], false: bool
) -> None:
    given = answer(LOW, TALL, disagreements=tuple(relates(kind, 0, 1) for kind in reported))
    assert bool(verdict(case(*expected), given).false_contradictions) is false


def test_two_positions_with_one_answer_that_contradict_are_a_false_contradiction() -> None:
    given = answer(LOW, LOW, disagreements=(relates("contradiction", 0, 1),))
    assert verdict(case("contradiction"), given).false_contradictions


def test_a_pair_reported_with_two_kinds_is_not_right() -> None:
    both = (relates("update", 0, 1), relates("contradiction", 0, 1))
    given = answer(LOW, TALL, citations=CITED, disagreements=both)
    assert not verdict(case("update"), given).relations_right


@pytest.mark.parametrize(
    ("expected", "reported", "told"),
    [
        ("update", relates("contradiction", 0, 1), "reported contradiction between '30 m' and"),
        ("update", relates("contradiction", 0, 1), "expected update between '30 m' and '42 m',"),
        ("scope", relates("contradiction", 0, 1), "false contradiction: contradiction between"),
        ("scope", relates("assessment", 1, 2), "between '42 m' and '50 m' (unexpected)"),
        ("scope", relates("update", 0, 3), "two positions that both say '30 m'"),
    ],
)
def test_problems_tell_relations_in_words(
    expected: DisagreementKind, reported: Disagreement, told: str
) -> None:
    given = answer(LOW, TALL, position("50 m"), LOW, disagreements=(reported,))
    assert any(told in problem for problem in problems(verdict(case(expected), given)))


def test_problems_tell_a_value_that_was_misread() -> None:
    given = answer(position("30 m", value=metres(3, 3)), position("30 m of height"))
    assert problems(verdict(case(), given))[1:3] == [
        "'30 m' is read as distance 3.0..3.0 m, expected distance 30.0..30.0 m",
        "'30 m of height' is read as no value, expected distance 30.0..30.0 m",
    ]


@pytest.mark.parametrize(
    ("ways", "named", "precision", "recall"),
    [
        (("Roy", "engineer"), "Anne Roy", 1, 1),
        (("Roy", "engineer"), "the Engineer", 1, 1),
        (("Roy", "engineer"), "Marc Le Gall", 0, 0),
        (("Roy", "engineer"), None, None, 0),
        ((None,), None, None, None),
        ((None,), "Anne Roy", 0, None),
        (("Roy", None), None, None, None),
        (("Roy", None), "Anne Roy", 1, None),
        ((), "Anne Roy", None, None),
    ],
)
def test_who_says_it_is_known_of_positions_that_cite_an_expected_quote(
    ways: tuple[str | None, ...], named: str | None, precision: int | None, recall: int | None
) -> None:
    gold = case_said_by(ways)
    low = LOW.model_copy(update={"speaker": named})
    elsewhere = position("50 m", 2).model_copy(update={"speaker": "Marc Le Gall"})
    judged = verdict(gold, answer(low, elsewhere, citations=CITED))
    assert judged.speakers == (ways, ())
    assert speaker_precision([judged]) == precision
    assert speaker_recall([judged]) == recall


def test_a_position_that_cites_two_documents_may_be_put_down_to_either() -> None:
    gold = case_said_by(("Roy",), ("Le Gall", None))
    both = position("30 m", 1, 2).model_copy(update={"speaker": "Marc Le Gall"})
    judged = verdict(gold, answer(both, citations=CITED))
    assert judged.speakers == (("Roy", "Le Gall", None),)
    assert speaker_precision([judged]) == 1


def test_problems_tell_who_is_wrongly_said_to_speak() -> None:
    gold, loud = case_said_by(("Roy", None)), LOW.model_copy(update={"speaker": "Marc Le Gall"})
    told = "'30 m' is put down to 'Marc Le Gall', expected 'Roy' or nobody"
    assert told in problems(verdict(gold, answer(loud, citations=CITED)))
    assert told not in problems(verdict(gold, answer(LOW, citations=CITED)))


def case_said_by(*ways: tuple[str | None, ...]) -> Case:
    """The case with one expected answer, 30 m or 42 m, a quote of each document that has ways."""
    quotes = [
        quote.model_copy(update={"speaker": names})
        for quote, names in zip((HIGH_A, HIGH_B), ways, strict=False)
    ]
    only = GoldAnswer(any=("30 m", "42 m"), quotes=tuple(quotes))
    return case().model_copy(update={"answers": (only,)})
