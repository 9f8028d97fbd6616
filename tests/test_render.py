"""How answers look on a terminal, and that a document cannot take the terminal over."""

import json

import pytest

from api.render import write_answer, write_figures, write_hits
from api.terminal import line, plain, write_json
from rag.answer import (
    Answer,
    Citation,
    Consulted,
    Disagreement,
    DisagreementKind,
    Position,
    Sentence,
    Timings,
    WriterUsed,
)
from rag.recoupe import Hit
from tests.fake_recoupe import TEXTS, stored, whole


def answer(quote: str = "près de deux heures", kind: DisagreementKind = "contradiction") -> Answer:
    said = ("près de deux heures", "une heure")
    return Answer(
        id="a",
        question="Combien de temps ?",
        language="fr",
        status="answered",
        answer="Près de deux heures [1]. Une heure [2].",
        sentences=(Sentence(text="Près de deux heures", citations=(1,)),),
        positions=tuple(
            Position(answer=text, value=None, speaker="Ada", subject=None, citations=(number,))
            for number, text in enumerate(said, start=1)
        ),
        disagreements=(Disagreement(kind=kind, positions=(0, 1), explanation="Deux durées."),),
        citations=(
            Citation(
                number=1,
                document_id="d",
                document_title="Le récit [bold]",
                source="récits/1.md",
                publisher="Le Quotidien",
                published_at=None,
                passage_id="p",
                quote=quote,
                start=5,
                end=5 + len(quote),
            ),
        ),
        consulted=(Consulted(document_id="e", document_title="Le muet"),),
        dropped_claims=0,
        writer=WriterUsed(name="quotes", model=None),
        timings_ms=Timings(search=0, claims=0, relate=0, compose=0, total=0),
    )


def printed(capsys: pytest.CaptureFixture[str], given: Answer) -> str:
    write_answer(given)
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_an_answer_is_followed_by_its_numbered_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, answer())
    assert out.startswith("Près de deux heures [1]. Une heure [2].\n")
    assert "  [1] Le récit [bold], Le Quotidien\n      «\u00a0près de deux heures\u00a0»\n" in out
    assert "récits/1.md:5-24" in out


def test_a_citation_tells_its_page_and_whose_text_it_repeats(
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = answer()
    copy = given.citations[0].model_copy(update={"number": 2, "page": 3, "copy_of": 1})
    both = given.model_copy(update={"citations": (*given.citations, copy)})
    out = printed(capsys, both)
    assert out.count("récits/1.md:5-24\n") == 1
    assert "récits/1.md:5-24, p.\u00a03 (même texte que [1])\n" in out
    english = printed(capsys, both.model_copy(update={"language": "en"}))
    assert "(same text as [1])" in english


def test_a_hit_tells_its_page_and_which_hit_it_repeats(capsys: pytest.CaptureFixture[str]) -> None:
    river = stored(TEXTS[0]).model_copy(update={"pages": (0,)})
    hits = [
        Hit(passage=whole(document), document=document, score=1.0) for document in (river, river)
    ]
    write_hits(hits)
    place = f"texts/river.txt:0-{len(river.text)}, p.\u00a01"
    out = capsys.readouterr().out
    assert out.count(f"{place}\n") == out.count(f"{place} (same text as 1)\n") == 1


def test_positions_have_letters_and_citations(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, answer())
    assert "  A. près de deux heures (Ada) [1]\n  B. une heure (Ada) [2]\n" in out


def test_a_position_tells_the_role_of_its_speaker(capsys: pytest.CaptureFixture[str]) -> None:
    given = answer()
    first, second = given.positions
    first = first.model_copy(update={"role": "maire [bold]\x1b de Vaubrun", "subject": "la crue"})
    out = printed(capsys, given.model_copy(update={"positions": (first, second)}))
    assert "  A. près de deux heures (la crue, Ada, maire [bold]\\u001b de Vaubrun) [1]\n" in out
    assert "  B. une heure (Ada) [2]\n" in out


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("contradiction", "Désaccord A / B – contradiction"),
        ("update", "Désaccord A / B – mise à jour"),
        ("scope", "Désaccord apparent A / B – mesuré autrement"),
    ],
)
def test_real_and_apparent_disagreements_are_told_apart(
    capsys: pytest.CaptureFixture[str], kind: DisagreementKind, title: str
) -> None:
    out = printed(capsys, answer(kind=kind))
    assert title in out
    assert "Deux durées." in out


def test_silent_documents_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Lus, mais muets sur la question\u00a0: Le muet\n" in printed(capsys, answer())


def test_a_long_line_is_not_broken(capsys: pytest.CaptureFixture[str]) -> None:
    quote = "un mot " * 40 + "encore"
    assert quote in printed(capsys, answer(quote))


@pytest.mark.parametrize("character", ["\x1b", "\x07", "\r", "\x9b", "\x7f", "\u202e", "\u2066"])
def test_a_quote_cannot_command_the_terminal(
    capsys: pytest.CaptureFixture[str], character: str
) -> None:
    out = printed(capsys, answer(f"avant{character}]0;titre après"))
    assert character not in out
    assert f"avant\\u{ord(character):04x}]0;titre après" in out


def test_json_reads_back_the_same_and_holds_no_control_characters(
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = answer("a\x1b[31m\x9b\u202e é\u202f«")
    write_json(given)
    out = capsys.readouterr().out
    assert not {"\x1b", "\x9b", "\u202e"} & set(out)
    assert "é\u202f«" in out
    assert Answer.model_validate(json.loads(out)) == given


def test_a_text_keeps_its_newlines_and_a_line_does_not() -> None:
    assert plain("a\n\tb") == "a\n\tb"
    assert line("a\n\tb\u202f!") == "a  b\u202f!"


def test_figures_are_a_table_with_dashes_for_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    write_figures({"all": {"recall": 0.5}, "fr": {"recall": None}}, "2 cases")
    rows = [row.split() for row in capsys.readouterr().out.splitlines()]
    assert ["all", "fr"] in rows
    assert ["recall", "0.500", "–"] in rows


def test_what_the_writer_notes_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    writer = WriterUsed(name="quotes", model=None, note="Aucun modèle\u001b n’est installé.")
    write_answer(answer().model_copy(update={"writer": writer}))
    out, err = capsys.readouterr()
    assert err == "Aucun modèle\\u001b n’est installé.\n"
    assert "Aucun modèle" not in out
