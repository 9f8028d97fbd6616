"""The library: adding, updating and finding documents, from many threads and processes."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from index.document import Filters
from index.errors import EncoderMismatch, UnknownDocument
from index.ingest import Ingested
from index.library import Library
from tests.letters import LetterEncoder, make_document

ROOT = Path(__file__).parent.parent
# Each sentence fills a passage of its own: passages are packed to some 110 words.
FILLER = "and so it went on and on for many more words " * 10


def _library() -> tuple[Library, LetterEncoder]:
    encoder = LetterEncoder()
    return Library.in_memory(encoder), encoder


def _sentence(word: str) -> str:
    return f"A {word} {FILLER.strip()}."


def _text(*words: str) -> str:
    return " ".join(_sentence(word) for word in words)


def test_an_empty_library_finds_nothing_and_asks_no_encoder() -> None:
    library, encoder = _library()
    assert library.search("q?") == []
    assert encoder.asked == []


def test_one_passage_is_found_by_any_question() -> None:
    library, _ = _library()
    library.add(make_document("a", "Only this."))
    (hit,) = library.search("Something else entirely?")
    assert (hit.passage.text, hit.document.id, hit.score) == ("Only this.", "a", 0.0)


def test_a_document_without_passages_is_kept_but_not_found() -> None:
    library, _ = _library()
    assert library.add(make_document("a", " \n")) == "added"
    assert library.count() == 1
    assert library.search("q?") == []


def test_the_nearest_embedding_comes_first() -> None:
    library, _ = _library()
    for name, text in [("x", "xxx."), ("q", "qqq."), ("both", "qqx.")]:
        library.add(make_document(name, text, ""))
    assert [hit.document.id for hit in library.search("q")] == ["q", "both", "x"]


def test_shared_words_bring_a_passage_up() -> None:
    library, _ = _library()
    for name, text in [("a", "Tanks."), ("b", "Drones."), ("c", "Ships.")]:
        library.add(make_document(name, text, ""))
    assert library.search("How many drones?")[0].document.id == "b"


def test_a_passage_can_be_found_by_its_title() -> None:
    library, _ = _library()
    for name, title in [("a", "June"), ("b", "July summit"), ("c", "August")]:
        library.add(make_document(name, "Nothing was said.", title))
    assert library.search("What about the summit?")[0].document.id == "b"


def test_a_question_in_one_language_finds_names_and_numbers_in_the_other() -> None:
    library, _ = _library()
    for name, text in [("a", "Rien."), ("b", "Ils ont lancé 2 500 drones."), ("c", "Autre.")]:
        library.add(make_document(name, text, "", language="fr"))
    assert library.search("Who launched 2,500 of them?")[0].document.id == "b"


def test_a_hit_is_verbatim_and_carries_its_document() -> None:
    library, _ = _library()
    document = make_document("a", _text("qqq", "été 🙂 xxx"))
    library.add(document)
    first, second = library.search("q?")
    assert document.text[first.passage.start : first.passage.end] == first.passage.text
    assert first.document == document
    assert first.document is second.document


def test_scores_fall() -> None:
    library, _ = _library()
    library.add(make_document("a", _text("q", "qx", "xx", "z")))
    scores = [hit.score for hit in library.search("q")]
    assert len(scores) == 4
    assert scores == sorted(scores, reverse=True)


def test_no_more_hits_than_the_limit() -> None:
    library, _ = _library()
    library.add(make_document("a", _text("q", "qx", "xx", "z")))
    assert len(library.search("q", limit=2)) == 2


def test_a_library_of_fewer_passages_than_the_limit_comes_back_whole() -> None:
    library, _ = _library()
    library.add(make_document("a", _text(*"qxz" * 20)))
    assert len(library.search("q", limit=60)) == 60


def test_a_long_document_does_not_crowd_out_the_others() -> None:
    library, _ = _library()
    library.add(make_document("long", _text(*["qq drone"] * 30), ""))
    library.add(make_document("short", "A qx drone.", ""))
    library.add(make_document("other", "A qxx drone.", ""))
    found = [hit.document.id for hit in library.search("q drone", limit=6)]
    assert {"long", "short", "other"} == set(found)


def test_equal_passages_come_in_the_order_they_were_added() -> None:
    library, _ = _library()
    for name in "cab":
        library.add(make_document(name, "The same.", ""))
    assert [hit.document.id for hit in library.search("q?")] == ["c", "a", "b"]


def test_filters_hold_for_both_searches() -> None:
    library, _ = _library()
    library.add(make_document("a", "qq drone.", "", publisher="AFP"))
    library.add(make_document("b", "x tank.", "", publisher="Reuters"))
    hits = library.search("qq drone", filters=Filters(publishers=("reuters",)))
    assert [hit.document.id for hit in hits] == ["b"]


def test_filters_that_nothing_passes_find_nothing() -> None:
    library, _ = _library()
    library.add(make_document("a", "qq drone."))
    assert library.search("drone", filters=Filters(publishers=("nobody",))) == []


@pytest.mark.parametrize(
    "question",
    ['"', '" OR * NEAR(', "text:drone", "-drone", "a AND NOT b", "'; DROP TABLE terms;", "?", ""],
)
def test_no_question_is_syntax(question: str) -> None:
    library, _ = _library()
    library.add(make_document("a", "One drone."))
    assert len(library.search(question)) == 1


def test_an_unchanged_document_is_not_encoded_again() -> None:
    library, encoder = _library()
    document = make_document("a", _text("q", "x"))
    assert library.add(document) == "added"
    encoder.asked.clear()
    assert library.add(document) == "unchanged"
    assert encoder.asked == []


def test_of_a_changed_document_only_changed_passages_are_encoded() -> None:
    library, encoder = _library()
    library.add(make_document("a", _text("q", "x")))
    encoder.asked.clear()
    assert library.add(make_document("a", _text("z", "x"))) == "updated"
    assert encoder.asked == [_sentence("z")]


def test_metadata_alone_changes_a_document_without_encoding() -> None:
    library, encoder = _library()
    library.add(make_document("a", "One q."))
    encoder.asked.clear()
    assert library.add(make_document("a", "One q.", "New title", publisher="AFP")) == "updated"
    assert library.document("a").publisher == "AFP"
    assert encoder.asked == []


def test_a_passage_is_encoded_under_its_heading() -> None:
    library, encoder = _library()
    library.add(make_document("a", "# Drones\n\nOne q was seen.\n", "Title"))
    assert "Drones\nOne q was seen." in encoder.asked


def test_a_changed_document_is_found_as_it_is_now() -> None:
    library, _ = _library()
    library.add(make_document("a", "Old qq."))
    library.search("q")
    library.add(make_document("a", "New xx."))
    assert [hit.passage.text for hit in library.search("q")] == ["New xx."]


def test_a_removed_document_is_not_found() -> None:
    library, _ = _library()
    library.add(make_document("a", "One q."))
    library.add(make_document("b", "Two q."))
    library.search("q")
    library.remove("a")
    assert [hit.document.id for hit in library.search("q")] == ["b"]
    with pytest.raises(UnknownDocument, match="'a'"):
        library.document("a")


def test_a_batch_comes_to_the_same_as_one_by_one() -> None:
    stored = [make_document("a", "Old q."), make_document("b", "x.")]
    batch = [
        make_document("a", "New x."),
        make_document("new", "Old q."),  # the text that `a` had
        make_document("b", "x."),  # unchanged
        make_document("a", "Old q."),  # back to what is on record
        make_document("twice", "z."),
        make_document("twice", "z."),
    ]
    outcomes, found = [], []
    for together in (True, False):
        library, _ = _library()
        library.add_all(stored)
        outcomes.append(library.add_all(batch) if together else [library.add(d) for d in batch])
        found.append([(h.document, h.passage, h.score) for h in library.search("q old")])
    expected = ["updated", "added", "unchanged", "updated", "added", "unchanged"]
    assert outcomes == [expected, expected]
    assert found[0] == found[1]


def test_a_batch_that_fails_half_way_stores_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    library, _ = _library()

    def fail(text: str, language: str | None) -> list[str]:
        if "fatal" in text:
            raise RuntimeError("power cut")
        return []

    monkeypatch.setattr("index.changes.terms", fail)
    with pytest.raises(RuntimeError, match="power cut"):
        library.add_all([make_document("a", "One q."), make_document("b", "A fatal x.")])
    assert library.count() == 0
    assert library.search("q") == []


def test_a_batch_is_encoded_together_and_equal_texts_once() -> None:
    library, encoder = _library()
    library.warm_up()
    encoder.asked.clear()
    library.add_all([make_document(*pair) for pair in [("a", "x."), ("b", "x."), ("c", "q.")]])
    assert encoder.asked == ["x.", "q."]


def test_ingest_reports_each_file_and_goes_on_after_a_bad_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A q was here.")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "c.txt").write_text("An x was here.")
    library, _ = _library()
    first = list(library.ingest([tmp_path / "missing", tmp_path]))
    assert [(Path(done.source).name, done.outcome) for done in first] == [
        ("missing", "failed"), ("a.txt", "added"), ("b.txt", "failed"), ("c.txt", "added"),
    ]  # fmt: skip
    assert first[0].reason is not None and "missing" in first[0].reason
    assert first[2].reason is not None and "binary" in first[2].reason
    (tmp_path / "b.txt").unlink()
    (tmp_path / "c.txt").write_text("A z was here.")
    assert list(library.ingest([tmp_path])) == [
        Ingested(f"{tmp_path}/a.txt", "unchanged"), Ingested(f"{tmp_path}/c.txt", "updated"),
    ]  # fmt: skip


def test_a_library_outlives_its_object(tmp_path: Path) -> None:
    with Library.open(tmp_path / "new" / "data", LetterEncoder()) as library:
        library.add(make_document("a", "One q."))
    with Library.open(tmp_path / "new" / "data", LetterEncoder()) as library:
        assert [hit.document.id for hit in library.search("q")] == ["a"]


def test_another_encoder_is_refused_on_opening(tmp_path: Path) -> None:
    with Library.open(tmp_path, LetterEncoder("first")) as library:
        library.add(make_document("a", "One q."))
    with pytest.raises(EncoderMismatch, match=r"'first'.*'second'") as caught:
        Library.open(tmp_path, LetterEncoder("second"))
    assert "RECOUPE_ENCODER" in caught.value.hint


class _Retrained(LetterEncoder):
    def encode(self, texts):  # type: ignore[no-untyped-def]
        return super().encode(texts)[:, [1, 0, 2]]


def test_an_encoder_of_the_same_name_that_encodes_otherwise_is_refused(tmp_path: Path) -> None:
    with Library.open(tmp_path, LetterEncoder()) as library:
        library.add(make_document("a", "One q."))
    with Library.open(tmp_path, _Retrained()) as library:
        with pytest.raises(EncoderMismatch, match="'letters'"):
            library.search("q")


def test_another_process_is_heard_without_reopening(tmp_path: Path) -> None:
    with Library.open(tmp_path, LetterEncoder()) as library:
        library.add(make_document("a", "One q."))
        library.search("q")
        script = (
            "from pathlib import Path\n"
            "from index.library import Library\n"
            "from tests.letters import LetterEncoder, make_document\n"
            f"with Library.open(Path({str(tmp_path)!r}), LetterEncoder()) as library:\n"
            "    library.remove('a')\n"
            "    library.add(make_document('b', 'Two q.'))\n"
        )
        subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)
        assert [hit.document.id for hit in library.search("q")] == ["b"]


def test_readers_see_whole_documents_while_a_writer_writes(tmp_path: Path) -> None:
    """Every search sees all three passages of one version, never a mixture."""
    with Library.open(tmp_path, LetterEncoder()) as library:
        versions = [make_document("a", _text(*[word] * 3), "") for word in ("old", "new")]
        library.add(versions[0])
        seen: list[set[str]] = []
        failures: list[BaseException] = []
        done = threading.Event()

        def read() -> None:
            try:
                while not done.is_set():
                    hits = library.search("old new")
                    seen.append({hit.passage.text[:5] for hit in hits if len(hits) == 3})
            except BaseException as error:
                failures.append(error)

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for i in range(30):
            library.add(versions[(i + 1) % 2])
        done.set()
        for reader in readers:
            reader.join()
    assert failures == []
    assert seen and all(found in ({"A old"}, {"A new"}) for found in seen)


def test_warming_up_loads_the_encoder_before_the_first_search() -> None:
    library, encoder = _library()
    library.warm_up()
    assert len(encoder.asked) == 1


def test_documents_are_paged() -> None:
    library, _ = _library()
    library.add_all([make_document(name, "One.") for name in "abc"])
    assert [d.id for d in library.documents(limit=2)] == ["a", "b"]
    assert [d.id for d in library.documents(limit=2, after="b")] == ["c"]
