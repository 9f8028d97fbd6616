"""Mail: the text of a message, what its headers say, and its files."""

import datetime as dt
from email.message import EmailMessage

import pytest

from index.errors import UnreadableDocument
from index.formats import Attached, Extracted
from index.formats.mail import MAX_PARTS, extract_mail


def message(text: str = "The bridge is closed.\n", **headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in ({"Subject": "The bridge"} | headers).items():
        made[name] = value
    made.set_content(text)
    return made


def read(made: EmailMessage | bytes) -> tuple[Extracted, list[Attached]]:
    text, *files = extract_mail(made if isinstance(made, bytes) else made.as_bytes())
    assert isinstance(text, Extracted)
    return text, [file for file in files if isinstance(file, Attached)]


def test_the_headers_give_subject_sender_and_date() -> None:
    headers = {"From": "Anne Petit <anne@echo.example>", "Date": "Thu, 16 Oct 2025 14:30:00 +0200"}
    found, _ = read(message(**headers))
    assert (found.metadata.title, found.metadata.publisher) == ("The bridge", "Anne Petit")
    zone = dt.timezone(dt.timedelta(hours=2))
    assert found.metadata.published_at == dt.datetime(2025, 10, 16, 14, 30, tzinfo=zone)


def test_a_sender_without_a_name_is_the_address() -> None:
    found, _ = read(message(From="anne@echo.example"))
    assert found.metadata.publisher == "anne@echo.example"


@pytest.mark.parametrize("date", ["soon", "", "Thu, 99 Oct 2025"])
def test_a_date_that_is_none_is_passed_over(date: str) -> None:
    found, _ = read(f"Subject: x\nDate: {date}\n\nIt rained.".encode())
    assert found.metadata.published_at is None


def test_an_encoded_subject_is_read() -> None:
    found, _ = read(b"Subject: =?utf-8?q?L=27=C3=A9t=C3=A9?=\n\nIl pleut.")
    assert found.metadata.title == "L'été"


def test_quoted_replies_and_signatures_are_kept() -> None:
    text = "Yes.\n\n> Is it closed?\n\n-- \nAnne\n"
    assert read(message(text))[0].text == text


def test_plain_text_is_read_before_the_page() -> None:
    made = message("It rained.\n")
    made.add_alternative("<p>It <b>rained</b>.</p>", subtype="html")
    found, files = read(made)
    assert (found.text, files) == ("It rained.\n", [])


def test_a_page_is_read_where_there_is_no_plain_text() -> None:
    made = EmailMessage()
    made["Subject"] = "Rain"
    made.set_content("<p>It <b>rained</b>.</p>", subtype="html")
    assert read(made)[0].text == "It rained."


def test_a_wrong_charset_is_found_out() -> None:
    data = b"Subject: x\nContent-Type: text/plain; charset=ascii\n\n" + "L’été brûle.".encode()
    assert read(data)[0].text == "L’été brûle."


def test_attached_files_come_after_the_text() -> None:
    made = message()
    made.add_attachment(b"a,b", maintype="text", subtype="csv", filename="cars.csv")
    made.add_attachment(message("It snowed."))
    _, files = read(made)
    assert [file.name for file in files] == ["cars.csv", "message.eml"]
    assert files[0].data == b"a,b"
    assert read(files[1].data)[0].text == "It snowed.\n"


def test_more_parts_than_are_read_are_refused_unparsed() -> None:
    nested = b"Hi."
    for n in range(1000):
        head = f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n'
        nested = head.encode() + nested + f"\n--b{n}--\n".encode()
    with pytest.raises(UnreadableDocument, match=f"more than {MAX_PARTS} parts"):
        extract_mail(b"Subject: x\n" + nested)


def test_parts_as_deep_as_are_read_are_read_or_refused() -> None:
    forwarded = b"Content-Type: message/rfc822\n\nSubject: y\n" * MAX_PARTS
    text, *_ = extract_mail(b"Subject: x\n" + forwarded + b"\nHi.")
    assert isinstance(text, Extracted)


def test_what_has_no_headers_is_no_message() -> None:
    with pytest.raises(UnreadableDocument, match="it has no headers"):
        extract_mail(b"\nIt rained.")
