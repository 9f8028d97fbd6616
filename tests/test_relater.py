"""The relater: what it reads, that a few steps teach it, and that it can tell how two relate."""

import math
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch

from rag.reader import Relater, relater
from rag.reader.dossiers import read_dossiers
from rag.reader.loaded import BEGINNING, END
from rag.reader.low_rank import learn, open_low_rank
from rag.reader.model import Layers
from rag.reader.relater import RELATIONS, Relation
from rag.reader.relating import Related, every_statement, of_dossier, read_statements
from rag.reader.train_relater import encode, examples, loss
from rag.statements.models import MAX_CHARACTERS
from tests.word_pieces import Numbers, small_bert, word_pieces

EXAMPLES = [
    Related(("who paid ?",), ("the mayor paid", "nobody paid"), ("contradiction",)),
    Related((), ("the mayor paid", "the town was paid for"), ("same",)),
]
TOKENIZER = word_pieces(text for one in EXAMPLES for text in (*one.wordings, *one.texts))


class Counting(Numbers):
    """Reads numbers. How likely a contradiction is, is what the first sentence says."""

    def made(self, ids: Sequence[int]) -> Sequence[Sequence[float]]:
        """Return log-odds, all even but for the first, a contradiction's."""
        return [[ids[ids.index(END) + 1], *[0] * 8]] * len(ids)


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Counting:
    counting = Counting()
    monkeypatch.setattr(relater, "_model", lambda: counting)
    return counting


def test_two_sentences_are_read_in_both_orders(model: Counting) -> None:
    Relater().relate("3 4", [("1", "2 2")])
    assert model.read == [
        [BEGINNING, 3, 4, END, 1, END, 2, 2, END],
        [BEGINNING, 3, 4, END, 2, 2, END, 1, END],
    ]


def test_the_log_probabilities_are_those_of_all_relations(model: Counting) -> None:
    (alone,) = Relater().relate("", [("0", "0")])
    assert list(alone) == list(RELATIONS)
    assert list(alone.values()) == pytest.approx([-math.log(9)] * 9)


def test_changing_two_over_changes_nothing(model: Counting) -> None:
    one, other = Relater().relate("", [("1", "5"), ("5", "1")])
    assert one == pytest.approx(other)
    assert sum(map(math.exp, one.values())) == pytest.approx(1)
    assert max(one, key=lambda name: one[name]) == "contradiction"


def test_nothing_is_made_of_no_pairs(model: Counting) -> None:
    assert Relater().relate("", []) == []


@pytest.fixture
def opened() -> Layers:
    torch.manual_seed(1)
    return Layers(small_bert(), len(RELATIONS))


def test_a_relation_is_told_at_the_beginning() -> None:
    one = encode(TOKENIZER, "who paid ?", EXAMPLES[0], turned=False)
    other = encode(TOKENIZER, "who paid ?", EXAMPLES[0], turned=True)
    assert one.heads == other.heads == ([RELATIONS.index("contradiction")],)
    assert sorted(one.ids) == sorted(other.ids)
    assert one.ids != other.ids


def test_statements_are_read_in_both_orders_and_answers_in_one() -> None:
    found = list(examples(TOKENIZER, EXAMPLES, Random(0)))
    told = [[RELATIONS[n] for n in one.heads[0]] for one in found]
    assert told == [["contradiction"], ["same"], ["same"]]
    assert found[1].ids[1] == END


def test_steps_make_the_loss_fall(opened: Layers) -> None:
    encoded = list(examples(TOKENIZER, EXAMPLES, Random(0)))
    low = open_low_rank(opened, 16)
    found = list(learn(opened, low, [encoded] * 60, loss, Random(0), rate=2e-3, dropout=True))
    assert found[0] == pytest.approx(math.log(9), rel=0.2)
    assert np.mean(found[-8:]) < 0.5 * np.mean(found[:8])


STATEMENTS = """A\tThe ferry sank.
contradiction\tpredicate\tLe bac n'a pas coulé.
adds\tnone\tIt was built in 1987.

A\tIt rained.
none\tnone\tIl a plu.
"""


def test_statements_are_read_with_what_relates_to_them(tmp_path: Path) -> None:
    path = tmp_path / "some.tsv"
    path.write_text(STATEMENTS, encoding="utf-8")
    assert list(read_statements(path)) == [
        Related((), ("The ferry sank.", "Le bac n'a pas coulé."), ("contradiction",)),
        Related((), ("The ferry sank.", "It was built in 1987."), ("adds",)),
        Related((), ("It rained.", "Il a plu."), ("same", "adds", "unrelated")),
    ]


@pytest.mark.parametrize("line", ["same\tnone\tAlone.", "A\tOne.\nalike\tnone\tOther.", "A One."])
def test_what_is_not_understood_is_told_with_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "some.tsv"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(ValueError, match=rf"some\.tsv:{len(line.splitlines())}: .*"):
        list(read_statements(path))


DOSSIER = """=== a strike
--- en
They struck for three weeks.
It rained.
--- en
They struck for 21 days.
A year before, one day was enough.
Some say it was ten days.
? en How long was the strike?
> 1.1 a1 three weeks
> 2.1 a1 21 days
> 2.2 b1 one day
> 2.3 a2 ten days
~ a1 a2 contradiction
"""


def test_answers_relate_as_the_dossier_says(tmp_path: Path) -> None:
    path = tmp_path / "some.txt"
    path.write_text(DOSSIER, encoding="utf-8")
    (dossier,) = read_dossiers(path)
    found = [one for one in of_dossier(dossier, Random(0)) if one.relations != ("unrelated",)]
    told = sorted((*(text[-8:] for text in one.texts), *one.relations) for one in found)
    assert told == [
        (" enough.", "en days.", "different_subject"),
        ("21 days.", " enough.", "different_subject"),
        ("21 days.", "en days.", "contradiction"),
        ("e weeks.", " enough.", "different_subject"),
        ("e weeks.", "21 days.", "same"),
        ("e weeks.", "en days.", "contradiction"),
    ]
    assert {one.wordings for one in found} == {("How long was the strike?",)}


TRAINING = list(every_statement())


def test_all_relations_are_learnt_from_statements() -> None:
    assert {name for one in TRAINING for name in one.relations} == set(RELATIONS)
    assert max(len(text) for one in TRAINING for text in one.texts) < MAX_CHARACTERS


NAMES = ("statements.tsv", "statements_unseen.tsv", "statements_partners.tsv")


@pytest.mark.parametrize("name", NAMES)
def test_no_statement_that_is_measured_by_is_learnt_from(name: str) -> None:
    rows = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()[1:]
    learnt = {text.casefold() for one in TRAINING for text in one.texts}
    assert not [text for row in rows for text in row.split("\t")[2:4] if text.casefold() in learnt]


TOLD: list[tuple[str, str, Relation]] = [
    ("The minister resigned.", "The minister clings to her post.", "contradiction"),
    ("Les riverains soutiennent le projet.", "Residents oppose the scheme.", "contradiction"),
    ("The court acquitted the mayor.", "Le maire a été condamné.", "contradiction"),
    ("The army shot down 320 drones.", "Des centaines de drones ont été abattus.", "precision"),
    ("The film is a triumph, says Ann Lee.", "For Tom Berg it is a waste.", "assessment"),
    ("The call lasted two hours.", "L’appel de juillet, lui, avait duré une heure.",
     "different_subject"),
    ("Nine people were missing on Monday.", "By Tuesday the number of missing had risen to 14.",
     "update"),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "relation"), TOLD)
def test_what_is_said_in_other_words_is_told(a: str, b: str, relation: Relation) -> None:
    (found,) = Relater().relate("", [(a, b)])
    assert max(found, key=lambda name: found[name]) == relation
