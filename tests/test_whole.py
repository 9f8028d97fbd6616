"""What can be shown by itself; a scrap gives way to its sentence."""

import pytest

from index.document import Span
from rag.question import understand
from rag.whole import past_fixed, whole
from tests.heart import reading

FR = "Le maire et les habitants de la commune attendaient la réponse des services de l’État. "
EN = "The mayor and the people of the town were waiting for what the council would say. "


def shown(question: str, text: str, words: str) -> str:
    """Return what is shown for some words of the last sentence of a text."""
    sentence = reading((FR if " le " in f" {text.lower()}" else EN) + text).sentences[-1]
    at = sentence.text.index(words)
    start, end = whole(understand(question), sentence, Span(at, at + len(words)))
    return sentence.text[start:end]


VOTE_FR = "Le budget a été adopté par six voix contre trois, avec une abstention, lundi."
VOTE_EN = "The plan was adopted by six votes to three, with one abstention, on Monday."


@pytest.mark.parametrize(
    ("question", "text", "words", "wanted"),
    [
        (
            "Quel objet a été volé ?",
            "Le voleur a pris une horloge ancienne.",
            "horloge ancienne",
            "",
        ),
        ("Pourquoi ferme-t-il ?", "Il part à cause du bruit.", "à cause du bruit", ""),
        ("Which boat sank?", "A trawler, the Mary Bell, sank on Friday.", "Mary Bell", ""),
        ("Which sport does she play?", "She plays snooker in Leeds.", "snooker", ""),
        ("Quel quotidien le dit ?", "Selon le quotidien Le Phare, le pont ferme.", "Le Phare", ""),
        ("Par quel vote ?", VOTE_FR, "six voix", "six voix contre trois, avec une abstention"),
        ("By what vote?", VOTE_EN, "six votes", "six votes to three, with one abstention"),
        (
            "Quel titre porte-t-il ?",
            "Le livre s’appelle « La longue nuit » en français.",
            "longue nuit »",
            "« La longue nuit »",
        ),
        (
            "Quel travail ont-ils fait ?",
            "Le groupe a mené l’assemblage de neuf machines.",
            "neuf machines",
            "assemblage de neuf machines",
        ),
    ],
)
def test_what_is_whole_is_shown_so(question: str, text: str, words: str, wanted: str) -> None:
    assert shown(question, text, words) == (wanted or words)


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("Quelle règle est prévue ?", "Le poids de la règle prévue à l’article 7.2 double.",
         "règle prévue à l’article 7.2"),
        ("Quelle règle vaut ?", "7.3 Le bruit est interdit.", "7.3"),
        ("Which rule applies?", "Under clause 7.3 noise is banned.", "clause 7.3"),
        ("Quel geste ?", "Le maire vient de mettre fin à la grève.", "mettre fin"),
        ("Quel bien ?", "Le club doit fournir des gants.", "fournir des gants"),
        ("Quelle terre ?", "Le roi veut qu’elle reconnaisse la dette.", "reconnaisse la dette"),
        ("Which step?", "They say she would sell the mill.", "sell the mill"),
        ("Quelle source ?", "Le pont ferme, a dit à la radio un élu local.", "radio un élu local"),
        ("Quel service ?", "Le chef de l’État est venu.", "État"),
        ("Pourquoi ferme-t-il ?", "Son départ s’explique par le bruit.", "s’explique par le bruit"),
        ("Quel mot ?", "Il parle de « paix » et de « guerre” avec le roi.", "guerre”"),
    ],
)  # fmt: skip
def test_a_scrap_gives_way_to_its_sentence(question: str, text: str, words: str) -> None:
    assert shown(question, text, words) == text


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        ("Elle part, au grand dam de Luc Abel.", "grand dam de Luc Abel", "Luc Abel"),
        ("They left, to the great dismay of Ann Hill.", "dismay of Ann Hill", "Ann Hill"),
        ("Il vit au cœur de la Lorne.", "Lorne", "Lorne"),
        ("La dame de cœur a gagné.", "dame de cœur", "dame de cœur"),
    ],
)
def test_a_part_of_a_fixed_phrase_is_left_out(text: str, words: str, wanted: str) -> None:
    (sentence,) = reading(text).sentences
    at = sentence.text.index(words)
    start, end = past_fixed(sentence, Span(at, at + len(words)))
    assert sentence.text[start:end] == wanted
