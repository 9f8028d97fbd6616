"""What a model may say: grammars made for one request, and the reading of what came out.

Claims name a sentence by its number; the words that are the answer, and those for what it is about,
are runs of whole words of that very sentence; who says it is one of the names of its passage:

    [{"sentence": 3, "about": "the call", "answer": "two hours", "by": "Ann Hill"}]

So a model, whatever its weights or its input, can neither invent a quote nor alter a figure. A line
in its own words is made of the words that it is given, in any order. The rules are written out here
because converters from JSON schemas let raw control characters into strings.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

MOST_CLAIMS = 12
MOST_UNITS = 120  # words and marks of a sentence that may be repeated, the first ones
MOST_NAMES = 12
_LONGEST_WORD = 30

# A unit is never cut: a word ("porte-avions"), a number with its decimals, its sign and its groups
# of thousands ("-2,5", "1 320"), since half a number is another number, or one punctuation mark.
# An elided word ("l’") is a unit that needs the next.
_MARKS = r".,;:!?…«»“”\"()\[\]–—"
_WORD = rf"[^\s{_MARKS}'’]"
_UNIT = re.compile(
    rf"(?:(?!\d){_WORD})*\d{{1,3}}(?:\s\d{{3}})+(?!\d)(?:[.,]\d+)?{_WORD}*"
    rf"|{_WORD}+(?:[.,:]+\w{_WORD}*)*(?:['’](?=\w))?"
    r"|\S"
)
_MARK = re.compile(rf"[{_MARKS}'’]")
_PLAIN = re.compile(r"[0-9A-Za-z]")


@dataclass(frozen=True, slots=True)
class Offered:
    """A sentence that may be named by its number, and the names that may be said to speak in it."""

    number: int
    text: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A claim as the model made it: the sentence's number, words of it, and a name or None."""

    sentence: int
    answer: str
    about: str | None
    by: str | None


def claims_grammar(offered: Sequence[Offered]) -> str:
    """The GBNF grammar of the claims that may be made about these sentences.

    The start rule is `root`. Only white space, collapsed to one space, differs between words that
    it admits and the sentence. ValueError when there is no sentence.
    """
    if not offered:
        raise ValueError("a grammar of claims needs at least one sentence")
    lines = [
        f'root ::= "[" (claim (", " claim){{0,{MOST_CLAIMS - 1}}})? "]"',
        'claim ::= "{\\"sentence\\": " (' + _any(f"s{one.number}" for one in offered) + ') "}"',
    ]
    speakers: dict[tuple[str, ...], str] = {}
    for one in offered:
        names = one.names[:MOST_NAMES]
        speakers.setdefault(names, f"by{len(speakers)}")
        lines += _sentence_rules(one.number, one.text, speakers[names])
    for names, rule in speakers.items():
        lines.append(f"{rule} ::= " + _any(['"null"', *(_quoted(_literal(n)) for n in names)]))
    return "\n".join(lines) + "\n"


def read_claims(pieces: Iterable[str]) -> Iterator[Said]:
    """Yield each claim as soon as the joined pieces hold it whole.

    A claim that the text breaks off in is no claim: half an answer may be another answer.
    Whatever else the text holds is passed over.
    """
    decoder, text = json.JSONDecoder(), ""
    for piece in pieces:
        text += piece
        while (start := text.find("{")) >= 0:
            try:
                value, end = decoder.raw_decode(text, start)
            except json.JSONDecodeError:
                break
            text = text[end:]
            match value:
                case {"sentence": int(number), "answer": str(answer)}:
                    yield Said(number, answer, _text(value, "about"), _text(value, "by"))


def answer_in(sentence: str, answer: str) -> str:
    """The answer as it stands in the sentence, without the punctuation around it.

    The whole sentence when the answer is not a run of its words.
    """
    words = answer.lstrip(" «“\"‘'([").rstrip(" ,;:.!?…»”\"’')]").split()
    pattern = r"\s+".join(map(re.escape, words))
    found = re.search(rf"(?<!\w){pattern}(?!\w)", sentence) if words else None
    return found[0] if found else sentence


def line_grammar(words: Iterable[str], most: int) -> str:
    """The GBNF grammar of one line of 1 to `most` of these words, in any order, and how it ends.

    Words are parted by one space, those that end in an apostrophe by none; a comma may follow one.
    ValueError when there is no word.
    """
    usable = dict.fromkeys(w for w in words if 0 < len(w) <= _LONGEST_WORD and not w.isspace())
    if not usable:
        raise ValueError("a grammar of a line needs at least one word")
    elided = [w for w in usable if w.endswith(("'", "’"))]
    whole = [w for w in usable if not w.endswith(("'", "’"))]
    head = f"({_any(map(_literal, elided))})? " if elided and whole else ""
    lines = [
        f'root ::= unit (","? " " unit){{0,{most - 1}}} [.?]',
        f"unit ::= {head}({_any(map(_literal, whole or elided))})",
    ]
    return "\n".join(lines) + "\n"


def words_grammar(most: int) -> str:
    """The GBNF grammar of `most` words in small Latin letters at most, parted by commas, or "-"."""
    letter = "[a-zàâäçéèêëîïôöùûüœæ]"
    return (
        f'root ::= ("-" | word (", " word){{0,{most - 1}}}) "."\n'
        f"word ::= {letter}{{2,{_LONGEST_WORD}}}\n"
    )


def units(text: str) -> list[str]:
    """Return the words and numbers of a text, as a line may repeat them, without its marks."""
    return [unit[0] for unit in _UNIT.finditer(_readable(text)) if not _MARK.fullmatch(unit[0])]


def _text(value: dict[str, object], key: str) -> str | None:
    found = value.get(key)
    return found if isinstance(found, str) else None


def _sentence_rules(number: int, sentence: str, speakers: str) -> Iterator[str]:
    """The rules of one sentence: what is said of it, and any run of its units."""
    found = list(_UNIT.finditer(_readable(sentence)))[:MOST_UNITS]
    words = [index for index, unit in enumerate(found) if not _MARK.fullmatch(unit[0])]
    starts = _any(f"s{number}-{index}" for index in words or range(len(found)))
    yield (
        f's{number} ::= "{number}, \\"about\\": " ("null" | "\\"" r{number} "\\"") '
        f'", \\"answer\\": \\"" r{number} "\\", \\"by\\": " {speakers}'
    )
    yield f"r{number} ::= {starts}"
    for index, unit in enumerate(found):
        rule = f"s{number}-{index} ::= {_literal(unit[0])}"
        if index + 1 < len(found):
            gap = '" " ' if unit.end() < found[index + 1].start() else ""
            needed = "" if unit[0].endswith(("'", "’")) and len(unit[0]) > 1 else "?"
            rule += f" ({gap}s{number}-{index + 1}){needed}"
        yield rule


def _readable(text: str) -> str:
    """The text as a model reads it: a lone surrogate, which has no UTF-8, is a "?" there."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _literal(unit: str) -> str:
    """A GBNF literal of the unit as it stands inside a JSON string."""
    inside = json.dumps(" ".join(_readable(unit).split()), ensure_ascii=False)[1:-1]
    return '"' + "".join(c if _PLAIN.match(c) else f"\\U{ord(c):08X}" for c in inside) + '"'


def _quoted(literal: str) -> str:
    return f'"\\"" {literal} "\\""'


def _any(names: Iterable[str]) -> str:
    return " | ".join(names)
