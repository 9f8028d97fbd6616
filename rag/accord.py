"""Whether two claims give one answer: one value, one name, or much the same words.

They may be in two languages, and must not be contraries of each other.
"""

from collections.abc import Sequence

from index.lexical import STOP_WORDS
from rag.claims import Claim
from rag.cues import cue
from rag.question import Question
from rag.quotes import quoted
from rag.reading import language_of
from rag.sameness import compare_subjects
from rag.stance import stance
from rag.statements.opposites import opposed
from rag.values.beside import comparable, in_one_unit, unit_of
from rag.values.compare import compare
from rag.values.value import Value
from rag.words import Word, fold, is_met

_IN_WORDS = ("thing", "reason", "open", "place")
_MOST = 0.7  # share of an answer's words that are met if it says the same


def accords(question: Question, a: Claim, b: Claim) -> bool:
    """Return whether two claims give one answer about one subject."""
    verdict = compare_subjects(a.subject, b.subject)
    if a.value and b.value:
        same = _same_value(a.value, b.value)
    elif question.checked and (a.value or b.value):  # that, and "it never took place"
        same = False
    else:
        same = _same_text(question, a, b)
    if not same:
        return verdict.same and question.asks in _IN_WORDS and _same_in_words(a, b)
    # Two reports of one value are of one thing, unless the text is sure that they are not.
    named = question.asks in ("person", "place", "organisation", "thing")
    return verdict.same or ((named or a.value is not None) and not verdict.sure)


def _same_in_words(a: Claim, b: Claim) -> bool:
    """Whether most words of the shorter answer are met in the other, be it in another language."""
    if a.value and b.value:
        return False
    short, long = sorted((_content(a), _content(b)), key=len)
    return share_met(short, long) >= _MOST and not _contrary(a, b) and not _judge_differently(a, b)


def share_met(words: Sequence[Word], others: Sequence[Word]) -> float:
    """Return the share of words, 0 to 1, of which others have the like, in either language."""
    met = sum(is_met(word, others) for word in words)
    return met / len(words) if words else 0.0


def _content(claim: Claim) -> list[Word]:
    """The words of the answer that carry it."""
    stops = STOP_WORDS[language_of(claim.document)]
    words = (w for w in claim.sentence.words if _within(w, claim))
    return [w for w in words if w.folded not in stops and len(w.text) > 2]


def _same_value(a: Value, b: Value) -> bool:
    """Equal, or one figure with and without a hedge ("320", "près de 320")."""
    a, b = in_one_unit(a, b)
    if not comparable(a, b) or (a.kind == "date" and a.unit != b.unit):
        return False  # "15 août" of no year says less than "15 août 2025"
    if compare(a, b) == "equal":
        return True
    if a.figure is None or b.figure is None:
        return False
    return (a.kind, unit_of(a)) == (b.kind, unit_of(b)) and round(a.figure, 6) == round(b.figure, 6)


def _same_text(question: Question, a: Claim, b: Claim) -> bool:
    if question.asks == "yes_no":
        stances = {stance(question, claim) for claim in (a, b)}
        if not stances & {"open", "silent"}:
            return len(stances) == 1
        if len(stances) > 1:
            return False
    x, y = (frozenset(fold(c.answer).replace("-", " ").split()) for c in (a, b))
    if question.asks in ("person", "place", "organisation"):
        return x <= y or y <= x or fold(a.answer).split()[-1] == fold(b.answer).split()[-1]
    if question.asks in ("judgement", "quotation") and _quote_the_same(a, b):
        return True
    share = 0.9 if question.asks == "judgement" or _judge_differently(a, b) else 0.6
    return len(x & y) >= share * min(len(x), len(y)) and not _contrary(a, b)


def _quote_the_same(a: Claim, b: Claim) -> bool:
    """Whether two report the same words of one speaker, in whatever sentence."""
    x, y = (fold(max(quoted(c.answer), key=len, default="")).strip(" ,.") for c in (a, b))
    return bool(x) and x == y and a.speaker is not None and a.speaker == b.speaker


def _contrary(a: Claim, b: Claim) -> bool:
    """Whether a word of one answer is the contrary of a word of the other."""
    x, y = ([w for w in c.sentence.words if _within(w, c)] for c in (a, b))
    return any(opposed(one, other) for one in x for other in y)


def _within(word: Word, claim: Claim) -> bool:
    return claim.at.start <= word.start < claim.at.end


def _judge_differently(a: Claim, b: Claim) -> bool:
    x, y = ({m.group().casefold() for m in cue("judging").finditer(c.answer)} for c in (a, b))
    return bool(x and y and x != y)
