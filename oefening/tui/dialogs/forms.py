"""Windows in which one writes more than a line: letters, own decisions, ad-hoc injects, judgements.

What was begun stays as a draft when the window closes without sending.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from attrs import frozen
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Label, OptionList, Select, SelectionList, Static, TextArea
from textual.widgets.option_list import Option
from textual.widgets.selection_list import Selection

from oefening.engine.commands import AddEffects, Adjudicate, AdjudicateUnasked, SendAdHocInject
from oefening.script.effect_shorthand import parse_effects
from oefening.script.model import Channel
from oefening.text.translation import _
from oefening.tui.drafts import Drafts
from oefening.tui.format import channel_word
from oefening.views.leader import LeaderView, OpenAnswerView, UnansweredMessageView
from oefening.views.participant import ContactView

T = TypeVar("T")

Grant = Callable[[T], Awaitable[bool]]
"""Is told what was filled in; the answer is whether it was not refused."""


@frozen
class Missing:
    """What still has to be filled in, in one sentence."""

    message: str


class Form(ModalScreen[None], Generic[T]):
    """A window with fields; Ctrl+S sends it, Escape leaves it and keeps what was written.

    `grant` is told what was filled in; where it is refused the window stays, with everything in it.
    """

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("Terug")),
        Binding("ctrl+s", "send", _("Versturen")),
    ]

    def __init__(self, title: str, drafts: Drafts, about: tuple[object, ...], grant: Grant[T]) -> None:
        super().__init__()
        self._title, self._drafts, self._about, self._grant = title, drafts, about, grant

    def compose(self) -> ComposeResult:
        """The title, the fields, and how to send."""
        with Vertical(classes="dialog tall"):
            yield Label(self._title, markup=False, classes="dialog-title")
            with VerticalScroll(can_focus=False):
                yield from self.fields()
            yield Button(Content(_("Klaar (Ctrl+S)")), variant="primary", id="send", compact=True)
            yield Static(_("Tab: volgend veld · Esc: terug, uw tekst blijft bewaard"), classes="hint")

    def on_mount(self) -> None:
        """Begins at the first field, its name above it in sight."""
        fields = self.query_one(VerticalScroll).query("*").results(Widget)
        next(field for field in fields if field.focusable).focus(scroll_visible=False)

    def fields(self) -> Sequence[Widget]:
        """What there is to fill in."""
        raise NotImplementedError

    def result(self) -> T | Missing:
        """What was filled in; a sentence where something is missing."""
        raise NotImplementedError

    def text(self, name: str) -> str:
        """What stands in a field now."""
        widget = self.query_one(f"#{name}")
        return widget.text if isinstance(widget, TextArea) else widget.value if isinstance(widget, Input) else ""

    def drafted(self, name: str) -> str:
        """What stood in a field when the window was left."""
        return self._drafts.find((*self._about, name), "")

    def area(self, name: str) -> TextArea:
        """A field of more lines, with its draft."""
        return TextArea(self.drafted(name), id=name, soft_wrap=True, tab_behavior="focus")

    def line(self, name: str, placeholder: str = "") -> Input:
        """A field of one line, with its draft."""
        return Input(self.drafted(name), id=name, placeholder=placeholder)

    @on(Button.Pressed, "#send")
    async def action_send(self) -> None:
        """Has what was filled in done."""
        result = self.result()
        if isinstance(result, Missing):
            self.notify(result.message, severity="warning", markup=False)
        elif await self._grant(result):
            self._drafts.forget(self._about)
            self.dismiss(None)

    def action_leave(self) -> None:
        """Closes without sending; what was written stays as a draft."""
        for widget in self.query("TextArea, Input").results(Widget):
            if widget.id:
                self._drafts.keep((*self._about, widget.id), self.text(widget.id))
        self.dismiss(None)


def label(text: str) -> Label:
    """The name of a field."""
    return Label(text, markup=False, classes="field")


class Letter(Form[tuple[str, str]]):
    """To whom, and what: a message to a team or to the outside world."""

    def __init__(
        self,
        contacts: Sequence[ContactView],
        drafts: Drafts,
        about: tuple[object, ...],
        grant: Grant[tuple[str, str]],
    ) -> None:
        super().__init__(_("Contact"), drafts, about, grant)
        self._contacts = contacts

    def fields(self) -> Sequence[Widget]:
        """A list of people, and room to write."""
        prompts = [Option(Content(c.name + (_(" (team)") if c.is_team else "")), id=c.id) for c in self._contacts]
        return [
            label(_("Aan wie?")),
            OptionList(*prompts, id="to", markup=False),
            label(_("Wat vraagt of vertelt u?")),
            self.area("text"),
        ]

    @on(OptionList.OptionSelected, "#to")
    def _go_on(self) -> None:
        self.query_one("#text").focus()

    def result(self) -> tuple[str, str] | Missing:
        """The recipient and the text."""
        option = self.query_one("#to", OptionList).highlighted_option
        if option is None or option.id is None:
            return Missing(_("Kies eerst aan wie."))
        return (option.id, self.text("text")) if self.text("text").strip() else Missing(_("Schrijf eerst iets op."))


class OwnDecision(Form[tuple[str, str]]):
    """A decision that nobody asked for, with its reasons."""

    def __init__(self, drafts: Drafts, about: tuple[object, ...], grant: Grant[tuple[str, str]]) -> None:
        super().__init__(_("Eigen besluit"), drafts, about, grant)

    def fields(self) -> Sequence[Widget]:
        """Two fields."""
        return [label(_("Wat besluit u?")), self.area("text"), label(_("Waarom?")), self.area("reasons")]

    def result(self) -> tuple[str, str] | Missing:
        """Decision and reasons."""
        return (
            (self.text("text"), self.text("reasons"))
            if self.text("text").strip()
            else Missing(_("Schrijf eerst iets op."))
        )


class EffectsForm(Form[AddEffects]):
    """Changing the world by hand."""

    def __init__(self, view: LeaderView, world: int, drafts: Drafts, grant: Grant[AddEffects]) -> None:
        super().__init__(_("De situatie veranderen"), drafts, ("gevolg", world), grant)
        self._view, self._world = view, world

    def fields(self) -> Sequence[Widget]:
        """The effects in shorthand, and why."""
        return [*effect_fields(self, self._view), label(_("Waarom? (voor het verslag)")), self.line("note")]

    def result(self) -> AddEffects | Missing:
        """The change."""
        effects = parse_effects(self.text("effects"), [level.id for level in self._view.levels])
        if isinstance(effects, str):
            return Missing(effects)
        if not effects:
            return Missing(_("Schrijf eerst op wat er verandert."))
        return AddEffects(self._world, effects, self.text("note"))


def effect_fields(form: Form[Any], view: LeaderView) -> list[Widget]:
    """The line for effects, with the names one can use."""
    names = ", ".join(f"{level.id} ({level.level})" for level in view.levels)
    return [
        label(_("Wat verandert er?")),
        form.line("effects", _("bijvoorbeeld: internet -20; water = 50; inzet -2 per uur")),
        Static(_("U kunt gebruiken: {names}").format(names=names), classes="hint", markup=False),
    ]


class AdHocForm(Form[SendAdHocInject]):
    """Something that is not in the script: from whom, how, to whom, what, and what it changes."""

    def __init__(self, view: LeaderView, world: int, drafts: Drafts, grant: Grant[SendAdHocInject]) -> None:
        super().__init__(_("Eigen inject versturen"), drafts, ("inject", world), grant)
        self._view, self._world = view, world

    def fields(self) -> Sequence[Widget]:
        """The text first: the rest is filled in sensibly."""
        channels = [(channel_word(channel), channel) for channel in Channel]
        teams = [Selection(Content(team.name), team.id, True) for team in self._view.teams]
        return [
            label(_("Wat is het bericht?")),
            self.area("text"),
            label(_("Van wie?")),
            self.line("sender", _("bijvoorbeeld: een bezorgde inwoner")),
            label(_("Onderwerp")),
            self.line("subject", _("mag leeg blijven")),
            label(_("Hoe komt het binnen?")),
            Select[Channel](channels, value=Channel.PHONE, allow_blank=False, id="channel"),
            label(_("Voor wie? (spatie: aan of uit)")),
            SelectionList[str](*teams, id="to"),
            *effect_fields(self, self._view),
        ]

    def result(self) -> SendAdHocInject | Missing:
        """The inject."""
        effects = parse_effects(self.text("effects"), [level.id for level in self._view.levels])
        if isinstance(effects, str):
            return Missing(effects)
        if not self.text("text").strip():
            return Missing(_("Schrijf eerst het bericht."))
        teams = tuple(self.query_one("#to", SelectionList).selected)
        if not teams:
            return Missing(_("Kies ten minste één team dat het bericht krijgt."))
        channel = self.query_one("#channel", Select).value
        assert isinstance(channel, Channel)  # noqa: S101 - the list allows nothing else
        sender = self.text("sender").strip() or _("Oefenleider")
        return SendAdHocInject(self._world, teams, sender, channel, self.text("subject"), self.text("text"), effects)


class Reply(Form[str]):
    """Answering a team in character; a prepared answer is taken over with Enter."""

    def __init__(self, call: UnansweredMessageView, world: int, drafts: Drafts, grant: Grant[str]) -> None:
        title = _("{party} antwoordt {team}").format(party=call.party.name, team=call.team_name)
        super().__init__(title, drafts, ("antwoord", world, call.number), grant)
        self._call = call

    def fields(self) -> Sequence[Widget]:
        """What was asked, what was prepared, and the answer."""
        call = self._call
        prepared: list[Widget] = []
        if call.party.prepared_answers:
            prompts = [Option(Content(answer)) for answer in call.party.prepared_answers]
            prepared = [
                label(_("Voorbereide antwoorden (Enter neemt over)")),
                OptionList(*prompts, id="prepared", markup=False),
            ]
        return [
            Static(f"{call.time}  {call.text}", markup=False, classes="dialog-text"),
            *prepared,
            label(_("Uw antwoord")),
            self.area("text"),
        ]

    @on(OptionList.OptionSelected, "#prepared")
    def _take_over(self, event: OptionList.OptionSelected) -> None:
        area = self.query_one("#text", TextArea)
        area.text = self._call.party.prepared_answers[event.option_index]
        area.focus()

    def result(self) -> str | Missing:
        """The answer."""
        return self.text("text") if self.text("text").strip() else Missing(_("Schrijf eerst iets op."))


class Judge(Form[Adjudicate | AdjudicateUnasked]):
    """Judging a free answer: it comes down to an option, or has effects of its own."""

    def __init__(
        self,
        answer: OpenAnswerView,
        view: LeaderView,
        world: int,
        drafts: Drafts,
        grant: Grant[Adjudicate | AdjudicateUnasked],
    ) -> None:
        about = ("oordeel", world, answer.point or answer.own_decision)
        super().__init__(_("Beoordelen: {team}").format(team=answer.team_name), drafts, about, grant)
        self._answer, self._view, self._world = answer, view, world

    def fields(self) -> Sequence[Widget]:
        """The answer, what it may come down to, effects, and a note."""
        answer = self._answer
        shown = [Content.styled(answer.question, "$text-muted"), Content.styled(f"“{answer.answer}”", "bold")]
        shown += [Content(answer.reasons)] if answer.reasons else []
        widgets: list[Widget] = [Static(Content("\n").join(shown), classes="dialog-text")]
        if answer.options:
            prompts = [
                Option(
                    Content.assemble(
                        Content.styled(o.text, "bold"), "\n", Content.styled(o.recognition, "$text-muted")
                    ),
                    id=o.id,
                )
                for o in answer.options
            ]
            none = Option(Content(_("Geen van deze: alleen de gevolgen hieronder")))
            widgets += [label(_("Waar komt dit op neer?")), OptionList(*prompts, none, id="option", markup=False)]
        return [*widgets, *effect_fields(self, self._view), label(_("Toelichting voor het verslag")), self.line("note")]

    def result(self) -> Adjudicate | AdjudicateUnasked | Missing:
        """The judgement."""
        effects = parse_effects(self.text("effects"), [level.id for level in self._view.levels])
        if isinstance(effects, str):
            return Missing(effects)
        if not self._answer.options:
            return AdjudicateUnasked(self._world, self._answer.own_decision, effects, self.text("note"))
        option = self.query_one("#option", OptionList).highlighted_option
        if option is None:
            return Missing(_("Kies eerst waar het antwoord op neerkomt."))
        return Adjudicate(self._world, self._answer.point, option.id, effects, self.text("note"))
