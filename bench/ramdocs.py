"""Measure answers over conflicting documents: RAMDocs (Wang et al. 2025, arXiv 2504.13079).

    python -m bench.ramdocs dev.jsonl

A line of the file is a question with its `gold_answers`, its `wrong_answers` and its `documents`:
snippets of the web that are right, wrong on purpose or beside the matter. Each question is asked
over its documents by the `quotes` writer, as `POST /v1/ask` with inline documents does.

Texts are compared as the data's authors do: in lower case, without punctuation and articles. An
answer is present where its words stand in a row, as whole words ("75" is not in "1975"). They are
looked for in two texts, reported one beside the other:

- `positions`: the short answers of the positions, each by itself;
- `answer`: the whole answer as it is worded, the names of sources and speakers included.

Of each, over all questions:

- strict match: every gold answer is present, and no wrong one;
- covered: every gold answer is present, whatever else is;
- recall: the share of all gold answers that are present;
- wrong shown: the share of questions with a wrong answer present; and of the wrong answers.

Positions are never pruned here: what a document says wrongly is shown, as what that document says.
A system that shows all that its documents say reaches at most the share of questions without any
wrong answer in strict match: the bound. Strict match is reported on those questions too.
"""

import argparse
import json
import re
import string
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from rag.answer import Answer, AskRequest, InlineDocument
from rag.recoupe import Recoupe
from rag.settings import Settings

_ARTICLES = re.compile(r"\b(?:an?|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


class Asked(NamedTuple):
    """A question with its answers, and what was answered."""

    question: str
    gold: list[str]
    wrong: list[str]
    answer: Answer


class Present(NamedTuple):
    """Which gold and which wrong answers are present in one text of an answer."""

    gold: list[bool]
    wrong: list[bool]

    @property
    def strict(self) -> bool:
        """Whether every gold answer is present, and no wrong one."""
        return all(self.gold) and not any(self.wrong)


def normalised(text: str) -> str:
    """Return the text as it is compared, between two spaces."""
    bare = _ARTICLES.sub(" ", text.lower().translate(_NO_PUNCTUATION))
    return f" {' '.join(bare.split())} "


def present(asked: Asked, texts: Sequence[str]) -> Present:
    """Return which answers are present in any of some texts."""
    said = [normalised(text) for text in texts]
    gold, wrong = (
        [any(normalised(answer) in text for text in said) for answer in answers]
        for answers in (asked.gold, asked.wrong)
    )
    return Present(gold, wrong)


def ask_all(path: Path) -> list[Asked]:
    """Return what the `quotes` writer answers to every question of a file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    with TemporaryDirectory() as folder:
        recoupe = Recoupe.open(Settings(data=Path(folder), writer="quotes"))
        recoupe.warm_up()
        asked = [
            Asked(
                row["question"],
                row["gold_answers"],
                sorted(set(row["wrong_answers"])),
                recoupe.ask(_request(row["question"], [d["text"] for d in row["documents"]])),
            )
            for row in rows
        ]
        recoupe.close()
    return asked


def _request(question: str, texts: Sequence[str]) -> AskRequest:
    """A request with the texts; U+0000, which the service refuses as no text, is replaced."""
    documents = tuple(
        InlineDocument(id=f"d{i}", text=text.replace("\0", "\ufffd"))
        for i, text in enumerate(texts)
    )
    return AskRequest(question=question, writer="quotes", documents=documents)


def share(parts: Sequence[bool]) -> str:
    """Return a share as a percentage with what it is of."""
    return f"{100 * sum(parts) / len(parts):5.1f} %  ({sum(parts)} of {len(parts)})"


def report(name: str, found: Sequence[Present]) -> None:
    """Print the figures of one text."""
    unopposed = [each.strict for each in found if not each.wrong]
    print(f"{name}")  # noqa: T201
    print(f"  strict match            {share([each.strict for each in found])}")  # noqa: T201
    print(f"  strict, no wrong listed {share(unopposed)}")  # noqa: T201
    print(f"  covered                 {share([all(each.gold) for each in found])}")  # noqa: T201
    print(f"  recall                  {share([g for each in found for g in each.gold])}")  # noqa: T201
    print(f"  wrong shown, questions  {share([any(each.wrong) for each in found])}")  # noqa: T201
    print(f"  wrong shown, answers    {share([w for each in found for w in each.wrong])}")  # noqa: T201


def misses(asked: Sequence[Asked], found: Sequence[Present]) -> None:
    """Print the questions with a gold answer missing, and what was answered."""
    for each, there in zip(asked, found, strict=True):
        if not all(there.gold):
            missing = [g for g, is_there in zip(each.gold, there.gold, strict=True) if not is_there]
            said = [position.answer for position in each.answer.positions]
            print(f"{each.question}\n  missing {missing}\n  said {said}")  # noqa: T201


def main() -> None:
    """Measure a file and print the figures."""
    parser = argparse.ArgumentParser(description="Measure answers over conflicting documents.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--misses", action="store_true", help="print what is not covered")
    arguments = parser.parse_args()
    asked = ask_all(arguments.file)
    positions = [present(each, [p.answer for p in each.answer.positions]) for each in asked]
    if arguments.misses:
        misses(asked, positions)
    silent = [each.answer.status == "no_evidence" for each in asked]
    times = [each.answer.timings_ms.total for each in asked]
    print(f"questions               {len(asked)}, median {median(times):.0f} ms")  # noqa: T201
    print(f"  abstentions             {share(silent)}")  # noqa: T201
    print(f"  bound of strict match   {share([not each.wrong for each in asked])}")  # noqa: T201
    report("positions", positions)
    report("answer", [present(each, [each.answer.answer]) for each in asked])


if __name__ == "__main__":
    main()
