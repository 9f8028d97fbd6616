"""How files and texts become documents: nothing deleted, and what cannot be read says why."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Document
from index.errors import UnreadableDocument
from index.read import read_text
from index.split import passages

ARTICLE = (
    "The old bridge closed on Monday. It had stood for ninety years.\n"
    "Traffic goes by the dam, which the town opened in the spring."
)
LINKS = "Ten ways to cook leeks\nThe mayor sings again\nWhy cats sleep so long"


def read(text: str) -> Document:
    return read_text(text, id="d", source="invented")


def body(document: Document) -> str:
    return document.text[document.body_start : document.body_end]


def test_front_matter_gives_the_metadata() -> None:
    document = read(
        "---\ntitle: A bridge\npublisher: The Post\npublished_at: 2025-10-16\n"
        "tags: [roads, towns]\nlanguage: en\ncolour: blue\n---\nIt opened."
    )
    assert (document.title, document.publisher) == ("A bridge", "The Post")
    assert document.published_at == dt.date(2025, 10, 16)
    assert (document.tags, document.language) == (("roads", "towns"), "en")


def test_front_matter_stays_in_the_text_above_the_body() -> None:
    text = "---\ntitle: A bridge\n---\nIt opened."
    document = read(text)
    assert document.text == text
    assert body(document) == "It opened."


def test_what_is_given_wins_over_front_matter() -> None:
    document = read_text(
        "---\ntitle: A\npublisher: B\ndate: 2025-10-16\ntags: c\n---\nIt opened.",
        id="d",
        source="s",
        title="Given",
        publisher="Ours",
        published_at=dt.date(2024, 1, 2),
        tags=["x"],
    )
    assert (document.title, document.publisher) == ("Given", "Ours")
    assert (document.published_at, document.tags) == (dt.date(2024, 1, 2), ("x",))


@pytest.mark.parametrize("key", ["published_at", "date", "published"])
def test_the_date_has_three_names(key: str) -> None:
    assert read(f"---\n{key}: 2025-10-16\n---\nIt opened.").published_on == dt.date(2025, 10, 16)


def test_a_time_of_publication_keeps_its_zone() -> None:
    document = read("---\ndate: 2025-10-16T14:30:00+02:00\n---\nIt opened.")
    zone = dt.timezone(dt.timedelta(hours=2))
    assert document.published_at == dt.datetime(2025, 10, 16, 14, 30, tzinfo=zone)


def test_tags_may_be_written_with_commas() -> None:
    assert read("---\ntags: roads, towns, , roads\n---\nIt opened.").tags == ("roads", "towns")


def test_values_are_read_as_written() -> None:
    assert read("---\ntitle: no\n---\nIt opened.").title == "no"


def test_an_empty_value_is_no_value() -> None:
    assert read("---\ntitle:\ndate: null\ntags:\n---\nIt opened.").title == "It opened."


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("title: [a", "not YAML"),
        ("date: 2025-13-45", "'2025-13-45', which is no date"),
        ("date: soon", "date is 'soon'"),
        ("title: [a, b]", "title is a list"),
        ("tags: {a: b}", "tags is neither"),
        ("tags: [[a]]", "tags is neither"),
        ("- a\n- b", "is a list, not fields"),
        ("a: " + "[" * 5000, "not YAML"),
        ("title: &a [*b]", "not YAML"),
    ],
)
def test_malformed_front_matter_is_refused_by_name(block: str, message: str) -> None:
    with pytest.raises(UnreadableDocument, match=message):
        read(f"---\n{block}\n---\nIt opened.")


def test_front_matter_runs_nothing(tmp_path: Path) -> None:
    made = tmp_path / "made"
    read(f"---\nx: !!python/object/apply:os.mkdir ['{made}']\n---\nIt opened.")
    assert not made.exists()


def test_text_between_two_rules_is_no_front_matter() -> None:
    assert read("---\nIt opened.\n---\nIt closed.").body_start == 0


def test_a_block_too_long_to_be_metadata_is_text() -> None:
    assert read("---\n" + "a: b\n" * 5000 + "---\nIt opened.").body_start == 0


def test_an_open_block_is_no_front_matter() -> None:
    assert read("---\ntitle: A bridge\nIt opened.").body_start == 0


@pytest.mark.parametrize(
    "line",
    [
        "date 2025-10-16",
        "Date: 2025-10-16",
        "2025-10-16",
        "16 October 2025",
        "16 octobre 2025",
        "jeudi 16 octobre 2025",
        "Thursday, October 16, 2025",
        "Oct. 16, 2025",
        "Publié le 16 octobre 2025",
        "Publié le 16 octobre 2025 à 10h12 par Anne Petit",
        "Published on 16 October 2025 at 10:12",
    ],
)
def test_a_leading_line_with_a_date_dates_the_document(line: str) -> None:
    document = read(f"{line}\n{ARTICLE}")
    assert document.published_on == dt.date(2025, 10, 16)
    assert body(document).strip() == ARTICLE


def test_a_labelled_date_may_stand_on_the_line_of_the_text() -> None:
    document = read(" date 2025-10-16 The bridge opened.")
    assert document.published_at == dt.date(2025, 10, 16)
    assert body(document).strip() == "The bridge opened."


def test_a_date_below_the_title_leaves_the_title_in_the_body() -> None:
    document = read(f"An old bridge closes\n1er mars 2024\n{ARTICLE}")
    assert document.published_at == dt.date(2024, 3, 1)
    assert document.body_start == 0
    assert document.title == "An old bridge closes"


@pytest.mark.parametrize(
    "line",
    [
        "2025-10-16 was a Thursday.",
        "31 February 2025",
        "16 October 2025 was cold.",
        "In 2025",
        "Published on 16 October 2025, the report is short.",
        "Publié le 16 octobre 2025 par Anne, un rapport sur le vieux pont est plus que très sévère",
    ],
)
def test_a_date_in_a_sentence_is_no_date_of_publication(line: str) -> None:
    document = read(f"{line}\n{ARTICLE}")
    assert (document.published_at, document.body_start) == (None, 0)


def test_a_markdown_heading_is_the_title() -> None:
    assert read("Notes.\n\n# The *old* bridge #\n\nIt closed.").title == "The *old* bridge"


def test_the_line_above_the_text_is_the_title() -> None:
    assert read(f"An old bridge closes\n{ARTICLE}").title == "An old bridge closes"


def test_the_name_of_a_section_is_not_the_title() -> None:
    assert read(f"News\nAn old bridge closes\n{ARTICLE}").title == "An old bridge closes"


def test_a_heading_within_the_text_is_not_the_title() -> None:
    paragraphs = "One.\n\nTwo.\n\nThree.\n\nFour.\n\nA later heading\n\nFive follows it here."
    assert read(paragraphs).title == "One."


def test_a_first_sentence_is_cut_at_a_word_for_a_title() -> None:
    title = read("The quick brown fox " * 10 + ".").title
    assert title == "The quick brown fox " * 3 + "The quick brown fox…"


@pytest.mark.parametrize("text", ["# # #", '""""' * 40, "x" * 200, "---"])
def test_a_text_without_words_has_a_title(text: str) -> None:
    assert read(text).title.strip("…")


@pytest.mark.parametrize(
    "links",
    [
        LINKS,
        "-\n" + LINKS.replace("\n", "\n-\n"),
        "- " + LINKS.replace("\n", "\n- "),
        "Read more:\n" + LINKS,
        "À lire aussi :\n\n" + LINKS,
    ],
    ids=["bare", "lone bullets", "bullets", "read more", "lire aussi"],
)
def test_link_lists_at_the_end_are_outside_the_body(links: str) -> None:
    document = read(f"{ARTICLE}\n{links}\n\n")
    assert body(document) == ARTICLE
    assert document.text == f"{ARTICLE}\n{links}\n\n"


@pytest.mark.parametrize(
    "ending",
    [
        "The town will close:\n- the old bridge\n- the dam\n- the lock",
        "The town will close:\n-\nThe old bridge\n-\nThe dam\n-\nThe lock",
        "- the old bridge\n- the dam\n- the lock\nAll three are old.",
        "- Close the bridge.\n- Open the dam.\n- Wait for rain.",
        "- The bridge ;\n- The dam ;\n- The lock.",
        "Anne Petit\nThe Post",
        "A line wrapped by hand that has\nno stop at all and goes on\nover the next\nand the last",
        "## Sources\n- The town hall\n- The dam office\n- The lock office",
    ],
    ids=["colon", "lone", "middle", "stops", "semicolons", "signature", "wrapped", "markdown"],
)
def test_the_last_lines_of_an_article_are_kept(ending: str) -> None:
    text = f"{ARTICLE}\n{ending}"
    assert body(read(text)) == text


@pytest.mark.parametrize(
    "line",
    ["Hill said no. She left the hall", "Hill " * 31],
    ids=["two sentences", "long"],
)
def test_last_paragraphs_without_a_stop_are_kept(line: str) -> None:
    text = (ARTICLE + "\n") * 9 + "\n".join([line.strip()] * 3)
    assert body(read(text)) == text


def test_a_text_without_any_punctuation_is_kept_whole() -> None:
    assert body(read(LINKS)) == LINKS


def test_a_list_longer_than_the_text_above_it_is_kept() -> None:
    text = f"The towns are these.\n{LINKS}"
    assert body(read(text)) == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le pont a été fermé lundi par la mairie.", "fr"),
        ("The town closed the old bridge on Monday.", "en"),
        ("---\nlanguage: fr-CA\n---\nThe town closed the bridge.", "fr"),
        ("12345", "en"),
    ],
)
def test_the_language_is_french_or_english(text: str, language: str) -> None:
    assert read(text).language == language


def test_newlines_become_line_feeds() -> None:
    assert read("\ufeffOne.\r\nTwo.\rThree.").text == "One.\nTwo.\nThree."


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "\ufeff", "---\ntitle: A\n---\n \n"])
def test_a_text_without_text_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDocument, match="it holds no text"):
        read(text)


@pytest.mark.parametrize(("text", "code"), [("a\x00b", "U\\+0000"), ("a\ud800", "U\\+D800")])
def test_a_character_that_cannot_be_stored_is_refused(text: str, code: str) -> None:
    with pytest.raises(UnreadableDocument, match=f"character 1 is {code}"):
        read(text)


@given(
    st.lists(
        st.sampled_from(["---\n", "title: A\n", "2025-10-16\n", "- Un lien\n", "Oui.\n", "# T\n"])
        | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20),
        max_size=12,
    ).map("".join)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        document = read(text)
    except UnreadableDocument:
        return
    assert document.text == text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert document.title.strip()
    assert passages(document)
