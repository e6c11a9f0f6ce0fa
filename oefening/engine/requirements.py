"""Requirements that several commands share: each function either returns (what was asked for) or refuses.

A refusal is a RefusedError with one Dutch sentence; no function here changes anything or knows a command.
"""

from collections.abc import Iterable

from oefening.engine.answers import objection_to_length, objection_to_text
from oefening.engine.compiled_script import CompiledScript
from oefening.engine.state import InjectState, InjectStatus, PointState, State, World
from oefening.errors import OefeningError
from oefening.script.diagnostics import did_you_mean, quoted
from oefening.script.model import DecisionPoint, Effect, Inject
from oefening.script.units import Minutes
from oefening.text.translation import _


class RefusedError(OefeningError):
    """A command cannot be granted."""


def require_running_until(state: State, to: Minutes) -> None:
    """Requires that time can pass until a minute.

    Raises:
        RefusedError: it cannot.
    """
    require_started(state)
    require_not_ended(state)
    require(to >= state.clock, _("De oefenklok gaat niet terug."))


def require(condition: bool, sentence: str) -> None:
    """Refuses with a sentence unless the condition holds."""
    if not condition:
        raise RefusedError(sentence)


def require_started(state: State) -> None:
    """Refuses unless the exercise has begun."""
    require(state.started, _("De oefening is nog niet begonnen."))


def require_not_ended(state: State) -> None:
    """Refuses once the exercise has ended."""
    require(not state.ended, _("De oefening is afgelopen."))


def require_still_to_come(inject: InjectState) -> None:
    """Refuses an inject that was delivered or skipped."""
    to_come = inject.status in (InjectStatus.WAITING, InjectStatus.HELD)
    require(to_come, _("Deze inject is al {status}.").format(status=inject.status.value))


def require_world(state: State, number: int) -> World:
    """The world with an index."""
    require(0 <= number < len(state.worlds), _("Dit speelveld bestaat niet."))
    return state.worlds[number]


def require_inject(compiled: CompiledScript, inject_id: str) -> Inject:
    """The inject with an id."""
    require_known(inject_id, compiled.injects, _("De inject ‘{name}’ bestaat niet."))
    return compiled.inject(inject_id)


def require_opened_point(compiled: CompiledScript, world: World, point_id: str) -> PointState:
    """The state of a decision point that was opened in a world."""
    require_known(point_id, compiled.points, _("Het beslispunt ‘{name}’ bestaat niet."))
    point_state = world.points[compiled.points[point_id]]
    if point_state is None:
        raise RefusedError(_("Dit beslispunt is nog niet aan de orde."))
    return point_state


def require_decided_point(compiled: CompiledScript, state: State, world: int, point_id: str) -> PointState:
    """The state of a decision point that its team answered at least once."""
    point_state = require_opened_point(compiled, require_world(state, world), point_id)
    require(bool(point_state.versions), _("Het team heeft hier nog niet besloten."))
    return point_state


def definition_of(compiled: CompiledScript, point_id: str) -> DecisionPoint:
    """What the script says of a decision point that is known to exist."""
    point = compiled.inject_of_point(point_id).point
    assert point is not None  # noqa: S101 - `points` has injects with a decision point only
    return point


def require_known(name: str, known: Iterable[str], sentence: str) -> None:
    """Refuses a name that is not known, with the nearest one as a hint; `sentence` has a place for `name`."""
    if name not in known:
        raise RefusedError(sentence.format(name=quoted(name)) + did_you_mean(name, known))


def require_team(compiled: CompiledScript, name: str | None) -> None:
    """Refuses a team that the script does not have; None means all teams."""
    if name is not None:
        require_known(name, [team.id for team in compiled.script.teams], _("Het team ‘{name}’ bestaat niet."))


def require_correspondent(compiled: CompiledScript, name: str) -> None:
    """Refuses a name that is neither a team nor a simulated party."""
    known = [team.id for team in compiled.script.teams] + [party.id for party in compiled.script.parties]
    require_known(name, known, _("‘{name}’ is geen team en geen partij uit het tegenspel."))


def require_effects(compiled: CompiledScript, effects: tuple[Effect, ...]) -> None:
    """Refuses effects that the script could not have had itself."""
    for effect in effects:
        kinds = [value for value in (effect.change, effect.level, effect.drift, effect.fact) if value is not None]
        require(len(kinds) == 1, _("Elk gevolg verandert precies één ding."))
        if effect.fact is not None:
            require_known(effect.fact, compiled.facts, _("Het draaiboek kent het feit ‘{name}’ niet."))
        else:
            require_known(effect.indicator or "", compiled.indicators, _("De indicator ‘{name}’ bestaat niet."))


def require_text(text: str) -> None:
    """Refuses a text that is empty or too long."""
    require_no_objection(objection_to_text(text))


def require_length(text: str) -> None:
    """Refuses a text that is too long; it may be empty."""
    require_no_objection(objection_to_length(text))


def require_no_objection(sentence: str | None) -> None:
    """Refuses with the objection, where there is one."""
    if sentence is not None:
        raise RefusedError(sentence)
