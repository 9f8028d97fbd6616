"""Which documents are copies of which: by all their shingles, and by what is kept of them."""

import datetime as dt
from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.copies import alike, contained, copies, is_copy, keys, signature, signatures
from index.document import Document
from tests.letters import make_document
from tests.wires import COPYING, SHORT, STORIES

MORNING, EVENING = dt.datetime(2025, 3, 4, 8), dt.datetime(2025, 3, 4, 20)


def copied() -> Iterator[tuple[str, str, str]]:
    for story in STORIES:
        for name, change in COPYING.items():
            yield f"{story.event}-{story.language}-{name}", story.text, change(story.text)


def distinct() -> Iterator[tuple[str, str, str]]:
    for story in STORIES:
        reports = {"wire": story.text, "rival": story.rival, "follow-up": story.follow_up}
        for (a, one), (b, other) in combinations(reports.items(), 2):
            yield f"{story.event}-{story.language}-{a}-{b}", one, other
        yield f"{story.event}-{story.language}-brief", story.wire[1], story.rival
    for x, y in combinations(STORIES, 2):  # another event, or a translation
        yield f"{x.event}-{x.language}-{y.event}-{y.language}", x.text, y.text
    for one, other in SHORT:
        yield one, one, other


def by_all(a: str, b: str) -> bool:
    return list(alike([a, b])) == [(0, 1)]


def by_signature(a: str, b: str) -> bool:
    return is_copy(signature(a), signature(b))


def cases(pairs: Iterator[tuple[str, str, str]]) -> list[object]:
    return [pytest.param(one, other, id=name) for name, one, other in pairs]


def test_there_are_enough_pairs_to_measure_on() -> None:
    assert len(list(copied())) + len(list(distinct())) >= 60


@pytest.mark.parametrize(("text", "copy"), cases(copied()))
def test_a_copy_is_known_by_its_text(text: str, copy: str) -> None:
    assert by_all(text, copy)


@pytest.mark.parametrize(("text", "copy"), cases(copied()))
def test_a_copy_is_found_and_known_by_its_signature(text: str, copy: str) -> None:
    assert set(keys(signature(text))) & set(keys(signature(copy)))
    assert by_signature(text, copy)


@pytest.mark.parametrize(("one", "other"), cases(distinct()))
def test_what_was_written_anew_is_no_copy(one: str, other: str) -> None:
    assert not by_all(one, other)
    assert not by_signature(one, other)


@given(st.integers(0, 3), st.floats(0.35, 1), st.floats(0, 1))
def test_any_stretch_of_a_text_is_a_copy_of_it(number: int, length: float, place: float) -> None:
    text = STORIES[number].text
    start = int(place * (1 - length) * len(text))
    stretch = text[start : start + int(length * len(text))]
    assert by_all(text, stretch)
    assert by_signature(text, stretch)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_order_matters_to_a_pair(a: str, b: str) -> None:
    assert by_all(a, b) == by_all(b, a)
    assert by_signature(a, b) == by_signature(b, a)


@given(st.text(max_size=60))
def test_a_text_with_words_is_a_copy_of_itself(text: str) -> None:
    has_words = signature(text) != b""
    assert by_all(text, text) == by_signature(text, text) == has_words


def test_signatures_of_many_are_those_of_each() -> None:
    texts = ["", *(story.text for story in STORIES), "a", "…"]
    assert signatures(texts) == [signature(text) for text in texts]


def test_a_signature_is_small() -> None:
    assert len(signature(STORIES[0].text * 9)) == len(signature(STORIES[0].text)) == 256
    assert signature("") == b""
    assert keys(b"") == []


def test_signatures_stay_what_they_are() -> None:
    # They are stored: another number here makes all that are stored useless.
    assert signature("Il y a cinq mots.").hex() == "fab68420"


def test_the_keys_of_a_text_are_few_and_small() -> None:
    found = keys(signature(STORIES[0].text))
    assert len(set(found)) == 12
    assert all(0 <= key < 1 << 32 for key in found)


def named(name: str, text: str, at: dt.date | dt.datetime | None = None) -> Document:
    return make_document(name, text, published_at=at)


def test_the_first_published_is_the_original() -> None:
    text = STORIES[0].text
    found = copies([named("late", text, EVENING), named("early", text, MORNING)])
    assert found == {"late": "early"}


def test_of_undated_documents_the_first_given_is_the_original() -> None:
    text = STORIES[0].text
    assert copies([named("b", text), named("a", text)]) == {"a": "b"}


def test_a_dated_document_comes_before_an_undated_one() -> None:
    text = STORIES[0].text
    assert copies([named("a", text), named("b", text, EVENING)]) == {"a": "b"}


def test_days_times_and_zones_are_one_order() -> None:
    text, zone = STORIES[0].text, dt.timezone(dt.timedelta(hours=14))
    zoned = named("c", text, MORNING.replace(tzinfo=zone))
    found = copies([named("a", text, MORNING), named("b", text, MORNING.date()), zoned])
    assert found == {"a": "c", "b": "c"}


def test_a_copy_of_a_copy_has_the_same_original() -> None:
    text = STORIES[0].text
    found = copies([named("a", text), named("b", text[: len(text) // 2]), named("c", text)])
    assert found == {"b": "a", "c": "a"}


def test_other_reports_have_no_original() -> None:
    assert copies([named(str(n), story.rival) for n, story in enumerate(STORIES)]) == {}
    assert copies([]) == {}


def test_only_the_body_is_compared() -> None:
    menu, text, rival = (
        "Home News Sport Weather Contact About us " * 30,
        STORIES[0].text,
        STORIES[0].rival,
    )
    one, other = (
        named(name, menu + body).model_copy(update={"body_start": len(menu)})
        for name, body in (("a", text), ("b", rival))
    )
    assert copies([one, other]) == {}


@given(
    st.lists(st.sampled_from([s.text for s in STORIES] + [s.wire[1] for s in STORIES]), max_size=8)
)
def test_an_original_is_never_a_copy(texts: list[str]) -> None:
    documents = [named(str(n), text) for n, text in enumerate(texts)]
    found = copies(documents)
    assert not set(found) & set(found.values())
    assert len(documents) - len(found) <= len({s.event + s.language for s in STORIES}) * 2


def test_what_stands_whole_in_an_earlier_text_is_contained() -> None:
    text, rival = STORIES[0].text, STORIES[0].rival
    part = STORIES[0].wire[1]
    assert contained([text, rival, part, text, part]) == {2: 0, 3: 0, 4: 0}
    assert contained([rival, part, part, rival]) == {2: 1, 3: 0}
    assert contained([part, text]) == {}
    assert contained([text, part + " And more was said of it."]) == {}
    assert contained(["", "", "…"]) == {}
