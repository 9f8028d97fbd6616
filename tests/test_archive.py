"""Zip archives: their members by name, and bombs of every kind."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from index.errors import UnreadableDocument
from index.formats import archive
from index.formats.archive import Allowance, Member, label, members


def zipped(*files: tuple[str, bytes]) -> bytes:
    """Return the archive of these files, by name and content; a name may come twice."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in files:
            with opened.open(zipfile.ZipInfo(name), "w") as file:
                file.write(data)
    return written.getvalue()


def read(data: bytes | Path, most: int = 1000) -> list[Member]:
    return list(members(data, most, Allowance()))


def test_members_are_read_in_order_from_bytes_and_in_place(tmp_path: Path) -> None:
    data = zipped(("b/c.txt", b"One."), ("a.md", b"Two."))
    (tmp_path / "a.zip").write_bytes(data)
    assert read(data) == read(tmp_path / "a.zip") == [("b/c.txt", b"One."), ("a.md", b"Two.")]


def test_what_is_hidden_or_of_another_type_is_passed_over() -> None:
    names = ["a.png", ".b.txt", ".git/c.txt", "__MACOSX/d.txt", "e.txt", "f/"]
    assert [name for name, _ in read(zipped(*[(name, b"") for name in names]))] == ["e.txt"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/a.txt", "etc/a.txt"),
        ("/etc/a.txt", "etc/a.txt"),
        ("C:\\Users\\a.txt", "Users/a.txt"),
        ("a/./b/../c.txt", "a/b/c.txt"),
        ("a\nb.txt", "a b.txt"),
    ],
)
def test_a_path_is_a_name_and_no_place(name: str, shown: str) -> None:
    assert label(name) == shown


@pytest.mark.filterwarnings("ignore:Duplicate name")  # zipfile's, of the archive made here
def test_of_two_members_with_one_name_the_first_is_read() -> None:
    (_, first), (_, second) = read(zipped(("a.txt", b"One."), ("../a.txt", b"Two.")))
    assert first == b"One."
    assert second == "another member of the archive has the same name"


def test_an_encrypted_member_is_told() -> None:
    data = bytearray(zipped(("a.txt", b"One.")))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + flags] |= 1
    assert read(bytes(data)) == [("a.txt", "it is encrypted")]


def test_a_damaged_member_is_told_and_the_next_is_read() -> None:
    data = bytearray(zipped(("a.txt", b"abcdefgh" * 9), ("b.txt", b"Two.")))
    data[40] ^= 0xFF
    (_, first), (_, second) = read(bytes(data))
    assert isinstance(first, str)
    assert first.startswith("it is damaged")
    assert second == b"Two."


def test_a_member_that_is_too_large_is_not_unpacked() -> None:
    assert read(zipped(("a.txt", b"x" * 2000))) == [
        ("a.txt", "it holds 2000 bytes, at most 1000 are read")
    ]


def test_a_member_that_hides_its_size_gives_no_more_than_it_declares() -> None:
    data = bytearray(zipped(("a.txt", b"x" * 900_000)))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", data, data.index(signature) + at, 500)
    ((_, found),) = read(bytes(data))
    assert isinstance(found, str)
    assert found.startswith("it is damaged")


def test_a_bomb_is_refused_unopened() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as opened, opened.open("a.txt", "w") as f:
        for _ in range(60):
            f.write(bytes(1 << 20))
    with pytest.raises(UnreadableDocument, match="more than 100 times as many"):
        read(bomb.getvalue())


def test_all_levels_share_one_allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1000)
    allowance = Allowance(bytes=1000)
    data = zipped(("a.txt", b"x" * 600))
    assert len(list(members(data, 1000, allowance))) == 1
    with pytest.raises(UnreadableDocument, match="at most 1000 of a file are read"):
        list(members(data, 1000, allowance))


def test_more_members_than_are_read_are_refused() -> None:
    with pytest.raises(UnreadableDocument, match="more than 10000 members"):
        list(members(zipped(("a.txt", b""), ("b.txt", b"")), 9, Allowance(members=1)))


@pytest.mark.parametrize("field", [10, 12])
def test_a_directory_that_claims_to_be_huge_is_refused(field: int) -> None:
    data = bytearray(zipped(("a.txt", b"One.")))
    struct.pack_into("<H", data, data.rindex(b"PK\x05\x06") + field, 0xFFFF)
    with pytest.raises(UnreadableDocument, match=r"more than 10000 members|not a readable zip"):
        read(bytes(data))


@pytest.mark.parametrize("data", [b"", b"no zip", zipped(("a.txt", b"One."))[:60]])
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="not a zip archive"):
        read(data)
