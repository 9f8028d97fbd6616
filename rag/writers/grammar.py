"""What a model may say about numbered sentences: a list of claims, and nothing else.

A claim names a sentence by its number and repeats the words of it that are the answer:

    [{"sentence": 3, "answer": "nearly two hours"}, {"sentence": 7, "answer": "one hour"}]

The grammar is made for the request: it admits only the numbers that were given out, and after a
number only runs of whole words of that very sentence. So a model, whatever its weights or its
input, can neither invent a quote nor alter a figure inside an answer. The rules are written out
here because converters from JSON schemas let raw control characters into strings.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence

MOST_CLAIMS = 12

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


def claims_grammar(sentences: Sequence[str]) -> str:
    """The GBNF grammar of the claims that may be made about `sentences`, numbered from 1.

    The start rule is `root`. Only white space, collapsed to one space, differs between an answer
    it admits and the sentence. ValueError when there is no sentence.
    """
    if not sentences:
        raise ValueError("a grammar of claims needs at least one sentence")
    lines = [
        f'root ::= "[" (claim (", " claim){{0,{MOST_CLAIMS - 1}}})? "]"',
        'claim ::= "{\\"sentence\\": " (' + _any(f"s{n}" for n in _numbers(sentences)) + ') "\\"}"',
    ]
    for number, sentence in zip(_numbers(sentences), sentences, strict=True):
        lines += _sentence_rules(number, sentence)
    return "\n".join(lines) + "\n"


def read_claims(pieces: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield (sentence number, answer) of each claim as soon as the joined pieces hold it whole.

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
                    yield number, answer


def answer_in(sentence: str, answer: str) -> str:
    """The answer as it stands in the sentence, without the punctuation around it.

    The whole sentence when the answer is not a run of its words.
    """
    words = answer.lstrip(" «“\"‘'([").rstrip(" ,;:.!?…»”\"’')]").split()
    pattern = r"\s+".join(map(re.escape, words))
    found = re.search(rf"(?<!\w){pattern}(?!\w)", sentence) if words else None
    return found[0] if found else sentence


def _sentence_rules(number: int, sentence: str) -> Iterator[str]:
    """The rules of one sentence: its number, then any run of its units."""
    # A lone surrogate has no UTF-8; the model reads "?" and the answer falls back to the sentence.
    readable = sentence.encode("utf-8", "replace").decode("utf-8")
    units = list(_UNIT.finditer(readable))
    words = [index for index, unit in enumerate(units) if not _MARK.fullmatch(unit[0])]
    starts = _any(f"s{number}-{index}" for index in words or range(len(units)))
    yield f's{number} ::= "{number}, \\"answer\\": \\"" ({starts})'
    for index, unit in enumerate(units):
        rule = f"s{number}-{index} ::= {_literal(unit[0])}"
        if index + 1 < len(units):
            gap = '" " ' if unit.end() < units[index + 1].start() else ""
            needed = "" if unit[0].endswith(("'", "’")) and len(unit[0]) > 1 else "?"
            rule += f" ({gap}s{number}-{index + 1}){needed}"
        yield rule


def _literal(unit: str) -> str:
    """A GBNF literal of the unit as it stands inside a JSON string."""
    inside = json.dumps(" ".join(unit.split()), ensure_ascii=False)[1:-1]
    return '"' + "".join(c if _PLAIN.match(c) else f"\\U{ord(c):08X}" for c in inside) + '"'


def _any(names: Iterable[str]) -> str:
    return " | ".join(names)


def _numbers(sentences: Sequence[str]) -> range:
    return range(1, len(sentences) + 1)
