"""Stories that can be told apart by a word, and what a sound library must answer about them.

The truth that a library on disk is held against is a library in memory that was given the same
stories and never saw a file.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.document import Document
from index.library import Library
from tests.letters import LetterEncoder, make_document

# The passages of all stories of a library together: every search returns every passage.
ALL_PASSAGES = 100
_FILLER = "went on and on for many more words than anybody could ever have asked to hear " * 6


class MoreLettersEncoder(LetterEncoder):
    """Counts five letters, so that its embeddings are of another dimension."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        rows = np.zeros((len(texts), 5), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[:] = [text.count(letter) for letter in "zxqjk"]
            row /= max(float(np.linalg.norm(row)), 1.0)
        return rows


ENCODERS = {"letters": LetterEncoder, "more": MoreLettersEncoder}


def encoder_named(name: str) -> LetterEncoder:
    """Return one of ENCODERS by the name that a catalog remembers; "embedded" is the first."""
    name = "letters" if name == "embedded" else name
    return ENCODERS[name](name)


def mark(source: str, version: int) -> str:
    """Return the word that only this version of a story holds: "a3v7" for "…/a3.txt"."""
    return f"{source.rsplit('/', 1)[-1].removesuffix('.txt')}v{version}"


def text_of(source: str, version: int) -> str:
    """Return a story: its first and last passage change with the version, the second never."""
    letters = "qxzjk"[version % 5] * (version % 7 + 1) + " " + "zqx"[version % 3]
    constant = mark(source, 0).removesuffix("v0")
    said = [
        f"{mark(source, version)} {letters}",
        f"{constant} {'xqz'[len(constant) % 3]}",
        f"{mark(source, version)} {letters} x",
    ]
    return "\n\n".join(f"The story of {words} {_FILLER.strip()}." for words in said)


def story(source: str, version: int) -> Document:
    """Return a story as a document whose id is its source without the suffix."""
    return make_document(source.removesuffix(".txt"), text_of(source, version), "")


def faults(library: Library, texts: Mapping[str, str], gone: Sequence[str], name: str) -> list[str]:
    """Return in what a library differs from one in memory that holds `texts`, by source.

    Asked are the words of every text and the words that are `gone`; `name` is the encoder's.
    """
    held = {document.source: document for document in library.documents(limit=10_000)}
    wrong = [f"{source}: wrong text" for source in texts if source in held
             and held[source].text != texts[source]]  # fmt: skip
    wrong += [f"{source}: lost" for source in texts if source not in held]
    wrong += [f"{source}: not gone" for source in held if source not in texts]
    if wrong:
        return wrong
    with Library.in_memory(encoder_named(name)) as truth:
        truth.add_all(list(held.values()))
        words = [text.split()[3] for text in texts.values()]
        for question in ["qqx", "zj", *words, *gone]:
            wrong += _differences(_found(library, question), _found(truth, question), question)
    return wrong


def _found(library: Library, question: str) -> dict[tuple[str, int, int], float]:
    hits = library.search(question, limit=ALL_PASSAGES)
    return {(h.document.source, h.passage.start, h.passage.end): h.score for h in hits}


def _differences(
    found: Mapping[tuple[str, int, int], float],
    expected: Mapping[tuple[str, int, int], float],
    question: str,
) -> list[str]:
    if found.keys() != expected.keys():
        missing, surplus = expected.keys() - found.keys(), found.keys() - expected.keys()
        return [f"{question!r}: missing {sorted(missing)}, not to be found {sorted(surplus)}"]
    # Vectors are kept at half precision on disk: 1e-3 of a cosine, some more of a z-score.
    return [
        f"{question!r}: {place} has {found[place]:.3f} for {expected[place]:.3f}"
        for place in expected
        if abs(found[place] - expected[place]) > 0.02
    ]
