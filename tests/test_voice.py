"""In whose voice a document is written, and that what is asked in it is no answer."""

import pytest

from rag.speaker import speaker
from tests.heart import Recited, answers, ask, open_recoupe, reading

STATEMENT = (
    "WITNESS STATEMENT\n\nStatement of: Ruth Hale\nOccupation: lock keeper\nDate: 3 May 2024\n"
    "Taken by: Sergeant Noah Pike\n\n1. I came on duty at 5 a.m. The sluice was open.\n\n"
    "2. Oscar Lund was running along the quay. He told me that the pump had failed.\n\n"
    "3. The dam officer, Ida Moss, said that the gauge was broken.\n\nSigned: R. Hale\n"
)
HEARING = (
    "PROCÈS-VERBAL D’AUDITION\n\nNous, brigadier Abel Quint, entendons la personne ci-après :\n\n"
    "Identité : VARLET Maud, éclusière à Morlac\n\nSur les faits, elle déclare :\n\n"
    "« La vanne était ouverte depuis deux heures. Oscar Lund courait sur le quai.\n\n"
    "La pompe était en panne. »\n\n"
    "Question : Saviez-vous pourquoi la pompe était en panne ?\n"
    "Réponse : « On m’a dit que le moteur avait brûlé. »\n\n"
    "Lecture faite par elle-même, la déclarante signe.\nFait à Morlac, le 3 mai 2024.\n"
)
MESSAGES = (
    "From: Ruth Hale\nTo: Ida Moss\nDate: Thu, 3 May 2024 16:42\nSubject: RE: The pump\n\n"
    "Dear Ida,\n\nThe pump was repaired on Monday. We will send you the bill.\n\nRegards,\nRuth\n\n"
    "-----Original message-----\nFrom: Ida Moss\nTo: Ruth Hale\nDate: Mon, 30 Apr 2024 09:05\n\n"
    "Ruth,\n\nThe sluice has been stuck since March. I expect your answer.\n\nIda\n"
)
LETTER = (
    "Cabinet Aubin\n\nMorlac, le 3 mai 2024\n\nMadame,\n\nJe vous écris au nom de la commune. La "
    "pompe est en panne depuis mars.\n\nSelon Paul Orme, la vanne est fissurée.\n\n"
    "Je vous prie d’agréer, Madame, mes salutations distinguées.\n\nMe Odile Brassard\n"
)
SPEECH = "Speech by Ruth Hale\n\nThe dam is safe. We built it in 1950.\n"
INTERVIEW = (
    "Entretien avec Maud Varlet, éclusière\n\nQuestion : Le barrage est-il sûr ?\n"
    "Réponse : Le barrage tiendra dix ans.\n"
)
PRESS_INTERVIEW = (
    "Maud Varlet : « Le barrage tiendra »\n\n*L’éclusière nous a reçus au bord de l’eau.*\n\n"
    "**Quand avez-vous su ?**\n\nLa fissure date de mars. Je l’ai vue moi-même.\n\n"
    "**Paul Orme dit le contraire.**\n\nIl se trompe de barrage.\n\n"
    "**Et la pompe ?**\n\nElle est en panne.\n"
)
QUOTED_INTERVIEW = (
    "Ruth Hale: 'It will hold'\n\nThe keeper received us at the lock.\n\n"
    '**When did you know?**\n\n"In March. I saw it myself."\n\n'
    '**Oscar Lund says otherwise.**\n\n"He has the wrong dam."\n\n'
    '**And the pump?**\n\n"It has failed."\n'
)
ANSWERED = (
    "The keeper on the crack\n\nOscar Lund saw it on Monday. Dr Ruth Hale, who keeps the lock, "
    "answered our questions.\n\n**How wide is it?**\n\nA hand. I measured it.\n\n"
    "**And deep?**\n\nNobody knows.\n\n**Will it hold?**\n\nIt will.\n"
)
LABELLED = (
    "Q: Did you see the crack?\n\nRuth Hale: Never. It was dark.\n\n"
    "Le Courrier : Et la pompe ?\n\nMaud Varlet : Elle est en panne.\n"
)
HEADED_LINES = "Morlac : le port est fermé. Qui sait ?\n\nCorbel : rien à dire. Le pont tient.\n"
LED_INTERVIEW = (
    "« Le barrage tiendra »\n\n*Éclusière à Morlac, Maud Varlet connaît la vanne.*\n\n"
    "**Quand avez-vous su ?**\nJe l’ai su en mars.\n\n**Et la vanne ?**\nElle est fissurée.\n\n"
    "**Et la pompe ?**\nElle est en panne.\n"
)
HEADED_REPORT = (
    "Le barrage de Morlac\n\nMaud Varlet a vu l’eau monter.\n\n**La pompe**\nElle est en panne.\n\n"
    "**La vanne**\nElle est fissurée.\n\n**Les suites**\nUn rapport suivra.\n"
)
NEWS = (
    "Le barrage de Morlac\n\nDe : la vanne au quai, tout est à refaire. La pompe est en panne "
    "depuis mars. « Nous avons peur », confie Maud Varlet.\n"
)
SIGNED_NEWS = "The dam is old. The pump failed in March.\n\nSigned: Ruth Hale\n"
HEADED_NEWS = (
    "Témoignage : Maud Varlet\n\nLa pompe est en panne depuis mars. "
    "« Nous avons peur », dit-elle.\n"
)
SPOKEN_OF = "Speech by Ruth Hale: what we learnt\n\nThe dam was built in 1950. We went to see it.\n"
QUOTING = (
    "The dam is old. “I saw it crack,” said Ida Moss. It was built in 1950.\n\nSigned: Ruth Hale\n"
)


@pytest.mark.parametrize(
    ("text", "part", "who"),
    [
        (STATEMENT, "The sluice was open", "Ruth Hale"),
        (STATEMENT, "running along the quay", "Ruth Hale"),
        (STATEMENT, "the pump had failed", "Ruth Hale"),  # "he" is whom she reports
        (STATEMENT, "the gauge was broken", "Ida Moss"),
        (HEARING, "ouverte depuis deux heures", "Maud Varlet"),
        (HEARING, "courait sur le quai", "Maud Varlet"),
        (HEARING, "La pompe était en panne. »", "Maud Varlet"),
        (HEARING, "le moteur avait brûlé", "Maud Varlet"),
        (HEARING, "Saviez-vous", None),
        (HEARING, "Lecture faite", None),
        (HEARING, "entendons la personne", None),
        (MESSAGES, "repaired on Monday", "Ruth Hale"),
        (MESSAGES, "stuck since March", "Ida Moss"),
        (LETTER, "en panne depuis mars", "Odile Brassard"),
        (LETTER, "la vanne est fissurée", "Paul Orme"),
        (SPEECH, "The dam is safe", "Ruth Hale"),
        (INTERVIEW, "tiendra dix ans", "Maud Varlet"),
        (INTERVIEW, "est-il sûr", None),
        (PRESS_INTERVIEW, "date de mars", "Maud Varlet"),
        (PRESS_INTERVIEW, "se trompe", "Maud Varlet"),
        (PRESS_INTERVIEW, "nous a reçus", None),
        (QUOTED_INTERVIEW, "saw it myself", "Ruth Hale"),
        (ANSWERED, "measured it", "Ruth Hale"),
        (LABELLED, "Never", "Ruth Hale"),
        (LABELLED, "It was dark", "Ruth Hale"),
        (LABELLED, "Et la pompe", None),
        (LABELLED, "est en panne", "Maud Varlet"),
        (HEADED_LINES, "Le pont tient", None),
        (QUOTED_INTERVIEW, "the wrong dam", "Ruth Hale"),
        (PRESS_INTERVIEW, "dit le contraire", "Paul Orme"),
        (LED_INTERVIEW, "est fissurée", "Maud Varlet"),
        (HEADED_REPORT, "est fissurée", None),
        (NEWS, "en panne depuis mars", None),
        (HEADED_NEWS, "en panne depuis mars", None),
        (SPOKEN_OF, "built in 1950", None),
        (SIGNED_NEWS, "failed in March", None),  # nobody says "I" in it
        (QUOTING, "built in 1950", None),  # nor outside what it quotes
    ],
)
def test_what_one_person_tells_throughout_is_theirs(text: str, part: str, who: str | None) -> None:
    whole = reading(text)
    sentence = next(sentence for sentence in whole.sentences if part in sentence.text)
    assert speaker(whole, sentence) == who


@pytest.mark.parametrize(
    ("question", "text", "who"),
    [
        ("Depuis combien de temps la vanne était-elle ouverte ?", HEARING, "Maud Varlet"),
        ("When was the pump repaired?", MESSAGES, "Ruth Hale"),
    ],
)
def test_an_answer_from_it_names_them(question: str, text: str, who: str) -> None:
    assert [position.speaker for position in ask(question, text).positions] == [who]


def test_a_further_sentence_names_its_author_before_its_source() -> None:
    first, second = "Oscar Lund was running along the quay.", "Oscar Lund courait sur le quai."
    writer = Recited([("a", first, first), ("b", second, second)])
    told = ask(
        "Did Oscar Lund run along the quay?", STATEMENT, HEARING, recoupe=open_recoupe(writer)
    )
    assert "according to Ruth Hale [1]. Maud Varlet (“" in told.answer


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "La pompe du barrage était-elle tombée en panne ?",
            "Question : Saviez-vous pourquoi la pompe du barrage était tombée en panne ?\n"
            "Réponse : On m’a dit qu’il gelait.\n",
        ),
        (
            "Had the pump of the dam failed?",
            "Q: Did you know why the pump of the dam had failed?\nA: I was told it froze.\n",
        ),
    ],
)
def test_what_is_asked_in_it_answers_nothing(question: str, text: str) -> None:
    assert not any(answer.rstrip("”» ").endswith("?") for answer in answers(ask(question, text)))
