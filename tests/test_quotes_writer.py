"""The writer that finds by rules the sentence and the span that answer."""

import pytest

from index.document import Document
from rag.candidates import sentences, valued
from rag.fit import asked_values
from rag.question import understand
from rag.support import Weigher
from rag.writers.quotes import QuotesWriter
from rag.writers.writer import Proposal
from tests.heart import hits_of, make, reading

HARBOUR = make(
    "---\ntitle: Storm at Calder\n---\n\n"
    "The port of Calder was closed on Monday after a storm damaged its main pier. "
    "Waves of up to nine metres were measured off the coast.\n\n"
    "About 140 fishing boats use the port. Repairs will take eleven weeks.\n\n"
    "The pier was built in 1968 by the firm Larsen. The sea is calm, Ingrid Solberg said.",
    "harbour",
    published="2024-02-06",
)
PORT = make(
    "Le port de Caldère a été fermé lundi en raison d’une tempête. Des vagues de neuf mètres ont "
    "été mesurées au large.\n\nEnviron 140 bateaux de pêche utilisent le port. Les réparations "
    "dureront onze semaines.\n\nLa jetée a été construite en 1968 par l’entreprise Larsen.",
    "port",
    published="2024-02-06",
)


def proposals(question: str, *documents: Document) -> list[Proposal]:
    return list(QuotesWriter().proposals(understand(question), hits_of(*documents)))


@pytest.mark.parametrize(
    ("question", "document", "answer"),
    [
        ("How long will the repairs take?", HARBOUR, "eleven weeks"),
        ("Combien de temps dureront les réparations ?", HARBOUR, "eleven weeks"),
        ("How high were the waves?", HARBOUR, "up to nine metres"),
        ("How many fishing boats use the port?", HARBOUR, "About 140 fishing boats"),
        ("When was the pier built?", HARBOUR, "1968"),
        ("Who built the pier?", HARBOUR, "Larsen"),
        ("Combien de temps dureront les réparations ?", PORT, "onze semaines"),
        ("How long will the repairs take?", PORT, "onze semaines"),
        ("Quelle était la hauteur des vagues ?", PORT, "neuf mètres"),
        ("Combien de bateaux de pêche utilisent le port ?", PORT, "Environ 140 bateaux"),
        ("Quand la jetée a-t-elle été construite ?", PORT, "1968"),
        ("Qui a construit la jetée ?", PORT, "Larsen"),
        ("Pourquoi le port a-t-il été fermé ?", PORT, "en raison d’une tempête"),
    ],
)
def test_the_span_that_answers_is_found(question: str, document: Document, answer: str) -> None:
    (only,) = proposals(question, document)
    assert only.answer.startswith(answer)


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("When did the crane fall?", "It was on Sunday at 6.40 p.m.", "Sunday at 6.40 p.m."),
        ("When did the crane fall?", "It was at 6.40 p.m. on Sunday.", "6.40 p.m. on Sunday"),
        ("Quand la grue est-elle tombée ?", "Elle a chu lundi, vers 9 h 50.", "lundi, vers 9 h 50"),
        ("On what day did the crane fall?", "It was on Sunday at 6.40 p.m.", "Sunday"),
    ],
)
def test_a_day_is_given_with_its_hour_where_when_is_asked(
    question: str, text: str, answer: str
) -> None:
    found = valued(understand(question), Weigher(understand(question), reading(text)))
    assert answer in {c.sentence.text[c.start : c.end] for c in found}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It is her fourth visit this year.", [4]),
        ("C’est sa quatrième depuis janvier.", [4]),
        ("The dam overflowed for the third time.", [3]),
        ("Le barrage a débordé pour la troisième fois.", [3]),
        ("They met twice, on the second floor.", []),
        ("Elle est première adjointe et finit troisième de la liste.", []),
        ("She came third in the race.", []),
    ],
)
def test_a_place_in_a_series_tells_how_many_times_at_least(text: str, told: list[float]) -> None:
    question = understand("How many times has she been there?")
    found = asked_values(question, reading(text).sentences[0])
    assert [v.low for v in found if v.hedge == "at_least"] == told


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("How many calls have they had?", "It was their sixth conversation since May.", [6]),
        ("Combien d’appels ont-ils eus ?", "C’est leur sixième entretien depuis mai.", [6]),
        ("How many strikes were there?", "La troisième grève de l’année a commencé.", [3]),
        ("How many strikes were there?", "The strike closed the third floor.", []),
        ("How many calls have they had?", "It was their first conversation.", []),
        ("How many floors are there?", "The fire began on the third floor.", []),
    ],
)
def test_a_place_in_a_series_of_events_tells_how_many_there_were_at_least(
    question: str, text: str, told: list[float]
) -> None:
    found = asked_values(understand(question), reading(text).sentences[0])
    assert [v.low for v in found if v.hedge == "at_least"] == told


def test_another_measure_answers_where_a_sentence_has_none_of_the_kind_asked_for() -> None:
    question = understand("How many onions were dumped?")
    for text, told in [
        ("Growers dumped 40 tonnes of onions.", ["40 tonnes"]),
        ("They dumped 9,000 onions, some two tonnes.", ["9,000 onions"]),
    ]:
        (sentence,) = reading(text).sentences
        assert [v.text for v in asked_values(question, sentence)] == told


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("How many missiles were fired?", "It fired 320 drones and 37 missiles.", ["37 missiles"]),
        ("How many drones were fired?", "It fired 320 drones and 37 missiles.", ["320 drones"]),
        (
            "Combien de bus étaient en panne ?",
            "Sont en panne 4 tramways, 12 bus et 3 bacs ; 90 agents sont sur place.",
            ["12 bus", "90 agents"],
        ),
        ("How many people died?", "It killed 3 nurses and 2 guards.", ["3 nurses", "2 guards"]),
    ],
)
def test_of_counts_in_a_list_those_of_what_is_asked_for_answer(
    question: str, text: str, told: list[str]
) -> None:
    (sentence,) = reading(text).sentences
    assert [v.text for v in asked_values(understand(question), sentence)] == told


@pytest.mark.parametrize(
    "question",
    ["How long will the repairs take?", "Why was the port closed?", "What did Ingrid Solberg say?"],
)
def test_a_quote_is_verbatim_and_its_place_is_stated(question: str) -> None:
    found = proposals(question, HARBOUR, PORT)
    assert found
    for proposal in found:
        assert proposal.start is not None
        end = proposal.start + len(proposal.quote)
        assert proposal.hit.document.text[proposal.start : end] == proposal.quote
        assert proposal.answer in proposal.quote


@pytest.mark.parametrize(
    "question",
    [
        "How many passengers use the port?",
        "Combien de passagers utilisent le port ?",
        "How long will the repairs in Oslo take?",
        "Who is the mayor of Calder?",
        "What is the capital of Peru?",
        "?",
    ],
)
def test_what_no_document_answers_brings_no_proposal(question: str) -> None:
    assert proposals(question, HARBOUR, PORT) == []


def test_without_hits_there_is_nothing_to_propose() -> None:
    assert proposals("How long will the repairs take?") == []


def test_each_document_that_answers_is_quoted() -> None:
    found = proposals("How long will the repairs take?", HARBOUR, PORT)
    assert {p.hit.document.id for p in found} == {"harbour", "port"}


def test_the_best_supported_comes_first() -> None:
    weak = make("The hearing was long. Six clerks took notes. It lasted three hours.", "weak")
    strong = make("The hearing lasted three hours.", "strong")
    found = proposals("How long did the hearing last?", weak, strong)
    assert [p.hit.document.id for p in found] == ["strong", "weak"]
    assert found[0].score > found[1].score


@pytest.mark.parametrize(
    ("question", "answer"),
    [("How long did the hearing last?", "three hours"), ("How long was the break?", "ten minutes")],
)
def test_what_stands_beside_the_answer_is_left_out(question: str, answer: str) -> None:
    text = "The hearing lasted three hours, the break ten minutes. The fire lasted two days."
    assert [p.answer for p in proposals(question, make(text))] == [answer]


def test_a_proposal_names_the_hit_that_it_comes_from() -> None:
    (only,) = proposals("When was the pier built?", HARBOUR)
    passage = only.hit.passage
    assert only.start is not None
    assert passage.start <= only.start < passage.end


def test_only_what_search_found_is_read() -> None:
    long = make("\n\n".join(["Rain fell on the port of Calder."] * 300 + ["It cost 9 euros."]))
    first, *_ = hits_of(long)
    asked = understand("How much did it cost?")
    assert list(QuotesWriter().proposals(asked, [first])) == []


def test_the_same_question_brings_the_same_proposals() -> None:
    asked = "How long will the repairs take?"
    assert proposals(asked, HARBOUR, PORT) == proposals(asked, HARBOUR, PORT)


def test_it_needs_no_model() -> None:
    writer = QuotesWriter()
    assert (writer.name, writer.model) == ("quotes", None)


def test_closing_leaves_it_as_it_is() -> None:
    writer = QuotesWriter()
    writer.close()
    asked = understand("When was the pier built?")
    assert len(list(writer.proposals(asked, hits_of(HARBOUR)))) == 1


def test_whoever_speaks_answers_where_the_question_names_no_speaker() -> None:
    told = reading("Ann Lee sold the mill. « Elle a bien fait », dit Paul Roy, le meunier.")
    for question, held in [("Que dit-on d'Ann Lee ?", True), ("Que dit Ann Lee ?", False)]:
        asked = understand(question)
        found = sentences(asked, Weigher(asked, told))
        assert any(c.sentence.text.startswith("«") for c in found) is held


@pytest.mark.parametrize(
    "text",
    ["« La pompe est-elle en panne ? »", "**La pompe est-elle en panne ?**",
     "3. si la pompe est en panne ;"],
)  # fmt: skip
def test_what_a_text_asks_is_no_answer(text: str) -> None:
    asked = understand("La pompe est-elle en panne ?")
    found = sentences(asked, Weigher(asked, reading(f"{text}\nLa pompe est en panne depuis mars.")))
    assert [c.sentence.text for c in found] == ["La pompe est en panne depuis mars."]
