"""What a question asks for by its noun: the words before "which", and what can be so called."""

import pytest

from rag.candidates import Candidate
from rag.classed import of_asked_class
from rag.question import understand
from tests.heart import reading


@pytest.mark.parametrize(
    ("text", "focus", "terms"),
    [
        ("Devant quel tribunal ont-ils comparu ?", ["tribunal"], ["tribunal", "comparu"]),
        ("Derrière quelle école le feu a-t-il pris ?", ["école"], ["école", "feu", "pris"]),
        ("Grâce à quel vaccin a-t-il guéri ?", ["vaccin"], ["vaccin", "guéri"]),
        ("Near which river was the camp?", ["river"], ["river", "camp"]),
        ("In front of which court did they protest?", ["court"], ["court", "protest"]),
        ("Thanks to which vaccine did he recover?", ["vaccine"], ["vaccine", "recover"]),
    ],
)
def test_a_preposition_before_which_is_no_part_of_what_is_asked(
    text: str, focus: list[str], terms: list[str]
) -> None:
    asked = understand(text)
    assert asked.asks == "thing"
    assert [term.word.text for term in asked.focus] == focus
    assert [term.word.text for term in asked.terms] == terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Combien de gens attendaient devant la mairie ?", ["gens", "attendaient", "devant"]),
        ("Who stood behind the minister?", ["stood", "behind", "minister"]),
    ],
)
def test_elsewhere_it_is_a_word_like_any_other(text: str, terms: list[str]) -> None:
    assert [term.word.text for term in understand(text).terms][:3] == terms


@pytest.mark.parametrize(
    ("question", "text", "kept", "left_out"),
    [
        (
            "Devant quel tribunal les riverains ont-ils attaqué le moulin ?",
            "Le permis du moulin de Corbel est attaqué devant le tribunal de Norbourg.",
            "le tribunal de Norbourg",
            "permis du moulin de Corbel",
        ),
        (
            "Which court will hear the neighbours’ suit?",
            "A permit for Corbel is before the administrative court in Norbury.",
            "the administrative court in Norbury",
            "permit for Corbel",
        ),
        (
            "Quel pont a été fermé ?",
            "Une fissure de 12 cm court sur le Vieux-Pont de Corbel.",
            "Vieux-Pont de Corbel",
            "12 cm",
        ),
        (
            "Which wards voted for the tram?",
            "Norbury ward and 38% of all voters voted for the tram.",
            "Norbury ward",
            "38%",
        ),
    ],
)
def test_what_is_called_by_another_noun_or_measured_is_left_out(
    question: str, text: str, kept: str, left_out: str
) -> None:
    assert left(question, text, (kept, left_out)) == [kept]


@pytest.mark.parametrize(
    ("question", "text", "spans"),
    [
        # Nothing is called a car, an animal: what is called otherwise may be one.
        ("Which vehicle was stolen?", "A lorry was stolen in Norbury.", ("A lorry", "Norbury")),
        ("Quel animal s’est échappé ?", "Un lynx est sorti du parc.", ("Un lynx", "du parc")),
        # A bare name may be a bridge, though another is called one.
        (
            "Which bridge was closed?",
            "Norbury bridge is open, Oldgate is closed.",
            ("Norbury bridge", "Oldgate"),
        ),
        (
            "Quel pont est fermé ?",
            "Le pont de Norbourg rouvre, Corbel est fermé.",
            ("pont de Norbourg", "Corbel"),
        ),
        # That it is a court tells of no court which it is.
        (
            "Quel tribunal a jugé ?",
            "Le tribunal, une cour d’appel, a jugé.",
            ("tribunal", "une cour d’appel"),
        ),
        # Behind a verb stands an attribute, and no class of things.
        (
            "What is the common name of the shrub?",
            "The silver spearbush has the short name Album 4.",
            ("silver spearbush", "short name Album 4"),
        ),
        # A number may be the name of a thing.
        ("Which bus was late?", "The number 14 was late in Norbury.", ("14", "Norbury")),
    ],
)
def test_what_may_be_so_called_all_the_same_stays(
    question: str, text: str, spans: tuple[str, str]
) -> None:
    assert left(question, text, spans) == [*spans]


def left(question: str, text: str, spans: tuple[str, str]) -> list[str]:
    """Those of the spans that can be what is asked for, the one as likely as the other."""
    whole = reading(text)
    sentence = whole.sentences[0]
    at = [(text.index(span), text.index(span) + len(span)) for span in spans]
    hit = whole.hit_of(sentence)
    found = [Candidate(hit, sentence, start, end, 0.5, "thing") for start, end in at]
    (kept,) = of_asked_class(understand(question), [found], 0.3)
    return [text[c.start : c.end] for c in kept]
