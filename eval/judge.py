"""What one answer got right, held against its case: the counts that every measure sums up."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import PurePath

from eval.cases import Case
from eval.match import match
from rag.answer import Answer, Citation, DisagreementKind, Position
from rag.recoupe import Document, Hit

REAL: tuple[DisagreementKind, ...] = ("contradiction", "update", "assessment")

_YES_NO = {"yes": ("yes", "oui", "si"), "no": ("no", "non")}

Relation = tuple[DisagreementKind, frozenset[str]]
"""A kind and the pair it is between: "answer 0" an expected one, "position 3" an unexpected one."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A place where an expected quote stands: `texts[document][start:end] == quote`."""

    answer: int
    document: str
    quote: str
    start: int
    end: int
    speaker: tuple[str | None, ...]

    def meets(self, document: str, start: int, end: int) -> bool:
        """Whether it shares a character with `start..end` of a document."""
        return document == self.document and start < self.end and self.start < end


@dataclass(frozen=True, slots=True)
class Asked:
    """A case as it was answered; `hits` is None where nothing was searched.

    `texts` are the story's documents by file name.
    """

    case: Case
    answer: Answer
    hits: Sequence[Hit] | None
    texts: Mapping[str, str]
    latency_ms: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer got right, in counts.

    `gold_of[p]` is the index of the expected answer that position p says, None for none.
    `valid`, `right` have one entry for each citation: verbatim in its document, and resting on an
    expected quote of the answer it stands under. `pairs` are the expected (answer, document)
    pairs, `supported` those with a right citation. `quote_ranks` and `document_ranks` have one
    entry for each expected quote and document: the 1-based rank of the first hit that holds some
    of it, None for none; both are empty where nothing was searched. `speakers[p]` are the ways to
    name who says position p, as in `GoldQuote.speaker`; empty where it cites no expected quote.
    """

    case: Case
    answer: Answer
    latency_ms: float
    gold_of: tuple[int | None, ...]
    valid: tuple[bool, ...]
    right: tuple[bool, ...]
    pairs: frozenset[tuple[int, str]]
    supported: frozenset[tuple[int, str]]
    expected: frozenset[Relation]
    reported: frozenset[Relation]
    quote_ranks: tuple[int | None, ...]
    document_ranks: tuple[int | None, ...]
    speakers: tuple[tuple[str | None, ...], ...]

    @property
    def status_right(self) -> bool:
        """Whether it answered where there is an answer, and abstained where there is none."""
        return self.answer.status == self.case.status

    @property
    def missing(self) -> tuple[int, ...]:
        """The expected answers that no position says."""
        return tuple(i for i in range(len(self.case.answers)) if i not in self.gold_of)

    @property
    def yes_no_right(self) -> bool:
        """Whether it opens with yes where that is expected, or with no; with either where none."""
        opening = re.match(r"\w+", self.answer.answer)
        said = opening.group().casefold() if opening else ""
        return self.case.yes_no is None or said in _YES_NO[self.case.yes_no]

    @property
    def answer_right(self) -> bool:
        """Whether status and yes or no are right, each answer is said, and the first one leads."""
        leads = not self.case.answers or self.gold_of[:1] == (0,)
        return self.status_right and self.yes_no_right and leads and not self.missing

    @property
    def citations_right(self) -> bool:
        """Whether every citation is valid and right, and every expected answer has one."""
        supported = {index for index, _ in self.supported}
        whole = len(supported) == len(self.case.answers)
        return whole and all(self.valid) and all(self.right)

    @property
    def false_contradictions(self) -> frozenset[Relation]:
        """The real disagreements reported between a pair that gold lists as none of the three."""
        listed = {pair for kind, pair in self.expected if kind in REAL}
        return frozenset(
            (kind, pair) for kind, pair in self.reported if kind in REAL and pair not in listed
        )

    @property
    def relations_right(self) -> bool:
        """Whether each expected pair is reported with its kind and no other."""
        pairs = {pair for _, pair in self.expected}
        return self.expected == {relation for relation in self.reported if relation[1] in pairs}

    @property
    def fully_right(self) -> bool:
        """Whether answer, citations and relations are right, with no false contradiction."""
        return (
            self.answer_right
            and self.citations_right
            and self.relations_right
            and not self.false_contradictions
        )


def judge(asked: Asked) -> Verdict:
    """Hold an answer against its case; a missing answer is simply wrong."""
    case, answer, texts = asked.case, asked.answer, asked.texts
    gold_of = match(case, answer.positions)
    stretches = list(_stretches(case, texts))
    met = [_met(c, answer.positions, gold_of, stretches, texts) for c in answer.citations]
    ranks = _ranks(asked.hits, stretches, texts) if asked.hits is not None else ((), ())
    return Verdict(
        case=case,
        answer=answer,
        latency_ms=asked.latency_ms,
        gold_of=gold_of,
        valid=tuple(_verbatim(c, texts) for c in answer.citations),
        right=tuple(map(bool, met)),
        pairs=frozenset((s.answer, s.document) for s in stretches),
        supported=frozenset((s.answer, s.document) for one in met for s in one),
        expected=frozenset(_expected(case)),
        reported=frozenset(_reported(answer, gold_of)),
        quote_ranks=ranks[0],
        document_ranks=ranks[1],
        speakers=tuple(
            _speakers(position, gold, answer.citations, met)
            for position, gold in zip(answer.positions, gold_of, strict=True)
        ),
    )


def _stretches(case: Case, texts: Mapping[str, str]) -> Iterator[Stretch]:
    """Yield every place where an expected quote stands in its document."""
    for answer, gold in enumerate(case.answers):
        for quote in gold.quotes:
            for found in re.finditer(re.escape(quote.text), texts[quote.document]):
                yield Stretch(answer, quote.document, quote.text, *found.span(), quote.speaker)


def _verbatim(citation: Citation, texts: Mapping[str, str]) -> bool:
    text = texts.get(_document(citation, texts), "")
    start, end = citation.start, citation.end
    return 0 <= start < end and text[start:end] == citation.quote


def _met(
    citation: Citation,
    positions: Sequence[Position],
    gold_of: Sequence[int | None],
    stretches: Sequence[Stretch],
    texts: Mapping[str, str],
) -> list[Stretch]:
    """Return the expected quotes that a citation rests on, of the answers it stands under."""
    golds = {
        gold
        for position, gold in zip(positions, gold_of, strict=True)
        if citation.number in position.citations
    }
    document = _document(citation, texts)
    return [
        stretch
        for stretch in stretches
        if stretch.answer in golds and stretch.meets(document, citation.start, citation.end)
    ]


def _speakers(
    position: Position,
    gold: int | None,
    citations: Sequence[Citation],
    met: Sequence[Sequence[Stretch]],
) -> tuple[str | None, ...]:
    """Return the ways to name who says a position, of whichever expected quote it cites."""
    cited = (
        stretch
        for citation, stretches in zip(citations, met, strict=True)
        if citation.number in position.citations
        for stretch in stretches
        if stretch.answer == gold
    )
    return tuple(dict.fromkeys(way for stretch in cited for way in stretch.speaker))


def _document(item: Citation | Document, texts: Mapping[str, str]) -> str:
    """Return the file name of a document in its story: the id if it was sent, else its source."""
    name = item.document_id if isinstance(item, Citation) else item.id
    return name if name in texts else PurePath(item.source).name


def _ranks(
    hits: Sequence[Hit], stretches: Sequence[Stretch], texts: Mapping[str, str]
) -> tuple[tuple[int | None, ...], tuple[int | None, ...]]:
    """Return the rank of each expected quote, and of each expected document."""
    quotes: dict[tuple[str, str], int | None] = {(s.document, s.quote): None for s in stretches}
    documents: dict[str, int | None] = {s.document: None for s in stretches}
    for rank, hit in reversed(list(enumerate(hits, start=1))):
        name = _document(hit.document, texts)
        if name in documents:
            documents[name] = rank
        for stretch in stretches:
            if stretch.meets(name, hit.passage.start, hit.passage.end):
                quotes[name, stretch.quote] = rank
    return tuple(quotes.values()), tuple(documents.values())


def _expected(case: Case) -> Iterator[Relation]:
    for disagreement in case.disagreements:
        for a, b in combinations(disagreement.answers, 2):
            yield disagreement.kind, frozenset({f"answer {a}", f"answer {b}"})


def _reported(answer: Answer, gold_of: Sequence[int | None]) -> Iterator[Relation]:
    for disagreement in answer.disagreements:
        ends = [
            f"position {p}" if gold_of[p] is None else f"answer {gold_of[p]}"
            for p in disagreement.positions
        ]
        for a, b in combinations(ends, 2):
            yield disagreement.kind, frozenset({a, b})
