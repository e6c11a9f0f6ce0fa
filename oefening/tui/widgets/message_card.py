"""A message in the look of its channel: a phone call is quoted, an NL-Alert shouts, a letter has a letterhead."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from oefening.script.model import Channel
from oefening.text.translation import _
from oefening.tui.format import channel_name, join_lines, script_markdown, short_time
from oefening.views.participant import MessageView


class MessageCard(VerticalScroll):
    """Shows one message at a time."""

    def __init__(self, empty: str, **settings: object) -> None:
        super().__init__(can_focus=True, **settings)  # type: ignore[arg-type]
        self._empty = empty
        self._message: MessageView | None = None
        self._footer = Content("")

    def compose(self) -> ComposeResult:
        """Head, body and footer."""
        yield Static(self._empty, id="message-head", markup=False)
        yield Static("", id="message-body", markup=False)
        yield Static("", id="message-foot", markup=False)

    def show_message(self, message: MessageView, footer: Content) -> None:
        """Shows a message; `footer` tells what can be done with it."""
        if self._message != message:
            self.set_classes(f"channel-{message.channel.value if message.channel else 'bericht'}")
            self.border_title = channel_name(message.channel)
            self.query_one("#message-head", Static).update(message_head(message))
            body = self.query_one("#message-body", Static)
            body.update(
                Content(message.text) if message.channel is None else script_markdown(quoted_if_spoken(message))
            )
            self.scroll_home(animate=False)
            self._message = message
        if not self._footer.is_same(footer):
            self._footer = footer
            self.query_one("#message-foot", Static).update(footer)

    def show_text(self, title: str, text: Content) -> None:
        """Shows a text that is not a message."""
        self._message = None
        self.set_classes("channel-bericht")
        self.border_title = title
        self.query_one("#message-head", Static).update(text)
        self.query_one("#message-body", Static).update("")
        self.query_one("#message-foot", Static).update("")
        self._footer = Content("")


def message_head(message: MessageView) -> Content:
    """The head of a message in the style of its channel."""
    time, sender, subject = short_time(message.time), message.sender, message.subject
    match message.channel:
        case None:
            words = _("{time}  van {sender} aan {to}\n")
            return Content.styled(words.format(time=time, sender=sender, to=message.recipients), "bold")
        case Channel.NL_ALERT:
            return Content.styled(f" NL-ALERT {time}  {subject} \n", "bold $text-error reverse")
        case Channel.PHONE:
            call = _("De telefoon gaat: {sender}").format(sender=sender or _("onbekend nummer"))
            return join_lines([Content.styled(call, "bold"), Content.styled(f"   {time}  {subject}\n", "$text-muted")])
        case Channel.NEWS:
            bar = Content.styled(_(" NIEUWS ") + time + " ", "bold reverse")
            return Content.assemble(bar, f" {sender}\n", Content.styled(subject, "bold underline"), "\n")
        case Channel.SOCIAL_MEDIA:
            return Content.assemble(Content.styled(f"# {subject.lstrip('#')}", "bold"), f"  {time} {sender}\n")
        case Channel.RADIO:
            return Content.assemble(Content.styled(f"((( {sender or _('radio')} )))", "bold"), f" {time}  {subject}\n")
        case Channel.WALKIE_TALKIE:
            return Content.assemble(Content.styled(f"[ {sender} ▸ ]", "bold"), f" {time}  {subject}\n")
        case Channel.SIGHTING:
            return Content.assemble(Content.styled(_("U ziet het zelf"), "bold italic"), f"  {time}  {subject}\n")
        case Channel.LETTER:
            lines = [sender, _("Aan: {to}").format(to=message.recipients), message.time]
            return join_lines(
                [*map(Content, lines), Content.styled(_("\nBetreft: {subject}\n").format(subject=subject), "bold")]
            )
        case Channel.LCMS | Channel.EMAIL:
            rows = [(_("Van"), sender), (_("Aan"), message.recipients), (_("Tijd"), message.time), (_("Over"), subject)]
            return join_lines(
                [*(Content.assemble(Content.styled(f"{n:<6}", "$text-muted"), v) for n, v in rows), Content("")]
            )


def quoted_if_spoken(message: MessageView) -> str:
    """The text of a message; between quotation marks where its channel is a voice."""
    text = message.text.strip()
    if message.channel in (Channel.PHONE, Channel.WALKIE_TALKIE, Channel.RADIO):
        return f"“{text}”" if not text.startswith(("“", '"', "‘")) else text
    return text
