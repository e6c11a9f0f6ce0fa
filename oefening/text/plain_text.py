"""Markdown as plain text: without emphasis, lists with dashes, tables with bars. Pure."""

from markdown_it import MarkdownIt
from markdown_it.token import Token

_READER = MarkdownIt("commonmark", {"html": False}).enable("table")


def plain_text_of(text: str) -> str:
    """The text without its markup, each paragraph on a line. HTML in it is text like any other."""
    rows: list[str] = []
    cells: list[str] | None = None
    marker = ""
    for token in _READER.parse(text):
        match token.type:
            case "tr_open":
                cells = []
            case "tr_close" if cells is not None:
                rows.append(" | ".join(cells))
                cells = None
            case "list_item_open":
                marker = f"{token.info}{token.markup} " if token.info else "– "
            case "inline":
                words = "".join(map(_inline, token.children or ()))
                if cells is None:
                    rows.append(marker + words)
                    marker = ""
                else:
                    cells.append(words)
            case "fence" | "code_block":
                rows.append(token.content.rstrip("\n"))
            case _:
                pass
    return "\n".join(rows)


def _inline(token: Token) -> str:
    match token.type:
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "image":
            return "".join(map(_inline, token.children or ()))
        case _:
            return token.content
