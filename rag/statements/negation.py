"""Negation on one side: which words each negation covers, and what the other statement says.

A negation covers the verb it stands at and what follows in its clause. It makes a difference where
what it covers is affirmed by the other statement: "n'a pas signé" beside "a signé", but not beside
"a refusé de signer", whose words are covered too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rag.cues import cue
from rag.statements.finding import Finding
from rag.statements.opposites import opposed
from rag.statements.patterns import listed
from rag.statements.quantifiers import quantities
from rag.statements.statement import Pairing, Statement
from rag.words import Word

_FRENCH = re.compile(
    r"\b(?:ne\s|n['’])(?P<verb>(?:[(\w'’)-]+\s){1,5}?)(?P<mark>pas|plus|jamais|rien|aucune?|guère|"
    r"personne|nullement|ni|nulle?)\b(?!\sseulement)",
    re.IGNORECASE,
)
_FRENCH_LONE = re.compile(
    r"(?:\bne\s|\bn['’])(?:\w+\s)?(?P<mark>pas|plus|jamais|rien)\s(?=\w+(?:er|ir|re)\b)"
    r"|\b(?P<none>aucune?|nulle?|pas une? seule?|rien|jamais|personne(?=\sn(?:e\b|['’])))\s"
    r"|\bni\s[^.;:]{1,80}?\bni\s[^.;:]{1,80}?(?P<neither>\bne\s|\bn['’])(?=\w)"
    r"|\b(?P<non>non)[\s-](?=\w)(?!seulement)|\b(?P<no>pas)\s(?=d[e'’]|une?\b|encore\b)",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"n['’]t\b|\b(?:not|never|no|none|nobody|nothing|no one|neither|nor|cannot)\b"
    r"(?!\s(?:only|just))",
    re.IGNORECASE,
)
_OBJECT = re.compile(r"nobody|nothing|none|no one", re.IGNORECASE)
# A clause ends here; "et" and "and" may go on under the negation, and are left out of it. What is
# asked for its reason or way goes without saying: "refused to say why she resigned".
_END = re.compile(
    r"[,;:.!?()»”]|\b(?:mais|but|and|et|alors que|while|whereas|bien que|although|"
    r"pourquoi|why|comment(?!\s\w+(?:er|ir|re)\b)|how(?!\s(?:to|much|many)\b))\b"
)
_PARTS = ("some", "few", "minority", "half", "most", "not_all")
_PART_VALUES = ("count", "percentage", "ratio")
_MOST = 7  # words that carry meaning, under one negation
_STRETCH = 60  # characters that are still shown as one place


@dataclass(frozen=True, slots=True)
class Negation:
    """A negation at `start..end`, with the words (indexes) that carry meaning around it.

    `head` are the first two that it covers, `scope` all of them, and `about` those that stand
    before it in its clause. A `wide` one denies its whole sentence.
    """

    start: int
    end: int
    head: tuple[int, ...]
    scope: frozenset[int]
    about: frozenset[int] = frozenset()
    wide: bool = False


@lru_cache(maxsize=256)
def negations(statement: Statement) -> tuple[Negation, ...]:
    """Return the negations of a statement, in order."""
    text, found = statement.text, list[Negation]()
    marks = _french(text) if statement.language == "fr" else _english(text)
    for start, end, verb in marks:
        scope = covered(statement, end, verb) or _verb_of(statement, start, end)
        if scope and not any(start < other.end and other.start < end for other in found):
            mark = text[start:end].casefold()
            if mark in ("non-", "non "):  # "non-vaccinés": one word, no clause
                found.append(Negation(start, end, scope[:1], frozenset(scope[:1])))
                continue
            about = before(statement, start)
            found.append(Negation(start, end, scope[:2], frozenset(scope), about))
    for match in listed("opposites", "without").finditer(text):
        if _taken_back(statement, match.start(), found):
            continue
        if not any(match.start() < n.end and n.start < match.end() for n in found):
            scope = covered(statement, match.end(), None)
            about = before(statement, match.start())
            found.append(Negation(*match.span(), scope[:1], frozenset(scope), about))
    for match in listed("opposites", "denial").finditer(text):
        if _taken_back(statement, match.start(), found):
            continue
        denied = _denied(statement, match.start(), match.end())
        found.append(Negation(*match.span(), denied[:1], frozenset(denied), wide=True))
    return tuple(sorted((n for n in found if n.scope), key=lambda n: n.start))


def _taken_back(statement: Statement, at: int, found: list[Negation]) -> bool:
    """Whether what negates at an offset is negated itself, as in "did not deny that …".

    That negation then covers the denial alone, and not what is denied.
    """
    for n, negation in enumerate(found):
        if negation.head and statement.words[negation.head[0]].start == at:
            found[n] = replace(negation, scope=frozenset(negation.head[:1]), about=frozenset())
            return True
    return False


def one_sided(pairing: Pairing) -> Iterator[Finding]:
    """Yield each negation that covers what the other statement affirms."""
    yield from _unanswered(pairing)
    yield from (finding.turned for finding in _unanswered(pairing.turned))


def _unanswered(pairing: Pairing) -> Iterator[Finding]:
    mine, theirs, shares = negations(pairing.a), negations(pairing.b), quantities(pairing.a)
    for negation in mine:
        if any(_undone(negation, other) for other in mine if other is not negation):
            continue
        if any(q.name == "not_all" and q.start <= negation.start < q.end for q in shares):
            continue  # how many are meant is for the quantifiers to compare
        if _of_some(pairing.a, negation.start) and _of_some(pairing.b, len(pairing.b.text)):
            continue  # "some did not" beside "three did"
        covered = [i for i in negation.scope if i in pairing.there]
        about = [i for i in negation.about if i in pairing.there]
        if (not covered and len(about) < 2) or _opposite(pairing, negation):
            continue
        if any(_answered(pairing, negation, other) for other in theirs):
            continue
        headed = any(i in pairing.there for i in negation.head)
        fewest = min(len(negation.scope) + len(negation.about), len(pairing.b.content))
        share = min(1.0, (len(covered) + len(about)) / fewest)
        words = [pairing.b.words[pairing.there[i]] for i in covered or about]
        yield Finding(
            "negation",
            _stretch(pairing.a, negation),
            _run(words),
            clash=True,
            weight=share * (1.0 if headed else 0.7) * (0.7 if negation.wide else 1.0),
        )


def _undone(negation: Negation, other: Negation) -> bool:
    """Whether one of two negations takes back the other: "it is not true that they failed to"."""
    wide, narrow = (negation, other) if negation.wide else (other, negation)
    follows = wide.wide and not narrow.wide and narrow.start > wide.start
    return follows and bool(narrow.scope & wide.scope)


def _of_some(statement: Statement, until: int) -> bool:
    """Whether a statement speaks, before an offset, of some of a class and not of all or none."""
    some = any(q.start < until and q.name in _PARTS for q in quantities(statement))
    return some or any(v.start < until and v.kind in _PART_VALUES for v in statement.values)


def _run(words: Sequence[Word]) -> tuple[int, int]:
    """From the first to the last of the words, or the first alone where they lie far apart."""
    first, last = min(words, key=lambda w: w.start), max(words, key=lambda w: w.start)
    return first.start, last.end if last.end - first.start <= _STRETCH else first.end


def _answered(pairing: Pairing, mine: Negation, other: Negation) -> bool:
    """Whether the other statement negates the same."""
    shared = [i for i in mine.scope if pairing.there.get(i) in other.scope]
    return bool(shared)


def _opposite(pairing: Pairing, negation: Negation) -> bool:
    """Whether the other statement has the contrary of what is negated: "pas ouvert", "fermé"."""
    return any(
        opposed(pairing.a.words[i], pairing.b.words[j])
        for i in negation.head
        if i not in pairing.there
        for j in pairing.alone[1]
    )


def _stretch(statement: Statement, negation: Negation) -> tuple[int, int]:
    """From the mark of the negation to the first word it covers, or the other way round."""
    words = [statement.words[i] for i in negation.head[:1]]
    if negation.wide or not words:
        return negation.start, negation.end
    return min(negation.start, words[0].start), max(negation.end, words[0].end)


def _french(text: str) -> list[tuple[int, int, tuple[int, int] | None]]:
    found: list[tuple[int, int, tuple[int, int] | None]] = [
        (m.start(), m.end(), m.span("verb")) for m in _FRENCH.finditer(text)
    ]
    for m in _FRENCH_LONE.finditer(text):
        if not any(start < m.end() and m.start() < end for start, end, _ in found):
            found.append((m.start(), m.end(), None))
    return found


def _english(text: str) -> list[tuple[int, int, tuple[int, int] | None]]:
    return [(m.start(), m.end(), None) for m in _ENGLISH.finditer(text)]


def covered(statement: Statement, end: int, verb: tuple[int, int] | None = None) -> tuple[int, ...]:
    """Return the words that carry meaning from an offset to the end of its clause, a verb first."""
    content = set(statement.content)
    stop = _END.search(statement.text, end)
    until = stop.start() if stop else len(statement.text)
    first = statement.within(*verb) if verb else ()
    after = statement.within(end, until)
    return tuple(i for i in (*first, *after) if i in content)[:_MOST]


def _verb_of(statement: Statement, start: int, end: int) -> tuple[int, ...]:
    """The verb whose object an English negation is, at the end of a clause: "killed nobody"."""
    if not _OBJECT.fullmatch(statement.text, start, end):
        return ()
    return tuple(sorted(before(statement, start))[-1:])


def before(statement: Statement, start: int) -> frozenset[int]:
    """Return the words that carry meaning from the beginning of its clause to an offset."""
    ends = [match.end() for match in _END.finditer(statement.text, 0, start)]
    content = set(statement.content)
    near = [i for i in statement.within(max(ends, default=0), start) if i in content]
    return frozenset(near[-_MOST:])


def _denied(statement: Statement, start: int, end: int) -> tuple[int, ...]:
    """The words that a denial denies: its whole sentence, or only what it sets itself against.

    "Contrary to what they maintain, he came".
    """
    if not cue("aside").match(statement.text, start):
        return _sentence(statement, start)
    comma = statement.text.find(",", end)
    content = set(statement.content)
    aside = statement.within(end, comma if comma > 0 else len(statement.text))
    return tuple(i for i in aside if i in content)


def _sentence(statement: Statement, at: int) -> tuple[int, ...]:
    """The words that carry meaning of the sentence that holds an offset."""
    text = statement.text
    start = max(text.rfind(". ", 0, at), text.rfind(" ; ", 0, at)) + 1
    end = text.find(". ", at)
    content = set(statement.content)
    return tuple(i for i in statement.within(start, end if end >= 0 else len(text)) if i in content)
