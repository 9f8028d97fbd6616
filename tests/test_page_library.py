"""The library on the page: files join it, documents leave it."""

from playwright.sync_api import FilePayload, Page, expect

from tests.fake_recoupe import FakeRecoupe


def sent(name: str, content: bytes) -> FilePayload:
    """Return a file as the browser's file chooser gives it."""
    return {"name": name, "mimeType": "text/plain", "buffer": content}


def test_chosen_files_join_the_library(page: Page) -> None:
    page.get_by_role("button", name="Documents").click()
    page.locator("#files").set_input_files([sent("note.txt", b"A note.")])
    expect(page.locator(".outcome")).to_have_text("note.txt: added")
    expect(page.locator(".documents .title")).to_contain_text(["note.txt"])


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
