"""PDF files: text that runs on over lines and pages, what stands at margins, and hostile files."""

import datetime as dt

import pytest

from index.errors import UnreadableDocument
from index.formats.pdf import MAX_PAGES, extract_pdf
from tests.pdfs import Text, lines, pdf

BRIDGE = lines(
    700,
    "The old bridge over the river closed on Monday after ninety",
    "years, and the traffic goes by the dam that the town opened",
    "in the spring.",
)
RUNNING = "The old bridge over the river closed on Monday after ninety years, and the traffic goes "
RUNNING += "by the dam that the town opened in the spring."


def test_lines_of_a_paragraph_are_joined() -> None:
    assert extract_pdf(pdf(BRIDGE)).text == RUNNING


def test_a_divided_word_is_made_whole() -> None:
    page = lines(700, "The old bridge over the river closed on Mon-", "day.")
    assert extract_pdf(pdf(page)).text == "The old bridge over the river closed on Monday."


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("Le pont est fermé, a-t-", "il dit.", "a-t-il dit."),
        ("Le pont de Saint-", "Denis est fermé.", "Saint-Denis est"),
    ],
)
def test_a_hyphen_of_the_word_itself_is_kept(first: str, second: str, whole: str) -> None:
    assert whole in extract_pdf(pdf(lines(700, first, second))).text


def test_a_wider_gap_begins_a_paragraph() -> None:
    page = [*lines(700, "The bridge closed and", "the dam opened."), *lines(650, "It rained.")]
    assert extract_pdf(pdf(page)).text == "The bridge closed and the dam opened.\n\nIt rained."


def test_larger_letters_are_a_line_of_their_own() -> None:
    page = [Text(72, 716, "A bridge closes", 16), *BRIDGE]
    assert extract_pdf(pdf(page)).text == f"A bridge closes\n\n{RUNNING}"


def test_a_line_with_room_for_the_next_word_ends_its_paragraph() -> None:
    page = [*BRIDGE, *lines(658, "Nobody has said when it opens again, or who will pay for it.")]
    assert extract_pdf(pdf(page)).text.split("\n")[0] == RUNNING


def test_items_of_a_list_stay_apart() -> None:
    page = lines(700, "- the old bridge", "- the dam", "1. the lock", "2. the weir")
    assert extract_pdf(pdf(page)).text.split("\n") == [line.text for line in page]


def test_the_offsets_of_the_pages_are_kept() -> None:
    found = extract_pdf(pdf(lines(700, "It rained."), [], lines(700, "It snowed.")))
    assert found.text == "It rained.\n\nIt snowed."
    assert found.pages == (0, 10, 12)


def test_a_sentence_runs_on_over_the_end_of_a_page() -> None:
    found = extract_pdf(pdf(lines(100, "The bridge over"), lines(700, "the river closed.")))
    assert found.text == "The bridge over the river closed."
    assert found.pages == (0, len("The bridge over "))


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [
        [Text(72, 810, "The Echo"), *lines(700, f"Page {word} says."), Text(290, 30, f"- {n} -")]
        for n, word in enumerate(("one", "two", "three", "four"), 7)
    ]
    expected = "\n\n".join(f"Page {word} says." for word in ("one", "two", "three", "four"))
    assert extract_pdf(pdf(*pages)).text == expected


def test_a_running_head_may_hold_the_page_number() -> None:
    pages = [[Text(72, 810, f"Report 2024 {n}"), *lines(700, "It rained.")] for n in (3, 4, 5)]
    assert "Report" not in extract_pdf(pdf(*pages)).text


def test_a_running_head_of_a_chapter_is_told_by_the_page_number() -> None:
    heads = ("Rain 3", "Snow 4", "Sun and wind 5", "Fog 6")
    pages = [[Text(72, 810, head), *lines(700, "So it is.")] for head in heads]
    assert extract_pdf(pdf(*pages)).text == "\n\n".join(["So it is."] * 4)


@pytest.mark.parametrize(
    "rows",
    [
        ("Rain 12", "Snow 9", "Sun 31"),
        ("12 9 31", "8 4 2", "5 5 5"),
        ("2021", "1980", "1976"),
    ],
    ids=["words", "figures", "years"],
)
def test_what_differs_at_the_top_of_pages_is_text(rows: tuple[str, str, str]) -> None:
    found = extract_pdf(pdf(*[[Text(72, 810, row), *lines(700, "And so on.")] for row in rows]))
    assert all(row in found.text for row in rows)


def test_what_repeats_in_the_middle_of_pages_is_text() -> None:
    assert extract_pdf(pdf(*[lines(500, "It rained.")] * 4)).text.count("It rained.") == 4


def test_the_information_dictionary_gives_what_it_says() -> None:
    info = "/Title (A bridge) /Keywords (roads, towns) /CreationDate (D:20251016143000+02'00')"
    found = extract_pdf(pdf(lines(700, "Il pleut."), info=info, catalog="/Lang (fr-FR)"))
    metadata = found.metadata
    assert (metadata.title, metadata.tags) == ("A bridge", ("roads", "towns"))
    assert metadata.language == "fr-FR"
    zone = dt.timezone(dt.timedelta(hours=2))
    assert found.made_at == dt.datetime(2025, 10, 16, 14, 30, tzinfo=zone)


@pytest.mark.parametrize("title", ["Microsoft Word - bridge.docx", "untitled", "Document1", " "])
def test_a_title_that_programs_write_is_none(title: str) -> None:
    found = extract_pdf(pdf(lines(700, "It rained."), info=f"/Title ({title})"))
    assert found.metadata.title is None


@pytest.mark.parametrize("date", ["D:2025", "D:20259999", "yesterday", "D:20251016+99'99'"])
def test_any_date_of_making_is_read_or_passed_over(date: str) -> None:
    assert extract_pdf(pdf(lines(700, "It rained."), info=f"/CreationDate ({date})")).text


def test_a_pdf_without_text_says_so() -> None:
    with pytest.raises(UnreadableDocument, match="it has no text layer") as caught:
        extract_pdf(pdf([], []))
    assert "OCR" in caught.value.hint


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 and no more", b"no pdf"])
def test_a_damaged_pdf_says_so(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="not a readable PDF"):
        extract_pdf(data)


def test_a_tree_of_pages_that_loops_is_refused() -> None:
    whole = pdf(lines(700, "It rained."))
    looping = whole.replace(b"/Kids [4 0 R] /Count 1", b"/Kids [2 0 R 4 0 R] /Count 90000")
    assert looping != whole
    with pytest.raises(UnreadableDocument, match=f"90000 pages, at most {MAX_PAGES}"):
        extract_pdf(looping)


def test_the_same_bytes_give_the_same_text() -> None:
    assert extract_pdf(pdf(BRIDGE)) == extract_pdf(pdf(BRIDGE))


def test_columns_are_read_one_after_the_other() -> None:
    left = lines(700, "The old bridge closed on Monday and", "the dam opened. The road over")
    right = lines(700, "the river is closed to all lorries", "for a year.", x=320)
    expected = "The old bridge closed on Monday and the dam opened. The road over the river is "
    assert extract_pdf(pdf([*left, *right])).text == expected + "closed to all lorries for a year."


def test_an_indent_begins_a_paragraph() -> None:
    third = "in the spring of this year, as the town had long promised it"
    page = [*BRIDGE[:2], Text(72, 672, third), Text(90, 658, "Nobody has said when it opens.")]
    assert extract_pdf(pdf(page)).text.endswith("promised it\nNobody has said when it opens.")


def test_what_stands_at_another_height_of_each_page_is_text() -> None:
    pages = [[Text(72, 830 - 12 * n, "It rained."), *lines(700, "So.")] for n in range(4)]
    assert extract_pdf(pdf(*pages)).text.count("It rained.") == 4


def test_an_encrypted_pdf_says_so() -> None:
    secret = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >> /ID [<00> <00>] "
    locked = pdf(lines(700, "It rained.")).replace(
        b"/Info", secret % (b"0" * 64, b"1" * 64) + b"/Info"
    )
    with pytest.raises(UnreadableDocument, match="it is encrypted"):
        extract_pdf(locked)
