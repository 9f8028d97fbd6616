"""What the reader learns from: a question with a text, whose sentences answer it or not."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from index.split import sentences
from rag.reader.dossiers import WHOLE, Asked, Dossier, Text

_SHORTER = 0.25  # of the readings of a text begin or end within it, as in use
_STRANGE = 0.08  # of the questions are put to a text of another dossier


@dataclass(frozen=True, slots=True)
class Example:
    """Wordings of a question, of which one is drawn, and a text: what of each sentence answers.

    `answers` holds for each sentence the spans that answer; None where it does not answer, and
    nothing where it answers as a whole. `group` is what must not be split between learning and
    measuring.
    """

    group: str
    wordings: tuple[str, ...]
    sentences: tuple[str, ...]
    answers: tuple[tuple[tuple[int, int], ...] | None, ...]

    def part(self, start: int, end: int) -> "Example":
        """Return the example with the sentences `start..end` alone."""
        return Example(
            self.group, self.wordings, self.sentences[start:end], self.answers[start:end]
        )


def of_dossier(dossier: Dossier) -> Iterator[Example]:
    """Yield an example for each question and text."""
    for asked in dossier.asked:
        for number, text in enumerate(dossier.texts):
            yield _of_text(dossier.topic, asked, number, text)


def _of_text(group: str, asked: Asked, number: int, text: Text) -> Example:
    answers: list[tuple[tuple[int, int], ...] | None] = [None] * len(text.sentences)
    for given in asked.answers:
        if given.text == number:
            start = text.sentences[given.sentence].find(given.words)
            here = () if given.words == WHOLE else ((start, start + len(given.words)),)
            answers[given.sentence] = (answers[given.sentence] or ()) + here
    wordings = tuple(words for _, words in asked.wordings)
    return Example(group, wordings, tuple(text.sentences), tuple(answers))


def of_squad(path: Path) -> Iterator[Example]:
    """Yield the examples of a file in SQuAD's format; `group` is the article's number.

    Besides its own paragraph, a question is put to the next one of its article.
    """
    for number, article in enumerate(json.loads(path.read_text(encoding="utf-8"))["data"]):
        paragraphs = article["paragraphs"]
        for place, paragraph in enumerate(paragraphs):
            other = paragraphs[(place + 1) % len(paragraphs)]["context"]
            for question in paragraph["qas"]:
                answer = question["answers"][0]
                asked, group = question["question"], f"{path.name} {number}"
                start, said = answer["answer_start"], answer["text"]
                yield _of_paragraph(group, asked, paragraph["context"], (start, start + len(said)))
                if said not in other:
                    yield _of_paragraph(group, asked, other, None)


def _of_paragraph(
    group: str, question: str, context: str, answer: tuple[int, int] | None
) -> Example:
    spans = sentences(context, 0, len(context))
    answers = tuple(
        ((answer[0] - span.start, min(answer[1], span.end) - span.start),)
        if answer and span.start <= answer[0] < span.end
        else None
        for span in spans
    )
    return Example(
        group, (question,), tuple(context[span.start : span.end] for span in spans), answers
    )


def drawn(examples: Sequence[Example], random: Random) -> Iterator[tuple[str, Example]]:
    """Yield every example once, in one of its wordings, now and then shortened or misplaced."""
    for example in random.sample(examples, len(examples)):
        wording, size = random.choice(example.wordings), len(example.sentences)
        if random.random() < _STRANGE:
            other = random.choice(examples)
            if other.group != example.group:
                silent = tuple(None for _ in other.sentences)
                yield wording, Example(other.group, (wording,), other.sentences, silent)
                continue
        if size > 2 and random.random() < _SHORTER:
            start = random.randrange(size - 1)
            yield wording, example.part(start, random.randrange(start + 1, size) + 1)
        else:
            yield wording, example
