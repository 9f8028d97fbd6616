"""The library on the page: files join it, documents leave it."""

from playwright.sync_api import FilePayload, Page, expect

from index.read import SUFFIXES
from tests.fake_recoupe import FakeRecoupe


def sent(name: str, content: bytes) -> FilePayload:
    """Return a file as the browser's file chooser gives it."""
    return {"name": name, "mimeType": "text/plain", "buffer": content}


def test_chosen_files_join_the_library(page: Page) -> None:
    page.get_by_role("button", name="Documents").click()
    page.locator("#files").set_input_files([sent("note.txt", b"A note.")])
    expect(page.locator(".outcome")).to_have_text("note.txt: added")
    expect(page.locator(".documents .title")).to_contain_text(["note.txt"])


def test_the_file_picker_offers_what_can_be_read(page: Page) -> None:
    page.get_by_role("button", name="Documents").click()
    expect(page.locator("#files")).to_have_attribute("accept", ",".join(SUFFIXES))


def test_a_document_with_pages_says_how_many(page: Page, recoupe: FakeRecoupe) -> None:
    river = recoupe.stored["river"]
    recoupe.stored["river"] = river.model_copy(update={"pages": (0, 20)})
    page.get_by_role("button", name="Documents").click()
    expect(page.locator("[data-id=river] .byline")).to_contain_text("river.txt · 2 pages")
    expect(page.locator("[data-id=gauge] .byline")).not_to_contain_text("page")


def test_a_copy_is_marked_in_the_list(page: Page, recoupe: FakeRecoupe) -> None:
    recoupe.copied = {"gauge": "river"}
    page.get_by_role("button", name="Documents").click()
    expect(page.locator("[data-id=gauge] .byline")).to_contain_text("same text as another document")
    expect(page.locator("[data-id=river] .byline")).not_to_contain_text("same text")


def test_unreadable_file_is_told_in_its_place(page: Page) -> None:
    page.get_by_role("button", name="Documents").click()
    page.locator("#files").set_input_files([sent("bad.bin", b"\xff")])
    expect(page.locator(".outcome .error")).to_contain_text("bad.bin is not text.")


def test_document_is_removed_only_once_confirmed(page: Page, recoupe: FakeRecoupe) -> None:
    page.get_by_role("button", name="Documents").click()
    row = page.locator("[data-id=gauge]")
    row.get_by_role("button", name="Remove").click()
    assert "gauge" in recoupe.stored
    row.get_by_role("button", name="Yes, remove").click()
    expect(row).to_have_count(0)
    assert "gauge" not in recoupe.stored


def test_document_that_is_kept_stays(page: Page, recoupe: FakeRecoupe) -> None:
    page.get_by_role("button", name="Documents").click()
    row = page.locator("[data-id=gauge]")
    row.get_by_role("button", name="Remove").click()
    row.get_by_role("button", name="Keep").click()
    expect(row.locator(".confirm")).to_have_count(0)
    assert "gauge" in recoupe.stored
