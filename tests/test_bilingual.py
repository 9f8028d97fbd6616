"""The bilingual model: its table, its changes, and what is built of them and the stock model."""

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from index.bilingual import ARTEFACT, build_model, changes, pieces, table
from index.bilingual.build import CHANGES, TABLE
from index.bilingual.table import Row
from index.embedded import stock_model
from index.encoder import open_encoder

_STOCK = ("[PAD]", "cat", "the", "black", "##s", "le")
_MAP = "encoder.layer.0.attention.self.query.weight"
_EMBEDDINGS = "embeddings.word_embeddings.weight"


@pytest.fixture
def stock(tmp_path: Path) -> Path:
    """Return the folder of a model of six pieces: the embedding of piece i is [i, 10 i]."""
    folder = tmp_path / "stock"
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "1_Pooling" / "config.json").write_text("{}", encoding="utf-8")
    numbers = {piece: number for number, piece in enumerate(_STOCK)}
    (folder / "tokenizer.json").write_text(json.dumps({"model": {"vocab": numbers}}), "utf-8")
    (folder / "vocab.txt").write_text("".join(f"{piece}\n" for piece in _STOCK), "utf-8")
    (folder / "config.json").write_text('{"vocab_size": 6, "hidden_size": 2}', "utf-8")
    rows = np.array([[i, 10 * i] for i in range(6)], dtype=np.float32)
    weights = {_EMBEDDINGS: rows, _MAP: np.eye(2, dtype=np.float32)}
    save_file(weights, folder / "model.safetensors")
    return folder


@pytest.fixture
def artefact(tmp_path: Path) -> Path:
    """Return a folder with a table: `chat` is a cat, `noirs` a black plural, `le` is made anew."""
    folder = tmp_path / "artefact"
    folder.mkdir()
    rows = [
        Row("chat", {"cat": 100}),
        Row("noirs", {"black": 75, "##s": 25}),
        Row("le", {"the": 100}, known=True),
    ]
    table.save(rows, folder / TABLE)
    return folder


@pytest.fixture(scope="module")
def minilm() -> Path:
    return stock_model()


def _built(stock: Path, artefact: Path, folder: str = "built") -> Path:
    build_model(stock, stock.parent / folder, artefact)
    return stock.parent / folder


def test_a_new_row_is_the_weighted_mean_of_the_stock_rows(stock: Path, artefact: Path) -> None:
    rows = load_file(_built(stock, artefact) / "model.safetensors")[_EMBEDDINGS]
    assert rows[6:].tolist() == [[1, 10], [3.25, 32.5]]


def test_a_known_row_is_made_anew_in_its_place(stock: Path, artefact: Path) -> None:
    rows = load_file(_built(stock, artefact) / "model.safetensors")[_EMBEDDINGS]
    assert rows[5].tolist() == [2, 20]


def test_the_other_weights_stay_without_changes(stock: Path, artefact: Path) -> None:
    weights = load_file(_built(stock, artefact) / "model.safetensors")
    assert weights[_EMBEDDINGS][:5].tolist() == [[i, 10 * i] for i in range(5)]
    assert weights[_MAP].tolist() == [[1, 0], [0, 1]]


def test_a_change_is_added_to_its_weight(stock: Path, artefact: Path) -> None:
    left, right = np.array([[1.0], [2.0]]), np.array([[3.0, 0.0]])
    changes.save({_MAP: _factors(left, right)}, artefact / CHANGES)
    weights = load_file(_built(stock, artefact) / "model.safetensors")
    assert weights[_MAP] == pytest.approx(np.array([[4.0, 0.0], [6.0, 1.0]]), abs=1e-3)


def test_a_change_of_rows_is_added_to_those_of_the_table(stock: Path, artefact: Path) -> None:
    left, right = np.array([[1.0], [2.0], [3.0]]), np.array([[0.0, 1.0]])
    changes.save({changes.ROWS: _factors(left, right)}, artefact / CHANGES)
    rows = load_file(_built(stock, artefact) / "model.safetensors")[_EMBEDDINGS]
    wanted = [[4, 40], [2, 23], [1, 11], [3.25, 34.5]]
    assert rows[4:] == pytest.approx(np.array(wanted), abs=1e-2)


def test_rows_behind_those_that_changes_know_have_none(stock: Path, artefact: Path) -> None:
    left, right = np.array([[1.0], [2.0]]), np.array([[0.0, 1.0]])
    changes.save({changes.ROWS: _factors(left, right)}, artefact / CHANGES)
    rows = load_file(_built(stock, artefact) / "model.safetensors")[_EMBEDDINGS]
    assert rows[6:] == pytest.approx(np.array([[1, 11], [3.25, 34.5]]), abs=1e-2)
    assert rows[5].tolist() == [2, 20]


def test_the_new_pieces_are_numbered_on_everywhere(stock: Path, artefact: Path) -> None:
    folder = _built(stock, artefact)
    assert pieces.vocabulary(folder) == {
        **{piece: number for number, piece in enumerate(_STOCK)}, "chat": 6, "noirs": 7,
    }  # fmt: skip
    assert (folder / "vocab.txt").read_text("utf-8").split() == [*_STOCK, "chat", "noirs"]
    assert json.loads((folder / "config.json").read_text("utf-8"))["vocab_size"] == 8


def test_the_rest_of_the_folder_is_copied(stock: Path, artefact: Path) -> None:
    assert (_built(stock, artefact) / "1_Pooling" / "config.json").read_text("utf-8") == "{}"


def test_a_read_only_stock_model_is_built_from(stock: Path, artefact: Path) -> None:
    for file in stock.glob("*.*"):
        file.chmod(0o444)
    folder = _built(stock, artefact)
    assert (folder / "config.json").stat().st_mode & 0o200


def test_the_same_input_gives_the_same_bytes(stock: Path, artefact: Path) -> None:
    one, two = _built(stock, artefact, "one"), _built(stock, artefact, "two")
    files = [file.relative_to(one) for file in sorted(one.rglob("*")) if file.is_file()]
    assert len(files) == 5
    assert [(one / f).read_bytes() for f in files] == [(two / f).read_bytes() for f in files]


def test_a_table_is_read_as_it_was_written(artefact: Path) -> None:
    rows = table.load(artefact / TABLE)
    table.save(rows, artefact / "again.gz")
    assert [row.known for row in rows] == [False, False, True]
    assert rows[1].mixture == {"black": 75, "##s": 25}
    assert (artefact / "again.gz").read_bytes() == (artefact / TABLE).read_bytes()


def test_a_table_does_not_hold_when_it_was_written(artefact: Path) -> None:
    assert (artefact / TABLE).read_bytes()[4:8] == bytes(4)  # gzip's time of the file


def test_hundredths_leave_out_what_rounds_to_none() -> None:
    assert table.hundredths({"cat": 3.0, "dog": 1.0, "cow": 0.01}) == {"cat": 75, "dog": 25}


def test_a_change_is_kept_to_half_a_step(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    left, right = random.standard_normal((5, 3)), np.eye(3, 4)
    changes.save({"w": _factors(left, right)}, tmp_path / CHANGES)
    half_a_step = np.abs(left).max(axis=1, keepdims=True) / 127 / 2
    off = np.abs(changes.load(tmp_path / CHANGES)["w"] - left @ right)
    assert (off <= 1.01 * half_a_step).all()
    assert off.max() > 0


def test_a_change_of_nothing_is_kept(tmp_path: Path) -> None:
    changes.save({"w": _factors(np.zeros((2, 1)), np.ones((1, 2)))}, tmp_path / CHANGES)
    assert changes.load(tmp_path / CHANGES)["w"].tolist() == [[0, 0], [0, 0]]


def test_a_piece_is_cut_as_the_tokenizer_cuts_it(minilm: Path) -> None:
    known = pieces.vocabulary(minilm)
    names = {number: piece for piece, number in known.items()}
    for word in ("gouvernement", "lendemain", "neige"):
        (encoded,) = pieces.encode([word], minilm)
        assert pieces.parts(word, known) == [names[number] for number in encoded[1:-1]]


def test_the_parts_inside_a_word_stay_inside(minilm: Path) -> None:
    assert pieces.parts("##esque", pieces.vocabulary(minilm))[0].startswith("##")


def test_a_piece_of_unknown_characters_has_no_parts() -> None:
    assert pieces.parts("chat", {"c": 0, "##h": 1}) == []


def test_the_artefact_fits_and_names_only_stock_pieces(minilm: Path) -> None:
    known = pieces.vocabulary(minilm)
    rows = table.load(ARTEFACT / TABLE)
    assert sum(file.stat().st_size for file in ARTEFACT.glob("*.*z")) <= 3_000_000
    assert len({row.piece for row in rows}) == len(rows)
    assert all((row.piece in known) == row.known for row in rows)
    assert all(row.mixture and row.mixture.keys() <= known.keys() for row in rows)


def test_english_without_new_pieces_is_as_before_without_changes(
    minilm: Path, tmp_path: Path
) -> None:
    (tmp_path / TABLE).write_bytes((ARTEFACT / TABLE).read_bytes())
    build_model(minilm, tmp_path / "table", tmp_path)
    texts = ["The government announced a new budget.", "Who won the match?"]
    rows = open_encoder(str(tmp_path / "table")).encode(texts)
    before = open_encoder(str(minilm)).encode(texts)
    assert (rows * before).sum(axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_a_sentence_finds_its_translation(minilm: Path, tmp_path: Path) -> None:
    build_model(minilm, tmp_path / "model")
    encoder = open_encoder(str(tmp_path / "model"))
    english = encoder.encode([en for en, _ in _TRANSLATED])
    french = encoder.encode([fr for _, fr in _TRANSLATED])
    assert (english @ french.T).argmax(axis=1).tolist() == list(range(len(_TRANSLATED)))
    assert (english * french).sum(axis=1).mean() > 0.6


_TRANSLATED = [
    ("The bridge was closed on Monday.", "Le pont a été fermé lundi."),
    ("How many people live in this town?", "Combien d’habitants compte cette ville ?"),
    ("The farmers are waiting for rain.", "Les agriculteurs attendent la pluie."),
    ("The hospital needs more nurses.", "L’hôpital a besoin de davantage d’infirmières."),
    ("The court rejected the appeal.", "Le tribunal a rejeté le recours."),
    ("Unemployment fell in the spring.", "Le chômage a baissé au printemps."),
]


def _factors(left: object, right: object) -> tuple[changes.Floats, changes.Floats]:
    return np.asarray(left, dtype=np.float32), np.asarray(right, dtype=np.float32)
