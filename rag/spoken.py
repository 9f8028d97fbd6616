"""Whether what stands around an answer speaks of what is asked: its words, and what it counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.question import Question, Term
from rag.reading import Reading, Sentence
from rag.values.value import Value
from rag.words import Word, likeness

# How much a word of the question counts by where it is met.
_BEFORE, _HEADING = 0.7, 0.5
_TELLING = 0.5  # weight from which a word of the question tells what it asks
_LIKE = 0.8
_SILENT, _SPOKEN = 0.2, 0.6  # shares of what is asked that are hardly any of it, and most
_ANYBODY = frozenset({"people", "number"})  # nouns of these concepts may count whatever is asked


@dataclass(frozen=True, slots=True)
class Spoken:
    """How much of what is asked is said beside an answer, and at best in its document, 0 to 1."""

    here: float
    at_best: float

    @property
    def elsewhere(self) -> bool:
        """Whether the document speaks of what is asked, but not where the answer stands."""
        return self.here <= _SILENT and self.at_best >= _SPOKEN


def spoken_of(question: Question, reading: Reading, sentence: Sentence) -> Spoken | None:
    """Return how much of what the question asks is said beside the answer, and in its document.

    Names are left out, since texts take them up by pronouns. None where the question has no word
    of weight.
    """
    asked = tuple(t for t in question.terms if not t.word.name and t.weight >= _TELLING)
    if not asked:
        return None
    title = [_HEADING * _best(t, reading.title) for t in asked]
    said = [[_best(t, s.words) for t in asked] for s in reading.sentences]
    index = reading.sentences.index(sentence)
    together = index and reading.sentences[index - 1].paragraph == sentence.paragraph
    before = [_BEFORE * m for m in said[index - 1]] if together else title
    here = [max(met) for met in zip(title, before, said[index], strict=True)]
    weights = [t.weight for t in asked]
    return Spoken(_share(here, weights), max(_share(met, weights) for met in said))


def _share(met: Sequence[float], weights: Sequence[float]) -> float:
    return sum(m * w for m, w in zip(met, weights, strict=True)) / sum(weights)


def _best(term: Term, text: Sequence[Word]) -> float:
    return max((likeness(term.word, word) for word in text), default=0.0)


def counted(
    question: Question, sentence: Sentence, value: Value | None
) -> tuple[Word, bool] | None:
    """Return the noun that a count counts, and whether it is the one asked for.

    None where the text names none, or one as wide as "people".
    """
    if value is None or value.kind != "count" or not value.unit or not question.counted:
        return None
    nouns = [
        w for w in sentence.words if value.start <= w.start and w.text.casefold() in value.unit
    ]
    noun = next((w for w in nouns if w.end > value.start), None)
    if noun is None or noun.concepts & _ANYBODY:
        return None
    return noun, any(likeness(t.word, noun) >= _LIKE for t in question.counted)
