"""Conditions read as people write them, know their names, and are refused where they say something else."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oefening.script.condition_parser import ConditionError, parse_condition
from oefening.script.conditions import (
    All,
    AnyOf,
    Atom,
    Condition,
    DecisionComparison,
    FactHolds,
    LevelComparison,
    Name,
    Not,
    TimeComparison,
    atoms,
    condition_text,
    decision_comparison_holds,
    holds,
)


def test_a_condition_reads_as_it_is_written() -> None:
    condition = parse_condition("internet < 50 en niet (feit.gebeld of besluit.bericht = wachten)")
    assert condition == All(
        (
            LevelComparison(Name("internet", 0), "<", Fraction(50)),
            Not(
                AnyOf(
                    (
                        FactHolds(Name("gebeld", 0)),
                        DecisionComparison(Name("bericht", 0), "=", Name("wachten", 0)),
                    )
                )
            ),
        )
    )


def test_en_binds_stronger_than_of() -> None:
    assert parse_condition("feit.a of feit.b en feit.c") == parse_condition("feit.a of (feit.b en feit.c)")


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("50 > internet", "internet < 50"),
        ("2 uur <= tijd", "tijd >= 120 min"),
        ("internet == 1", "internet = 1"),
        ("niet niet feit.a", "feit.a"),
        ("besluit.ploegen>=3", "besluit.ploegen >= 3"),
        ("internet < 0,5", "internet < 0.5"),
    ],
)
def test_two_ways_of_writing_the_same(written: str, same: str) -> None:
    assert parse_condition(written) == parse_condition(same)


def test_all_names_can_be_listed() -> None:
    condition = parse_condition("a < b en niet (tijd > 1 uur of besluit.c != d) en feit.e")
    kinds = [type(atom) for atom in atoms(condition)]
    assert kinds == [LevelComparison, TimeComparison, DecisionComparison, FactHolds]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("internet", "Na ‘internet’ ontbreekt een vergelijking: =, !=, <, <=, > of >=."),
        ("internet < ", "Na ‘<’ ontbreekt waarmee wordt vergeleken."),
        (
            "internet < 5 en",
            "Hier had een vergelijking moeten staan, zoals ‘internet < 50’, of een feit, zoals ‘feit.naam’.",
        ),
        ("(internet < 5", "Bij dit haakje ontbreekt het sluitende haakje."),
        ("internet < 5)", "Na ‘5’ had ‘en’, ‘of’ of het einde moeten staan."),
        ("internet < 5 internet", "Na ‘5’ had ‘en’, ‘of’ of het einde moeten staan."),
        ("__import__('os').system('x')", "Het teken ‘'’ hoort niet in een voorwaarde."),
        (
            "internet.__class__ < 5",
            "‘internet.__class__’ kan niet; een voorwaarde kent ‘besluit.’ en ‘feit.’, en namen van indicatoren.",
        ),
        ("internet ** 9 < 5", "Het teken ‘*’ hoort niet in een voorwaarde."),
        ("1 < 2", "Een vergelijking gaat over een indicator, een besluit of de tijd; die ontbreekt hier."),
        ("besluit.a < b", "Een gekozen optie is gelijk of niet; gebruik = of != na ‘besluit.a’."),
        ("", "Hier had een vergelijking moeten staan, zoals ‘internet < 50’, of een feit, zoals ‘feit.naam’."),
        ("feit.", "Het teken ‘.’ hoort niet in een voorwaarde."),
        ("tijd > 5", "De tijd vergelijkt u met een duur of een moment, zoals ‘2 uur’ of ‘1d 06:00’."),
        ("internet > 5 uur", "Een indicator vergelijkt u met een getal of met een andere indicator."),
    ],
)
def test_what_is_no_condition_is_refused_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ConditionError) as refusal:
        parse_condition(text)
    assert refusal.value.message == sentence
    assert 0 <= refusal.value.offset <= len(text)


facts = st.sampled_from("abc")


def _conditions() -> st.SearchStrategy[tuple[str, str]]:
    """A condition on facts, in Dutch and in Python."""
    atom = facts.map(lambda name: (f"feit.{name}", name))
    return st.recursive(
        atom,
        lambda inner: st.one_of(
            inner.map(lambda pair: (f"niet ({pair[0]})", f"not ({pair[1]})")),
            st.tuples(inner, inner).map(
                lambda two: (f"({two[0][0]}) en ({two[1][0]})", f"({two[0][1]}) and ({two[1][1]})")
            ),
            st.tuples(inner, inner).map(
                lambda two: (f"({two[0][0]}) of ({two[1][0]})", f"({two[0][1]}) or ({two[1][1]})")
            ),
        ),
        max_leaves=8,
    )


@given(_conditions(), st.sets(facts))
def test_en_of_and_niet_mean_what_they_mean(pair: tuple[str, str], true: set[str]) -> None:
    dutch, python = pair

    def atom_holds(atom: Atom) -> bool:
        assert isinstance(atom, FactHolds)
        return atom.fact.id in true

    values = {name: name in true for name in "abc"}
    assert holds(parse_condition(dutch), atom_holds) is eval(python, {}, values)


@pytest.mark.parametrize(
    ("text", "equals", "number", "expected"),
    [
        ("besluit.x = a", ("a",), None, True),
        ("besluit.x = a", ("b",), None, False),
        ("besluit.x = a", (), None, False),
        ("besluit.x != a", (), None, True),
        ("besluit.x = geen", ("geen",), None, True),
        ("besluit.x = geen", (), None, False),
        ("besluit.x > 3", (), 4, True),
        ("besluit.x > 3", (), None, False),
        ("besluit.x != 3", (), None, True),
        ("besluit.x = geen", (), 4, False),
    ],
)
def test_what_a_decision_equals(text: str, equals: tuple[str, ...], number: int | None, expected: bool) -> None:
    comparison: Condition = parse_condition(text)
    assert isinstance(comparison, DecisionComparison)
    assert decision_comparison_holds(comparison, equals, number) is expected


@pytest.mark.parametrize(
    "text",
    [
        "internet < 50 en niet (feit.gebeld)",
        "(a < b of tijd > 1 uur) en besluit.c != d",
        "besluit.ploegen >= 3 of besluit.c = geen",
    ],
)
def test_a_condition_can_be_written_again(text: str) -> None:
    assert condition_text(parse_condition(text)) == text
