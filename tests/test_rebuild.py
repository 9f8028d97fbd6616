"""Another encoder beside the old index, which serves until the new one is complete."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from index.encoder import Encoder
from index.errors import EncoderMismatch, EncoderUnavailable
from index.library import Library
from index.rebuild import rebuild
from index.verify import verify
from tests.letters import LetterEncoder, make_document
from tests.stories import MoreLettersEncoder


class Encoders:
    """Opens the encoder `letters`, and `more`, which fails after so many batches."""

    def __init__(self) -> None:
        self.opened: dict[str, LetterEncoder] = {}
        self.batches_left = 1000

    def open(self, name: str) -> Encoder:
        if name not in ("letters", "more"):
            raise EncoderUnavailable(f"there is no encoder {name!r}")
        encoder = (_Failing(self) if name == "more" else LetterEncoder)(name)
        return self.opened.setdefault(name, encoder)


def _Failing(encoders: Encoders) -> Any:
    class Failing(MoreLettersEncoder):
        def encode(self, texts: Sequence[str]) -> Any:
            if len(texts) > 1 or texts[0].startswith("One"):
                encoders.batches_left -= 1
                if encoders.batches_left < 0:
                    raise KeyboardInterrupt
            return super().encode(texts)

    return Failing


@pytest.fixture
def encoders(monkeypatch: pytest.MonkeyPatch) -> Encoders:
    monkeypatch.setattr("index.reembed._BATCH", 2)
    return Encoders()


@pytest.fixture
def folder(tmp_path: Path, encoders: Encoders) -> Path:
    with Library.open(tmp_path, "letters", encoders.open) as library:
        library.add_all([make_document(name, f"One {name} {name}.") for name in "qxzjk"])
    return tmp_path


def _encoder(folder: Path) -> str:
    with Library.open(folder, None, Encoders().open) as library:
        return library.status().encoder


def test_all_passages_are_embedded_by_the_new_encoder(folder: Path, encoders: Encoders) -> None:
    steps = [(step.what, step.done, step.of) for step in rebuild(folder, "more", encoders.open)]
    assert steps[:3] == [("passages", 2, 5), ("passages", 4, 5), ("passages", 5, 5)]
    assert _encoder(folder) == "more"
    assert all(not check.faults for check in verify(folder))
    with Library.open(folder, None, encoders.open) as library:
        assert library.search("k")[0].document.id == "k"


def test_the_old_index_serves_meanwhile_and_an_open_library_goes_over(
    folder: Path, encoders: Encoders
) -> None:
    with Library.open(folder, None, encoders.open) as library:
        for _ in rebuild(folder, "more", encoders.open):
            assert library.search("q")[0].document.id == "q"
        assert library.search("j")[0].document.id == "j"
        assert library.status().encoder == "more"
        assert library.add(make_document("new", "One jk.")) == "added"


def test_a_library_that_was_given_the_old_encoder_says_so(folder: Path, encoders: Encoders) -> None:
    with Library.open(folder, "letters", encoders.open) as library:
        library.search("q")
        list(rebuild(folder, "more", encoders.open))
        with pytest.raises(EncoderMismatch, match=r"'more' .5 numbers.*'letters' .3") as caught:
            library.search("q")
        with pytest.raises(EncoderMismatch, match="'more'"):
            library.add(make_document("new", "One jk."))
    assert "recoupe index rebuild --encoder" in caught.value.hint


def test_what_was_encoded_before_a_break_is_not_encoded_again(
    folder: Path, encoders: Encoders
) -> None:
    encoders.batches_left = 1
    with pytest.raises(KeyboardInterrupt):
        list(rebuild(folder, "more", encoders.open))
    assert _encoder(folder) == "letters"
    encoders.batches_left = 1000
    encoders.opened["more"].asked.clear()
    list(rebuild(folder, "more", encoders.open))
    asked = [text for text in encoders.opened["more"].asked if text.startswith("One")]
    assert asked == ["One z z.", "One j j.", "One k k."]
    assert _encoder(folder) == "more"


def test_documents_that_change_between_break_and_resumption_are_embedded_as_they_are(
    folder: Path, encoders: Encoders
) -> None:
    encoders.batches_left = 1
    with pytest.raises(KeyboardInterrupt):
        list(rebuild(folder, "more", encoders.open))
    encoders.batches_left = 1000
    with Library.open(folder, None, encoders.open) as library:
        library.add(make_document("q", "One changed kk."))
        library.remove("x")
    list(rebuild(folder, "more", encoders.open))
    assert all(not check.faults for check in verify(folder))
    with Library.open(folder, None, encoders.open) as library:
        assert {hit.document.id for hit in library.search("k")} == {"q", "z", "j", "k"}


def test_an_encoder_that_cannot_be_had_harms_nothing(folder: Path, encoders: Encoders) -> None:
    with pytest.raises(EncoderUnavailable, match="'nowhere'"):
        list(rebuild(folder, "nowhere", encoders.open))
    assert _encoder(folder) == "letters"
    assert all(not check.faults for check in verify(folder))


def test_the_encoder_in_use_is_not_asked_again(folder: Path, encoders: Encoders) -> None:
    encoders.opened["letters"].asked.clear()
    list(rebuild(folder, "letters", encoders.open))
    assert not [text for text in encoders.opened["letters"].asked if text.startswith("One")]


def test_nothing_of_the_old_encoder_is_left(folder: Path, encoders: Encoders) -> None:
    list(rebuild(folder, "more", encoders.open))
    db = sqlite3.connect(folder / "catalog.sqlite")
    assert db.execute("SELECT name, source FROM encoder").fetchall() == [("more", "more")]
    assert db.execute("SELECT count(*) FROM next_embedding").fetchone() == (0,)
    db.close()


def test_a_recorded_encoder_that_is_gone_is_named(folder: Path) -> None:
    def none_there(name: str) -> Encoder:
        raise EncoderUnavailable(f"there is no encoder {name!r}")

    with Library.open(folder, None, none_there) as library:
        assert library.count() == 5
        with pytest.raises(EncoderUnavailable, match="'letters'") as caught:
            library.search("q")
        assert "not to be had" in str(library.status().engine)
    assert "recoupe index rebuild --encoder" in caught.value.hint


def test_a_folder_of_a_model_is_recorded_in_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model").mkdir()
    monkeypatch.chdir(tmp_path)
    opened: list[str] = []

    def opener(name: str) -> Encoder:
        opened.append(name)
        return LetterEncoder()

    with Library.open(tmp_path / "data", "model", opener) as library:
        library.add(make_document("a", "One q."))
    with Library.open(tmp_path / "data", None, opener) as library:
        library.search("q")
    assert opened == ["model", str(tmp_path / "model")]
