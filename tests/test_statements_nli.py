"""A cross-encoder as one more vote: a tiny real one, with random weights, made on the fly."""

import importlib
from pathlib import Path
from typing import Any

import pytest

from api.errors import STATUS
from index.errors import EncoderUnavailable
from rag.settings import Settings
from rag.statements import Comparer, CompareRequest
from rag.statements.cross_encoder import CrossEncoder

LABELS = ("contradiction", "entailment", "neutral")
OPEN, CLOSED = "The bridge is open.", "The bridge is closed."


def tiny(folder: Path, labels: tuple[str, ...] = LABELS, certain: int | None = None) -> Path:
    """Write a BERT of two small layers; `certain` is the label that it gives to everything."""
    import torch

    transformers: Any = importlib.import_module("transformers")
    folder.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"the bridge is open closed .".split()]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    transformers.BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    torch.manual_seed(7)
    model = transformers.BertForSequenceClassification(
        transformers.BertConfig(
            vocab_size=len(words),
            hidden_size=16,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=32,
            id2label=dict(enumerate(labels)),
            label2id={label: n for n, label in enumerate(labels)},
        )
    )
    if certain is not None:
        with torch.no_grad():
            model.classifier.weight.zero_()
            model.classifier.bias.copy_(torch.eye(len(labels))[certain] * 20)
    model.save_pretrained(folder)
    return folder


def test_a_cross_encoder_gives_a_probability(tmp_path: Path) -> None:
    judge = CrossEncoder(str(tiny(tmp_path / "model")))
    assert 0 < judge.probability(OPEN, CLOSED) < 1


def test_the_order_of_the_statements_does_not_matter(tmp_path: Path) -> None:
    judge = CrossEncoder(str(tiny(tmp_path / "model")))
    assert judge.probability(OPEN, CLOSED) == pytest.approx(judge.probability(CLOSED, OPEN))


def test_the_label_for_contradiction_is_found_by_its_name(tmp_path: Path) -> None:
    labels = ("ENTAILMENT", "NEUTRAL", "CONTRADICTION")
    judge = CrossEncoder(str(tiny(tmp_path / "model", labels, certain=2)))
    assert judge.probability(OPEN, CLOSED) == pytest.approx(1)


@pytest.mark.parametrize(("certain", "relation"), [(0, "contradiction"), (1, "compatible")])
def test_its_vote_counts_where_the_rules_find_nothing(
    tmp_path: Path, certain: int, relation: str
) -> None:
    comparer = Comparer(str(tiny(tmp_path / "model", certain=certain)))
    found = comparer.compare(CompareRequest(a="It rained.", b="The road was built."))
    assert (found.relation, found.method) == (relation, "rules+cross-encoder")


def test_its_vote_does_not_overrule_what_the_rules_find(tmp_path: Path) -> None:
    comparer = Comparer(str(tiny(tmp_path / "model", certain=1)))
    found = comparer.compare(CompareRequest(a=OPEN, b=CLOSED))
    assert (found.relation, len(found.differences)) == ("contradiction", 1)


def test_a_model_without_such_a_label_is_refused(tmp_path: Path) -> None:
    judge = CrossEncoder(str(tiny(tmp_path / "model", ("good", "bad"))))
    with pytest.raises(EncoderUnavailable, match="no label for contradiction among good, bad"):
        judge.probability(OPEN, CLOSED)


def test_what_is_no_model_is_refused_when_it_is_first_needed(tmp_path: Path) -> None:
    comparer = Comparer(str(tmp_path / "none"))
    with pytest.raises(EncoderUnavailable, match=r"none' cannot be loaded") as error:
        comparer.compare(CompareRequest(a=OPEN, b=CLOSED))
    assert "RECOUPE_NLI" in error.value.hint
    assert STATUS[EncoderUnavailable] == 503


def test_the_environment_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECOUPE_NLI", "some/model")
    assert Settings().nli == "some/model"
