"""What a model's judgement may change: undecided pairs alone, and only where it is sure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from rag.advice import Judgement
from rag.answer import Language
from rag.claims import Claim
from rag.compose import Composer
from rag.compose import worded as pieces_of
from rag.positions import Position, positions
from rag.question import Question, understand
from rag.relate import Relation, relations
from tests.heart import claims, make

COST = "How much did the organ cost?"
APART = Judgement(same=0.02, compatible=0.5)
OPPOSED = Judgement(same=0.98, compatible=0.02)
AGREE = Judgement(same=0.98, compatible=0.98)
UNSURE = Judgement(same=0.7, compatible=0.3)


@dataclass
class Says:
    """An adviser that judges every pair alike, and says `words` for every sentence."""

    judgement: Judgement | None = None
    words: str | None = None
    judged: list[tuple[str, str]] = field(default_factory=list)

    def judge(
        self, question: Question, pairs: Sequence[tuple[Claim, Claim]]
    ) -> list[Judgement] | None:
        self.judged += [(a.answer, b.answer) for a, b in pairs]
        return None if self.judgement is None else [self.judgement for _ in pairs]

    def reword(
        self, question: Question, sentence: str, claims: Sequence[Claim], language: Language
    ) -> str | None:
        return self.words

    def search_words(self, question: Question) -> list[str]:
        return []


def held(question: str, *texts: tuple[str, str | None]) -> list[Position]:
    documents = [make(text, str(n), published=day) for n, (text, day) in enumerate(texts)]
    return positions(understand(question), claims(question, *documents))


def related(adviser: Says | None, question: str, *texts: str) -> list[Relation]:
    found = held(question, *((text, None) for text in texts))
    return list(relations(understand(question), found, adviser))


COSTS = ("The organ cost 30,000 euros.", "The organ cost 48,000 euros.")
FAR = ("The organ cost 300 euros.", "The organ cost 48,000 euros.")
DATED = (
    "The hearing of 4 May 2024 lasted three hours.",
    "The hearing of 9 August 2024 lasted five hours.",
)
LASTED = "How long did the hearing last?"


@pytest.mark.parametrize(
    ("texts", "judgement", "kind"),
    [
        (COSTS, None, "contradiction"),
        (COSTS, UNSURE, "contradiction"),
        (COSTS, OPPOSED, "contradiction"),
        (COSTS, AGREE, "contradiction"),
        (COSTS, APART, "different_subject"),
        (FAR, None, "different_subject"),
        (FAR, UNSURE, "different_subject"),
        (FAR, AGREE, "different_subject"),
        (FAR, APART, "different_subject"),
        (FAR, Judgement(same=0.99, compatible=0.5), "different_subject"),
        (FAR, OPPOSED, "contradiction"),
    ],
)
def test_a_sure_judgement_settles_what_is_undecided(
    texts: tuple[str, str], judgement: Judgement | None, kind: str
) -> None:
    assert [r.kind for r in related(Says(judgement), COST, *texts)] == [kind]


@pytest.mark.parametrize("judgement", [APART, OPPOSED, AGREE])
def test_what_the_rules_are_sure_of_is_not_asked(judgement: Judgement) -> None:
    adviser = Says(judgement)
    assert [r.kind for r in related(adviser, LASTED, *DATED)] == ["different_subject"]
    assert adviser.judged == []


def test_two_names_that_can_both_be_true_do_not_contradict() -> None:
    texts = ("Tomas Berg won the race.", "Ann Hill won the race.")
    who = "Who won the race?"
    assert [r.kind for r in related(Says(UNSURE), who, *texts)] == ["contradiction"]
    assert related(Says(AGREE), who, *texts) == []


def test_all_undecided_pairs_are_asked_together() -> None:
    adviser = Says(UNSURE)
    related(adviser, COST, *COSTS, "The organ cost 90,000 euros.")
    assert len(adviser.judged) == 3


def worded(words: str | None) -> str:
    found = held(COST, (COSTS[0], None))
    composer = Composer(understand(COST), "en", found, [], Says(words=words))
    return "".join(pieces_of(composer.sentences))


def test_words_that_say_the_same_take_the_sentences_place() -> None:
    assert worded("The organ cost 30,000 euros") == "The organ cost 30,000 euros [1]."


@pytest.mark.parametrize(
    "words",
    [None, "", "The organ cost 31,000 euros", "Ann Hill paid 30,000 euros", "« Thirty »"],
)
def test_words_that_the_guard_objects_to_do_not(words: str | None) -> None:
    assert worded(words) == worded(None)
