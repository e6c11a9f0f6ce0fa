"""One widget for each kind of decision point. Each starts from an earlier answer, and gives the answer so far."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from oefening.engine.answers import Answer, Choice, Choices, Distribution, FreeText, Number, Ranking, Share
from oefening.script.model import DecisionKind
from oefening.text.translation import _
from oefening.views.participant import ChoiceView, PointView


class AnswerChanged(Message):
    """Posted whenever the answer changed."""


class ChoiceList(OptionList):
    """Options to choose from: one, several, or all in an order."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "select", _("Kiezen")),
        Binding("plus,shift+up,equals_sign", "shift(-1)", _("Hoger")),
        Binding("minus,shift+down", "shift(1)", _("Lager")),
    ]

    def __init__(self, point: PointView, answer: Answer | None) -> None:
        super().__init__(markup=False, id="answer")
        self._kind = point.kind
        self._max_choices = point.most or len(point.choices)
        self._choices = {choice.id: choice for choice in point.choices}
        self._order = list(self._choices)
        self._chosen: list[str] = []
        match answer:
            case Choice(option):
                self._chosen = [option]
            case Choices(options):
                self._chosen = list(options)
            case Ranking(options):
                self._order = list(options)
            case _:
                pass

    @property
    def hint(self) -> str:
        """How to fill it in."""
        match self._kind:
            case DecisionKind.CHOICE:
                return _("Kies één antwoord: pijltjes, dan spatie of Enter.")
            case DecisionKind.MULTIPLE:
                return _("Kies hoogstens {most}: spatie zet aan of uit.").format(most=self._max_choices)
            case _:
                return _("Zet de belangrijkste bovenaan: + schuift omhoog, - omlaag.")

    @property
    def answer(self) -> Answer | None:
        """The answer so far; None where nothing was chosen."""
        if self._kind is DecisionKind.RANKING:
            return Ranking(tuple(self._order))
        chosen = tuple(id_ for id_ in self._choices if id_ in self._chosen)
        if not chosen:
            return None
        return Choice(chosen[0]) if self._kind is DecisionKind.CHOICE else Choices(chosen)

    def on_mount(self) -> None:
        """Shows the options."""
        self._fill()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action is available: moving in a ranking only, choosing everywhere else."""
        ranked = self._kind is DecisionKind.RANKING
        if action == "shift":
            return ranked
        return not ranked if action == "select" else super().check_action(action, parameters)

    def update_choices(self, choices: Sequence[ChoiceView]) -> None:
        """Updates which options the world allows; a chosen option that it no longer allows is dropped."""
        fresh = {choice.id: choice for choice in choices}
        if fresh != self._choices:
            self._choices = fresh
            self._chosen = [id_ for id_ in self._chosen if fresh[id_].available]
            self._fill()

    def _fill(self) -> None:
        at = self.highlighted
        self.set_options([self._option(place, id_) for place, id_ in enumerate(self._order)])
        self.highlighted = at if at is not None else 0

    def _option(self, place: int, id_: str) -> Option:
        choice = self._choices[id_]
        marks = {
            DecisionKind.CHOICE: ("(•) ", "( ) "),
            DecisionKind.MULTIPLE: ("[x] ", "[ ] "),
        }.get(self._kind)
        mark = f"{place + 1}. " if marks is None else marks[id_ not in self._chosen]
        style = "bold" if id_ in self._chosen else ""
        text = Content.assemble(mark, Content.styled(choice.text, style))
        if not choice.available:
            text = Content.assemble(Content.styled(f" –  {choice.text}", "$text-disabled"), _(" (kan nu niet)"))
        return Option(text, id=id_, disabled=not choice.available)

    @on(OptionList.OptionSelected)
    def _toggle(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        id_ = event.option.id or ""
        if self._kind is DecisionKind.RANKING:
            return
        if self._kind is DecisionKind.CHOICE:
            self._chosen = [id_]
        elif id_ in self._chosen:
            self._chosen.remove(id_)
        elif len(self._chosen) >= self._max_choices:
            self.notify(
                _("U koos er al {most}; zet er eerst een uit.").format(most=self._max_choices), severity="warning"
            )
            return
        else:
            self._chosen.append(id_)
        self._fill()
        self.post_message(AnswerChanged())

    def action_shift(self, step: int) -> None:
        """Moves the highlighted option up or down in the order."""
        at = self.highlighted
        if self._kind is not DecisionKind.RANKING or at is None or not 0 <= at + step < len(self._order):
            return
        self._order[at], self._order[at + step] = self._order[at + step], self._order[at]
        self._fill()
        self.highlighted = at + step
        self.post_message(AnswerChanged())


class NumberField(Vertical):
    """A whole number."""

    def __init__(self, point: PointView, answer: Answer | None) -> None:
        super().__init__(id="answer")
        self._point = point
        self._first = str(answer.number) if isinstance(answer, Number) else ""

    def compose(self) -> ComposeResult:
        """One line."""
        yield Input(self._first, type="integer", placeholder=self.hint)

    @property
    def hint(self) -> str:
        """How to fill it in: the lowest and highest number."""
        words = _("Een heel getal van {lowest} tot en met {highest} {unit}")
        return words.format(lowest=self._point.lowest, highest=self._point.highest, unit=self._point.unit).strip()

    @property
    def answer(self) -> Answer | None:
        """The number; None where there is none."""
        number = _whole(self.query_one(Input).value)
        return None if number is None else Number(number)

    @on(Input.Changed)
    def _changed(self) -> None:
        self.post_message(AnswerChanged())


class ShareFields(Vertical):
    """A total shared over posts, one line each."""

    def __init__(self, point: PointView, answer: Answer | None) -> None:
        super().__init__(id="answer")
        self._point = point
        shares = answer.shares if isinstance(answer, Distribution) else ()
        self._first = {share.post: share.amount for share in shares}

    @property
    def hint(self) -> str:
        """How to fill it in: the total to share."""
        words = _("Verdeel precies {total} {unit}; Tab gaat naar de volgende post.")
        return words.format(total=self._point.total, unit=self._point.unit).replace(" ;", ";")

    def compose(self) -> ComposeResult:
        """A line for every post, and what is left."""
        for post in self._point.choices:
            with Horizontal(classes="share"):
                yield Input(str(self._first.get(post.id, 0)), type="integer", id=f"post-{post.id}", max_length=9)
                yield Static(post.text, markup=False)
        yield Static("", id="rest", markup=False)

    def on_mount(self) -> None:
        """Shows what is left to share."""
        self._show_rest()

    def _amounts(self) -> list[int | None]:
        return [_whole(self.query_one(f"#post-{post.id}", Input).value) for post in self._point.choices]

    @on(Input.Changed)
    def _changed(self) -> None:
        self._show_rest()
        self.post_message(AnswerChanged())

    def _show_rest(self) -> None:
        rest = (self._point.total or 0) - sum(amount or 0 for amount in self._amounts())
        words = _("✓ precies verdeeld") if rest == 0 else _("nog te verdelen: {rest}").format(rest=rest)
        if rest < 0:
            words = _("! {over} te veel verdeeld").format(over=-rest)
        self.query_one("#rest", Static).update(Content.styled(words, "bold"))

    @property
    def answer(self) -> Answer | None:
        """The shares; None while a line is empty."""
        amounts = self._amounts()
        if None in amounts:
            return None
        shares = zip(self._point.choices, amounts, strict=True)
        return Distribution(tuple(Share(post.id, amount or 0) for post, amount in shares))


class FreeField(Vertical):
    """A free answer, in the team's own words."""

    hint = _("Schrijf in eigen woorden wat u besluit.")

    def __init__(self, _point: PointView, answer: Answer | None) -> None:
        super().__init__(id="answer")
        self._first = answer.text if isinstance(answer, FreeText) else ""

    def compose(self) -> ComposeResult:
        """Room to write."""
        yield TextArea(self._first, soft_wrap=True, tab_behavior="focus")

    @property
    def answer(self) -> Answer | None:
        """The text; None where it is empty."""
        text = self.query_one(TextArea).text
        return FreeText(text) if text.strip() else None

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(AnswerChanged())


AnswerField = ChoiceList | NumberField | ShareFields | FreeField


def answer_field(point: PointView, answer: Answer | None) -> AnswerField:
    """The widget for a decision point, filled with an earlier answer."""
    match point.kind:
        case DecisionKind.NUMBER:
            return NumberField(point, answer)
        case DecisionKind.DISTRIBUTION:
            return ShareFields(point, answer)
        case DecisionKind.OPEN:
            return FreeField(point, answer)
        case _:
            return ChoiceList(point, answer)


def _whole(text: str) -> int | None:
    digits = text.strip().lstrip("+-")
    return int(text) if digits.isdigit() and digits.isascii() and len(digits) < 10 else None


def first_focusable(field: Widget) -> Widget:
    """The part of an answer field that gets the focus first."""
    return field if field.focusable else next(widget for widget in field.query("*") if widget.focusable)
