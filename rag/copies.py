"""Claims that only repeat another's words, because their document copies another's text.

Two outlets that print one agency's story are one witness. That two documents share much of their
text is not enough: the later version of a report does so too, and its figures are its own. So the
sentences are compared, and only a claim whose sentence says the same, nearly word for word, is
marked as a copy.
"""

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from index.copies import age, contained, copied
from index.document import Hit
from rag.claims import Claim
from rag.cues import cue
from rag.reading import Sentence
from rag.words import Word, fold

_ALMOST = 0.8  # share of the words of the shorter sentence that stand in the longer, in order
_TELLING = ("negation", "judging")  # words that an edit cannot change without changing what is said


def repeated_passages(hits: Sequence[Hit]) -> dict[int, int]:
    """Return which passages stand whole in a better hit's, each with that (indexes into hits)."""
    return contained([hit.passage.text for hit in hits])


def spread(hits: Sequence[Hit], limit: int) -> list[Hit]:
    """Return `limit` of the hits, in order: passages that repeat others take at most a third.

    More only where there is nothing else. Without this, a story that many outlets copied would
    leave no room for a report of its own; without the third, nobody would see that it was copied.
    """
    repeated = sorted(repeated_passages(hits))
    own = [i for i in range(len(hits)) if i not in repeated]
    copies = repeated[: max(limit // 3, limit - len(own))]
    return [hits[i] for i in sorted([*own[: limit - len(copies)], *copies])]


def mark_copies(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims in their order, those that repeat an earlier document's marked with it."""
    documents = {claim.document.id: claim.document for claim in claims}
    texts = {(a.id, b.id) for a, b in copied(list(documents.values()))}
    witnesses, marked = list[Claim](), list(claims)
    for i in sorted(range(len(claims)), key=lambda i: age(claims[i].document)):
        claim = claims[i]
        repeated = next((w for w in witnesses if _is_copy(w, claim, texts)), None)
        if repeated is None:
            witnesses.append(claim)
        else:
            marked[i] = replace(claim, copy_of=repeated)
    return marked


def _is_copy(a: Claim, b: Claim, texts: set[tuple[str, str]]) -> bool:
    pair = a.document.id, b.document.id  # the first published first, as in `texts`
    return pair in texts and _same_answer(a, b) and repeats(a.sentence, b.sentence)


def _same_answer(a: Claim, b: Claim) -> bool:
    x, y = ({*fold(claim.answer).split()} for claim in (a, b))
    return len(x & y) >= _ALMOST * min(len(x), len(y))


def repeats(a: Sentence, b: Sentence) -> bool:
    """Return whether one sentence stands in the other, nearly word for word.

    Few words may be left out or changed, but no name, no value, no negation and no judgement; the
    longer sentence may say more ("PARIS (AFP) – …").
    """
    short, long = sorted((a, b), key=lambda s: (len(s.words), len(s.values)))
    left, put = _changed(short, long)
    return (
        _told(short) == _told(long)
        and _values(short) <= _values(long)
        and len(left) <= (1 - _ALMOST) * len(short.words)
        and not any(_is_telling(word, short) for word in left)
        and not any(_is_telling(word, long) for word in put)
    )


def _told(sentence: Sentence) -> list[str]:
    found = (match for name in _TELLING for match in cue(name).finditer(sentence.text))
    return [fold(match.group()) for match in found]


def _values(sentence: Sentence) -> set[str]:
    """The values as they are said: "yesterday" is another day in a later document."""
    return {fold(sentence.text[value.start : value.end]) for value in sentence.values}


def _changed(short: Sentence, long: Sentence) -> tuple[list[Word], list[Word]]:
    """The words of the first that the second lacks in their place, and what it has instead."""
    x, y = ([word.folded for word in sentence.words] for sentence in (short, long))
    codes = SequenceMatcher(None, x, y, autojunk=False).get_opcodes()
    lost = [(i, j, k, m) for tag, i, j, k, m in codes if tag in ("replace", "delete")]
    return (
        [word for i, j, _, _ in lost for word in short.words[i:j]],
        [word for _, _, k, m in lost for word in long.words[k:m]],
    )


def _is_telling(word: Word, sentence: Sentence) -> bool:
    """Whether a word is a name or part of a value."""
    return word.name or any(v.start < word.end and word.start < v.end for v in sentence.values)
