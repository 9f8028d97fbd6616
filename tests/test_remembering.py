"""The encoder that remembers: each text is embedded once, as long as it is among the last."""

import numpy as np
import pytest

from index.library import Library
from rag import remembering
from rag.answer import AskRequest
from rag.recoupe import Recoupe
from rag.remembering import Remembering
from rag.writers.quotes import QuotesWriter
from tests.heart import inline
from tests.letters import LetterEncoder


def test_texts_are_embedded_once() -> None:
    encoder = LetterEncoder()
    remembering = Remembering(encoder)
    rows = remembering.encode(["q", "x", "q"])
    assert np.array_equal(rows, [[1, 0, 0], [0, 1, 0], [1, 0, 0]])
    assert np.array_equal(remembering.encode(["x", "z"]), [[0, 1, 0], [0, 0, 1]])
    assert encoder.asked == ["q", "x", "z"]


def test_what_was_used_longest_ago_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "_REMEMBERED", 2)
    encoder = LetterEncoder()
    remembered = Remembering(encoder)
    for text in ("q", "x", "q", "z", "q", "x"):
        remembered.encode([text])
    assert encoder.asked == ["q", "x", "z", "x"]


def test_no_texts_load_the_encoder_and_give_no_rows() -> None:
    assert Remembering(LetterEncoder()).encode([]).shape == (0, 3)


def test_texts_that_come_with_a_second_question_are_not_embedded_again() -> None:
    encoder = LetterEncoder()
    sent = tuple(inline(f"The {letter} hearing took {n} hours.") for n, letter in enumerate("qxz"))
    recoupe = Recoupe(Library.in_memory(encoder), QuotesWriter())
    for question in ("How long did q take?", "How long did x take?"):
        recoupe.ask(AskRequest(question=question, documents=sent, limit=2))
    passages = [text for text in encoder.asked if "hearing" in text]
    assert len(passages) == len(set(passages)) == len(sent)
