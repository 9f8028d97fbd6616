"""Every run of five words of a text, as numbers."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.shingles import MOST, WORDS, shingles

# Few words, so that texts share some; parted by what parts words.
texts = st.lists(
    st.tuples(st.sampled_from("été a b c Où 12 l'eau".split()), st.sampled_from(" \n,.—")),
    max_size=30,
).map(lambda pairs: "".join(word + mark for word, mark in pairs))


def one(text: str) -> frozenset[int]:
    (found,) = shingles([text])
    return frozenset(found.tolist())


def by_hand(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower().replace("é", "e").replace("ù", "u"))
    runs = (tuple(words[n : n + WORDS]) for n in range(max(1, len(words) - WORDS + 1)))
    return frozenset(run for run in runs if run)


@given(texts, texts)
def test_texts_share_as_many_as_they_share_runs_of_five_words(a: str, b: str) -> None:
    assert len(one(a)) == len(by_hand(a))
    assert len(one(a) & one(b)) == len(by_hand(a) & by_hand(b))


@given(st.lists(st.text(max_size=30), max_size=5))
def test_texts_do_not_mix(many: list[str]) -> None:
    assert [frozenset(found.tolist()) for found in shingles(many)] == [one(t) for t in many]


@given(st.text(max_size=200))
def test_they_come_sorted_and_once(text: str) -> None:
    (found,) = shingles([text])
    assert found.tolist() == sorted(set(found.tolist()))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("L’ÉTÉ, où l’on dort\xa0: enfin", "l'ete ou l on dort enfin"),
        ("un cœur de bœuf, dit-il", "un coeur de boeuf dit il"),
        ("e\u0301te\u0301 comme hiver à Nice", "été comme hiver à Nice"),
        ("12\u202f000 euros (AFP) – mardi", "12 000 euros AFP mardi"),
    ],
)
def test_case_accents_and_punctuation_do_not_count(a: str, b: str) -> None:
    assert one(a) == one(b) != frozenset()


def test_scripts_beyond_the_table_keep_their_letters_apart() -> None:
    assert one("日 本 語 文 字") != one("日 本 語 文 書")


def test_a_text_of_few_words_is_one_shingle() -> None:
    assert len(one("Oui.")) == len(one("Oui, non, oui.")) == 1
    assert one("Oui.") != one("Non.")


def test_a_text_without_words_has_none() -> None:
    assert one("") == one(" …\n–") == frozenset()
    assert list(shingles([])) == []


def test_a_long_text_is_looked_at_up_to_a_point() -> None:
    words = " ".join(f"w{n}" for n in range(40_000))
    assert one(words) == one(words[:MOST]) > one(words[: MOST // 2])


def test_many_texts_are_worked_on_in_blocks() -> None:
    long = " ".join(f"w{n}" for n in range(20_000))
    many = [long, "a b c d e", long, "", long]
    assert [len(found) for found in shingles(many)] == [19_996, 1, 19_996, 0, 19_996]


def test_a_lone_surrogate_does_no_harm() -> None:
    assert len(one("un deux \ud800 trois quatre cinq")) == 1


def test_a_text_that_grows_when_its_ligatures_are_written_out_is_cut_after_that() -> None:
    assert one("œ " * MOST) == one("oe " * MOST) != frozenset()
    assert len(list(shingles(["œ" * MOST] * 3))) == 3
