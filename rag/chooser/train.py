"""Learn the chooser: `python -m rag.chooser.train PAIRS.tsv.gz SQUAD.json…`.

First it learns to find, among near sentences, the one that a mangled sentence or translation is
about (`rag.chooser.matching`); little by little it gets questions of the dossiers
(`rag.reader.dossiers`) and of the sets named instead, and pairs of sentences that answer one, to
tell whether they are about one thing and whether both can be true. All along its lower blocks are
told how near each word is to the question's nearest: without that, next to nothing is learnt.
Seeded; the last digits depend on the processor.
"""

import argparse
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from index.bilingual import texts
from index.embedded import ready_folder
from index.encoder import EMBEDDED, open_encoder
from index.runtime import TOKENIZER
from rag.chooser.export import write_gguf
from rag.chooser.marks import MARKS, NO, YES
from rag.chooser.matching import made
from rag.chooser.network import BASE, HEAD, SIZE, Network, narrowed
from rag.reader import pairs as told_pairs
from rag.reader.dossiers import Dossier, every_dossier
from rag.reader.examples import Example, drawn, of_dossier, of_squad
from rag.reader.pairs import Pair
from rag.reader.train import padded

OUT = Path(__file__).parent / "chooser.gguf"

QUESTION_PIECES, SENTENCE_PIECES, LONGEST = 48, 120, 320
_TOKENS = 3072  # of a batch, padding included
_BLOCK = 1600  # examples that are sorted by length together
_RATE, _WARMING = 1e-3, 100
_ANSWERING, _OF_ANSWER = 1.5, 2.0  # weights of what answers, which is rarer than what does not
_NEARNESS, _SPANS = 3.0, 1.5  # weights of the losses beside that of the sentences
_MOST_OF = {"tatoeba": 25_000, "python_docs": 8_000}
_LEAST_WORDS, _NEAR = 6, 40

_log = logging.getLogger(__name__)


class Encoded(NamedTuple):
    """An example as pieces, and what is known of each: 1, 0, or -1 for nothing."""

    ids: list[int]
    asked: int  # pieces of the question
    sentence: list[int]
    piece: list[int]


class Words:
    """The encoder's pieces: their numbers, their names, and what each means alone."""

    def __init__(self) -> None:
        from tokenizers import Tokenizer

        encoder = open_encoder(EMBEDDED)
        file = ready_folder([TOKENIZER]) / TOKENIZER
        self._tokenizer: Any = Tokenizer.from_file(str(file))
        self._tokenizer.no_truncation()
        numbers: dict[str, int] = self._tokenizer.get_vocab()
        self.names = sorted(numbers, key=lambda name: numbers[name])
        # What goes on a word is encoded as what begins one: its marks are no part of it.
        self.vectors = encoder.encode([name.removeprefix("##") for name in self.names])
        self.encode = encoder.encode

    def encoded(self, wording: str, example: Example) -> Encoded:
        """Return the example as pieces, without the sentences that find no room."""
        end = len(self.names)
        asked = self._tokenizer.encode(wording, add_special_tokens=False).ids[:QUESTION_PIECES]
        ids, known = [*asked, end], [-1] * (len(asked) + 1)
        sentence, piece = list(known), list(known)
        for text, answers in zip(example.sentences, example.answers, strict=True):
            found = self._tokenizer.encode(text, add_special_tokens=False)
            pieces, offsets = found.ids[:SENTENCE_PIECES], found.offsets[:SENTENCE_PIECES]
            if len(ids) + len(pieces) >= LONGEST:
                break
            ids += [*pieces, end]
            sentence += [-1] * len(pieces) + [int(answers is not None)]
            piece += [*_told(answers, offsets), -1]
        return Encoded(ids, len(asked), sentence, piece)

    def encoded_pair(self, wording: str, pair: Pair) -> Encoded:
        """Return two sentences as pieces, with what is known of them at the marks behind them."""
        asked, one, other = (
            self._tokenizer.encode(text, add_special_tokens=False).ids
            for text in (wording, *pair.texts)
        )
        asked = asked[:QUESTION_PIECES]
        end, same, fits = (len(self.names) + n for n in range(len(MARKS)))
        ids = [*asked, end, *one[-SENTENCE_PIECES:], end, *other[-SENTENCE_PIECES:], end]
        unknown = [-1] * len(ids)
        return Encoded(
            [*ids, same, fits],
            len(asked),
            [*unknown, pair.same, pair.fits],
            [*unknown, -1, -1],
        )


def _told(
    answers: Sequence[tuple[int, int]] | None, offsets: Sequence[tuple[int, int]]
) -> list[int]:
    """Which pieces are of an answer; -1 in a sentence that answers as a whole."""
    if answers is not None and not answers:
        return [-1] * len(offsets)
    return [int(any(a < end and b > start for start, end in answers or ())) for a, b in offsets]


def nearness(ids: Tensor, batch: Sequence[Encoded], vectors: Tensor) -> tuple[Tensor, Tensor]:
    """Return how near each piece of a text is to the nearest of its question, and where that is."""
    near, known = torch.zeros(ids.shape), torch.zeros(ids.shape, dtype=torch.bool)
    for row, one in enumerate(batch):
        if not one.asked:
            continue
        text = slice(one.asked + 1, len(one.ids))
        likeness = vectors[ids[row, text]] @ vectors[ids[row, : one.asked]].T
        near[row, text] = likeness.amax(1).clamp(0)
        known[row, text] = ids[row, text] < len(vectors) - len(MARKS)
    return near, known


def loss(network: Network, batch: Sequence[Encoded], vectors: Tensor) -> Tensor:
    """Return what is to become small over a batch; `vectors` are the pieces' and marks'."""
    ids = padded([one.ids for one in batch], network.end)
    with torch.autocast("cpu", torch.bfloat16):
        odds, near = network(ids)
    wanted, known = nearness(ids, batch, vectors)
    total: Tensor = _NEARNESS * ((near - wanted)[known] ** 2).mean()
    for weight, told, share in (
        (_ANSWERING, padded([one.sentence for one in batch], -1), 1.0),
        (_OF_ANSWER, padded([one.piece for one in batch], -1), _SPANS),
    ):
        some = told >= 0
        if some.any():
            total = total + share * functional.binary_cross_entropy_with_logits(
                odds[some], told[some].float(), pos_weight=torch.tensor(weight)
            )
    return total


class Source:
    """Where the examples come from."""

    def __init__(
        self,
        words: Words,
        pairs: Sequence[tuple[str, str]],
        dossiers: Sequence[Dossier],
        others: Sequence[Example],
        seed: int,
    ) -> None:
        self._words, self._pairs, self._dossiers = words, pairs, dossiers
        self._asked = [*(one for dossier in dossiers for one in of_dossier(dossier)), *others]
        self._near = _near(words, pairs)
        self._random = Random(seed)
        self._drawn: list[tuple[str, Example | Pair]] = []

    def batches(self, share: float) -> list[list[Encoded]]:
        """Return some batches; `share` of the examples are of dossiers and sets."""
        block = []
        for _ in range(_BLOCK):
            if self._random.random() < share:
                block.append(self._next())
            else:
                example = made(self._pairs, self._near, self._random)
                block.append(self._words.encoded(example.wordings[0], example))
        found: list[list[Encoded]] = [[]]
        for one in sorted(block, key=lambda one: len(one.ids)):
            if found[-1] and len(one.ids) * (len(found[-1]) + 1) > _TOKENS:
                found.append([])
            found[-1].append(one)
        self._random.shuffle(found)
        return found

    def _next(self) -> Encoded:
        """The next of dossiers and sets, each once before any comes again."""
        if not self._drawn:
            self._drawn = [
                *drawn(self._asked, self._random),
                *told_pairs.drawn(self._dossiers, self._random),
            ]
            self._random.shuffle(self._drawn)
        wording, one = self._drawn.pop()
        if isinstance(one, Pair):
            return self._words.encoded_pair(wording, one)
        return self._words.encoded(wording, one)


def _near(words: Words, pairs: Sequence[tuple[str, str]]) -> list[list[int]]:
    """The numbers of the pairs that are nearest to each in meaning."""
    import faiss

    english, french = zip(*pairs, strict=True)
    meanings = words.encode(english) + words.encode(french)
    index = faiss.IndexFlatIP(meanings.shape[1])
    index.add(meanings)
    found: list[list[int]] = index.search(meanings, _NEAR)[1].tolist()
    return found


def learn(network: Network, source: Source, vectors: Tensor, steps: int) -> Iterator[float]:
    """Learn in so many steps, with questions from none to nearly all; yield each step's loss."""
    learning = [parameter for parameter in network.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=_RATE, betas=(0.9, 0.98), weight_decay=0.01)
    done = 0
    while done < steps:
        for batch in source.batches(min(0.9, 1.5 * done / steps)):
            for group in optimizer.param_groups:
                group["lr"] = _RATE * min(1.0, (done + 1) / _WARMING) * (1 - done / steps)
            optimizer.zero_grad()
            value = loss(network, batch, vectors)
            value.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            yield float(value.detach())
            if (done := done + 1) == steps:
                return


def read_pairs(path: Path, random: Random) -> list[tuple[str, str]]:
    """Return the (English, French) sentences to match, none of them short."""
    found: list[tuple[str, str]] = []
    for name, pairs in texts.read(path).items():
        long = [
            (english, french)
            for english, french in pairs
            if min(len(english.split()), len(french.split())) >= _LEAST_WORDS
        ]
        found += random.sample(long, min(len(long), _MOST_OF.get(name, len(long))))
    return found


def train(words: Words, source: Source, out: Path, *, steps: int, seed: int) -> None:
    """Write to `out` the GGUF file of the chooser that a source teaches."""
    torch.manual_seed(seed)
    centred = words.vectors - words.vectors.mean(axis=0)
    network = Network(narrowed(words.vectors))
    beside = ((0, len(MARKS)), (0, 0))
    vectors = functional.normalize(torch.from_numpy(np.pad(centred, beside)), dim=1)
    losses: list[float] = []
    for value in learn(network, source, vectors, steps):
        losses.append(value)
        if len(losses) % 50 == 0:
            _log.info("step %d, loss %.4f", len(losses), float(np.mean(losses[-50:])))
    names = [*words.names, *MARKS, YES, NO]
    bias = float(network.head.bias.detach())
    write_gguf(out, names, network.tensors(), heads=SIZE // HEAD, base=BASE, bias=bias)


def main() -> None:
    """Read what is named on the command line and the dossiers, learn, and write."""
    parser = argparse.ArgumentParser(description="Learn the embedded chooser.")
    parser.add_argument("pairs", type=Path, help="English TAB French TAB source, gzip")
    parser.add_argument("sets", type=Path, nargs="*", help="question sets in SQuAD's format")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--steps", type=int, default=2600)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=0, help="of torch; 0: as it likes")
    told = parser.parse_args()
    if told.threads:
        torch.set_num_threads(told.threads)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    others = [example for path in told.sets for example in of_squad(path)]
    pairs = read_pairs(told.pairs, Random(told.seed))
    _log.info("%d pairs, %d examples of sets", len(pairs), len(others))
    words = Words()
    source = Source(words, pairs, list(every_dossier()), others, told.seed)
    train(words, source, told.out, steps=told.steps, seed=told.seed)


if __name__ == "__main__":
    main()
