"""The workload of teams in real minutes: dead time, too much at once, deadlines past the end, and what comes twice.

Seen on random whole paths. The leader is assumed to jump to a phase as soon as nothing is open before it.
"""

from collections.abc import Callable, Iterator
from functools import cached_property

from attrs import define

from oefening.explore.exploration import Exploration
from oefening.explore.finding import Finding
from oefening.explore.sampled_paths import SampledPath
from oefening.explore.witness_paths import AnswerPath
from oefening.script.model import FindingKind, Inject
from oefening.script.units import Minutes
from oefening.text.phrases import enumerate_words
from oefening.text.translation import _

DEAD_MINUTES = 15
"""Real minutes without a message or an open question after which people begin to look at their phones."""

WORDS_PER_MINUTE = 200
"""How fast people read a message on a screen, aloud or for themselves."""

DISCUSSION_MINUTES = 2
"""Real minutes that a team needs at the least to talk over one question."""

WINDOW_MINUTES = 10
"""Real minutes in which no more should come than can be read and talked over in them."""


@define(eq=False, slots=False)
class Workload:
    """One path in real time: at the tempo of the script, without what the jumps to phases skip."""

    exploration: Exploration
    path: SampledPath

    @property
    def injects(self) -> tuple[Inject, ...]:
        """The injects of the script."""
        return self.exploration.analysis.compiled.script.injects

    @cached_property
    def busy_periods(self) -> list[tuple[int, int, int]]:
        """What keeps people busy, in order of time: from and until which exercise minute, and the inject."""
        found = []
        for minute, index in self.path.deliveries:
            point = self.injects[index].point
            found.append((int(minute), minute + (point.deadline if point else 0), index))
        return sorted(found)

    @cached_property
    def jumps(self) -> list[tuple[int, int]]:
        """From and to which exercise minute the leader jumps: once nothing is on before the next phase begins.

        An inject that waits for a condition holds no leader back: it comes during the jump.
        """
        found = []
        for phase in self.exploration.analysis.compiled.script.phases:
            ends = [
                end
                for begin, end, index in self.busy_periods
                if begin < phase.begin and self.exploration.analysis.depends_on_clock_only(index)
            ]
            since = max(ends, default=0)
            if since < phase.begin:
                found.append((since, int(phase.begin)))
        return found

    def real_minutes(self, minute: int) -> float:
        """Real minutes since the start of an exercise minute, at the tempo of the script."""
        skipped = sum(max(0, min(minute, to) - since) for since, to in self.jumps)
        return (minute - skipped) / self.exploration.analysis.compiled.script.tempo

    def idle_periods(self) -> Iterator[tuple[float, int, int]]:
        """Where nothing comes and no question is open: how many real minutes, until which minute, and what ends it."""
        until = 0.0
        for begin, end, index in self.busy_periods:
            if self.real_minutes(begin) > until:
                yield self.real_minutes(begin) - until, begin, index
            until = max(until, self.real_minutes(end))

    def answers_until(self, minute: int) -> AnswerPath:
        """What was answered before a minute."""
        return tuple(answered for answered in self.path.answers if answered.minute < minute)


def work_of(inject: Inject) -> float:
    """Real minutes it takes to read an inject and, where it asks something, to talk it over."""
    texts = [inject.text, *(attachment.text for attachment in inject.attachments)]
    point = inject.point
    if point is not None:
        texts += [point.question, *(option.text for option in point.options), *(post.text for post in point.posts)]
    words = sum(len(text.split()) for text in texts)
    return words / WORDS_PER_MINUTE + (DISCUSSION_MINUTES if point else 0)


def _dead_time(exploration: Exploration) -> Iterator[Finding]:
    longest: dict[int, tuple[float, AnswerPath]] = {}
    for workload in (Workload(exploration, path) for path in exploration.sampled_paths):
        for idle, end, index in workload.idle_periods():
            if idle > DEAD_MINUTES and idle > longest.get(index, (0.0, ()))[0]:
                longest[index] = (idle, workload.answers_until(end))
    for index, (idle, example) in longest.items():
        inject = exploration.analysis.compiled.script.injects[index]
        sentence = _("Voor ‘{name}’ komt, gebeurt er {n} minuten (echte tijd) niets: geen bericht, geen open vraag.")
        advice = _("Laat er iets gebeuren, zet het tempo hoger, of maak er met ‘fasen’ een tijdsprong van.")
        yield Finding(
            FindingKind.DEAD_TIME,
            inject.id,
            inject.span("id"),
            sentence.format(name=inject.id, n=round(idle)),
            advice,
            example,
        )


def _too_much(exploration: Exploration) -> Iterator[Finding]:
    script = exploration.analysis.compiled.script
    work = [work_of(inject) for inject in script.injects]
    worst: dict[str, tuple[float, int, AnswerPath]] = {}
    for workload in (Workload(exploration, path) for path in exploration.sampled_paths):
        deliveries = [(workload.real_minutes(minute), minute, index) for minute, index in workload.path.deliveries]
        for team in script.teams:
            own = [delivery for delivery in deliveries if team.id in readers_of(script.injects[delivery[2]])]
            for begin, minute, first in own:
                due = sum(work[index] for at, _m, index in own if begin <= at < begin + WINDOW_MINUTES)
                if due > WINDOW_MINUTES and due > worst.get(team.id, (0.0, 0, ()))[0]:
                    worst[team.id] = (due, first, workload.answers_until(minute))
    for team_id, (due, first, example) in worst.items():
        inject = script.injects[first]
        sentence = _(
            "Team ‘{team}’ krijgt vanaf ‘{name}’ in {window} minuten (echte tijd) werk voor {n} minuten: lezen "
            "({words} woorden per minuut) en {talk} minuten overleg per vraag."
        )
        yield Finding(
            FindingKind.TOO_MUCH,
            team_id,
            inject.span("aan"),
            sentence.format(
                team=team_id,
                name=inject.id,
                window=WINDOW_MINUTES,
                n=round(due),
                words=WORDS_PER_MINUTE,
                talk=DISCUSSION_MINUTES,
            ),
            _("Spreid de berichten, geef een deel aan een ander team, of zet het tempo lager."),
            example,
        )


def readers_of(inject: Inject) -> set[str]:
    """The teams that have to read an inject."""
    return {*inject.teams, *([inject.deciding_team] if inject.deciding_team else [])}


def _late_deadlines(exploration: Exploration) -> Iterator[Finding]:
    script = exploration.analysis.compiled.script
    soonest: dict[int, float] = {}
    for workload in (Workload(exploration, path) for path in exploration.sampled_paths):
        for _begin, end, index in workload.busy_periods:
            if script.injects[index].point:
                soonest[index] = min(workload.real_minutes(end), soonest.get(index, float("inf")))
    for index, minutes in soonest.items():
        inject = script.injects[index]
        if minutes > script.playing_time:
            sentence = _(
                "De termijn van ‘{name}’ eindigt op zijn vroegst na {n} minuten; de oefening duurt er {planned}."
            )
            yield Finding(
                FindingKind.DEADLINE_LATE,
                inject.point_id,
                inject.span("beslispunt"),
                sentence.format(name=inject.point_id, n=round(minutes), planned=script.playing_time),
                _("Zet ‘speelduur’ of ‘tempo’ hoger, of laat de vraag eerder komen."),
            )


def _look_alikes(exploration: Exploration) -> Iterator[Finding]:
    injects = exploration.analysis.compiled.script.injects
    alike: dict[tuple[object, ...], list[int]] = {}
    for index, inject in enumerate(injects):
        face = (inject.subject, "" if inject.subject else inject.text, inject.sender, inject.channel, inject.teams)
        alike.setdefault(face, []).append(index)
    for same in (same for same in alike.values() if len(same) > 1):
        found: dict[tuple[int, ...], tuple[Minutes, SampledPath]] = {}
        for path in exploration.sampled_paths:
            both = [(minute, index) for minute, index in path.deliveries if index in same]
            if len(both) > 1:
                found.setdefault(tuple(sorted(index for _minute, index in both[:2])), (both[1][0], path))
        for pair, (minute, path) in found.items():
            names = [injects[index].id for index in pair]
            sentence = _("{names} hebben dezelfde afzender en dezelfde kop, en komen op één pad allebei.")
            yield Finding(
                FindingKind.DUPLICATE,
                "/".join(names),
                injects[pair[1]].span("id"),
                sentence.format(names=enumerate_words([f"‘{name}’" for name in names], _("en"))),
                _("Sluit met ‘als’ de een uit waar de ander komt, of geef ze elk een eigen kop."),
                Workload(exploration, path).answers_until(minute),
            )


WORKLOAD_FINDERS: tuple[Callable[[Exploration], Iterator[Finding]], ...] = (
    _dead_time,
    _too_much,
    _late_deadlines,
    _look_alikes,
)
