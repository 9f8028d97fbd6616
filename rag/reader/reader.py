"""Reads a question and a text together, and says of every sentence and word whether it answers.

The model is the embedded encoder with small changes of its weights (`rag.reader.train`): it sees
the question and the sentences at once, as a reader does, where embeddings see them apart (Nogueira
and Cho 2019, arXiv:1901.04085). After each sentence one number tells how likely it answers, and for
each piece of a word another how likely it is part of the answer.
"""

import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rag.reader import files
from rag.reader.loaded import QUESTION_PIECES, SENTENCE_PIECES, Loaded, joined
from rag.reader.runs import runs

RUN_PIECES = 220
_LEAST = -8.0  # log-odds below this say no more
_PAIR_PIECES = 120  # of either of two sentences, with what stands before it


@dataclass(frozen=True, slots=True)
class Read:
    """What the reader makes of one sentence, in log-odds.

    `answers` says whether it answers; `pieces` holds start and end of each piece of a word in the
    sentence, and whether it is part of the answer.
    """

    answers: float
    pieces: tuple[tuple[int, int, float], ...]

    def span(self, start: int, end: int) -> tuple[float, float] | None:
        """Return the mean and the best log-odds of the pieces in `start..end`; None without any."""
        inside = [odds for a, b, odds in self.pieces if a < end and b > start]
        if not inside:
            return None
        return max(_LEAST, sum(inside) / len(inside)), max(_LEAST, *inside)


@dataclass(frozen=True, slots=True)
class Text:
    """A document's sentences, and which of them are to be judged (indexes)."""

    sentences: Sequence[str]
    wanted: Collection[int]


# All readers share one loaded model, which one thread at a time may use.
_lock = threading.Lock()


class Reader:
    """The embedded reader, loaded once in a process, when first needed. Thread-safe."""

    def read(self, question: str, texts: Sequence[Text]) -> list[dict[int, Read]]:
        """Return what is made of the wanted sentences of each text, by their indexes.

        Each is read behind the sentence before it; without texts the model is loaded all the same.
        Raises EncoderUnavailable when the model's files are missing and cannot be made.
        """
        with _lock:
            model = _model()
            asked = model.pieces(question)[0][:QUESTION_PIECES]
            found: list[dict[int, Read]] = [{} for _ in texts]
            read = [(n, run) for n, text in enumerate(texts) for run in model.runs(text)]
            rows = model.rows([joined(asked, [s.pieces for s in run]) for _, run in read])
        for (n, run), row in zip(read, rows, strict=True):
            place = len(asked) + 2
            for sentence in run:
                end = place + len(sentence.pieces)
                if sentence.index in texts[n].wanted and sentence.index not in found[n]:
                    spans = zip(sentence.offsets, row[place:end, 1].tolist(), strict=True)
                    pieces = tuple((a, b, odds) for (a, b), odds in spans)
                    found[n][sentence.index] = Read(float(row[end, 0]), pieces)
                place = end + 1
        return found


def of_pair(asked: Sequence[int], one: Sequence[int], other: Sequence[int]) -> list[int]:
    """Return two sentences as they are read together; where one is long, its end counts."""
    ends = (part[-_PAIR_PIECES:] for part in (one, other))
    return joined(asked[:QUESTION_PIECES], ends)


@dataclass(frozen=True, slots=True)
class _Sentence:
    index: int
    pieces: Sequence[int]
    offsets: Sequence[tuple[int, int]]


class _Model(Loaded):
    """The loaded graph, and how sentences are told to it."""

    def __init__(self) -> None:
        super().__init__(files.READER)

    def runs(self, text: Text) -> Iterator[list[_Sentence]]:
        """Yield the wanted sentences of a text, with what they are read behind, run by run."""
        sentence = cache(lambda index: self._sentence(index, text.sentences[index]))
        for run in runs(text.wanted, lambda i: len(sentence(i).pieces) + 1, RUN_PIECES):
            yield [sentence(index) for index in run]

    def _sentence(self, index: int, text: str) -> _Sentence:
        pieces, offsets = self.pieces(text)
        return _Sentence(index, pieces[:SENTENCE_PIECES], offsets[:SENTENCE_PIECES])


@cache
def _model() -> _Model:
    return _Model()
