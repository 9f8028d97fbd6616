"""Fit whether a sentence says yes or no: `python -m eval.fit_leaning`.

Each sentence of the dossiers that the leaner has not learnt from which answers a question of yes or
no is an example: what the rules make of it, and what the leaner does. What is printed is measured
on dossiers that the weights were not fitted on, beside the word of the rules alone.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import typer

import rag
from eval.fit import DOSSIERS, fit
from rag.answer import InlineDocument
from rag.leaning import Models, Way, settled, traits
from rag.polarity import Polarity, polarity
from rag.question import understand
from rag.reader import Leaner, Leaning
from rag.reader.dossiers import Asked, Dossier, Text, every_dossier
from rag.reading import Reading, read
from rag.recoupe import hits_in

WEIGHTS = Path(rag.__file__).parent / "leaning.json"
_PARTS = 6
_WAYS: tuple[tuple[Way, int], ...] = (("yes", 1), ("no", -1))
_RIGHT: Mapping[Polarity, int] = {"affirms": 1, "denies": -1}


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that answers: what the rules and the leaner make of it, and what it says.

    `whether` is 1 for yes, -1 for no, 0 where it leaves that open.
    """

    dossier: str
    rules: Polarity
    leaning: Leaning
    whether: int


@dataclass(frozen=True, slots=True)
class Seen:
    """The same as one of the two models sees it."""

    traits: Mapping[str, float]
    answers: bool
    weight: float = 1.0


def said_in(dossier: Dossier, leaner: Leaner) -> Iterator[Said]:
    """Yield what is said to each wording that asks for yes or no in a dossier."""
    texts = [
        InlineDocument(id=f"{n}", text=" ".join(text.sentences), published_at=_day(text))
        for n, text in enumerate(dossier.texts)
    ]
    readings = {reading.document.id: reading for reading in read(hits_in(texts))}
    for asked in dossier.asked:
        for wording, sign in asked.signs.items():
            yield from _said_to(dossier, asked, wording, sign, readings, leaner)


def _day(text: Text) -> dt.date | None:
    return dt.date.fromisoformat(text.day) if text.day else None


def _said_to(
    dossier: Dossier,
    asked: Asked,
    wording: str,
    sign: int,
    readings: Mapping[str, Reading],
    leaner: Leaner,
) -> Iterator[Said]:
    question = understand(wording)
    if question.asks != "yes_no":
        return
    for number, text in enumerate(dossier.texts):
        told = {g.sentence: g.whether for g in asked.answers if g.text == number}
        known = {place: way for place, way in told.items() if way is not None}
        reading = readings[f"{number}"]
        texts = [
            (text.sentences[place - 1] if place else "", text.sentences[place]) for place in known
        ]
        leanings = leaner.lean(wording, texts)
        for (place, way), leaning in zip(known.items(), leanings, strict=True):
            start = sum(len(sentence) + 1 for sentence in text.sentences[:place])
            here = next((s for s in reading.sentences if s.start <= start < s.end), None)
            if here:
                yield Said(dossier.topic, polarity(question, here), leaning, way * sign)


def fitted(examples: Sequence[Said]) -> Models:
    """Return the two models that fit the examples."""
    return {
        name: fit([Seen(traits(e.rules, e.leaning), e.whether == way) for e in examples])
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
                (told, settled(one.rules, one.leaning, model)),
                (alone, one.rules),
            ):
                if said in _RIGHT:
                    counted[_RIGHT[said] == one.whether] += 1
    for name, counted in (("rules and leaner", told), ("rules alone", alone)):
        yield f"{len(examples)} sentences, {name}: right {counted[True]}, wrong {counted[False]}"


def main() -> None:
    """Fit the weights and write them."""
    leaner = Leaner()
    examples = [one for dossier in every_dossier(DOSSIERS) for one in said_in(dossier, leaner)]
    for line in left_out(examples):
        typer.echo(line)
    found = {name: asdict(weights) for name, weights in fitted(examples).items()}
    WEIGHTS.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
