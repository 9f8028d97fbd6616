"""Renew what the documents show of the service: README's answers, and the picture of the page.

    python docs/renew.py

Run it from anywhere when the answer to README's question has changed; the test of README says so.
seeds/ is ingested into a temporary folder. Chromium takes the picture.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PICTURE = ROOT / "docs" / "page.png"
RECOUPE = Path(sys.executable).parent / "recoupe"
QUESTION = "how long did the call last?"
ADDRESS = "http://127.0.0.1:8765"
# What the abridged JSON keeps of an answer, and of each thing in it.
KEPT = {
    "status": (),
    "answer": (),
    "positions": ("answer", "value", "subject", "citations"),
    "disagreements": ("kind", "positions", "explanation"),
    "citations": ("number", "source", "publisher", "quote", "start", "end"),
}


def main() -> None:
    """Renew both, over a library made for it."""
    with TemporaryDirectory() as data:
        os.environ["RECOUPE_DATA"] = data
        recoupe("ingest", "seeds")
        readme = README.read_text(encoding="utf-8")
        readme = filled(readme, f'$ recoupe ask "{QUESTION}"\n', recoupe("ask", QUESTION))
        answer = json.loads(recoupe("ask", QUESTION, "--json"))
        README.write_text(filled(readme, "```json\n", abridged(answer)), encoding="utf-8")
        take_picture()


def recoupe(*arguments: str) -> str:
    """Run a command in the repository's root and return what it prints, 80 columns wide."""
    environment = os.environ | {"COLUMNS": "80"}
    return subprocess.run(
        [RECOUPE, *arguments], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE
    ).stdout.decode()


def filled(readme: str, head: str, body: str) -> str:
    """Return README with all between `head` and the end of its block replaced by `body`."""
    block = re.compile(rf"({re.escape(head)}).*?\n?(?=```)", re.DOTALL)
    new, count = block.subn(lambda found: f"{found[1]}{body.rstrip()}\n", readme)
    if count != 1:
        sys.exit(f"README.md has {count} blocks that begin with {head!r}, expected 1")
    return new


def abridged(answer: dict[str, Any]) -> str:
    """Return what README shows of an answer, each thing in a list on a line of its own."""
    fields = []
    for name, inner in KEPT.items():
        value = answer[name]
        if inner:
            items = [json.dumps({k: item[k] for k in inner}, ensure_ascii=False) for item in value]
            said = "[\n    " + ",\n    ".join(items) + "\n  ]"
        else:
            said = json.dumps(value, ensure_ascii=False)
        fields.append(f'  "{name}": {said}')
    return "{\n" + ",\n".join(fields) + "\n}"


def take_picture() -> None:
    """Serve the page, ask, open the first citation, and save what is seen."""
    service = subprocess.Popen([RECOUPE, "serve", "--port", ADDRESS.rpartition(":")[2]])
    try:
        while not ready():
            if service.poll() is not None:
                sys.exit(f"recoupe serve ended by itself: is {ADDRESS} taken?")
            time.sleep(0.2)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            page = browser.new_page(viewport={"width": 1280, "height": 812}, locale="en-GB")
            page.goto(ADDRESS)
            page.locator("#question").fill(QUESTION)
            page.keyboard.press("Enter")
            page.locator(".exchange[aria-busy=false] .answer .citation").first.click()
            page.locator("#panel mark").wait_for()
            page.screenshot(path=PICTURE, animations="disabled")
            browser.close()
    finally:
        service.terminate()
        service.wait()


def ready() -> bool:
    """Return whether the service answers questions yet."""
    try:
        return bool(urlopen(f"{ADDRESS}/readyz").status == 200)
    except URLError:
        return False


if __name__ == "__main__":
    main()
