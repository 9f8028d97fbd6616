"""Fit whether a sentence says yes or no: `python -m eval.fit_leaning`.

Every question of yes or no of the dossiers that the leaner has not learnt from is asked. Each
sentence that is given in answer is an example: what the rules make of it, what the leaner does, and
how likely it was to answer. Sentences that answer nothing are among them, as they are among what
Recoupe gives. What is printed is measured on dossiers that the weights were not fitted on, beside
the word of the rules alone.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path

import typer

import rag
from eval.fit import DOSSIERS, fit
from eval.run import recoupe_over
from rag.answer import InlineDocument
from rag.leaning import Models, Way, settled, traits
from rag.polarity import Polarity, polarity
from rag.question import understand
from rag.reader import Leaning
from rag.reader.dossiers import Asked, Dossier, Text, every_dossier
from rag.reading import read
from rag.recoupe import hits_in
from rag.settings import Settings
from rag.writers.quotes import QuotesWriter

WEIGHTS = Path(rag.__file__).parent / "leaning.json"
_PARTS = 6
_WAYS: tuple[tuple[Way, int], ...] = (("yes", 1), ("no", -1))
_RIGHT: Mapping[Polarity, int] = {"affirms": 1, "denies": -1}


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence given in answer: what rules and leaner make of it, and what it says.

    `score` is how likely it was to answer. `whether` is 1 for yes, -1 for no, 0 where it leaves
    that open or answers nothing.
    """

    dossier: str
    rules: Polarity
    leaning: Leaning
    score: float
    whether: int


@dataclass(frozen=True, slots=True)
class Seen:
    """The same as one of the two models sees it."""

    traits: Mapping[str, float]
    answers: bool
    weight: float = 1.0


def said_in(dossier: Dossier, writer: QuotesWriter) -> Iterator[Said]:
    """Yield what is given in answer to each wording that asks for yes or no in a dossier."""
    hits = hits_in(
        [
            InlineDocument(id=f"{n}", text=" ".join(text.sentences), published_at=_day(text))
            for n, text in enumerate(dossier.texts)
        ]
    )
    readings = {reading.document.id: reading for reading in read(hits)}
    for asked in dossier.asked:
        for wording, sign in asked.signs.items():
            question = understand(wording)
            for proposal in writer.proposals(question, hits):
                number, start = proposal.hit.document.id, proposal.start
                here = next(s for s in readings[number].sentences if s.start == start)
                way = _whether(asked, int(number), _place(dossier.texts[int(number)], here.start))
                if proposal.leaning and way is not None:
                    said = polarity(question, here)
                    yield Said(dossier.topic, said, proposal.leaning, proposal.score, way * sign)


def _day(text: Text) -> dt.date | None:
    return dt.date.fromisoformat(text.day) if text.day else None


def _place(text: Text, start: int) -> int:
    """Which sentence of a text holds the character at `start` of them all, one space apart."""
    ends = accumulate(len(sentence) + 1 for sentence in text.sentences)
    return next(place for place, end in enumerate(ends) if start < end)


def _whether(asked: Asked, text: int, place: int) -> int | None:
    """What a sentence says to a question: nothing, if it does not answer; None if not told."""
    said = [g.whether for g in asked.answers if (g.text, g.sentence) == (text, place)]
    return said[0] if said else 0


def fitted(examples: Sequence[Said]) -> Models:
    """Return the two models that fit the examples."""
    return {
        name: fit([Seen(traits(e.rules, e.leaning, e.score), e.whether == way) for e in examples])
        for name, way in _WAYS
    }


def left_out(examples: Sequence[Said]) -> Iterator[str]:
    """Yield how often yes and no are told, rightly and wrongly, of dossiers not fitted on."""
    dossiers = sorted({one.dossier for one in examples})
    told: Counter[bool] = Counter()
    alone: Counter[bool] = Counter()
    for part in (dossiers[n::_PARTS] for n in range(_PARTS)):
        model = fitted([one for one in examples if one.dossier not in part])
        for one in (one for one in examples if one.dossier in part):
            for counted, said in (
                (told, settled(one.rules, one.leaning, one.score, model)),
                (alone, one.rules),
            ):
                if said in _RIGHT:
                    counted[_RIGHT[said] == one.whether] += 1
    for name, counted in (("rules and leaner", told), ("rules alone", alone)):
        yield f"{len(examples)} sentences, {name}: right {counted[True]}, wrong {counted[False]}"


def main() -> None:
    """Fit the weights and write them."""
    with recoupe_over(Settings()) as open_story, open_story([]) as recoupe:
        writer = QuotesWriter(recoupe.meaning)
        examples = [one for dossier in every_dossier(DOSSIERS) for one in said_in(dossier, writer)]
    for line in left_out(examples):
        typer.echo(line)
    found = {name: asdict(weights) for name, weights in fitted(examples).items()}
    WEIGHTS.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
