"""How well positions are related when every claim is found: the relations measured by themselves.

    python -m bench.relations eval/cases eval/held_out       # evaluation sets
    python -m bench.relations tests/relations.tsv            # a table of pairs
    python -m bench.relations rag/reader/dossiers/kestrel.txt  # dossiers, where they tell relations
    python -m bench.relations --wrong tests/relations.tsv    # and every pair that is wrong
    python -m bench.relations --rules eval/cases             # by rules alone

A writer proposes exactly the expected answers (of a case, of a dossier's question, or marked in a
pair), so that whatever is wrong is wrong in `rag.subject`, `rag.dating`, `rag.differences`,
`rag.positions`, `rag.relate` or `rag.probable`.

`right` counts pairs: an expected pair is right when it is reported with its kind and no other, a
pair listed as nothing when no real disagreement (contradiction, update, assessment) is reported.
`false` are those reported all the same; `merged` are pairs of answers that share a position,
`split` answers that stand in two, `lost` answers whose claim was not kept.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from eval.cases import Case, load_cases, read_story
from eval.judge import REAL
from eval.match import fold
from index.document import Document, Hit
from index.read import read_text
from index.split import passages
from rag.claims import Claim, answers, verify
from rag.copies import mark_copies
from rag.paired import Relating
from rag.positions import positions
from rag.question import Question, understand
from rag.reader import Relater
from rag.reader.dossiers import WHOLE, Asked, Dossier, Given, Text, read_dossiers
from rag.reading import read
from rag.relate import relations
from rag.writers.writer import Proposal

SAME, NONE = "same", "none"
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:]+)?")


@dataclass(frozen=True)
class Told:
    """A question with its documents, the claims that answer it, and how these relate.

    `proposals` come with the number of the answer that each gives; `kinds` are the expected kinds
    by pair of answers, "none" where it is left out.
    """

    name: str
    question: Question
    hits: Sequence[Hit]
    proposals: Sequence[tuple[int, Proposal]]
    kinds: dict[tuple[int, int], str]


@dataclass
class Count:
    """What came out: how many of what (see the module), and every fault in words."""

    of: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def told_by_case(case: Case, texts: dict[str, str]) -> Told:
    """Return a case of the evaluation set with its expected quotes as the claims."""
    documents = [_document(name, text) for name, text in texts.items()]
    by_id = {name: _hits([d]) for name, d in zip(texts, documents, strict=True)}
    proposals: list[tuple[int, Proposal]] = []
    asked = understand(case.question)
    for n, answer in enumerate(case.answers):
        for quote in answer.quotes:
            start = texts[quote.document].index(quote.text)
            hit = next((h for h in by_id[quote.document] if h.passage.end > start), None)
            said = next((t for t in map(fold, answer.any) if t in fold(quote.text)), None)
            if hit is None or said is None:
                continue
            at = fold(quote.text).index(said)
            text = quote.text[at : at + len(said)] if _short(asked) else quote.text
            proposals.append((n, Proposal(hit, quote.text, text, start)))
    given = range(len(case.answers))
    kinds = {pair: NONE for pair in combinations(given, 2)}
    for disagreement in case.disagreements:
        for a, b in combinations(sorted(disagreement.answers), 2):
            kinds[a, b] = disagreement.kind
    return Told(case.id, asked, _hits(documents), proposals, kinds)


def _short(question: Question) -> bool:
    return question.asks in ("value", "person", "place", "organisation", "thing")


def told_by_row(line: str) -> Told:
    """Return a row of a table of pairs: kind, question, documents, separated by tabs.

    A document is `day title | text`, day and title as far as they are known; answers stand in
    square brackets. "same" means that the answers share a position.
    """
    kind, question, *rest = line.split("\t")
    found: list[Document] = []
    proposals: list[tuple[int, Proposal]] = []
    for n, column in enumerate(rest):
        head, _, marked = column.rpartition(" | ")
        day = _DAY.match(head)
        title = _DAY.sub("", head).strip()
        text = re.sub(r"[\[\]]", "", marked)
        found.append(_document(f"{n}.txt", _with_head(day.group() if day else "", title, text)))
        shift = found[-1].text.index(text)
        for k, match in enumerate(re.finditer(r"\[([^]]+)\]", marked)):
            start = match.start() - 2 * k + shift
            answer = match.group(1)
            proposals.append(
                (len(proposals), Proposal(_hits(found[-1:])[0], answer, answer, start))
            )
    pairs = combinations(range(len(proposals)), 2)
    return Told(question, understand(question), _hits(found), proposals, dict.fromkeys(pairs, kind))


def told_by_question(dossier: Dossier, asked: Asked) -> Told:
    """Return a dossier's question in its first wording, with the answers that tell what they say.

    Two of one subject that say the same share a position; what is said of two subjects is of two.
    """
    found = [_report(n, text) for n, text in enumerate(dossier.texts)]
    given = [each for each in asked.answers if each.says]
    proposals = [
        (n, _proposal(found[each.text], dossier.texts[each.text], each))
        for n, each in enumerate(given)
    ]
    kinds = {
        (a, b): _expected(asked, given[a], given[b]) for a, b in combinations(range(len(given)), 2)
    }
    _, question = asked.wordings[0]
    return Told(
        f"{dossier.topic}: {question}", understand(question), _hits(found), proposals, kinds
    )


def _report(number: int, text: Text) -> Document:
    return _document(f"{number}.txt", _with_head(text.day or "", "", " ".join(text.sentences)))


def _proposal(document: Document, text: Text, given: Given) -> Proposal:
    """The words of an answer as a claim that rests on them; on the sentence where it answers."""
    sentence = text.sentences[given.sentence]
    before = sum(len(earlier) + 1 for earlier in text.sentences[: given.sentence])
    words = sentence if given.words == WHOLE else given.words
    start = document.text.index(text.sentences[0]) + before + sentence.index(words)
    hit = next(h for h in _hits([document]) if h.passage.end > start)
    return Proposal(hit, words, words, start)


def _expected(asked: Asked, a: Given, b: Given) -> str:
    if a.subject != b.subject:
        return "different_subject"
    one, other = a.subject + a.says, b.subject + b.says
    return SAME if one == other else asked.kind(one, other) or NONE


def _with_head(day: str, title: str, text: str) -> str:
    fields = [f"title: {title}"] * bool(title) + [f"published_at: {day}"] * bool(day)
    return "\n".join(["---", *fields, "---", text]) if fields else text


def _document(name: str, text: str) -> Document:
    return read_text(text, id=name, source=name)


def _hits(documents: Sequence[Document]) -> list[Hit]:
    return [Hit(passage=p, document=d, score=1.0) for d in documents for p in passages(d)]


def reported(told: Told, relating: Relating | None = None) -> dict[tuple[int, int], set[str]]:
    """Return what is reported between each two answers; "same" where they share a position.

    An answer whose claim is not kept is in no pair.
    """
    claims: list[Claim] = []
    answer_of: dict[tuple[str, int, int, str], int] = {}
    for n, proposal in told.proposals:
        for claim in verify([proposal], told.question, read(told.hits)):
            if claim and answers(claim, told.question):
                claims.append(claim)
                answer_of[_place(claim)] = n
    held = positions(told.question, mark_copies(claims))
    says = [{answer_of[_place(claim)] for claim in position.claims} for position in held]
    found: dict[tuple[int, int], set[str]] = {}
    for a, b in combinations(sorted({n for said in says for n in said}), 2):
        found[a, b] = {SAME for said in says if {a, b} <= said}
    for relation in relations(told.question, held, relating=relating):
        for a in says[relation.a]:
            for b in says[relation.b] - {a}:
                found[min(a, b), max(a, b)].add(relation.kind)
    for n in {n for said in says for n in said}:
        if sum(n in said for said in says) > 1:
            found[n, n] = {"split"}
    return found


def _place(claim: Claim) -> tuple[str, int, int, str]:
    return claim.document.id, claim.start, claim.end, claim.answer


def measure(everything: Sequence[Told], relating: Relating | None = None) -> Count:
    """Return the counts over all pairs; see the module for their meaning."""
    count = Count()
    for told in everything:
        found = reported(told, relating)
        count.of["split"] += sum(a == b for a, b in found)
        for pair, expected in told.kinds.items():
            kinds = found.get(pair)
            count.of["pairs"] += 1
            if kinds is None:
                count.of["lost"] += 1
            right = kinds is not None and _is_right(expected, kinds)
            count.of["right"] += right
            count.of[f"{expected} right"] += right
            count.of[f"{expected} pairs"] += 1
            count.of["merged"] += expected != SAME and SAME in (kinds or ())
            if kinds and expected not in REAL and kinds & {*REAL}:
                count.of["false"] += 1
            if not right:
                count.faults.append(_fault(told, pair, expected, kinds))
    return count


def _fault(told: Told, pair: tuple[int, int], expected: str, kinds: set[str] | None) -> str:
    said = "lost" if kinds is None else ", ".join(sorted(kinds)) or NONE
    texts = [p.quote for n, p in told.proposals if n in pair]
    return f"{expected} -> {said}: {told.name} {texts}"


def _is_right(expected: str, kinds: set[str]) -> bool:
    if expected == NONE:
        return not kinds & {*REAL, SAME}
    return kinds == {expected}


def tell(path: Path) -> Iterator[Told]:
    """Yield what a folder of cases, a file of dossiers or a table of pairs tells."""
    if path.is_dir():
        texts: dict[str, dict[str, str]] = {}
        for case in load_cases(path):
            story = texts.setdefault(case.story, read_story(path, case.story))
            if case.answers:
                yield told_by_case(case, story)
    elif path.suffix == ".txt":
        for dossier in read_dossiers(path):
            yield from (told_by_question(dossier, asked) for asked in dossier.asked)
    else:
        rows = path.read_text(encoding="utf-8").splitlines()
        yield from (told_by_row(row) for row in rows if row and not row.startswith("#"))


def main() -> None:
    """Print the counts for each path named, and the faults if they are wanted."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--wrong", action="store_true", help="print every pair that is wrong")
    parser.add_argument("--rules", action="store_true", help="do not ask the relater")
    arguments = parser.parse_args()
    relating = None if arguments.rules else Relating(Relater().relate)
    for path in arguments.paths:
        count = measure(list(tell(path)), relating)
        print(path)  # noqa: T201
        for name, number in sorted(count.of.items()):
            print(f"  {name:32}{number:5}")  # noqa: T201
        if arguments.wrong:
            print(*(f"  {fault}" for fault in count.faults), sep="\n")  # noqa: T201


if __name__ == "__main__":
    main()
