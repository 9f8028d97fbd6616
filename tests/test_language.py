"""Which language a text is taken to be in."""

import subprocess
import sys

import pytest

from index.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("La grève a duré trois semaines, selon la direction du port.", "fr"),
        ("The strike lasted three weeks, the port authority said.", "en"),
        ("Le maire a lu la lettre : « We are not amused », et il a souri aux élus.", "fr"),
        ("The mayor read out the note, “C’est la vie”, and smiled at the council.", "en"),
        ("Grève terminée hier soir", "fr"),
        ("Strike averted yesterday evening", "en"),
        ("12 345", "en"),
    ],
)
def test_the_nearer_of_both_languages(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_text_with_stop_words_needs_no_model() -> None:
    program = (
        "import sys; from index.language import language_of\n"
        "print(language_of('La grève a duré.'), 'py3langid' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.stdout.split() == ["fr", "False"]
