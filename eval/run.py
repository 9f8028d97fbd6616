"""Run the evaluation set: ask every question of every story, judge, measure."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from eval.cases import CASES, Case, read_story, story_files
from eval.judge import Asked, Verdict, judge
from eval.report import Report, report_on
from rag.answer import Answer, AskRequest, InlineDocument, SearchRequest, WriterName
from rag.errors import BadCases
from rag.recoupe import Hit, Recoupe, shared_model
from rag.settings import Settings


class Service(Protocol):
    """What is evaluated: whatever answers questions and searches, over the story it was given."""

    def ask(self, request: AskRequest) -> Answer: ...

    def search(self, request: SearchRequest) -> Sequence[Hit]: ...


OpenStory = Callable[[Sequence[Path]], AbstractContextManager[Service]]
"""Opens a service over the files of one story, or over none."""

OpenRecoupe = Callable[[Sequence[Path]], AbstractContextManager[Recoupe]]
"""The same, of Recoupe itself."""


def run(
    cases: Sequence[Case], open_story: OpenStory, *, folder: Path = CASES, inline: bool = False
) -> Report:
    """Ask all cases and return the report; see `judged` for the parameters."""
    return report_on(list(judged(cases, open_story, folder=folder, inline=inline)))


def judged(
    cases: Sequence[Case],
    open_story: OpenStory,
    *,
    folder: Path = CASES,
    inline: bool = False,
    writer: WriterName = "auto",
) -> Iterator[Verdict]:
    """Yield the verdict on each case, story by story, as it is answered.

    `folder` holds the stories. Each is ingested into a service of its own; with `inline` its
    documents are sent with every question instead, and nothing is searched. `writer` is asked for
    with every question.
    """
    for story, its_cases in groupby(sorted(cases, key=_by_story), key=_by_story):
        texts = read_story(folder, story)
        with open_story([] if inline else story_files(folder, story)) as service:
            for case in its_cases:
                yield judge(_asked(service, case, texts, inline=inline, writer=writer))


@contextmanager
def recoupe_over(settings: Settings) -> Iterator[OpenRecoupe]:
    """Give what opens a Recoupe with these settings over a story, in a temporary folder.

    All stories share one model, loaded once and freed at the end of the `with` block.
    """
    model = shared_model(settings)

    @contextmanager
    def open_story(files: Sequence[Path]) -> Iterator[Recoupe]:
        with TemporaryDirectory(prefix="recoupe-eval-") as data:
            there = settings.model_copy(update={"data": Path(data)})
            recoupe = Recoupe.open(there, model=model)
            try:
                _ingest(recoupe, files)
                yield recoupe
            finally:
                recoupe.close()

    try:
        yield open_story
    finally:
        if model:
            model.close()


def _ingest(recoupe: Recoupe, files: Sequence[Path]) -> None:
    for ingested in recoupe.ingest(files):
        if ingested.outcome == "failed":
            raise BadCases(f"the story cannot be ingested: {ingested.reason}")


def _by_story(case: Case) -> str:
    return case.story


def _asked(
    service: Service, case: Case, texts: Mapping[str, str], *, inline: bool, writer: WriterName
) -> Asked:
    sent = tuple(InlineDocument(id=name, text=text) for name, text in texts.items())
    documents = sent if inline else None
    request = AskRequest(question=case.question, documents=documents, writer=writer)
    started = time.perf_counter()
    answer = service.ask(request)
    latency_ms = 1000 * (time.perf_counter() - started)
    hits = None if inline else service.search(SearchRequest(question=case.question))
    return Asked(case=case, answer=answer, hits=hits, texts=texts, latency_ms=latency_ms)
