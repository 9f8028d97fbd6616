"""Between whom a talk or a meeting was."""

import pytest

from rag.candidates import sentences
from rag.partners import between
from rag.question import understand
from rag.support import Weigher
from tests.heart import reading


def kept(asked: str, text: str) -> list[str]:
    """The sentences of a text that may be on the event that the question names."""
    question, read = understand(asked), reading(text)
    (its,) = between(question, [read], [sentences(question, Weigher(question, read))])
    return [candidate.sentence.text for candidate in its]


ANN_CARL = (
    "On Monday, Ann Lee talked with the mayor, Carl Fox. The conversation lasted two hours. "
    "It was held without the prefect, Bob Roy."
)
FRENCH = (
    "Lundi, la ministre Anne Lys a reçu le maire, Carl Fournier, pour un entretien. La "
    "conversation a duré deux heures. Le préfet, Bob Roy, était absent."
)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("How long did Ann Lee and Bob Roy talk?", ANN_CARL),
        ("How long did Lee talk to Roy?", ANN_CARL),
        ("how long did lee talk to roy", ANN_CARL),
        ("Combien de temps Anne Lys et Bob Roy ont-ils discuté ?", FRENCH),
        ("How long did Anne Lys and Bob Roy talk?", FRENCH),
    ],
)
def test_a_talk_with_somebody_else_is_not_told(asked: str, text: str) -> None:
    assert not any("Monday" in one or "hours" in one for one in kept(asked, text))
    assert not any("Lundi" in one or "heures" in one for one in kept(asked, text))


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("How long did Ann Lee and Carl Fox talk?", ANN_CARL),
        ("How long did Fox talk to Lee?", ANN_CARL),
        ("How long did Ann Lee talk?", ANN_CARL),
        ("How long did the talks last?", ANN_CARL),
        ("When did Ann Lee and Bob Roy found the firm?", ANN_CARL),
        ("Combien de temps Lys et Fournier ont-ils discuté ?", FRENCH),
        ("How long did Ann Lee and Bob Roy talk?", "There Ann Lee and Bob Roy met Carl Fox."),
        (
            "How long did Lee and Roy talk?",
            "They talked for an hour, said Carl Fox. So did Ann Lee.",
        ),
    ],
)
def test_a_talk_that_may_be_theirs_is(asked: str, text: str) -> None:
    assert kept(asked, text) != []
