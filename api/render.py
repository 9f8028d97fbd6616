"""How answers, hits, documents and figures look on a terminal."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from api.terminal import line, notices, plain, results, write
from rag.answer import Answer, Citation, Disagreement, Language

if TYPE_CHECKING:  # it imports the models, and an error must not wait for them
    from rag.recoupe import Document, Hit
    from rag.statements import Comparison

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "positions": "Positions",
        "citations": "Citations",
        "disagreement": "Disagreement",
        "apparent": "Apparent disagreement",
        "consulted": "Read, but silent on the question",
        "copy": "same text as",
        "contradiction": "contradiction",
        "update": "update",
        "assessment": "differing assessments",
        "different_subject": "about different things",
        "scope": "measured differently",
        "precision": "one is vaguer",
    },
    "fr": {
        "positions": "Positions",
        "citations": "Citations",
        "disagreement": "Désaccord",
        "apparent": "Désaccord apparent",
        "consulted": "Lus, mais muets sur la question",
        "copy": "même texte que",
        "contradiction": "contradiction",
        "update": "mise à jour",
        "assessment": "jugements opposés",
        "different_subject": "il s’agit de choses différentes",
        "scope": "mesuré autrement",
        "precision": "l’un est plus vague",
    },
}
_REAL = ("contradiction", "update", "assessment")


def write_answer(answer: Answer) -> None:
    """Print an answer: its text, its positions, how they relate, and the quotes it rests on.

    What its writer notes is no part of it, and goes to standard error.
    """
    out, words = results(), _WORDS[answer.language]
    out.print(Text(plain(answer.answer), style="bold"), soft_wrap=True)
    if len(answer.positions) > 1:
        out.print(f"\n{words['positions']}")
        for number, position in enumerate(answer.positions, start=1):
            known = (position.subject, position.speaker, position.role)
            about = [part for part in known if part]
            aside = f" ({', '.join(about)})" if about else ""
            cited = "".join(f"[{n}]" for n in position.citations)
            said = f"  {_letter(number)}. {position.answer}{aside} {cited}"
            out.print(line(said), soft_wrap=True)
    for disagreement in answer.disagreements:
        out.print()
        out.print(_panel(disagreement, words))
    if answer.citations:
        out.print(f"\n{words['citations']}")
    for citation in answer.citations:
        out.print(_cited(citation, answer.language), soft_wrap=True)
    if answer.consulted:
        titles = " ; ".join(line(document.document_title) for document in answer.consulted)
        colon = "\u00a0:" if answer.language == "fr" else ":"
        out.print(f"\n{words['consulted']}{colon} {titles}", soft_wrap=True)
    if answer.writer.note:
        notices().print(line(answer.writer.note), style="dim", soft_wrap=True)


def write_hits(hits: Sequence["Hit"]) -> None:
    """Print hits, best first: score, document, and the passage."""
    from rag.copies import repeated_passages

    out, copied = results(), repeated_passages(hits)
    for number, hit in enumerate(hits, start=1):
        head = f"{number}. {_described(hit.document)}  {hit.score:.3f}"
        out.print(Text(head, style="bold"), soft_wrap=True)
        out.print(plain(hit.passage.text), soft_wrap=True)
        start, end = hit.passage.start, hit.passage.end
        place = _place(hit.document.source, start, end, hit.document.page_at(start))
        if number - 1 in copied:
            place += f" (same text as {copied[number - 1] + 1})"
        out.print(place, style="dim", soft_wrap=True)


def write_comparison(comparison: "Comparison") -> None:
    """Print how two statements relate, and each place where they differ, with tabs between."""
    kind = comparison.kind
    apart = "" if kind in (None, comparison.relation) else f" ({kind})"
    write(f"{comparison.relation}{apart}")
    write(comparison.explanation)
    for difference in comparison.differences:
        places = (p.text if p else "" for p in (difference.a, difference.b))
        write("\t".join(line(part) for part in (difference.kind, *places)))


def write_documents(documents: Iterable["Document"], copies: Mapping[str, str]) -> None:
    """Print one document a line: id, date, title, source and original, with tabs between.

    `copies` gives the id of a copy's original; of a document that is none, the column is empty.
    """
    for document in documents:
        fields = (
            document.id,
            str(document.published_on or ""),
            document.title,
            document.source,
            copies.get(document.id, ""),
        )
        write("\t".join(line(field) for field in fields))


def write_figures(groups: Mapping[str, Mapping[str, float | None]], title: str) -> None:
    """Print figures by group as a table; a dash where there was nothing to measure."""
    table = Table(box=SIMPLE_HEAD, title=title, title_justify="left")
    table.add_column("")
    for name in groups:
        table.add_column(name, justify="right")
    for measure in next(iter(groups.values())):
        values = [figures[measure] for figures in groups.values()]
        table.add_row(measure, *("–" if value is None else f"{value:.3f}" for value in values))
    results().print(table)


def _letter(number: int) -> str:
    """A, B, … Z, then 27, 28: positions have letters, so that citations can have numbers."""
    return chr(ord("A") + number - 1) if number <= 26 else str(number)


def _panel(disagreement: Disagreement, words: Mapping[str, str]) -> Panel:
    is_real = disagreement.kind in _REAL
    letters = " / ".join(_letter(index + 1) for index in disagreement.positions)
    kind = words["disagreement" if is_real else "apparent"]
    return Panel(
        Text(plain(disagreement.explanation)),
        title=Text(f"{kind} {letters} – {words[disagreement.kind]}"),
        title_align="left",
        border_style="red" if is_real else "yellow",
    )


def _cited(citation: Citation, language: Language) -> Text:
    quote = line(citation.quote)
    quoted = f"«\u00a0{quote}\u00a0»" if language == "fr" else f"“{quote}”"
    day = citation.published_at.isoformat()[:10] if citation.published_at else None
    known = [part for part in (citation.document_title, citation.publisher, day) if part]
    place = _place(citation.source, citation.start, citation.end, citation.page)
    if citation.copy_of:
        place += f" ({_WORDS[language]['copy']} [{citation.copy_of}])"
    return Text.assemble(
        f"  [{citation.number}] {line(', '.join(known))}\n      {quoted}\n      ",
        (place, "dim"),
    )


def _described(document: "Document") -> str:
    day = str(document.published_on) if document.published_on else None
    return line(", ".join(part for part in (document.title, document.publisher, day) if part))


def _place(source: str, start: int, end: int, page: int | None) -> str:
    place = line(f"{source}:{start}-{end}")
    return place if page is None else f"{place}, p.\u00a0{page}"
