"""Reads a question and a text together, and says of sentences and spans whether they answer.

A small llama-shaped model (the card, README.md, says how it came to be) reads the question, then
the sentences. Wherever it is asked, behind a sentence or behind a span within one, the
probability that it gives to yes against no is whether what was just read answers.
"""

import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.chooser.marks import BIAS, END, FITS, NO, SAME, YES
from rag.llama.model import Model, Part
from rag.reader.runs import runs

_QUESTION, _SENTENCE, _RUN = 300, 900, 1200  # characters that are read of each, at most
_EDGE = 1e-6  # no probability is nearer to 0 or 1, since its log-odds are wanted

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Text:
    """A document's sentences, and what is asked of some: by index, the spans that may answer."""

    sentences: Sequence[str]
    asked: Mapping[int, Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Read:
    """What the chooser makes of one sentence and of the spans asked about, in log-odds."""

    answers: float
    spans: Mapping[Span, float]


@dataclass(frozen=True, slots=True)
class Alike:
    """What the chooser makes of two sentences, in log-odds.

    `same` says whether they are about one event or thing, `fits` whether both can be true of one.
    """

    same: float
    fits: float


class Chooser:
    """The chooser at work in a model's process. Thread-safe."""

    def __init__(self, model: Model) -> None:
        """Use a model whose file says that it can read; `close` closes it."""
        self._model = model

    def read(self, question: str, texts: Sequence[Text]) -> list[dict[int, Read]]:
        """Return what is made of the sentences asked about in each text, by their indexes.

        Each is read behind the one before it. Raises WriterUnavailable and WriterBusy.
        """
        runs = [(n, run) for n, text in enumerate(texts) for run in _runs(text)]
        prefix = [Part(_plain(question[:_QUESTION])), Part(END, control=True)]
        branches = [list(_parts(texts[n], run)) for n, run in runs]
        told = self._model.likelihoods(prefix, branches, (YES, NO)) if branches else []
        found: list[dict[int, Read]] = [{} for _ in texts]
        for (n, run), answers in zip(runs, told, strict=True):
            odds = iter([self._odds(yes) for yes, _ in answers])
            for index in run:
                spans = {end: next(odds) for end in _ends(texts[n], index)}
                read = Read(
                    next(odds),
                    {
                        span: spans[span[1]]
                        for span in texts[n].asked.get(index, ())
                        if span[1] in spans
                    },
                )
                if index in texts[n].asked and index not in found[n]:
                    found[n][index] = read
        return found

    def compare(self, question: str, pairs: Sequence[tuple[str, str]]) -> list[Alike]:
        """Return what is made of two sentences each (`rag.reader.context.told`), in both orders.

        Raises WriterUnavailable and WriterBusy.
        """
        orders = [texts for a, b in pairs for texts in ((a, b), (b, a))]
        prefix = [Part(_plain(question[:_QUESTION])), Part(END, control=True)]
        branches = [_both(*texts) for texts in orders]
        told = self._model.likelihoods(prefix, branches, (YES, NO)) if branches else []
        odds = [[self._odds(yes) for yes, _ in asked] for asked in told]
        return [
            Alike(same=(a[0] + b[0]) / 2, fits=(a[1] + b[1]) / 2)
            for a, b in zip(odds[::2], odds[1::2], strict=True)
        ]

    def close(self) -> None:
        """Free the model."""
        self._model.close()

    def _odds(self, yes: float) -> float:
        likely = min(max(yes, _EDGE), 1 - _EDGE)
        bias = self._model.info.metadata.get(BIAS, 0.0)
        return math.log(likely / (1 - likely)) + float(bias)  # type: ignore[arg-type]


def _runs(text: Text) -> Iterator[list[int]]:
    """The sentences asked about, with what they are read behind; none is longer than is read."""
    return runs(text.asked, lambda index: min(_SENTENCE, len(text.sentences[index])), _RUN)


def _parts(text: Text, run: Sequence[int]) -> Iterator[Part]:
    """A run as the model reads it: asked behind each span that may answer, and each sentence."""
    for index in run:
        sentence, start = text.sentences[index][:_SENTENCE], 0
        for end in _ends(text, index):
            yield Part(_plain(sentence[start:end]), asked=True)
            start = end
        yield Part(_plain(sentence[start:]))
        yield Part(END, control=True, asked=True)


def _both(one: str, other: str) -> list[Part]:
    """Two sentences as the model reads them: where one is long, its end counts."""
    texts = [Part(_plain(text[-_SENTENCE:])) for text in (one, other)]
    end = Part(END, control=True)
    asked = [Part(mark, control=True, asked=True) for mark in (SAME, FITS)]
    return [texts[0], end, texts[1], end, *asked]


def _ends(text: Text, index: int) -> list[int]:
    """Where the spans of a sentence end, from left to right."""
    most = min(_SENTENCE, len(text.sentences[index]))
    return sorted({end for _, end in text.asked.get(index, ()) if end <= most})


def _plain(text: str) -> str:
    """The text without capitals and accents, as the model's pieces are."""
    apart = unicodedata.normalize("NFD", text.lower().encode(errors="replace").decode())
    return "".join(character for character in apart if unicodedata.category(character) != "Mn")
