"""The program `oefening`: its commands, and turning whatever goes wrong into one sentence and an exit code."""

import sys
from collections.abc import Sequence

import click

from oefening import __version__
from oefening.cli.click_dutch import DutchGroup, usage_message
from oefening.cli.console import error_console, make_output_safe
from oefening.errors import OefeningError
from oefening.text.translation import _

CALL_IS_WRONG = 2

INTERRUPTED = 130
"""The exit code of a program stopped with Ctrl-C."""


@click.group(
    "oefening",
    cls=DutchGroup,
    invoke_without_command=True,
    subcommand_metavar=_("COMMANDO"),
    help=_("Speel crisisoefeningen van een draaiboek, leg besluiten vast en toets ze aan continuïteitsdoelen."),
    examples=(
        "oefening",
        "oefening speel kabelsabotage",
        "oefening leid kabelsabotage",
        "oefening team",
        "oefening demo",
        "oefening lijst",
        "oefening controleer mijn-draaiboek.yaml",
    ),
)
@click.version_option(__version__, message="oefening %(version)s", help=_("Toon de versie."))
@click.pass_context
def program(ctx: click.Context) -> None:
    """Opens the start screen where no command was given; where nobody can type, shows the help."""
    if ctx.invoked_subcommand is not None:
        return
    if sys.stdin.isatty() and sys.stdout.isatty():
        # The screens are the largest part of the program; a command that prints does without them.
        from oefening.cli.commands.play import open_screens  # noqa: PLC0415

        open_screens()
    else:
        click.echo(ctx.get_help())


def run(arguments: Sequence[str]) -> int:
    """Runs the program with these arguments; the exit code: 0 fine, 1 the input is wrong, 2 the call is wrong."""
    try:
        code = program.main(list(arguments), prog_name="oefening", standalone_mode=False)
    except click.ClickException as error:
        _complain(usage_message(error))
        return CALL_IS_WRONG
    except OefeningError as error:
        _complain(error.message)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _complain(_("Afgebroken. Wat al gebeurd was, is bewaard; ga verder met: oefening hervat"))
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    return code if isinstance(code, int) else 0


def _complain(sentence: str) -> None:
    error_console().print(sentence, soft_wrap=True)


def main() -> None:
    """The console command."""
    make_output_safe()
    sys.exit(run(sys.argv[1:]))
