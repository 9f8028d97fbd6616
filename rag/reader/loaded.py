"""A graph of the reader's folder, loaded with the encoder's tokenizer and table of words."""

import os
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index import embedded
from index.runtime import NEEDED, TOKENIZER, WORDS, Words, batches, best_engine, open_graph
from rag.reader import files

BEGINNING, END = 101, 102  # [CLS] and [SEP], in every vocabulary that grew from BERT's
QUESTION_PIECES, SENTENCE_PIECES = 48, 120
_STEP = 16  # lengths are rounded up to it: an engine keeps something for each shape it has met


def joined(asked: Sequence[int], sentences: Iterable[Sequence[int]]) -> list[int]:
    """Return a question and sentences as they are read together, each behind a mark."""
    ids = [BEGINNING, *asked, END]
    for pieces in sentences:
        ids += [*pieces, END]
    return ids


class Loaded:
    """The loaded graph of a name (`rag.reader.files`). Not to be used by two threads at once."""

    def __init__(self, graph: str) -> None:
        """Load it. Raises EncoderUnavailable when its files are missing and cannot be made."""
        engine = best_engine()
        encoder = embedded.ready_folder(NEEDED[engine])
        self._tokenizer: Tokenizer = Tokenizer.from_file(os.fspath(encoder / TOKENIZER))
        self._tokenizer.no_truncation()
        self._words = Words(encoder / WORDS)
        self._graph = open_graph(files.ready_folder(graph, engine), graph, engine)

    def pieces(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """Return the word pieces of a text and where each stands."""
        readable = text.encode(errors="replace").decode()
        encoding = self._tokenizer.encode(readable, add_special_tokens=False)
        return encoding.ids, encoding.offsets

    def rows(self, texts: Sequence[Sequence[int]]) -> list[NDArray[np.float32]]:
        """Return the graph's numbers for each piece of each text (pieces x heads)."""
        rows: list[NDArray[np.float32]] = [np.empty((0, 0), np.float32)] * len(texts)
        for batch in batches([-(-len(ids) // _STEP) * _STEP for ids in texts]):
            length = max(-(-len(texts[i]) // _STEP) * _STEP for i in batch)
            numbers = np.zeros((len(batch), length), dtype=np.int64)
            mask = np.zeros_like(numbers)
            for place, i in enumerate(batch):
                numbers[place, : len(texts[i])] = texts[i]
                mask[place, : len(texts[i])] = 1
            for place, row in zip(batch, self._graph(self._words.rows(numbers), mask), strict=True):
                rows[place] = row[: len(texts[place])].copy()
        return rows
