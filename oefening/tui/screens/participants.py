"""Who takes part from other laptops: the codes, who is in, moving and removing people, renewing codes."""

from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, OptionList

from oefening.net.admission import Guest, JournalEntry
from oefening.net.host import Host, HostError
from oefening.session.seat_id import SeatId
from oefening.text.phrases import counted
from oefening.text.translation import _
from oefening.tui.dialogs.choose import Choose
from oefening.tui.dialogs.confirm import Confirm
from oefening.tui.dialogs.help import Help
from oefening.tui.screens.join_card import JoinCardScreen, join_card
from oefening.tui.widgets.stable_list import StableList
from oefening.tui.widgets.stable_text import StableText


class ParticipantsScreen(Screen[None]):
    """Every seat with its code and whoever sits there."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "card", _("Groot"), tooltip=_("Toon de code groot, met QR-code, voor de beamer.")),
        Binding("n", "renew", _("Nieuwe code"), tooltip=_("Geef deze plek een nieuwe code. Wie al meedoet, blijft.")),
        Binding("v", "move", _("Verplaats"), tooltip=_("Geef deze laptop een andere plek.")),
        Binding("x", "remove", _("Verwijder"), tooltip=_("Haal deze laptop van zijn plek.")),
        Binding("m,escape", "app.pop_screen", _("Terug")),
        Binding("question_mark", "help", _("Hulp"), key_display="?"),
    ]

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host

    def compose(self) -> ComposeResult:
        """Address on top, seats on the left, the journal below them, the chosen seat's card on the right."""
        yield StableText(id="participants-head")
        with Horizontal(id="participants-body"):
            with Vertical(id="participants-left"):
                yield StableList(_("Er zijn geen plekken."), id="seats")
                with VerticalScroll(id="participants-journal", can_focus=True):
                    yield StableText(id="journal")
            with VerticalScroll(id="participants-card"):
                yield StableText(id="card")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Shows the participants, and refreshes them from here on."""
        self.query_one(StableList).focus()
        self._show()
        self.set_interval(0.5, self._show)

    def _show(self) -> None:
        host = self._host
        self.query_one("#participants-head", StableText).set_text(_head(host))
        rows = []
        for seat_id in host.seat_ids:
            guests = list(host.admission.guests_at(seat_id))
            present = sum(guest.connected for guest in guests)
            mark = Content.styled("● ", "$text-success") if present else Content.styled("○ ", "$text-muted")
            code = Content.styled(host.code_for(seat_id).text, "bold")
            rows.append(
                (f"p{seat_id.role}/{seat_id.world}/{seat_id.team}", Content.assemble(mark, code, f"  {seat_id.name}"))
            )
            rows += [(f"g{guest.device_id}", _guest_row(guest)) for guest in guests]
        self.query_one("#seats", StableList).set_rows(rows)
        journal = [_journal_row(entry, host.server.epoch) for entry in reversed(host.admission.journal)]
        empty = Content.styled(_("Nog niemand heeft zich gemeld."), "$text-muted")
        self.query_one("#journal", StableText).set_text(Content("\n").join(journal) if journal else empty)
        self._show_card()

    @on(OptionList.OptionHighlighted, "#seats")
    def _show_card(self) -> None:
        seat_id = self._chosen_seat
        if seat_id is not None:
            self.query_one("#card", StableText).set_text(join_card(self._host, seat_id))

    @property
    def _chosen_guest(self) -> Guest | None:
        chosen = self.query_one("#seats", StableList).chosen or ""
        return self._host.admission.guests.get(chosen[1:]) if chosen.startswith("g") else None

    @property
    def _chosen_seat(self) -> SeatId | None:
        guest = self._chosen_guest
        if guest is not None:
            return guest.seat_id
        chosen = self.query_one("#seats", StableList).chosen or ""
        return next((p for p in self._host.seat_ids if f"p{p.role}/{p.world}/{p.team}" == chosen), None)

    @on(OptionList.OptionSelected, "#seats")
    def action_card(self) -> None:
        """Shows the card of the chosen seat on the whole screen."""
        if self._chosen_seat is not None:
            self.app.push_screen(JoinCardScreen(self._host, self._chosen_seat))

    def action_renew(self) -> None:
        """Gives the chosen seat a new code."""
        seat_id = self._chosen_seat
        if seat_id is None:
            return
        question = _("{place} krijgt een nieuwe code. De oude werkt dan niet meer; wie al meedoet, blijft. Vernieuwen?")

        async def renew(yes: bool | None) -> None:
            if yes:
                await self._apply(self._host.renew_code(seat_id))

        self.app.push_screen(Confirm(question.format(place=seat_id.name), _("Ja, vernieuwen")), renew)

    async def _apply(self, change: Awaitable[None]) -> None:
        try:
            await change
        except HostError as error:
            self.notify(error.message, severity="error", markup=False)

    def action_remove(self) -> None:
        """Removes the chosen guest from the exercise."""
        guest = self._chosen_guest
        if guest is None:
            self.notify(_("Kies eerst een laptop in de lijst."), markup=False)
            return
        question = _("{name} van zijn plek halen? Met een code kan deze laptop weer meedoen; vernieuw die zo nodig.")

        async def remove(yes: bool | None) -> None:
            if yes and guest.device_id in self._host.admission.guests:
                await self._apply(self._host.remove_guest(guest.device_id))

        self.app.push_screen(Confirm(question.format(name=guest.name), _("Ja, weghalen")), remove)

    def action_move(self) -> None:
        """Moves the chosen guest to another seat."""
        guest = self._chosen_guest
        if guest is None:
            self.notify(_("Kies eerst een laptop in de lijst."), markup=False)
            return
        others = [seat_id for seat_id in self._host.seat_ids if seat_id != guest.seat_id]

        async def move(number: str | None) -> None:
            if number is not None and guest.device_id in self._host.admission.guests:
                await self._apply(self._host.move_guest(guest.device_id, others[int(number)]))

        rows = [(str(number), seat_id.name) for number, seat_id in enumerate(others)]
        self.app.push_screen(Choose(_("Waar zit {name} voortaan?").format(name=guest.name), rows), move)

    def action_help(self) -> None:
        """The keys of this screen."""
        self.app.push_screen(Help(self))


def participants_summary(host: Host) -> str:
    """How many laptops take part, in one line."""
    guests = host.admission.guests.values()
    present = sum(guest.connected for guest in guests)
    away = len(guests) - present
    parts = [counted(present, _("● 1 laptop doet mee"), _("● {n} laptops doen mee"))]
    if away:
        parts.append(counted(away, _("○ 1 is weg"), _("○ {n} zijn weg")))
    if host.admission.wrong_codes:
        parts.append(counted(host.admission.wrong_codes, _("▲ 1 verkeerde code"), _("▲ {n} verkeerde codes")))
    return " · ".join([*parts, _("M: deelnemers en codes")])


def _head(host: Host) -> Content:
    others = [address for address in host.addresses[1:] if ":" not in address]
    also = _(" (of {others})").format(others=", ".join(others)) if others else ""
    found = _(" · wordt ook gevonden") if host.is_announced else ""
    first = Content.assemble(_("Programma: "), Content.styled(f"oefening team {host.address.text}", "bold"))
    pages = {None: _("de pagina start …"), True: host.browser_url, False: _("lukt niet op deze laptop")}
    second = pages[host.serves_browsers]
    hint = _(" · Enter: code groot tonen")
    return Content.assemble(first, f"{also}{found}\n", _("Browser:   "), Content.styled(second, "bold"), hint)


def _guest_row(guest: Guest) -> Content:
    mark = "●" if guest.connected else "○"
    away = "" if guest.connected else _("  (weg)")
    return Content.styled(f"      {mark} {guest.name}{away}", "" if guest.connected else "$text-muted")


def _journal_row(entry: JournalEntry, epoch: float) -> Content:
    time = f"{datetime.fromtimestamp(epoch + entry.time, UTC).astimezone():%H:%M:%S}"
    return Content.styled(f"{time}  {entry.text}", "$text-warning" if entry.is_warning else "$text-muted")
