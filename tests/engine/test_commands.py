"""What people can do in an exercise, and what comes of it."""

from fractions import Fraction
from typing import Any

import pytest

from oefening.engine.answers import (
    LONGEST_TEXT,
    Answer,
    Choice,
    Choices,
    Distribution,
    FreeText,
    Number,
    Ranking,
    Share,
)
from oefening.engine.commands import (
    AddEffects,
    Adjudicate,
    AdjudicateUnasked,
    Command,
    Decide,
    DecideUnasked,
    End,
    GiveFeedback,
    HoldInject,
    JumpToPhase,
    LockDecision,
    NoteImprovement,
    NoteObservation,
    PassTime,
    Pause,
    RateExpectation,
    ReleaseInject,
    Resume,
    SendAdHocInject,
    SendInject,
    SendMessage,
    SetTempo,
    SkipInject,
    Start,
    UnlockDecision,
    WithdrawAdjudication,
    WithdrawEffects,
)
from oefening.engine.compiled_script import CompiledScript, compile_script
from oefening.engine.events import DeadlinePassed, Event, InjectDelivered, InjectSkipped, Performance, SkipReason
from oefening.engine.handle_command import Refusal, handle_command
from oefening.engine.state import State
from oefening.script.condition_parser import parse_condition
from oefening.script.model import (
    After,
    Band,
    Channel,
    DecisionKind,
    DecisionPoint,
    Effect,
    Inject,
    NoDecision,
    Option,
    Phase,
    Post,
    ReasonsRule,
)
from oefening.script.units import Minutes
from tests.support.random_scripts import a_choice, a_script, an_indicator, an_inject, an_option, change, play


def level(compiled: CompiledScript, state: State, world: int = 0) -> Fraction:
    """The first indicator's level."""
    return compiled.amount(state.worlds[world].levels.levels[0])


def at(minute: int) -> PassTime:
    """The clock runs to a minute."""
    return PassTime(Minutes(minute))


def plan_of(*injects: Inject, **parts: Any) -> CompiledScript:
    return compile_script(a_script(injects=injects, **parts))


def asking(point: DecisionPoint) -> CompiledScript:
    """One question, put at minute 10."""
    return plan_of(an_inject("vraag", 10, point=point))


def refused(compiled: CompiledScript, command: Command, *before: Command) -> str:
    """Why a command is refused after others that are granted."""
    state, _events = play(compiled, *before)
    answer = handle_command(compiled, state, command)
    assert isinstance(answer, Refusal)
    return answer.message


def delivered(events: list[Event]) -> list[str]:
    return [event.inject for event in events if isinstance(event, InjectDelivered)]


CHOICE = a_choice(30, an_option("dicht", change(-20)), an_option("open", change(5, delay=60)))
MULTIPLE = a_choice(
    30,
    an_option("a", change(-1)),
    an_option("b", change(-2)),
    an_option("c", change(-4)),
    kind=DecisionKind.MULTIPLE,
    most=2,
)
RANKING = a_choice(
    30,
    Option(id="x", text="X", effects_by_rank=((change(-1),), (change(-2),))),
    Option(id="y", text="Y", effects_by_rank=((change(-10),), (change(-20),))),
    kind=DecisionKind.RANKING,
)
COUNTED = a_choice(30, kind=DecisionKind.NUMBER, lowest=0, highest=10, unit="ploegen", effects_per_unit=(change(-2),))
BANDED = a_choice(
    30,
    kind=DecisionKind.NUMBER,
    lowest=0,
    highest=10,
    unit="ploegen",
    bands=(Band(upto=3, effects=(change(-30),)), Band(upto=10, effects=(change(10),))),
)
SHARED = a_choice(
    30,
    kind=DecisionKind.DISTRIBUTION,
    total=6,
    posts=(
        Post(id="n", text="Noord", effects_per_unit=(change(1),)),
        Post(id="z", text="Zuid", effects_per_unit=(change(-3),)),
    ),
)
OPEN = a_choice(30, an_option("hulp", change(-7), recognition="Wij vragen hulp."), kind=DecisionKind.OPEN)


@pytest.mark.parametrize(
    ("point", "answer", "gained"),
    [
        (CHOICE, Choice("dicht"), -20),
        (CHOICE, Choice("open"), 0),
        (MULTIPLE, Choices(("a", "c")), -5),
        (RANKING, Ranking(("y", "x")), -12),
        (RANKING, Ranking(("x", "y")), -21),
        (COUNTED, Number(4), -8),
        (BANDED, Number(3), -30),
        (BANDED, Number(4), 10),
        (SHARED, Distribution((Share("n", 4), Share("z", 2))), -2),
        (OPEN, FreeText("Wij bellen de buren."), 0),
    ],
)
def test_every_kind_of_decision_has_its_effects_at_once(point: DecisionPoint, answer: Answer, gained: int) -> None:
    compiled = asking(point)
    state, _events = play(compiled, at(15), Decide(0, "vraag", answer))
    assert level(compiled, state) == 50 + gained


@pytest.mark.parametrize(
    ("point", "answer", "sentence"),
    [
        (CHOICE, Choice("ramen"), "De optie ‘ramen’ bestaat hier niet."),
        (CHOICE, Number(1), "Dit beslispunt vraagt een antwoord van de soort ‘keuze’."),
        (MULTIPLE, Choices(()), "Kies ten minste één optie."),
        (MULTIPLE, Choices(("a", "b", "c")), "Kies hoogstens 2 opties; dit zijn er 3."),
        (MULTIPLE, Choices(("a", "a")), "Kies elke optie hoogstens één keer."),
        (RANKING, Ranking(("x",)), "Zet elke optie precies één keer in de rangorde."),
        (COUNTED, Number(11), "Geef een heel getal van 0 tot en met 10."),
        (SHARED, Distribution((Share("n", 4), Share("z", 1))), "Verdeel precies 6; nu is het 5."),
        (SHARED, Distribution((Share("n", 7), Share("z", -1))), "Een aandeel kan niet onder nul zijn."),
        (SHARED, Distribution((Share("n", 6),)), "Geef elke post een aandeel, in de volgorde van de vraag."),
        (OPEN, FreeText("  \n"), "Schrijf eerst iets op."),
        (OPEN, FreeText("a" * (LONGEST_TEXT + 1)), "De tekst heeft 20001 tekens; er passen er 20000."),
    ],
)
def test_an_answer_that_cannot_be_is_refused(point: DecisionPoint, answer: Answer, sentence: str) -> None:
    assert refused(asking(point), Decide(0, "vraag", answer), at(15)) == sentence


def test_a_decision_counts_until_its_deadline_and_not_at_it() -> None:
    compiled = asking(CHOICE)
    state, _events = play(compiled, at(39), Decide(0, "vraag", Choice("dicht")))
    assert level(compiled, state) == 30
    assert refused(compiled, Decide(0, "vraag", Choice("dicht")), at(40)) == "De termijn van dit beslispunt is voorbij."


def test_no_decision_has_effects_of_its_own() -> None:
    compiled = asking(a_choice(30, an_option("a"), an_option("b"), no_decision=NoDecision(effects=(change(-9),))))
    state, events = play(compiled, at(40))
    assert DeadlinePassed(0, "vraag") in events
    assert level(compiled, state) == 41
    decided, events = play(compiled, at(15), Decide(0, "vraag", Choice("a")), at(100))
    assert DeadlinePassed(0, "vraag") not in events
    assert level(compiled, decided) == 50


def test_a_changed_decision_leaves_nothing_of_the_one_before() -> None:
    compiled = asking(CHOICE)
    state, _events = play(
        compiled, at(15), Decide(0, "vraag", Choice("open")), at(20), Decide(0, "vraag", Choice("dicht"))
    )
    assert level(compiled, state) == 30
    later, _events = play(compiled, at(500), state=state)
    assert level(compiled, later) == 30


def test_better_reasons_do_not_set_a_decision_back() -> None:
    compiled = asking(CHOICE)
    again = Decide(0, "vraag", Choice("open"), "Omdat het beter is.")
    state, _events = play(compiled, at(15), Decide(0, "vraag", Choice("open")), at(35), again, at(75))
    assert level(compiled, state) == 55
    point = state.worlds[0].points[0]
    assert point is not None
    assert point.decided_at == 15
    assert [version.reasons for version in point.versions] == ["", "Omdat het beter is."]


def test_a_locked_decision_stands_until_it_is_unlocked() -> None:
    compiled = asking(CHOICE)
    decided = (at(15), Decide(0, "vraag", Choice("dicht")), LockDecision(0, "vraag"))
    sentence = "De oefenleider heeft dit besluit vastgezet."
    assert refused(compiled, Decide(0, "vraag", Choice("open")), *decided) == sentence
    state, _events = play(compiled, *decided, UnlockDecision(0, "vraag"), Decide(0, "vraag", Choice("open")))
    assert level(compiled, state) == 50


def test_reasons_that_are_required_must_be_given() -> None:
    compiled = asking(a_choice(30, an_option("a"), an_option("b"), reasons=ReasonsRule.REQUIRED))
    assert refused(compiled, Decide(0, "vraag", Choice("a"), " "), at(15)) == "Geef bij dit besluit ook de redenen."
    play(compiled, at(15), Decide(0, "vraag", Choice("a"), "Daarom."))


def test_an_option_can_depend_on_the_world() -> None:
    compiled = asking(a_choice(30, an_option("a", available=parse_condition("water > 40")), an_option("b")))
    play(compiled, at(15), Decide(0, "vraag", Choice("a")))
    sentence = refused(compiled, Decide(0, "vraag", Choice("a")), at(15), AddEffects(0, (change(-20),), ""))
    assert sentence == "De optie ‘a’ kan nu niet: de situatie laat het niet toe."


def test_a_free_answer_has_the_effects_it_is_judged_to_have() -> None:
    compiled = asking(OPEN)
    answered = (at(15), Decide(0, "vraag", FreeText("Wij vragen om hulp.")), at(30))
    by_option, _events = play(compiled, *answered, Adjudicate(0, "vraag", "hulp"))
    assert level(compiled, by_option) == 43
    on_the_spot, _events = play(compiled, *answered, Adjudicate(0, "vraag", None, (change(-1),), "Te vaag."))
    assert level(compiled, on_the_spot) == 49
    judged = (*answered, Adjudicate(0, "vraag", "hulp"))
    assert refused(compiled, Adjudicate(0, "vraag", "hulp"), *judged) == "Dit besluit is al beoordeeld."
    sentence = "Dit besluit is al beoordeeld; het kan niet meer veranderen."
    assert refused(compiled, Decide(0, "vraag", FreeText("Toch niet.")), *judged) == sentence


def test_a_free_answer_can_be_judged_after_its_deadline() -> None:
    compiled = plan_of(
        an_inject("vraag", 10, point=OPEN),
        an_inject(
            "hulp", after=After(point="vraag", wait=Minutes(20)), condition=parse_condition("besluit.vraag = hulp")
        ),
    )
    _state, events = play(
        compiled, at(15), Decide(0, "vraag", FreeText("Hulp.")), at(90), Adjudicate(0, "vraag", "hulp"), at(120)
    )
    assert delivered(events) == ["vraag", "hulp"]


def test_a_decision_made_unasked_is_judged_like_a_free_answer() -> None:
    compiled = plan_of(an_inject("i", 10))
    own = (at(5), DecideUnasked(0, "beleid", "Wij openen de sporthal."), AdjudicateUnasked(0, 1, (change(6),)))
    state, _events = play(compiled, *own)
    assert level(compiled, state) == 56
    assert refused(compiled, AdjudicateUnasked(0, 1), *own) == "Dit eigen besluit is al beoordeeld."
    assert refused(compiled, AdjudicateUnasked(0, 2), *own) == "Dit eigen besluit bestaat niet."


def test_what_follows_a_decision_follows_it_also_when_nobody_decided() -> None:
    follower = an_inject("later", after=After(point="vraag", wait=Minutes(5)))
    compiled = plan_of(an_inject("vraag", 10, point=CHOICE), follower)
    decided, _events = play(compiled, at(20), Decide(0, "vraag", Choice("open")), at(60))
    missed, _events = play(compiled, at(60))
    assert [state.worlds[0].injects[1].minute for state in (decided, missed)] == [25, 45]


def test_what_follows_something_skipped_is_skipped_too() -> None:
    compiled = plan_of(
        an_inject("een", 10, condition=parse_condition("water < 10"), point=CHOICE),
        an_inject("twee", after=After(inject="een", wait=Minutes(5))),
        an_inject("drie", after=After(point="een", wait=Minutes(5))),
    )
    _state, events = play(compiled, at(60))
    assert [(event.inject, event.reason) for event in events if isinstance(event, InjectSkipped)] == [
        ("een", SkipReason.CONDITION),
        ("twee", SkipReason.PREDECESSOR),
        ("drie", SkipReason.PREDECESSOR),
    ]


def test_a_message_shows_levels_as_they_are_once_its_own_effects_landed() -> None:
    inject = an_inject("i", 10, subject="{water} procent", text="Nog {water}.", effects=(change(-20),))
    _state, events = play(plan_of(inject), at(10))
    assert InjectDelivered(0, "i", "30 procent", "Nog 30.") in events


def test_the_leader_steers_the_injects() -> None:
    compiled = plan_of(
        an_inject("een", 10), an_inject("twee", 20, condition=parse_condition("water < 10")), an_inject("drie", 30)
    )
    steered = (HoldInject(0, "een"), SendInject(0, "twee"), SkipInject(0, "drie"), at(60), ReleaseInject(0, "een"))
    state, events = play(compiled, *steered)
    assert delivered(events) == ["twee", "een"]
    assert state.worlds[0].injects[0].minute == 60
    assert refused(compiled, SendInject(0, "twee"), *steered) == "Deze inject is al verstuurd."
    assert refused(compiled, HoldInject(0, "een"), HoldInject(0, "een")) == "Deze inject wordt al vastgehouden."
    assert refused(compiled, ReleaseInject(0, "een")) == "Deze inject wordt niet vastgehouden."


def test_the_leader_adds_to_the_script() -> None:
    compiled = plan_of(an_inject("i", 10, as_soon_as=None))
    sent = SendAdHocInject(0, ("beleid",), "de buurman", Channel.RADIO, "", "Hoor eens.", (change(-5, delay=10),))
    state, _events = play(compiled, sent, AddEffects(0, (change(-1),), "omdat"), at(30))
    assert level(compiled, state) == 44
    unknown = AddEffects(0, (change(-1, indicator="watr"),), "")
    assert refused(compiled, unknown) == "De indicator ‘watr’ bestaat niet. Bedoelde u ‘water’?"
    assert refused(compiled, AddEffects(0, (Effect(fact="iets"),), "")) == "Het draaiboek kent het feit ‘iets’ niet."


def test_what_the_leader_did_can_be_taken_back() -> None:
    compiled = plan_of(an_inject("een", 10), an_inject("vraag", 10, point=OPEN))
    changed = (AddEffects(0, (change(-20),), ""), at(15), WithdrawEffects(0, 1))
    state, _events = play(compiled, *changed)
    assert level(compiled, state) == 50
    assert refused(compiled, WithdrawEffects(0, 1), *changed) == "Deze verandering is al teruggenomen."
    assert refused(compiled, WithdrawEffects(0, 2), *changed) == "Deze verandering bestaat niet."

    judged = (at(15), Decide(0, "vraag", FreeText("Hulp.")), Adjudicate(0, "vraag", "hulp"))
    state, _events = play(compiled, *judged, WithdrawAdjudication(0, "vraag"))
    assert level(compiled, state) == 50
    state, _events = play(compiled, Adjudicate(0, "vraag", None, (change(-1),)), state=state)
    assert level(compiled, state) == 49

    _state, events = play(compiled, SkipInject(0, "een"), at(20), ReleaseInject(0, "een"))
    assert delivered(events) == ["vraag", "een"]


def test_marks_in_a_feedback_form_have_bounds() -> None:
    compiled = plan_of(an_inject("i", 10))
    play(compiled, End(), GiveFeedback(5, 1), NoteImprovement("Bel eerder.", "Loco", "volgende maand"))
    assert refused(compiled, GiveFeedback(6, 1)) == "Geef cijfers van 1 tot en met 5."
    assert refused(compiled, NoteImprovement(" ", "", "")) == "Schrijf eerst iets op."


def test_a_phase_jump_runs_the_world_through_the_hours_between() -> None:
    compiled = plan_of(
        an_inject("vraag", 10, point=CHOICE),
        an_inject("dag3", 2 * 24 * 60),
        indicators=(an_indicator("water", 90, Fraction(-1, 60)),),
        phases=(Phase(id="een", name="Een", begin=Minutes(0)), Phase(id="drie", name="Drie", begin=Minutes(48 * 60))),
    )
    state, events = play(compiled, at(15), JumpToPhase("drie"))
    assert state.clock == 48 * 60
    assert level(compiled, state) == 90 - 48
    assert DeadlinePassed(0, "vraag") in events
    assert delivered(events) == ["vraag", "dag3"]
    assert refused(compiled, JumpToPhase("een"), at(15)) == "Deze fase is al begonnen."
    assert refused(compiled, JumpToPhase("drei")) == "De fase ‘drei’ bestaat niet. Bedoelde u ‘drie’?"


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (Start(("x",)), "De oefening is al begonnen."),
        (PassTime(Minutes(3)), "De oefenklok gaat niet terug."),
        (Resume(), "De klok loopt al."),
        (SetTempo(0), "Het tempo is 1 tot en met 600 oefenminuten per minuut."),
        (SendInject(0, "i9"), "De inject ‘i9’ bestaat niet. Bekend: vraag."),
        (SendInject(1, "vraag"), "Dit speelveld bestaat niet."),
        (Decide(0, "vraag", Choice("dicht")), "Dit beslispunt is nog niet aan de orde."),
        (Decide(0, "vrag", Choice("dicht")), "Het beslispunt ‘vrag’ bestaat niet. Bedoelde u ‘vraag’?"),
        (DecideUnasked(0, "belied", "x"), "Het team ‘belied’ bestaat niet. Bedoelde u ‘beleid’?"),
        (
            SendMessage(0, "beleid", "omrop", "x"),
            "‘omrop’ is geen team en geen partij uit het tegenspel. Bedoelde u ‘omroep’?",
        ),
        (SendMessage(0, "beleid", "omroep", " "), "Schrijf eerst iets op."),
        (RateExpectation(0, "vraag", 0, Performance.PERFORMED), "Deze verwachting bestaat niet."),
        (AddEffects(0, (), ""), "Geef ten minste één gevolg."),
        (SendAdHocInject(0, (), "x", Channel.RADIO, "", "x"), "Kies ten minste één team dat het bericht krijgt."),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(command: Command, sentence: str) -> None:
    compiled = plan_of(an_inject("vraag", 100, point=CHOICE))
    assert refused(compiled, command, at(5)) == sentence


def test_nothing_can_be_asked_before_the_start_and_little_after_the_end() -> None:
    compiled = plan_of(an_inject("i", 10))
    assert handle_command(compiled, State(), Pause()) == Refusal("De oefening is nog niet begonnen.")
    assert handle_command(compiled, State(), at(5)) == Refusal("De oefening is nog niet begonnen.")
    assert refused(compiled, at(20), End()) == "De oefening is afgelopen."
    assert refused(compiled, SendInject(0, "i"), End()) == "De oefening is afgelopen."
    play(compiled, End(), NoteObservation(0, None, "Goed gedaan."))


def test_a_pause_a_tempo_and_the_end_are_facts() -> None:
    compiled = plan_of(an_inject("i", 10))
    state, _events = play(compiled, Pause(), SetTempo(20))
    assert (state.running, state.tempo) == (False, 20)
    state, _events = play(compiled, Resume(), End(), state=state)
    assert (state.running, state.ended) == (False, True)
