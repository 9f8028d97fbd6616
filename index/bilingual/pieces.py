"""French word pieces: learn those that a vocabulary lacks, and give them to its tokenizer."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from index.bilingual.table import Row

# What a piece begins with that continues a word (WordPiece, Schuster and Nakajima 2012).
INSIDE = "##"
TOKENIZER = "tokenizer.json"

_VOCABULARY = 25_000  # pieces to learn; most of the commonest are in the stock vocabulary
_RAREST = 3
_SHORTEST = 3
_ENGLISH_SHARE = 0.05


def vocabulary(folder: Path) -> dict[str, int]:
    """Return the number of each word piece of a model's tokenizer."""
    numbers: dict[str, int] = _described(folder)["model"]["vocab"]
    return numbers


def learn(
    sentences: Iterable[str], folder: Path, size: int = _VOCABULARY, rarest: int = _RAREST
) -> list[str]:
    """Return the word pieces of the sentences that the model in `folder` lacks, in order.

    A vocabulary of `size` pieces is learnt, none seen fewer than `rarest` times; of these, what
    is made of three letters or more is kept. The sentences are split into words as the model's
    tokenizer does, which also takes the accents off.
    """
    from tokenizers import Tokenizer, models, trainers

    stock = Tokenizer.from_file(str(folder / TOKENIZER))
    known = vocabulary(folder)
    # Named first, single characters are numbered alike in every run: ties are decided by number.
    characters = [piece for piece in known if len(piece.removeprefix(INSIDE)) == 1]
    learning = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    learning.normalizer = stock.normalizer
    learning.pre_tokenizer = stock.pre_tokenizer
    trainer = trainers.WordPieceTrainer(
        vocab_size=size,
        min_frequency=rarest,
        special_tokens=["[UNK]", *characters],
        continuing_subword_prefix=INSIDE,
        show_progress=False,
    )
    learning.train_from_iterator(sentences, trainer)
    return sorted(piece for piece in learning.get_vocab() if piece not in known and _wanted(piece))


def french_only(
    new: Sequence[str],
    french: Sequence[str],
    english: Sequence[str],
    folder: Path,
    beside: Sequence[Row] = (),
) -> list[str]:
    """Return those of the new pieces that English sentences are hardly ever cut into.

    Others are names, or words that both languages have: the stock model reads them already. The
    pieces of `beside` are in the vocabulary too.
    """
    rows = [*beside, *(Row(piece, {}) for piece in new)]
    in_french, in_english = (
        Counter(chain.from_iterable(encode(sentences, folder, rows)))
        for sentences in (french, english)
    )
    appended = sum(not row.known for row in beside)
    numbered = enumerate(new, start=len(vocabulary(folder)) + appended)
    return [piece for i, piece in numbered if in_english[i] <= _ENGLISH_SHARE * in_french[i]]


def described_with(folder: Path, pieces: Iterable[str]) -> dict[str, Any]:
    """Return the content of a model's tokenizer.json with the pieces appended in their order."""
    described = _described(folder)
    numbers = described["model"]["vocab"]
    for piece in pieces:
        numbers[piece] = len(numbers)
    return described


def encode(sentences: Sequence[str], folder: Path, rows: Iterable[Row] = ()) -> list[list[int]]:
    """Return the numbers of each sentence's pieces, the marks of its ends among them.

    They are cut as the model in `folder` does, with the new pieces of `rows` if there are any.
    """
    from tokenizers import Tokenizer

    described = described_with(folder, (row.piece for row in rows if not row.known))
    described["padding"] = described["truncation"] = None
    tokenizer = Tokenizer.from_str(json.dumps(described))
    return [encoded.ids for encoded in tokenizer.encode_batch(sentences)]


def parts(piece: str, known: Mapping[str, int]) -> list[str]:
    """Return the known pieces that a piece is made of: each the longest, from the left.

    Empty where no known piece fits.
    """
    found: list[str] = []
    inside, rest = piece.startswith(INSIDE), piece.removeprefix(INSIDE)
    while rest:
        mark = INSIDE if inside or found else ""
        ends = (end for end in range(len(rest), 0, -1) if mark + rest[:end] in known)
        end = next(ends, None)
        if end is None:
            return []
        found.append(mark + rest[:end])
        rest = rest[end:]
    return found


def _described(folder: Path) -> dict[str, Any]:
    described: dict[str, Any] = json.loads((folder / TOKENIZER).read_text(encoding="utf-8"))
    return described


def _wanted(piece: str) -> bool:
    letters = piece.removeprefix(INSIDE)
    return len(letters) >= _SHORTEST and letters.isalpha()
