"""A library of so many passages that its vectors are compressed."""

from pathlib import Path

import numpy as np
import pytest

from index import vectors
from index.library import Library
from tests.letters import LetterEncoder, make_document

# Each of another direction: one in a hundred letters more or less is the next.
TEXTS = [f"{'q' * (200 - n)} {'x' * n}" for n in range(200)]


def test_what_a_compressed_index_proposes_is_ranked_by_the_embeddings_on_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "EXACT_UP_TO", 100)
    encoder, question = LetterEncoder(), "q" * 110 + "x" * 90
    with Library.open(tmp_path, encoder) as library:
        library.add_all([make_document(str(n), text) for n, text in enumerate(TEXTS)])
        found = [int(hit.document.id) for hit in library.search(question, 5)]
    cosines = encoder.encode(TEXTS) @ encoder.encode([question])[0]
    assert found == np.argsort(-cosines)[:5].tolist()
