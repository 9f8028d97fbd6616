"""French words with their English, written by hand: what the parallel texts say too seldom.

`words.tsv` has a line for each: the French word, a tab, and English for it, of one word or a few;
where it means two quite different things, the other meaning stands behind a comma.
"""

from importlib.resources import files

FILE = "words.tsv"
OTHER_MEANING = 0.5  # how much each further meaning counts beside the one before it

Written = tuple[str, tuple[str, ...]]


def written_words() -> list[Written]:
    """Return every French word of the file with its English meanings, the commonest first.

    Raises ValueError for a line of another form.
    """
    found = []
    lines = files("index.lexicon").joinpath(FILE).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        french, tab, english = line.partition("\t")
        meanings = tuple(meaning.strip() for meaning in english.split(","))
        if not (french and tab and all(meanings)):
            raise ValueError(f"{FILE}, line {number}: {line!r}, expected `French TAB English`")
        found.append((french, meanings))
    return found
