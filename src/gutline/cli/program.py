"""The program `gutline`: finds its commands in a folder, and never ends in a traceback."""

from __future__ import annotations

import difflib
import os
import re
import sys
from importlib import import_module
from importlib.resources import files
from pkgutil import iter_modules
from typing import Any

import click

import gutline
from gutline.cli import commands
from gutline.cli.refusal import FaultError, RefusalError

_SHORT_HELP = re.compile(r'\bshort_help="([^"\n]+)"')


class Program(click.Group):
    """A group whose commands are the modules of `gutline.cli.commands`, loaded when needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands."""
        return sorted(module.name.replace("_", "-") for module in iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name, or None when there is none."""
        if cmd_name not in self.list_commands(ctx):
            return None
        loaded: click.Command = import_module(f"{commands.__name__}.{module_of(cmd_name)}").command
        return loaded

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write every command with its short help, read from its file: nothing is loaded."""
        rows = [(name, short_help(name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that was asked for; suggest the nearest when there is none."""
        known = self.list_commands(ctx)
        if args and not args[0].startswith("-") and args[0] not in known:
            close = difflib.get_close_matches(args[0], known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}."
            raise click.UsageError(f"There is no command {args[0]!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        """Run the command; whatever goes wrong is told in a sentence."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            _leave_quietly()
        except Exception as error:
            if ctx.params.get("traceback"):
                raise
            raise _told(error) from error


def module_of(name: str) -> str:
    """Return the name of the module of a command: "gut-part" is in gut_part."""
    return name.replace("-", "_")


def short_help(name: str) -> str:
    """Return the short help of a command as it stands in the command's file.

    Raises
    ------
    LookupError
        When the file gives none.
    """
    source = files(commands).joinpath(f"{module_of(name)}.py").read_text("utf-8")
    found = _SHORT_HELP.search(source)
    if found is None:
        raise LookupError(f"the command {name!r} has no short_help; give it one, in one line")
    return found[1]


def _told(error: Exception) -> click.ClickException:
    """Return an error as the sentence a person reads."""
    if isinstance(error, ValueError) and type(error).__module__.startswith("gutline."):
        return RefusalError(str(error))
    if isinstance(error, OSError):
        where = f"{error.filename!r}: " if error.filename else ""
        return RefusalError(f"{where}{error.strerror or error}.")
    return FaultError(error)


def _leave_quietly() -> None:
    """End after the reader of our output has gone, as `gutline discover me.csv | head` does."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise click.exceptions.Exit(0)


def _show_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:  # noqa: FBT001
    if asked and not ctx.resilient_parsing:
        click.echo(f"gutline {gutline.__version__}")
        ctx.exit()


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `gutline demo`, then `gutline check` and `gutline discover` on your diary.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and leave.",
)
@click.option("--traceback", is_flag=True, help="Show where in the program an error came up.")
def program(traceback: bool) -> None:  # noqa: FBT001 - read by Program.invoke
    """Find out from your own diary what goes with your symptoms, and what does not.

    Nothing leaves this computer, unless you have reminders mailed.
    """
