"""Contrary words in the place of one another: "ouvert" and "closed", "more" and "less"."""

from collections.abc import Iterator, Mapping

from rag.statements.finding import Finding
from rag.statements.negation import negations
from rag.statements.opposites import Side, contrary, converse, longest, opposed
from rag.statements.statement import Pairing, Statement

Phrase = tuple[int, int, frozenset[Side]]  # first word, how many, its sides


def contraries(pairing: Pairing) -> Iterator[Finding]:
    """Yield contrary words that stand in like surroundings.

    Where one of them is negated and the other is not, they say the same.
    """
    mine, theirs = _phrases(pairing.a, pairing.there), _phrases(pairing.b, pairing.back)
    for i, length, sides in mine:
        for j, their_length, their_sides in theirs:
            a, b = pairing.a.words[i], pairing.b.words[j]
            plain = length == their_length == 1 and opposed(a, b)
            if not plain and not contrary(sides, their_sides):
                continue
            if _negated(pairing.a, i) != _negated(pairing.b, j):
                continue
            if converse(sides, their_sides) and _turned(pairing, i, j):
                continue
            yield Finding(
                "antonym",
                (a.start, pairing.a.words[i + length - 1].end),
                (b.start, pairing.b.words[j + their_length - 1].end),
                clash=True,
                weight=0.4 + 0.6 * max(pairing.near(i, j), min(pairing.cover)),
            )


def _turned(pairing: Pairing, i: int, j: int) -> bool:
    """Whether what stands before a word of `a` stands behind its contrary in `b`, and turned round.

    "The bank lent the airline 200 million", "the airline borrowed 200 million from the bank".
    """
    before = [k for k in pairing.there if k < i]
    behind = [k for k in pairing.there if k > i]
    return any(pairing.there[k] > j for k in before) and any(pairing.there[k] < j for k in behind)


def _phrases(statement: Statement, paired: Mapping[int, int]) -> list[Phrase]:
    """The phrases of the table, and lone words, that have no partner in the other statement.

    What belongs to a value ("more than five") is left to the values to compare.
    """
    found, until = list[Phrase](), 0
    for i in range(len(statement.words)):
        length, sides = longest(statement.words, i)
        covered = all(k in paired for k in range(i, i + length))
        if i < until or (length and covered) or _of_value(statement, i):
            continue
        if length:
            found.append((i, length, sides))
            until = i + length
        elif i in statement.content and i not in paired:
            found.append((i, 1, sides))
    return found


def _of_value(statement: Statement, i: int) -> bool:
    at = statement.words[i].start
    return any(value.start <= at < value.end for value in statement.values)


def _negated(statement: Statement, i: int) -> bool:
    return sum(1 for n in negations(statement) if i in n.scope and not n.wide) % 2 == 1
