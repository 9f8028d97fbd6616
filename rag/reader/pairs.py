"""What is learnt of two sentences that answer: whether they are of one thing, and both can be true.

Beside the answers that a dossier relates, sentences that do not answer are learnt from as well:
whatever they speak of, it is another thing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random

from rag.reader.context import told
from rag.reader.dossiers import WHOLE, Asked, Dossier, Given, Kind, Text

_BOTH_TRUE: dict[Kind, int] = {"contradiction": 0, "update": 0, "scope": 1, "precision": 1}
UNKNOWN = -1
_ALONE = 0.5  # of the questions without a stranger beside their answer


@dataclass(frozen=True, slots=True)
class Pair:
    """Wordings of a question, of which one is drawn, and two sentences `told` in answer.

    `same` says whether they are about one event or thing, `fits` whether both can be true of one:
    1, 0, or UNKNOWN.
    """

    wordings: tuple[str, ...]
    texts: tuple[str, str]
    same: int
    fits: int


def pairs_of(dossier: Dossier) -> Iterator[Pair]:
    """Yield every two answers of each question, as far as it is known how they relate."""
    for asked in dossier.asked:
        wordings = tuple(words for _, words in asked.wordings)
        for a, b in combinations(asked.answers, 2):
            if (a.text, a.sentence) != (b.text, b.sentence):
                texts = in_context(dossier, a), in_context(dossier, b)
                same = int(a.subject == b.subject)
                yield Pair(wordings, texts, same, _fits(asked, a, b) if same else UNKNOWN)


def strangers(dossier: Dossier, random: Random) -> Iterator[Pair]:
    """Yield for some questions an answer beside a sentence of the dossier that does not answer."""
    for asked in dossier.asked:
        if random.random() < _ALONE:
            continue
        known = {(given.text, given.sentence) for given in asked.answers}
        others = [
            (n, place)
            for n, text in enumerate(dossier.texts)
            for place in range(len(text.sentences))
            if (n, place) not in known
        ]
        if known and others:
            answer, other = random.choice(sorted(known)), random.choice(others)
            texts = tuple(_sentence(dossier.texts[n], place) for n, place in (answer, other))
            wordings = tuple(words for _, words in asked.wordings)
            yield Pair(wordings, (texts[0], texts[1]), 0, UNKNOWN)


def drawn(dossiers: Sequence[Dossier], random: Random) -> Iterator[tuple[str, Pair]]:
    """Yield every pair of all dossiers once, and strangers, in either order and one wording."""
    found = [pair for dossier in dossiers for pair in pairs_of(dossier)]
    found += [pair for dossier in dossiers for pair in strangers(dossier, random)]
    for pair in random.sample(found, len(found)):
        one, other = random.sample(pair.texts, 2)
        yield random.choice(pair.wordings), Pair(pair.wordings, (one, other), pair.same, pair.fits)


def _fits(asked: Asked, a: Given, b: Given) -> int:
    """Whether two answers about one thing can both be true, as far as that is told."""
    if agree(a, b):
        return 1
    kind = asked.kind(a.subject + a.says, b.subject + b.says)
    return _BOTH_TRUE.get(kind, UNKNOWN) if kind else UNKNOWN


def agree(a: Given, b: Given) -> bool:
    """Return whether two answers about one thing are told to say the same."""
    in_one_word = a.words.casefold() == b.words.casefold() != WHOLE
    return in_one_word or bool(a.says and a.says == b.says)


def in_context(dossier: Dossier, given: Given) -> str:
    """Return the sentence that gives an answer, `told`."""
    return _sentence(dossier.texts[given.text], given.sentence)


def _sentence(text: Text, place: int) -> str:
    whole = " ".join(text.sentences)
    start = sum(len(sentence) + 1 for sentence in text.sentences[:place])
    return told(text.day, whole, start, start + len(text.sentences[place]))
