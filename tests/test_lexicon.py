"""The lexicon: what training learns, and what the one that ships knows of everyday news words."""

import gzip
from pathlib import Path

import pytest

from index.lexical import terms
from index.lexicon import Lexicon, load
from index.lexicon.build import added, learn, read_pairs, save
from index.lexicon.written import written_words
from rag.words import stem

SENTENCES = [
    ("The sheep crossed the bridge.", "Les moutons ont traversé le pont."),
    ("The bridge is closed.", "Le pont est fermé."),
    ("The mayor opened the bridge.", "Le maire a ouvert le pont."),
    ("The mayor visited the hospital.", "Le maire a visité l’hôpital."),
    ("The hospital is closed.", "L’hôpital est fermé."),
    ("A strike closed the hospital.", "Une grève a fermé l’hôpital."),
    ("The strike is over in London.", "La grève est finie à Londres."),
    ("The mayor of London saw the sheep.", "Le maire de Londres a vu les moutons."),
    ("The sheep drank the water.", "Les moutons ont bu l’eau."),
    ("The water reached London.", "L’eau a atteint Londres."),
    ("The strike stopped the trains in 2025.", "La grève a arrêté les trains en 2025."),
    ("The water stopped the trains.", "L’eau a arrêté les trains."),
]

# Chosen before the lexicon was looked at: an English word, and the French words any of which must
# be among its translations; the English word must be among those of the first French one.
NEWS = """
call appel; strike grève; flood inondation; drone drone; mayor maire; sheep mouton;
painting tableau|peinture; worker ouvrier|salarié|travailleur; vote voix|vote; bridge pont;
hospital hôpital; bypass rocade|contournement; London Londres; Moscow Moscou; war guerre;
peace paix; truce trêve; weapon arme; army armée; soldier soldat; president président;
minister ministre; government gouvernement; election élection; law loi; court tribunal|cour;
judge juge; police police; fire incendie|feu; earthquake séisme|tremblement;
storm tempête|orage; rain pluie; snow neige; death mort|décès; injured blessé; child enfant;
school école; student étudiant|élève; teacher professeur|enseignant; company entreprise|société;
price prix; tax impôt|taxe; money argent; bank banque; road route; plane avion; airport aéroport;
ship navire|bateau; factory usine; fish poisson; farmer agriculteur|fermier; forest forêt;
river rivière|fleuve; water eau; energy énergie; oil pétrole|huile; museum musée; team équipe;
victory victoire; newspaper journal; week semaine; month mois; year an|année; yesterday hier;
hour heure; north nord; border frontière; refugee réfugié; health santé; disease maladie;
vaccine vaccin; meeting réunion|rencontre; summit sommet; agreement accord; threat menace;
theft vol; Russian russe; German allemand; Brussels Bruxelles
"""
ROWS = [(row.split()[0], row.split()[1].split("|")) for row in NEWS.split(";")]
# What the sources say in other senses: "vol" is a flight there, "voix" a sound.
UNKNOWN_TO_ENGLISH = {"vote", "theft"}


def term(word: str, language: str) -> str:
    return terms(word, language)[0]


def english_of(lexicon: Lexicon, french: str) -> list[str]:
    return [found for found, _ in lexicon.translations(term(french, "fr"), "fr")]


def french_of(lexicon: Lexicon, english: str) -> list[str]:
    return [found for found, _ in lexicon.translations(term(english, "en"), "en")]


@pytest.fixture(scope="module")
def learnt() -> Lexicon:
    return learn(SENTENCES)


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("bridge", "pont"),
        ("sheep", "mouton"),
        ("mayor", "maire"),
        ("hospital", "hôpital"),
        ("strike", "grève"),
        ("London", "Londres"),
        ("water", "eau"),
        ("trains", "trains"),
    ],
)
def test_twelve_sentences_teach_their_words(learnt: Lexicon, english: str, french: str) -> None:
    assert french_of(learnt, english)[0] == term(french, "fr")
    assert english_of(learnt, french)[0] == term(english, "en")


def test_only_true_pairs_weigh_much(learnt: Lexicon) -> None:
    heavy = {english for english, _, weight in learnt.pairs() if weight >= 0.3}
    assert heavy == {
        "bridg", "close", "cross", "drank", "hospit", "london", "mayor", "open", "reach", "saw",
        "sheep", "stop", "strike", "train", "visit", "water",
    }  # fmt: skip


def test_light_pairs_are_left_out(learnt: Lexicon) -> None:
    assert min(weight for _, _, weight in learnt.pairs()) >= 0.08


def test_learning_leaves_out_stop_words_and_numbers(learnt: Lexicon) -> None:
    assert not {"the", "in", "2025", ""} & {english for english, _, _ in learnt.pairs()}


def test_learning_the_same_gives_the_same(learnt: Lexicon) -> None:
    assert list(learn(SENTENCES).pairs()) == list(learnt.pairs())


def test_written_words_are_added_by_how_many_words_their_english_has() -> None:
    written = [
        ("péage", ("toll",)), ("mairie", ("the town hall",)), ("amende", ("fine", "penalty")),
        ("hier", ("on the previous calendar day",)),
    ]  # fmt: skip
    found = added(Lexicon([("toll", "peag", 0.6), ("fine", "bon", 0.4)]), written)
    assert found.translations(term("péage", "fr"), "fr") == (("toll", 0.6),)
    assert dict(found.translations(term("mairie", "fr"), "fr")) == {"town": 0.2, "hall": 0.2}
    assert found.translations(term("amende", "fr"), "fr") == (("fine", 0.5), ("penalti", 0.25))
    assert found.translations("fine", "en") == ((term("amende", "fr"), 0.5), ("bon", 0.4))
    assert found.translations(term("hier", "fr"), "fr") == ()


def test_a_written_word_without_english_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "words.tsv").write_text("péage\ttoll, charge\nmairie\n", encoding="utf-8")
    monkeypatch.setattr("index.lexicon.written.files", lambda package: tmp_path)
    with pytest.raises(ValueError, match=r"words\.tsv, line 2: 'mairie'"):
        written_words()


def test_saved_lexicon_is_the_one_loaded(
    learnt: Lexicon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = save(learnt, tmp_path / "lexicon.tsv.gz")
    monkeypatch.setattr("index.lexicon.files", lambda package: tmp_path)
    load.cache_clear()
    loaded = load()
    load.cache_clear()
    assert written == len(list(learnt.pairs()))
    assert sorted(loaded.pairs()) == sorted(learnt.pairs())


def test_a_word_keeps_five_partners_and_none_below_a_quarter_of_the_best() -> None:
    pairs = [("a", "v", 0.9), *(("a", french, 0.5) for french in "wxyz"), ("a", "u", 0.4)]
    lexicon = Lexicon([*pairs, ("b", "v", 0.3), ("b", "u", 0.07)])
    assert [french for french, _ in lexicon.translations("a", "en")] == list("vwxyz")
    assert lexicon.translations("b", "en") == (("v", 0.3),)
    assert lexicon.translations("u", "fr") == (("a", 0.4),)


@pytest.mark.parametrize(
    "word", ["étrangers", "abattus", "procès", "Congrès", "bateaux", "pourparlers", "œuvres"]
)
def test_answering_looks_up_the_terms_that_search_does(word: str) -> None:
    assert stem(word, "fr") == term(word, "fr")


def test_unknown_word_has_no_translation() -> None:
    assert load().translations("zzyzx", "en") == ()
    assert load().translations("zzyzx", "fr") == ()


@pytest.mark.parametrize(("english", "french"), ROWS, ids=lambda value: str(value))
def test_shipped_lexicon_knows_news(english: str, french: list[str]) -> None:
    found = {term(word, "fr") for word in french} & set(french_of(load(), english))
    assert found
    known = term(english, "en") in english_of(load(), french[0])
    assert known == (english not in UNKNOWN_TO_ENGLISH)


def test_shipped_lexicon_is_nearly_symmetric() -> None:
    lexicon = load()
    pairs = list(lexicon.pairs())
    both = [
        (en, fr)
        for en, fr, _ in pairs
        if fr in dict(lexicon.translations(en, "en")) and en in dict(lexicon.translations(fr, "fr"))
    ]
    assert len(pairs) > 15_000
    assert len(both) > 0.8 * len(pairs)


def test_shipped_weights_are_shares_best_first() -> None:
    for english, _, _ in load().pairs():
        weights = [weight for _, weight in load().translations(english, "en")]
        assert weights == sorted(weights, reverse=True)
        assert 0 < weights[-1] and weights[0] <= 1


def test_only_sources_that_may_ship_are_read(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv.gz"
    path.write_bytes(gzip.compress(b"sheep\tmouton\ttatoeba\nbridge\tpont\twesnoth\n"))
    assert list(read_pairs(path)) == [("sheep", "mouton")]


def test_line_of_another_form_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv.gz"
    path.write_bytes(gzip.compress(b"sheep\tmouton\ttatoeba\nbridge\n"))
    with pytest.raises(ValueError, match=r"pairs\.tsv\.gz, line 2: 1 fields, expected 3"):
        list(read_pairs(path))
