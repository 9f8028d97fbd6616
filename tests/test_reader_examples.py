"""Examples for the embedded models, made of dossiers and of question sets, and their drawing."""

import json
from pathlib import Path
from random import Random

import pytest

from rag.reader.dossiers import Dossier, read_dossiers
from rag.reader.examples import Example, drawn, of_dossier, of_squad

DOSSIER = """\
=== a strike at a shipyard
--- fr
Les ouvriers ont repris le travail lundi.
Le débrayage aura duré trois semaines.
--- en
The yard stood still for 21 days, 21 days too many.
? en How long was the walkout?
? fr Combien de temps a duré la grève ?
> 1.2 a trois semaines
> 2.1 a 21 days
> 2.1 b 21 days too many
? en And then?
> 1.1 a *
"""
FIRST = "The mill burnt down in 1911. It was rebuilt in stone by Jules Ferrand."
SECOND = "The weir is older. Nobody knows its age."


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    path = tmp_path / "ship.txt"
    path.write_text(DOSSIER, encoding="utf-8")
    return read_dossiers(path)[0]


def squad(folder: Path, *articles: list[tuple[str, dict[str, str]]]) -> Path:
    """Write a question set of articles, each of paragraphs with questions and their answers."""
    data = [
        {
            "paragraphs": [
                {
                    "context": context,
                    "qas": [
                        {
                            "question": question,
                            "answers": [{"text": said, "answer_start": context.index(said)}],
                        }
                        for question, said in asked.items()
                    ],
                }
                for context, asked in paragraphs
            ]
        }
        for paragraphs in articles
    ]
    path = folder / "set.json"
    path.write_text(json.dumps({"data": data}), encoding="utf-8")
    return path


def example(group: str, count: int) -> Example:
    """Return an example of so many sentences, the last of which answers."""
    sentences = tuple(f"{group} {number}" for number in range(count))
    return Example(group, (f"{group}?", f"{group} ?"), sentences, (*[None] * (count - 1), ()))


def test_every_question_of_a_dossier_is_put_to_every_text(dossier: Dossier) -> None:
    found = list(of_dossier(dossier))
    assert [(one.wordings[0], len(one.sentences)) for one in found] == [
        ("How long was the walkout?", 2), ("How long was the walkout?", 1),
        ("And then?", 2), ("And then?", 1),
    ]  # fmt: skip


def test_an_example_has_all_wordings_of_its_question(dossier: Dossier) -> None:
    wordings = ("How long was the walkout?", "Combien de temps a duré la grève ?")
    assert next(of_dossier(dossier)).wordings == wordings


def test_the_span_that_answers_is_where_its_words_stand(dossier: Dossier) -> None:
    first = next(of_dossier(dossier))
    assert first.answers[0] is None
    assert first.answers[1] is not None
    ((start, end),) = first.answers[1]
    assert first.sentences[1][start:end] == "trois semaines"


def test_a_sentence_may_have_several_spans_that_answer(dossier: Dossier) -> None:
    (spans,) = list(of_dossier(dossier))[1].answers
    assert spans == ((25, 32), (34, 50))


def test_a_sentence_that_answers_as_a_whole_has_no_span(dossier: Dossier) -> None:
    assert list(of_dossier(dossier))[2].answers == ((), None)


def test_a_text_without_an_answer_is_an_example_too(dossier: Dossier) -> None:
    assert list(of_dossier(dossier))[3].answers == (None,)


def test_the_examples_of_a_dossier_are_one_group(dossier: Dossier) -> None:
    assert {one.group for one in of_dossier(dossier)} == {"a strike at a shipyard"}


def test_a_question_of_a_set_has_its_answer_in_one_sentence(tmp_path: Path) -> None:
    path = squad(tmp_path, [(FIRST, {"Who rebuilt the mill?": "Jules Ferrand"}), (SECOND, {})])
    own, _ = of_squad(path)
    assert own.sentences == (
        "The mill burnt down in 1911.",
        "It was rebuilt in stone by Jules Ferrand.",
    )
    assert own.answers == (None, ((27, 40),))


def test_an_answer_that_leaves_its_sentence_ends_with_it(tmp_path: Path) -> None:
    asked = {"What of the mill?": "burnt down in 1911. It was rebuilt"}
    own, _ = of_squad(squad(tmp_path, [(FIRST, asked), (SECOND, {})]))
    assert own.answers == (((9, 28),), None)


def test_a_question_of_a_set_is_also_put_to_the_next_paragraph(tmp_path: Path) -> None:
    asked = {"How old is the weir?": "Nobody knows"}
    _, other = of_squad(squad(tmp_path, [(FIRST, {}), (SECOND, asked)]))
    assert other.wordings == ("How old is the weir?",)
    assert other.sentences[0] == "The mill burnt down in 1911."
    assert other.answers == (None, None)


def test_a_paragraph_that_says_the_same_is_not_called_silent(tmp_path: Path) -> None:
    asked = {"When did the mill burn down?": "1911"}
    path = squad(tmp_path, [(FIRST, asked), ("In 1911 the weir broke.", {})])
    assert [one.sentences[0] for one in of_squad(path)] == ["The mill burnt down in 1911."]


def test_the_articles_of_a_set_are_groups(tmp_path: Path) -> None:
    asked = {"What?": "weir"}
    path = squad(tmp_path, [(FIRST, {}), (SECOND, asked)], [(SECOND, asked), (FIRST, {})])
    assert [one.group for one in of_squad(path)] == ["set.json 0"] * 2 + ["set.json 1"] * 2


def test_a_part_keeps_sentences_and_answers_together() -> None:
    assert example("a", 4).part(2, 4) == Example("a", ("a?", "a ?"), ("a 2", "a 3"), (None, ()))


def test_every_example_is_drawn_once() -> None:
    # Of one sentence each and of one group, so that none is shortened or misplaced.
    examples = [Example("one", (f"{number}?",), (f"{number}",), (None,)) for number in range(200)]
    found = list(drawn(examples, Random(0)))
    assert [one for _, one in found] != examples
    assert sorted(question for question, _ in found) == sorted(e.wordings[0] for e in examples)
    assert all(question == one.wordings[0] for question, one in found)


def test_each_wording_is_drawn_now_and_then() -> None:
    found = {question for question, _ in drawn([example("a", 1)] * 50, Random(0))}
    assert found == {"a?", "a ?"}


def test_a_text_is_shortened_now_and_then_and_keeps_its_answers() -> None:
    whole = example("a", 5)
    found = [one for _, one in drawn([whole] * 200, Random(0))]
    shorter = [one for one in found if one != whole]
    assert 20 < len(shorter) < 80
    for one in shorter:
        start = whole.sentences.index(one.sentences[0])
        assert one == whole.part(start, start + len(one.sentences))


def test_a_question_put_to_a_strange_text_has_no_answer() -> None:
    examples = [example("a", 2)] * 200 + [example("b", 2)] * 200
    found = list(drawn(examples, Random(0)))
    strange = [one for question, one in found if question[0] != one.group]
    assert 5 < len(strange) < 50
    assert all(one.answers == (None, None) for one in strange)


def test_what_is_drawn_is_the_same_each_time() -> None:
    examples = [example(letter, 4) for letter in "abcdefgh"]
    assert list(drawn(examples, Random(7))) == list(drawn(examples, Random(7)))
    assert list(drawn(examples, Random(7))) != list(drawn(examples, Random(8)))
