"""What a site puts around an article is marked, in both languages, and no article text is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.clutter import body_end, site_lines
from index.document import Span
from tests.test_read import read

FRENCH = (
    "Le vieux pont a été fermé lundi par la mairie. Il avait quatre-vingt-dix ans.\n"
    "La circulation passe par la digue, que la ville a ouverte au printemps.\n"
    "Le conseil vote en mars."
)
ENGLISH = (
    "The old bridge closed on Monday. It had stood for ninety years.\n"
    "Traffic goes by the dam, which the town opened in the spring.\n"
    "The council votes in March."
)
BOTH = pytest.mark.parametrize("article", [FRENCH, ENGLISH], ids=["fr", "en"])


def body(text: str) -> str:
    document = read(text)
    return document.text[document.body_start : document.body_end].strip()


@BOTH
@pytest.mark.parametrize(
    "head",
    [
        "Se connecter\nS’abonner\nAccueil > Région > Lutrine\nLe pont ferme\nLire plus tard\n",
        "Menu\nAccueil\nMonde\nSport\nLe vieux pont ferme\nTemps de lecture : 3 min\nPartager\n",
        "Skip to main content\nSign in\nHome\nNews\nThe old bridge closes\nShare\nSave\n",
        "The old bridge closes\n3 min read\nShare this article\nComments (12)\n",
        "Partager\n",
    ],
    ids=["fr path", "fr menu", "en menu", "en below the title", "one line"],
)
def test_navigation_above_the_article_is_outside_the_body(article: str, head: str) -> None:
    assert body(head + article) == article


@BOTH
@pytest.mark.parametrize(
    "tail",
    [
        "Partager\nLire aussi : Dix façons de cuire un poireau\n© 2025 Le Courrier",
        "À lire aussi\nLe maire chante\nPourquoi les chats dorment-ils autant ?",
        "Inscrivez-vous à notre newsletter pour tout savoir.\nSuivez-nous sur Facebook.",
        "© 2025 Le Courrier. Tous droits réservés.",
        "Related stories\nTen ways to cook leeks\nWhy do cats sleep so long?\nAll rights reserved.",
        "Subscribe to our newsletter\nMost read\n1\nThe mayor sings\n2\nThe dam leaks",
        "Ten ways to cook leeks\nThe mayor sings again\nWhy cats sleep so long",
    ],
)
def test_the_foot_of_a_site_is_outside_the_body(article: str, tail: str) -> None:
    assert body(f"{article}\n{tail}\n") == article


@BOTH
@pytest.mark.parametrize(
    "ending",
    [
        "Anne Petit",
        "Qui paie ?",
        "Share of renewables\nCost of dams",
        "Correction : une version précédente donnait cent ans.",
        "This article was first published in the autumn.",
        "Read more: The dam leaks\nThe mayor said that she would resign.",
        "Partager la rivière, c’est aussi partager le pont.",
        "All that remains is to share.",
    ],
)
def test_the_end_of_the_article_is_kept(article: str, ending: str) -> None:
    assert body(f"{article}\n{ending}") == f"{article}\n{ending}"


@BOTH
def test_a_signature_above_the_links_is_kept(article: str) -> None:
    assert body(f"{article}\nAnne Petit\nPartager\nLe maire chante") == f"{article}\nAnne Petit"


@BOTH
@pytest.mark.parametrize("top", ["Recherche", "Home", "Monde", "Rapport annuel\nRecherche"])
def test_one_word_that_a_site_may_write_is_a_heading(article: str, top: str) -> None:
    assert body(f"{top}\n{article}") == f"{top}\n{article}"


def test_a_sentence_at_the_top_is_never_outside_the_body() -> None:
    text = f"Il pleut.\nSe connecter\nPartager\n{FRENCH}"
    assert body(text) == text


def test_the_title_among_the_navigation_is_the_title() -> None:
    document = read(f"Menu\nAccueil\nMonde\nLe vieux pont ferme\nPartager\n{FRENCH}")
    assert document.title == "Le vieux pont ferme"


def test_long_texts_are_looked_at_from_their_end_alone() -> None:
    text = "Il pleut.\n" * 300_000 + "À lire aussi\nLe maire chante"
    assert text[body_end(text, Span(0, len(text))) :] == "\nÀ lire aussi\nLe maire chante"


LINES = "Partager|Menu|A > B > C|Titre|Il pleut.|© 2025|-|À lire aussi|Qui ?|Les ponts :||Un lien"


@given(st.lists(st.sampled_from(LINES.split("|"))).map("\n".join))
def test_no_sentence_is_ever_outside_the_body(text: str) -> None:
    if not text.strip():
        return
    document = read(text)
    assert document.text == text
    assert body(text).count("Il pleut.") == text.count("Il pleut.")
    assert all(text[a:b] != "Il pleut." for a, b in site_lines(text, Span(0, len(text))))
