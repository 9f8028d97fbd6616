"""Names of a question as the documents write them."""

import pytest

from rag.spelling import as_spelt
from tests.heart import hits_of, make

TEXTS = (
    "Le président Donald Trump a parlé à Vladimir Poutine. Selon Iouri Ouchakov, il a raison.",
    "Le bailleur, ci-après le Bailleur, et M. Paul Hill ont signé. Il pleut sur la colline.",
)


@pytest.mark.parametrize(
    ("question", "spelt"),
    [
        ("combien de temps trump a parlé ?", "combien de temps Trump a parlé ?"),
        ("how long did putin talk to trump?", "how long did Poutine talk to Trump?"),
        ("Who is Ushakov?", "Who is Ouchakov?"),
        ("Who is Iouri Ouchakov?", "Who is Iouri Ouchakov?"),
        ("que doit le bailleur ?", "que doit le bailleur ?"),
        ("who signed with paul hill?", "who signed with Paul Hill?"),
        ("Who is Zelensky?", "Who is Zelensky?"),
        ("tell us about il", "tell us about il"),
    ],
)
def test_names_are_written_as_the_documents_write_them(question: str, spelt: str) -> None:
    assert as_spelt(question, hits_of(*(make(t, id=str(n)) for n, t in enumerate(TEXTS)))) == spelt
