"""Grammars are checked before llama.cpp sees one, and a text that breaks off gets its end."""

import pytest

from rag.llama.walk import Grammar, Walk

LIST = 'root ::= "[" (claim (", " claim){0,3})? "]"\nclaim ::= "{\\"a\\": " [0-9]+ "}" # one\n'


def ending_of(grammar: str, said: str) -> str:
    walk = Walk(Grammar(grammar))
    walk.step(said)
    return walk.ending()


@pytest.mark.parametrize(
    ("said", "ending"),
    [
        ("", "[]"),
        ("[", "]"),
        ("[]", ""),
        ("[{", '"a": 0}]'),
        ('[{"a": ', "0}]"),
        ('[{"a": 1', "}]"),
        ('[{"a": 1}, ', '{"a": 0}]'),
    ],
)
def test_the_shortest_text_that_completes_a_list(said: str, ending: str) -> None:
    assert ending_of(LIST, said) == ending


@pytest.mark.parametrize(
    ("grammar", "said", "ending"),
    [
        ('root ::= "é"{2,3}', "", "éé"),
        ('root ::= "ab"+ "c"', "aba", "bc"),
        ('root ::= "ab"* "c"', "ab", "c"),
        ('root ::= ("long way" | "short") "."', "", "short."),
        ('root ::= ("long way" | "short") "."', "lon", "g way."),
        ("root ::= [^a-z]", "", "{"),
        ('root ::= [^"\\x00-\\x1f]', "", "a"),
        ("root ::= [a-fx\\u00e9\\n\\]-]", "", "a"),
        ("root ::= . .", "\n", "a"),
        ('root ::= a |\n  "long"\na ::= (\n "x"\n)\n', "", "x"),
        ('root ::= "(" root ")" | ""', "((", "))"),
        ('root ::= "\\x41\\u00E9\\U0001F600\\t\\"\\\\\\[\\]"', "", 'Aé😀\t"\\[]'),
        ('root ::= "a" | "a" endless\nendless ::= "b" endless', "", "a"),
    ],
)
def test_every_way_to_write_a_rule(grammar: str, said: str, ending: str) -> None:
    assert ending_of(grammar, said) == ending


@pytest.mark.parametrize("said", ["x", "[[", '[{"a": 1}}', "[]]"])
def test_what_is_no_beginning_has_no_ending(said: str) -> None:
    with pytest.raises(ValueError, match="does not admit"):
        ending_of(LIST, said)


def test_a_text_without_an_end_has_no_ending() -> None:
    with pytest.raises(ValueError, match="has no end"):
        ending_of('root ::= "b" root', "bbb")


@pytest.mark.parametrize(
    ("said", "forced", "is_over"),
    [
        ("", "[", False),
        ("[", "", False),
        ("[{", '"a": ', False),
        ('[{"a": 1', "", False),
        ('[{"a": 1},', ' {"a": ', False),
        ('[{"a": 1}, {"a": 1}, {"a": 1}, {"a": 1}', "]", False),
        ("[]", "", True),
    ],
)
def test_what_must_come_next(said: str, forced: str, is_over: bool) -> None:
    walk = Walk(Grammar(LIST))
    walk.step(said)
    assert (walk.forced(), walk.is_over) == (forced, is_over)


def test_what_may_end_need_not_go_on() -> None:
    assert Walk(Grammar('root ::= "a"?')).forced() == ""


def test_what_must_come_without_an_end_is_cut() -> None:
    assert set(Walk(Grammar('root ::= "b" root')).forced()) == {"b"}


@pytest.mark.parametrize(
    ("grammar", "reason"),
    [
        ("", "no rule 'root'"),
        ('other ::= "a"', "no rule 'root'"),
        ("root ::= other", "no rule 'other'"),
        ('root ::= "a"\nroot ::= "b"', "two rules 'root'"),
        ('root ::= "a', "'\"a' was not expected"),
        ("root ::= \\d", "was not expected"),
        ("root ::= [", "was not expected"),
        ("root ::= []", "is empty"),
        ("root ::= [z-a]", "is empty"),
        ("root ::= [^\\x00-\\U0010FFFF]", "is empty"),
        ("root ::= [\\d]", "is no character"),
        ('root ::= "\\d"', "is no character"),
        ('root ::= "\\uD800"', "is no character"),
        ('root ::= "\\x00"', "is no character"),
        ('root ::= ("a"', "was not expected"),
        ('root ::= "a")', "was not expected"),
        ('root ::= "a" "b" ::= "c"', "was not expected"),
        ('root ::= * "a"', "was not expected"),
        ('root ::= "a"{5000}', "1000 was expected"),
        ("root ::= " + "(" * 100 + '"a"' + ")" * 100, "64 groups"),
        ('root ::= "a\0b"', "one that is none"),
        ('root ::= "' + "a" * 1_000_001 + '"', "1000012 characters"),
    ],
)
def test_what_llama_cpp_may_not_survive_is_refused(grammar: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"does not compile: .*{reason}"):
        Grammar(grammar)
