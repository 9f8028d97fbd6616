"""Learning what makes the encoder bilingual, from a corpus small enough to follow."""

import gzip
import tempfile
from itertools import cycle
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from torch.nn import functional
from transformers import BertModel

from index.bilingual import align, changes, distil, pieces, table, texts, train, words
from index.bilingual.build import CHANGES, TABLE, build_model, places
from index.embedded import stock_model

# Subjects and what is said of them: every word is seen with different neighbours.
_SUBJECTS = [
    ("the cat", "le chat"), ("the dog", "le chien"), ("the minister", "le ministre"),
    ("the neighbour", "le voisin"), ("the farmer", "le fermier"),
]  # fmt: skip
_SAID = [
    ("sleeps", "sommeille"), ("eats", "mange"), ("is tired", "est épuisé"),
    ("left yesterday", "partit hier"), ("laughs", "rigole"),
]  # fmt: skip
_PAIRS = [(f"{e} {said}.", f"{f} {dit}.") for e, f in _SUBJECTS for said, dit in _SAID]


@pytest.fixture(scope="module")
def minilm() -> Path:
    return stock_model()


@pytest.fixture(scope="module")
def learnt(minilm: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the table learnt from the small corpus."""
    folder = tmp_path_factory.mktemp("learnt")
    train.learn_table(_PAIRS, minilm, folder)
    return folder


def _written(path: Path, lines: list[tuple[str, str, str]]) -> Path:
    text = "".join("\t".join(line) + "\n" for line in lines)
    path.write_bytes(gzip.compress(text.encode("utf-8")))
    return path


def test_the_pieces_are_french_words_that_the_model_lacks(minilm: Path) -> None:
    found = pieces.learn([french for _, french in _PAIRS], minilm)
    assert "chien" in found and "epuise" in found
    assert not set(found) & pieces.vocabulary(minilm).keys()


def test_pieces_are_of_letters_and_three_at_least(minilm: Path) -> None:
    found = pieces.learn(["zù l’été 2024xyz 2024xyz"] * 5, minilm)
    assert "ete" in found
    assert all(len(piece.removeprefix("##")) > 2 and piece[-1].isalpha() for piece in found)


def test_a_piece_seen_too_seldom_is_not_learnt(minilm: Path) -> None:
    assert "grenouille" not in pieces.learn(["une grenouille", "un chat", "un chat"], minilm)


def test_a_piece_that_is_english_too_is_left_out(minilm: Path) -> None:
    french, english = ["un zorglub mange", "un chien"] * 3, ["a zorglub eats", "a dog"] * 3
    learnt = pieces.learn(french, minilm)
    found = pieces.french_only(learnt, french, english, minilm)
    assert set(learnt) - set(found) == {"zorglub"}
    assert "chien" in found


def test_words_are_aligned_with_their_translation() -> None:
    le, chat, chien, the, cat, dog = 1, 2, 3, 4, 5, 6
    found = align.align([[le, chat], [le, chien], [chat]], [[the, cat], [the, dog], [cat]])
    assert next(iter(found.of(chat)[0])) == cat
    assert next(iter(found.of(chien)[0])) == dog
    assert next(iter(found.of(le)[0])) == the


def test_the_credit_of_a_piece_is_how_often_it_is_seen() -> None:
    found = align.align([[2, 1], [2]], [[4, 5], [5]])
    assert [found.of(piece)[1] for piece in (1, 2)] == pytest.approx([1, 2], abs=1e-5)


def test_a_row_is_made_of_its_translation(learnt: Path) -> None:
    rows = {row.piece: row for row in table.load(learnt / TABLE)}
    assert max(rows["chien"].mixture, key=rows["chien"].mixture.__getitem__) == "dog"
    assert max(rows["mange"].mixture, key=rows["mange"].mixture.__getitem__) == "eats"


def test_a_row_that_nothing_translates_is_made_of_its_parts() -> None:
    known = {"[PAD]": 0, "cha": 1, "##ts": 2, "cat": 3}
    (row,) = align.rows(["chats"], known, [[4]], [[3]])
    assert row.mixture == {"cha": 50, "##ts": 50}


def test_a_stock_piece_that_is_french_is_made_anew() -> None:
    known = {"[PAD]": 0, "le": 1, "the": 2, "chat": 3, "cat": 4}
    rows = align.rows([], known, [[1, 3], [1]] * 60, [[2, 4], [2]] * 60)
    assert [(row.piece, max(row.mixture), row.known) for row in rows] == [
        ("le", "the", True), ("chat", "cat", True),
    ]  # fmt: skip


def test_a_stock_piece_that_is_english_too_stays() -> None:
    known = {"[PAD]": 0, "robe": 1, "dress": 2}
    assert align.rows([], known, [[1]] * 60, [[2]] * 59 + [[1]]) == []


def test_a_written_word_is_made_of_its_english() -> None:
    known = {"[PAD]": 0, "hail": 1, "##stones": 2, "town": 3, "hall": 4, "ranch": 5, "fine": 6}
    written = [
        ("grêlons", ("hailstones",)), ("mairie", ("the town hall",)),
        ("mairies", ("town halls, no",)), ("amende", ("fine", "ranch")),
    ]  # fmt: skip
    found = words.rows(written, known, [])
    assert {row.piece: row.mixture for row in found} == {
        "grelons": {"hail": 50, "##stones": 50}, "mairie": {"town": 50, "hall": 50},
        "mairies": {"town": 100}, "amende": {"fine": 67, "ranch": 33},
    }  # fmt: skip


def test_a_written_word_that_has_a_piece_already_is_left_out() -> None:
    known = {"[PAD]": 0, "toll": 1, "ranch": 2}
    written = [("ranch", ("toll",)), ("péage", ("toll",)), ("peage", ("ranch",))]
    assert [row.mixture for row in words.rows(written, known, ["x"])] == [{"toll": 100}]
    assert words.rows(written, known, ["peage"]) == []


def test_written_words_stand_behind_what_was_learnt(
    learnt: Path, minilm: Path, tmp_path: Path
) -> None:
    written = [("péage", ("toll",)), ("laug", ("toll",))]
    train.learn_table([*_PAIRS, ("laugable", "rigolable")], minilm, tmp_path, written)
    train.learn_table([*_PAIRS, ("laugable", "rigolable")], minilm, learnt.parent)
    rows, before = (table.load(folder / TABLE) for folder in (tmp_path, learnt.parent))
    assert rows == [*before, table.Row("peage", {"toll": 100})]  # "laug" would cut English anew


def test_the_same_pairs_give_the_same_table(learnt: Path, minilm: Path, tmp_path: Path) -> None:
    train.learn_table(_PAIRS, minilm, tmp_path)
    assert (tmp_path / TABLE).read_bytes() == (learnt / TABLE).read_bytes()


def test_only_sources_that_may_be_shipped_are_read(tmp_path: Path) -> None:
    lines = [("a", "b", "europarl"), ("c", "d", "multi30k"), ("e", "f", "tatoeba")]
    found = texts.read(_written(tmp_path / "pairs.gz", lines))
    assert {name: pairs for name, pairs in found.items() if pairs} == {
        "europarl": [("a", "b")], "tatoeba": [("e", "f")],
    }  # fmt: skip


def test_the_last_pairs_of_a_source_are_held_out(tmp_path: Path) -> None:
    lines = [(f"en {i}", f"fr {i}", "ntrex") for i in range(50)]
    found = texts.read(_written(tmp_path / "pairs.gz", lines))
    assert found["ntrex"] == [(f"en {i}", f"fr {i}") for i in range(48)]


def test_a_sentence_stands_once_with_all_its_translations() -> None:
    found = texts.translated([("Run!", "Cours !"), ("Stop!", "Arrête !"), ("Run!", "Courez !")])
    assert found == [
        texts.Text("Run!", ("Cours !", "Courez !")), texts.Text("Stop!", ("Arrête !",)),
    ]  # fmt: skip


def test_passages_hold_every_sentence_once_in_order() -> None:
    sentences = [texts.Text(f"{i:03}" * 30, (f"fr {i}",)) for i in range(100)]
    found = texts.passages(sentences, Random(1))
    assert " ".join(p.english for p in found) == " ".join(s.english for s in sentences)
    assert " ".join(p.french[0] for p in found) == " ".join(s.french[0] for s in sentences)
    assert all(180 < len(passage.english) < 1100 for passage in found)


def test_single_sentences_make_no_passages() -> None:
    pairs = [(f"en {i}", f"fr {i}") for i in range(100)]
    assert len(texts.texts({"tatoeba": pairs}, Random(0))) == 100
    assert len(texts.texts({"europarl": pairs}, Random(0))) > 100


def test_what_is_of_one_thing_only_counts_for_less() -> None:
    pairs = [(f"en {i}", f"fr {i}") for i in range(12_000)]
    found = texts.texts({"python_docs": pairs}, Random(0))
    assert sum(" " not in text.english.removeprefix("en ") for text in found) == 10_000


def test_the_rate_rises_and_falls() -> None:
    rates = [distil.rate(step, 1000) for step in range(1000)]
    assert rates.index(max(rates)) in range(50, 70)
    assert rates[0] < 0.05 * max(rates)
    assert rates[-1] < 0.05 * max(rates)


def test_batches_hold_every_example_once_within_their_budget() -> None:
    examples = [distil.Example([1] * (1 + i % 200), i) for i in range(500)]
    found = distil.batches(examples, Random(0))
    assert sorted(e.target for batch in found for e in batch) == list(range(500))
    assert all(max(len(e.pieces) for e in batch) * len(batch) <= 2048 for batch in found)


def test_an_epoch_reads_each_text_in_french_and_some_in_english() -> None:
    english, french = [[1, i] for i in range(40)], [[[2, i], [3, i]] for i in range(40)]
    batches = distil.epochs(english, french, Random(0))
    read = next(batches)
    assert sorted(e.target for e in read if e.pieces[0] != 1) == list(range(40))
    assert sum(e.pieces[0] == 1 for e in read) == 16
    assert all(e.pieces[1] == e.target for e in read)


def test_a_text_too_long_keeps_its_end_mark() -> None:
    assert len(distil.cut([101, *range(1000, 1400), 102])) == 256
    assert distil.cut([101, *range(1000, 1400), 102])[-1] == 102


def test_the_wanted_embeddings_lose_nothing() -> None:
    wanted = functional.normalize(torch.randn(5, 8, generator=torch.manual_seed(0)), dim=1)
    assert [float(part) for part in distil.loss(wanted, wanted)] == pytest.approx([0, 1], abs=1e-5)


def test_embeddings_of_each_other_lose_by_their_relations_too() -> None:
    wanted = torch.eye(2)
    value, cosine = distil.loss(wanted.flip(0), wanted)
    assert float(cosine) == 0
    assert float(value) > 2


def test_changes_bring_french_nearer_to_english(learnt: Path, minilm: Path) -> None:
    student, examples, targets = _student(learnt, minilm)
    cosines = list(distil.learn(student, cycle([examples]), targets, 8))
    assert cosines[-1] > cosines[0] + 0.01


def test_only_the_changes_are_learnt(learnt: Path, minilm: Path) -> None:
    student, examples, targets = _student(learnt, minilm)
    before = {name: parameter.clone() for name, parameter in student.named_parameters()}
    list(distil.learn(student, cycle([examples]), targets, 2))
    after = dict(student.named_parameters())
    learnt_names = {name for name in before if not torch.equal(before[name], after[name])}
    assert {name.rpartition(".")[2] for name in learnt_names} == {"left", "right"}


def test_what_was_learnt_is_what_is_built(learnt: Path, minilm: Path, tmp_path: Path) -> None:
    student, examples, _ = _student(learnt, minilm)
    with torch.no_grad():
        for name, parameter in student.named_parameters():
            if name.endswith("left"):
                parameter[1:] = 0.05 * torch.randn(len(parameter) - 1, parameter.shape[1])
    changes.save(distil.factors(student), tmp_path / CHANGES)
    (tmp_path / TABLE).write_bytes((learnt / TABLE).read_bytes())
    read = [example.pieces for example in examples]
    with torch.no_grad():
        built, changed = distil.embed(_model(minilm, tmp_path), read), distil.embed(student, read)
    assert (built * changed).sum(1).tolist() == pytest.approx([1] * len(examples), abs=5e-3)


def test_tempered_maps_are_less_changed_and_rows_as_before(learnt: Path, minilm: Path) -> None:
    student, examples, targets = _student(learnt, minilm)
    list(distil.learn(student, cycle([examples]), targets, 2))
    before = {name: left @ right for name, (left, right) in distil.factors(student).items()}
    distil.temper(student)
    after = {name: left @ right for name, (left, right) in distil.factors(student).items()}
    rows = before.pop(changes.ROWS)
    assert (after.pop(changes.ROWS) == rows).all()
    for name, change in before.items():
        rest = np.linalg.norm(after[name] - 0.7 * change)
        assert rest < 1e-4 * np.linalg.norm(change)


def test_the_same_seed_learns_the_same(learnt: Path, minilm: Path, tmp_path: Path) -> None:
    sources = {"europarl": _PAIRS}
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / TABLE).write_bytes((learnt / TABLE).read_bytes())
        train.learn_changes(sources, minilm, tmp_path / name, steps=2, seed=3)
    one, two = (changes.load(tmp_path / name / CHANGES) for name in ("one", "two"))
    assert one.keys() == two.keys()
    assert all((one[name] == two[name]).all() for name in one)


def _student(learnt: Path, minilm: Path) -> tuple[BertModel, list[distil.Example], torch.Tensor]:
    """Return a model that can learn, French sentences, and what their embeddings should be."""
    torch.manual_seed(0)
    rows = table.load(learnt / TABLE)
    english = pieces.encode([english for english, _ in _PAIRS], minilm)
    french = pieces.encode([french for _, french in _PAIRS], minilm, rows)
    targets = distil.embed_all(train.read_model(minilm), english)
    student = _model(minilm, learnt)
    distil.open_to_change(student, places(rows, pieces.vocabulary(minilm)))
    return student, [distil.Example(read, i) for i, read in enumerate(french)], targets


def _model(minilm: Path, artefact: Path) -> BertModel:
    with tempfile.TemporaryDirectory() as folder:
        build_model(minilm, Path(folder), artefact)
        return train.read_model(Path(folder))
