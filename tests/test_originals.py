"""Which documents are copies of which, as they come, change and go."""

import pytest

from index.library import Library
from tests.letters import LetterEncoder, make_document

REPORT = "The ferry left Calder on Saturday with 120 passengers on board, she said, and a calm sea."


@pytest.fixture
def library() -> Library:
    return Library.in_memory(LetterEncoder())


def test_a_copy_is_told_with_the_first_that_was_added(library: Library) -> None:
    for name, text in [("a", REPORT), ("b", "Something else."), ("c", REPORT)]:
        library.add(make_document(name, text))
    assert library.copies() == {"c": "a"}


def test_copies_of_a_document_that_is_removed_are_copies_of_the_next(library: Library) -> None:
    library.add_all([make_document(name, REPORT) for name in "abc"])
    assert library.copies() == {"b": "a", "c": "a"}
    library.remove("a")
    assert library.copies() == {"c": "b"}


def test_a_document_that_is_changed_is_no_copy_and_has_none(library: Library) -> None:
    library.add_all([make_document(name, REPORT) for name in "abc"])
    library.add(make_document("a", "Another story altogether, told from the beginning."))
    assert library.copies() == {"c": "b"}


def test_an_earlier_document_that_comes_to_say_the_same_is_the_original(library: Library) -> None:
    library.add(make_document("a", "Another story altogether, told from the beginning."))
    library.add_all([make_document(name, REPORT) for name in "bc"])
    library.add(make_document("a", REPORT))
    assert library.copies() == {"b": "a", "c": "a"}


def test_a_removed_copy_leaves_the_original_alone(library: Library) -> None:
    library.add_all([make_document(name, REPORT) for name in "abc"])
    library.remove("b")
    assert library.copies() == {"c": "a"}


def test_documents_without_words_are_no_copies_of_each_other(library: Library) -> None:
    library.add_all([make_document(name, "…") for name in "ab"])
    assert library.copies() == {}
