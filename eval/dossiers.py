"""Turn dossiers into stories with cases: `python -m eval.dossiers DOSSIERS.txt… FOLDER`.

The dossiers (`rag.reader.dossiers`) then can be asked and fitted on like the evaluation set. Which
answer leads is not told there, so that the order of the answers of a case means nothing.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rag.reader.dossiers import WHOLE, Asked, Dossier, Given, Text, read_dossiers


def write_stories(path: Path, folder: Path) -> None:
    """Write the dossiers of a file as stories into a folder, each with its cases."""
    for number, dossier in enumerate(read_dossiers(path)):
        write_story(dossier, f"{path.stem}-{number:03}", folder)


def write_story(dossier: Dossier, name: str, folder: Path) -> None:
    """Write the texts of a dossier to `folder/name`, and its questions as cases beside it."""
    story = folder / name
    story.mkdir(parents=True)
    for number, text in enumerate(dossier.texts):
        (story / _file(number)).write_text(_document(text), encoding="utf-8")
    lines = [json.dumps(case, ensure_ascii=False) for case in cases(dossier, name)]
    (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def cases(dossier: Dossier, name: str) -> Iterator[dict[str, Any]]:
    """Yield a case for each question, in each of its wordings in turn."""
    for number, asked in enumerate(dossier.asked):
        language, question = asked.wordings[number % len(asked.wordings)]
        said: dict[str, list[Given]] = defaultdict(list)
        for given in asked.answers:
            said[given.subject + given.says].append(given)
        yield {
            "id": f"{name}-{number}",
            "story": name,
            "language": language,
            "question": question,
            "status": "answered" if said else "no_evidence",
            "answers": [_answer(dossier, its) for its in said.values()],
            "disagreements": list(_disagreements(asked, list(said))),
            "yes_no": _yes_no(asked, question),
        }


def _yes_no(asked: Asked, question: str) -> str | None:
    """What answers a question of yes or no, if all answers say the same."""
    sign = asked.signs.get(question, 0)
    said = {sign * (given.whether or 0) for given in asked.answers}
    return "yes" if said == {1} else "no" if said == {-1} else None


def _answer(dossier: Dossier, said: list[Given]) -> dict[str, Any]:
    sentences = [dossier.texts[given.text].sentences[given.sentence] for given in said]
    words = [
        sentence.rstrip(".") if given.words == WHOLE else given.words
        for given, sentence in zip(said, sentences, strict=True)
    ]
    quotes = [
        {"document": _file(given.text), "text": sentence}
        for given, sentence in zip(said, sentences, strict=True)
    ]
    return {"any": list(dict.fromkeys(words)), "quotes": quotes}


def _disagreements(asked: Asked, said: list[str]) -> Iterator[dict[str, Any]]:
    for a, one in enumerate(said):
        for b, other in list(enumerate(said))[a + 1 :]:
            kind = asked.kind(one, other)
            if one[0] != other[0]:
                yield {"kind": "different_subject", "answers": [a, b]}
            elif kind:
                yield {"kind": kind, "answers": [a, b]}


def _file(number: int) -> str:
    return f"{number + 1}.md"


def _document(text: Text) -> str:
    head = f"---\npublished_at: {text.day}\n---\n\n" if text.day else ""
    return head + " ".join(text.sentences) + "\n"


def main() -> None:
    """Write the stories of all dossiers of the files named."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("dossiers", type=Path, nargs="+")
    parser.add_argument("folder", type=Path)
    told = parser.parse_args()
    for path in told.dossiers:
        write_stories(path, told.folder)


if __name__ == "__main__":
    main()
