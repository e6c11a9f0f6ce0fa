"""The program `oefening`: its commands, and turning whatever goes wrong into one sentence and an exit code."""

import sys
from collections.abc import Sequence

import click

from oefening import __version__
from oefening.cli.click_dutch import DutchGroup, usage_message
from oefening.cli.console import error_console, replace_unencodable_output
from oefening.errors import OefeningError
from oefening.text.translation import _

EXIT_USAGE = 2
"""The exit code of a call that is wrong in itself."""

EXIT_INTERRUPTED = 130
"""The exit code of a program stopped with Ctrl-C: 128 + SIGINT, as shells have it."""


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
    """Without a command: opens the start screen in a terminal, and elsewhere shows the help."""
    if ctx.invoked_subcommand is not None:
        return
    if sys.stdin.isatty() and sys.stdout.isatty():
        # The screens are the largest part of the program; a command that prints does without them.
        from oefening.cli.commands.play import open_screens  # noqa: PLC0415

        open_screens()
    else:
        click.echo(ctx.get_help())


def run(arguments: Sequence[str]) -> int:
    """Runs the program, and returns the exit code: 0 fine, 1 the input is wrong, 2 the call is wrong."""
    try:
        code = program.main(list(arguments), prog_name="oefening", standalone_mode=False)
    except click.ClickException as error:
        _print_error(usage_message(error))
        return EXIT_USAGE
    except OefeningError as error:
        _print_error(error.message)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _print_error(_("Afgebroken. Wat al gebeurd was, is bewaard; ga verder met: oefening hervat"))
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output (`| head`) has seen enough. Python would still complain about it on the way out.
        sys.stderr.close()
        return 0
    return code if isinstance(code, int) else 0


def _print_error(sentence: str) -> None:
    error_console().print(sentence, soft_wrap=True)


def main() -> None:
    """The console command `oefening`."""
    replace_unencodable_output()
    sys.exit(run(sys.argv[1:]))
