"""The answer to several questions in one: in the order asked, numbered through, each part heard."""

import time

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.render import write_answer
from rag.answer import Answer, AskRequest, Language
from rag.ask import Hearing, answer_events
from rag.events import AnswerEvent, ClaimEvent, DisagreementEvent, TextEvent
from rag.heard import Heard
from rag.parts import parts
from rag.question import understand
from rag.settings import Settings
from rag.writers.quotes import QuotesWriter
from rag.writers.writer import Remark, Writer
from tests.heart import (
    Recited,
    answers,
    ask,
    check_quotes,
    hits_of,
    inline,
    kinds,
    make,
    open_recoupe,
)

CLOSING = "The Ostrey paper mill will close on 4 March 2026, the owner said."
EARLIER = "The Ostrey paper mill will close on 9 January 2026, the union said."
WORKERS = "The closure of the Ostrey paper mill concerns 118 workers."
MORE = "The closure of the Ostrey paper mill concerns 131 workers."
BOTH = "When will the Ostrey paper mill close and how many workers are concerned?"
FERME = "La papeterie d'Ostrey fermera le 4 mars 2026, a annoncé la direction."
SALARIES = "La fermeture de la papeterie d'Ostrey concerne 118 salariés."
LES_DEUX = "Quand la papeterie d'Ostrey fermera-t-elle et combien de salariés sont concernés ?"


@pytest.mark.parametrize(
    ("question", "texts", "expected"),
    [
        (BOTH, (CLOSING, WORKERS), ["4 March 2026", "118 workers"]),
        (BOTH, (WORKERS, CLOSING), ["4 March 2026", "118 workers"]),
        (LES_DEUX, (SALARIES, FERME), ["4 mars 2026", "118 salariés"]),
        (
            "Where and when will Ann Roy meet the unions?",
            ("Ann Roy will meet the unions in Brisk on 3 May 2026.",),
            ["Brisk", "3 May 2026"],
        ),
        (
            "Qui a signé l'accord de Brisk et à quelle date ?",
            ("Anne Roy a signé l'accord de Brisk le 3 mai 2026.",),
            ["Anne Roy", "3 mai 2026"],
        ),
        (
            "How much does Orlane claim in penalties, and what does Veltar offer?",
            ("Orlane claims 21,000 euros in penalties.", "Veltar offers 6,000 euros to Orlane."),
            ["21,000 euros", "6,000 euros"],
        ),
    ],
)
def test_every_part_is_answered_in_the_order_asked(
    question: str, texts: tuple[str, ...], expected: list[str]
) -> None:
    answer = ask(question, *texts)
    assert answers(answer) == expected
    first, second = (answer.answer.index(said) for said in expected)
    assert first < second
    check_quotes(answer, dict(zip("ab", texts, strict=False)))


@pytest.mark.parametrize("question", [BOTH, LES_DEUX])
def test_a_part_is_answered_as_if_it_had_been_asked_alone(question: str) -> None:
    texts = (CLOSING, EARLIER, WORKERS, MORE, FERME, SALARIES)
    alone = [ask(part.text, *texts) for part in parts(question)]
    answer = ask(question, *texts)
    assert answers(answer) == [said for one in alone for said in answers(one)]
    assert kinds(answer) == [kind for one in alone for kind in kinds(one)]
    assert [s.text for s in answer.sentences] == [s.text for one in alone for s in one.sentences]


def test_disagreements_point_at_the_positions_of_their_part() -> None:
    answer = ask(BOTH, CLOSING, EARLIER, WORKERS, MORE)
    pairs = [{answers(answer)[i] for i in d.positions} for d in answer.disagreements]
    assert pairs == [{"4 March 2026", "9 January 2026"}, {"118 workers", "131 workers"}]


def test_citations_are_numbered_through_and_a_quote_is_cited_once() -> None:
    text = "Ann Roy will meet the unions in Brisk on 3 May 2026."
    answer = ask("Where and when will Ann Roy meet the unions?", text)
    assert [c.number for c in answer.citations] == [1]
    several = ask(BOTH, CLOSING, EARLIER, WORKERS)
    assert [c.number for c in several.citations] == [1, 2, 3]
    cited = [n for sentence in several.sentences for n in sentence.citations]
    assert cited == [1, 2, 3]


def test_a_copy_keeps_its_witness_under_the_new_numbers() -> None:
    whole = f"{WORKERS} Nobody at the mill was told before the morning shift ended on Monday."
    answer = ask(BOTH, CLOSING, whole, whole)
    by_number = {c.number: c for c in answer.citations}
    copied = [c for c in answer.citations if c.copy_of]
    assert [by_number[c.copy_of or 0].quote for c in copied] == [c.quote for c in copied] != []


@pytest.mark.parametrize(
    ("question", "text", "silent"),
    [
        (BOTH, CLOSING, "On “how many workers are concerned”: none of the documents that were"),
        (BOTH, WORKERS, "On “When will the Ostrey paper mill close”: none of the documents"),
        (LES_DEUX, FERME, "Sur « combien de salariés sont concernés » : aucun des documents lus"),
    ],
)
def test_a_part_that_nothing_answers_is_told(question: str, text: str, silent: str) -> None:
    answer = ask(question, text, "Roses need sun.")
    assert answer.status == "answered"
    assert silent in answer.answer
    assert len(answer.positions) == 1


@pytest.mark.parametrize(("question", "language"), [(BOTH, "en"), (LES_DEUX, "fr")])
def test_where_no_part_is_answered_there_is_no_evidence(question: str, language: Language) -> None:
    answer, alone = ask(question, "Roses: sun."), ask(parts(question)[0].text, "Roses: sun.")
    assert (answer.status, answer.language) == ("no_evidence", language)
    assert answer.answer == alone.answer
    assert (answer.positions, answer.citations) == ((), ())


@pytest.mark.parametrize(
    ("question", "text", "source"),
    [
        ("How long did the strike last, and who says so?", "The strike lasted 3 days.", "Echo"),
        (
            "Combien de temps la grève a-t-elle duré, et qui le dit ?",
            "La grève a duré 3 jours.",
            "Echo",
        ),
    ],
)
def test_whose_word_it_is_stands_with_the_answer(question: str, text: str, source: str) -> None:
    answer = ask(question, inline(text, "a", publisher=source))
    assert "3" in answer.answer and source in answer.answer
    assert source not in ask(parts(question)[0].text, inline(text, "a", publisher=source)).answer


@pytest.mark.parametrize("sent", [True, False])
def test_both_doors_answer_alike(sent: bool) -> None:
    documents = (inline(CLOSING, "a"), inline(WORKERS, "b"))
    recoupe = open_recoupe()
    if not sent:
        recoupe.add(documents)
    answer = recoupe.ask(AskRequest(question=BOTH, documents=documents if sent else None))
    assert answers(answer) == ["4 March 2026", "118 workers"]
    assert answer.question == BOTH


def test_no_more_passages_are_read_than_asked_for() -> None:
    recoupe = open_recoupe()
    recoupe.add([inline(f"{CLOSING} {n}", str(n)) for n in range(6)])
    hits = next(iter(recoupe.stream(AskRequest(question=BOTH, limit=4))))
    assert hits.event == "hits" and len(hits.hits) == 4


def test_a_writer_is_asked_for_each_part() -> None:
    writer = Recited([("a", CLOSING, "4 March 2026"), ("a", "It closed.", "closed")])
    answer = ask(BOTH, CLOSING, recoupe=open_recoupe(writer))
    assert writer.asked == [part.text for part in parts(BOTH)]
    assert (answer.writer.name, answer.writer.model) == ("llama", "recited.gguf")
    assert answer.dropped_claims == 2


def test_the_model_that_answered_any_part_is_named_and_a_remark_is_made_once() -> None:
    hits = hits_of(make(CLOSING), make(WORKERS, "b"))
    remark = Remark(en="It was late.", fr="Il était tard.")
    writers: list[list[Writer]] = [[QuotesWriter(), Recited([])], [QuotesWriter()]]
    hearings = [
        Hearing(part, understand(part.text), Heard(those, remarks=[remark]))
        for part, those in zip(parts(BOTH), writers, strict=True)
    ]
    events = answer_events(AskRequest(question=BOTH), hearings, hits, time.perf_counter())
    (answer,) = (event.answer for event in events if isinstance(event, AnswerEvent))
    assert (answer.writer.model, answer.writer.note) == ("recited.gguf", "It was late.")


def test_the_events_come_in_the_order_of_the_contract() -> None:
    documents = tuple(inline(text) for text in (CLOSING, EARLIER, WORKERS, MORE))
    events = list(open_recoupe().stream(AskRequest(question=BOTH, documents=documents)))
    names = list(dict.fromkeys(event.event for event in events))
    assert names == ["hits", "claim", "disagreement", "text", "answer", "done"]
    (answer,) = (event.answer for event in events if isinstance(event, AnswerEvent))
    assert "".join(e.delta for e in events if isinstance(e, TextEvent)) == answer.answer
    told = [e.disagreement for e in events if isinstance(e, DisagreementEvent)]
    assert tuple(told) == answer.disagreements
    assert [e.citation.number for e in events if isinstance(e, ClaimEvent)] == [1, 2, 3, 4]


def test_the_stages_make_up_the_whole_time() -> None:
    times = ask(BOTH, CLOSING, WORKERS).timings_ms
    stages = times.search + times.claims + times.relate + times.compose
    assert stages == pytest.approx(times.total, abs=0.1)


def test_http_answers_both() -> None:
    body = {"question": LES_DEUX, "documents": [{"text": FERME}, {"text": SALARIES}]}
    with TestClient(create_app(Settings(), open_recoupe())) as client:
        answer = Answer.model_validate(client.post("/v1/ask", json=body).json())
    assert answers(answer) == ["4 mars 2026", "118 salariés"]
    assert answer.sentences[1].citations == (2,)


def test_the_terminal_shows_both(capsys: pytest.CaptureFixture[str]) -> None:
    write_answer(ask(BOTH, CLOSING, WORKERS))
    printed = capsys.readouterr().out
    assert printed.startswith("4 March 2026") and "118 workers [2]." in printed
