"""Click in Dutch: its help pages, its commands imported when they are called, and a sentence for each wrong call."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import click

from oefening.cli.command_list import COMMANDS
from oefening.errors import OefeningError
from oefening.script.diagnostics import did_you_mean, quoted
from oefening.text.translation import _


class UserError(OefeningError):
    """Something that the user of a command can mend. `exit_code`: 1 the input is wrong, 2 the call is wrong."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class DutchCommand(click.Command):
    """A command whose help is in Dutch and shows examples."""

    def __init__(self, *arguments: Any, examples: tuple[str, ...] = (), **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.examples = examples

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The `--help` option, in Dutch."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Toon deze hulp.")
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The first line: how to call the command."""
        usage = " ".join(self.collect_usage_pieces(ctx)).replace("[OPTIONS]", _("[OPTIES]"))
        formatter.write_usage(ctx.command_path, usage, prefix=_("Gebruik: "))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the examples."""
        rows = [row for param in self.get_params(ctx) if (row := param.get_help_record(ctx)) is not None]
        with formatter.section(_("Opties")):
            formatter.write_dl(rows)
        self.format_examples(formatter)

    def format_examples(self, formatter: click.HelpFormatter) -> None:
        """Calls as a user would type them."""
        if self.examples:
            with formatter.section(_("Voorbeelden")):
                for example in self.examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{example}\n")


class DutchGroup(DutchCommand, click.Group):
    """The program as a whole: its help lists the commands."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, the options, then the examples."""
        # From the list, not from the commands themselves: those would all have to be imported.
        rows = [(name, first_sentence(entry.help)) for name, entry in COMMANDS.items()]
        with formatter.section(_("Commando's")):
            formatter.write_dl(rows)
        super().format_options(ctx, formatter)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The commands in the order in which people need them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """The command of this name, its module imported only now (see `command_list`)."""
        entry = COMMANDS.get(name)
        if entry is None:
            return None
        module = import_module(f"oefening.cli.commands.{entry.module}")
        found: click.Command = getattr(module, f"{entry.module}_command")
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was typed; the refusal of an unknown one names the one that was probably meant."""
        name = args[0]
        if not name.startswith("-") and name not in COMMANDS:
            sentence = _("Het commando ‘{name}’ bestaat niet.").format(name=quoted(name))
            raise UserError(sentence + did_you_mean(name, COMMANDS), 2)
        return super().resolve_command(ctx, args)


def first_sentence(text: str) -> str:
    """The text up to its first full stop, as a list of commands shows it."""
    return text.split(". ", maxsplit=1)[0].removesuffix(".")


def usage_message(error: click.ClickException) -> str:
    """What is wrong with a call, in Dutch and one sentence, whatever Click would have said in English."""
    match error:
        case click.NoSuchOption(option_name=name, ctx=ctx):
            known = [word for param in ctx.command.params for word in param.opts] if ctx else []
            return _("De optie ‘{name}’ bestaat niet.").format(name=quoted(name)) + did_you_mean(name, known)
        case click.MissingParameter(param=click.Parameter() as param):
            return _("Er ontbreekt iets; noem ook {what}.").format(what=(param.metavar or "").rstrip("."))
        case click.BadOptionUsage(option_name=name):
            return _("De optie ‘{name}’ hoort een waarde te krijgen.").format(name=quoted(name))
        case click.BadParameter(param=click.Parameter() as param):
            sentence = _("De waarde voor {name} klopt niet: {reason}.")
            return sentence.format(name=param.opts[-1], reason=_type_message(param.type))
        case _:
            return _("Deze aanroep klopt niet: er staat te veel of iets onbekends.")


def _type_message(kind: click.ParamType[object]) -> str:
    if isinstance(kind, click.IntRange):
        return _("geef een heel getal van {least} tot en met {most}").format(least=kind.min, most=kind.max)
    return _("lees de hulp met --help")


def command(name: str, *examples: str) -> Callable[[Callable[..., Any]], click.Command]:
    """A decorator: makes a function the command of this name, with its Dutch help and examples of calls."""
    return click.command(name, cls=DutchCommand, help=COMMANDS[name].help, examples=examples)
