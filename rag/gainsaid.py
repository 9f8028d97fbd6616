"""Who denies it did not say it: "Who said that the dam would hold?" and "It will not, said Ann"."""

from collections.abc import Callable, Sequence

from rag.candidates import Candidate
from rag.cues import cue, table
from rag.operators import deniers
from rag.polarity import polarity
from rag.question import Question, understand
from rag.reading import Sentence


def without_deniers(
    question: Question, found: Sequence[Sequence[Candidate]]
) -> list[list[Candidate]]:
    """Return the holders, document by document, without those who deny what is asked.

    Of several in one sentence, all are kept: which of them denies it is not told apart.
    """
    denied = _denied(question)
    return [
        [c for c in its if sum(c.sentence == o.sentence for o in its) > 1 or not denied(c.sentence)]
        for its in found
    ]


def _denied(question: Question) -> Callable[[Sentence], bool]:
    """What tells whether a sentence denies what is said, as the question puts it.

    None does where the question itself denies: "who denied that", "that it would not hold".
    """
    asked = question.who_said
    denies = any(word.search(question.text) for word in (cue("negation"), *deniers()))
    if denies or asked is None or not asked.clause:
        return lambda _: False
    said = question.text[asked.at.end :].strip()
    told = understand(said)
    if told.asks != "yes_no":
        told = understand(table("forms")["is_it_true"][question.language] + said)
    stated = told.plainly or told
    return lambda sentence: polarity(stated, sentence) == "denies"
