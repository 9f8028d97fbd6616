"""What a value is a value of: by the words beside it, the names of its thing, and its rank."""

from typing import Literal

import pytest

from bench.relations import reported, told_by_row
from index.document import Span
from rag.answer import Language
from rag.attached import rank, things
from rag.phrases import phrases
from rag.question import understand
from rag.slots import Slot, clash, groups, measures, of_another, slots
from rag.spoken import counted, spoken_of
from tests.heart import reading


def found(question: str, text: str, answer: str) -> dict[str, str]:
    read = reading(text)
    (sentence,) = [s for s in read.sentences if answer in s.text]
    start = sentence.text.index(answer)
    at = Span(start, start + len(answer))
    value = next((v for v in sentence.values if v.start < at.end and at.start < v.end), None)
    kind = value.kind if value else None
    return dict(slots(understand(question), read, sentence, at, kind))


@pytest.mark.parametrize(
    ("text", "answer", "group", "chosen"),
    [
        ("The crash killed six people and left nine injured.", "six", "casualty", "killed"),
        ("The crash killed six people and left nine injured.", "nine", "casualty", "injured"),
        ("L’accident a fait six morts et neuf blessés.", "six", "casualty", "killed"),
        ("L’accident a fait six morts et neuf blessés.", "neuf", "casualty", "injured"),
        ("Of the drones launched, 41 were shot down.", "41", "flight", "stopped"),
        ("Il demandait 900 000 euros pour le terrain.", "900 000 euros", "price", "asked"),
        ("Sales came to £3m. That was the first half.", "£3m", "money", "revenue"),
        ("Au second tour, 46 % des inscrits ont voté.", "46 %", "round", "second"),
        ("It costs 40 euros excluding VAT.", "40 euros", "tax", "gross"),
        ("The firm has asked the State to pay 84,000 euros.", "84,000 euros", "price", "asked"),
        ("Elle réclame à la ville de lui payer 3 000 euros.", "3 000 euros", "price", "asked"),
        ("The town paid 84,000 euros.", "84,000 euros", "price", "paid"),
        ("L’agglomération compte 540 000 habitants.", "540 000", "territory", "around"),
    ],
)
def test_a_value_is_of_what_the_nearest_words_say(
    text: str, answer: str, group: str, chosen: str
) -> None:
    assert found("Combien ?", text, answer)[group] == chosen


def test_a_word_that_tells_of_the_count_before_it_tells_nothing_of_the_next() -> None:
    text = "Five suspects were arrested over the theft of seven paintings."
    assert found("How many?", text, "Five")["casualty"] == "arrested"
    assert "casualty" not in found("How many?", text, "seven")
    assert found("How many?", "The fire killed all of seven guests.", "seven") == {
        "casualty": "killed"
    }


def test_a_limit_is_not_what_was_measured() -> None:
    question = "What was the speed limit?"
    assert found(question, "The limit there is 70 km/h.", "70 km/h")["bound"] == "set"
    assert "bound" not in found(question, "The train took the bend at 112 km/h.", "112 km/h")


def test_what_the_text_leaves_open_the_question_tells() -> None:
    assert found("How many were injured?", "There were nine.", "nine")["casualty"] == "injured"


@pytest.mark.parametrize(
    ("a", "b", "kind", "expected"),
    [
        ({("price", "asked")}, {("price", "paid")}, "different", ("price", "asked", "paid")),
        ({("price", "asked")}, {("price", "asked")}, "different", None),
        ({("price", "asked")}, set(), "different", None),
        ({("tax", "net")}, set(), "scope", ("tax", "net", "")),
        ({("average", "mean")}, set(), "scope", None),
        ({("price", "asked")}, {("price", "paid")}, "scope", None),
    ],
)
def test_alternatives_of_a_group_clash(
    a: set[Slot], b: set[Slot], kind: Literal["different", "scope"], expected: object
) -> None:
    assert clash(frozenset(a), frozenset(b), kind) == expected


@pytest.mark.parametrize(
    "row",
    [
        "How long is the bridge?\tThe Cize bridge is [240 m] long.\t"
        "The Arlay bridge is [410 m] long.",
        "Combien a coûté la salle ?\tLa salle Pasteur a coûté [3 millions d’euros].\t"
        "La salle Voltaire a coûté [5 millions d’euros].",
    ],
)
def test_things_of_other_names_are_other_things(row: str) -> None:
    assert reported(told_by_row(f"x\t{row}")) == {(0, 1): {"different_subject"}}


@pytest.mark.parametrize(
    ("question", "text", "answer", "expected"),
    [
        ("What time did the meeting end?", "At 6 p.m., the chair, Ann Roe, opened the meeting.",
         "6 p.m.", True),
        ("À quelle heure la réunion a-t-elle fini ?", "À 18 h, le maire ouvre la séance.", "18 h",
         True),
        ("À quelle heure la réunion a-t-elle fini ?", "Le maire lève la séance à 23 h.", "23 h",
         False),
        ("When did the strike begin?", "The strike that began on 3 May ended on 9 June.", "3 May",
         False),
        ("When did the strike begin?", "The strike that began on 3 May ended on 9 June.", "9 June",
         True),
        ("When did the strike end?", "On 9 June, the strike that began in May was called off.",
         "9 June", False),
        ("Quand la grève a-t-elle commencé ?", "Commencée le 3 mai, la grève a pris fin le 9 juin.",
         "3 mai", False),
        ("Quand la grève a-t-elle commencé ?", "Commencée le 3 mai, la grève a pris fin le 9 juin.",
         "9 juin", True),
        ("Quand a commencé le tri ?", "Vers 15 h, il ne restait plus un colis.", "15 h",
         True),
        ("Quand a commencé le tri ?", "Lundi, à 6 h, ils sont venus et le tri a commencé.",
         "6 h", False),
        ("Quand ouvre la ligne ?", "La ligne est finie et ouvre le 3 mai.", "3 mai", False),
        ("When do they resume?", "They began on 3 May and resume on 9 June.", "3 May", True),
        ("When do they resume?", "They began on 3 May and resume on 9 June.", "9 June", False),
        ("When was the strike?", "The strike ended on 9 June.", "9 June", False),
        ("When did work end?", "Work will begin at the end of March 2024.", "March 2024", True),
        ("How many were killed?", "Six people died and 34 were injured.", "34", True),
        ("How many were killed?", "Six people died and 34 were injured.", "Six", False),
        ("How many were hurt?", "Six people were killed, 34 injured.", "34", False),
        ("Combien de drones ont été abattus ?", "Le port a vu tirer 74 drones.", "74", False),
        ("Combien de drones ont été abattus ?", "Ils ont lancé 74 drones.", "74", True),
        ("How many drones got through?", "Of 74 drones, 61 were shot down.", "61", True),
        ("How many were shot down?", "Of the 74 drones seen, 61 were shot down.", "74", True),
        ("How many were shot down?", "Of the 74 drones seen, 61 were shot down.", "61", False),
        ("How many were shot down?", "They shot down 61 of the 74 drones seen.", "61", False),
        ("How many of the 34 injured died?", "In all, 34 were injured.", "34", False),
    ],
)  # fmt: skip
def test_what_begins_does_not_tell_when_it_ends_nor_who_died_how_many_were_hurt(
    question: str, text: str, answer: str, expected: bool
) -> None:
    (sentence,) = reading(text).sentences
    start = text.index(answer)
    at = Span(start, start + len(answer))
    (value,) = [v for v in sentence.values if v.start < at.end and at.start < v.end]
    assert of_another(understand(question), sentence, at, value.kind) is expected


def test_every_group_offers_a_choice() -> None:
    for group in groups():
        assert len(group.alternatives) + group.alone >= 2, group.name


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_sets_two_things_apart_has_a_name(language: Language) -> None:
    told = {key for group in groups() if group.kind == "different" for key in group.alternatives}
    assert set(phrases(language).alternatives) == told


def test_the_words_of_a_measure_are_given_as_they_stand() -> None:
    (sentence,) = reading("La machine coûte 1 440 € TTC.").sentences
    assert measures(sentence, Span(17, 24), "money") == {"ttc"}


def test_a_group_says_nothing_of_other_kinds_of_values() -> None:
    text = "The mill will shut on 31 March, with the loss of 200 jobs."
    assert "money" not in found("When will the mill shut?", text, "31 March")
    (sentence,) = reading("La machine coûte 1 440 € TTC.").sentences
    assert measures(sentence, Span(17, 24), "date") == frozenset()


def test_what_another_value_of_the_sentence_includes_is_said_of_that() -> None:
    text = "The bridge, 212 metres long including its ramps, carried 8,400 cars."
    (sentence,) = reading(text).sentences
    far = text.index("8,400")
    assert measures(sentence, Span(12, 22), "distance") == {"including"}
    assert measures(sentence, Span(far, far + 10), "count") == frozenset()


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Quelle est la longueur du pont ?", "Le pont de Cize mesure 240 mètres.", {"cize"}),
        ("How long is the bridge?", "The Arlay bridge is 410 metres long.", {"arlay"}),
        ("What were the sales?", "Marbel's sales reached 3 million euros.", {"marbel"}),
        ("How long is the bridge?", "The bridge is 410 metres long.", set()),
    ],
)
def test_a_thing_bears_the_names_beside_its_word(
    question: str, text: str, expected: set[str]
) -> None:
    read = reading(text)
    bears = things(understand(question), read, read.sentences[0], Span(0, 0))
    assert {name for _, name in bears} == expected


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("When was the Elsmark accord signed?", "The second Elsmark accord was signed.", 2),
        ("À quelle date est parti Corvus ?", "Enfin, Corvus-2 est parti.", 2),
        ("When was the Ardent launched?", "Then the Ardent II was launched.", 2),
        ("When was the Ardent launched?", "Then the Ardent was launched.", None),
    ],
)
def test_a_rank_stands_before_a_thing_or_behind_its_name(
    question: str, text: str, expected: float | None
) -> None:
    assert rank(understand(question), reading(text).sentences[0]) == expected


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("The bypass is long. It cost a lot.\n\nThe viaduct has 12 piers.", True),
        ("The bypass is long and has 12 exits.", False),
        ("The viaduct has 12 piers.", False),
    ],
)
def test_a_text_may_speak_of_what_is_asked_elsewhere(text: str, elsewhere: bool) -> None:
    read = reading(text, title="News")
    spoken = spoken_of(understand("How long is the bypass?"), read, read.sentences[-1])
    assert spoken is not None
    assert spoken.elsewhere is elsewhere


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There were 12 gauges.", ("gauges", False)),
        ("There were 12 sheep.", ("sheep", True)),
        ("There were 12 people.", None),
        ("There were 12.", None),
    ],
)
def test_a_count_is_of_the_noun_asked_for_or_not(text: str, expected: object) -> None:
    (sentence,) = reading(text).sentences
    noun = counted(understand("How many sheep died?"), sentence, sentence.values[0])
    assert (noun and (noun[0].text, noun[1])) == expected
