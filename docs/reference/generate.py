"""The pages of the manual's reference, made from the code each time the manual is built.

A hook of MkDocs: commands from the command line, tables from ``model/specs.py``, measures
from their docstrings, blocks from ``templates/blocks/`` and charts from ``charts/``, with a
picture of each. What is written in the code is what is printed here; nothing is kept twice.
Pictures of pages are made anew too, and what lies beside docs/ in the repository and is
linked from it (how to contribute, the starter's data) has a page.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the generated pages and pictures to the manual's files."""
    made = dict(pictures())
    shown = {name.removeprefix("block-").removesuffix(".png") for name in made}
    pages = {
        "commands": commands(),
        "tables": tables(),
        "measures": measures(),
        "blocks": blocks(shown),
        "charts": charts(),
    }
    for page, lines in pages.items():
        files.append(File.generated(config, f"reference/{page}.md", content="\n".join(lines)))
    for name, content in made.items():
        files.append(File.generated(config, f"reference/{name}", content=content))
    for name, content in pages_seen():
        if kept := files.get_file_from_path(f"pictures/{name}"):
            files.remove(kept)  # what README shows, as it was when somebody looked at it
        files.append(File.generated(config, f"pictures/{name}", content=content))
    for path, (page, _) in BESIDE.items():
        content = (ROOT / path).read_text(encoding="utf-8")
        files.append(File.generated(config, page, content=content))
    return files


BESIDE = {
    "CONTRIBUTING.md": ("contributing.md", {"docs/languages.md": "languages.md"}),
    "CHANGELOG.md": ("changelog.md", {}),
    "data/README.md": ("reference/data.md", {}),
    "benchmarks/README.md": ("reference/benchmarks.md", {}),
}
"""Pages of the repository that stand outside of docs/: their page here, and links in them."""


def on_page_markdown(markdown: str, *, page: Page, **_: object) -> str:
    """Lead links out of docs/ to the page that the manual has for it."""
    here = PurePosixPath(page.file.src_uri)
    for path, (target, links) in BESIDE.items():
        markdown = markdown.replace(f"](../{path})", f"]({target})")
        if str(here) == target:
            for old, new in links.items():
                markdown = markdown.replace(f"]({old})", f"]({new})")
    return markdown


def commands() -> Iterator[str]:
    """Every command with its options, in the words that ``--help`` prints."""
    from briefpress.cli import main

    yield "# Commands\n"
    yield "`briefpress COMMAND --help` prints the same.\n"
    context = click.Context(main, info_name="briefpress")
    yield from _commands(main, context)


def _commands(group: click.Group, above: click.Context) -> Iterator[str]:
    for name in group.list_commands(above):
        command = group.get_command(above, name)
        assert command
        context = click.Context(command, parent=above, info_name=name)
        yield f"## {context.command_path}\n"
        usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
        yield f"```\n{usage}\n```\n"
        yield _prose(command.help or "") + "\n"
        options = [one for one in command.get_params(context) if isinstance(one, click.Option)]
        rows = [record for one in options if (record := one.get_help_record(context))]
        if rows:
            yield "| option | meaning |\n|---|---|"
            for option, meaning in rows:
                yield f"| `{option}` | {_cell(meaning)} |"
            yield ""
        if isinstance(command, click.Group):
            yield from _commands(command, context)


def _prose(text: str) -> str:
    """Return a command's help as Markdown: a paragraph that begins with a command is code."""
    paragraphs = re.split(r"\n\s*\n", text.replace("\b", ""))
    return "\n\n".join(
        f"```\n{part.strip()}\n```" if part.strip().startswith("briefpress ") else _escaped(part)
        for part in paragraphs
    )


def _escaped(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().replace("<", "&lt;").replace("*", "\\*")


def _cell(text: str) -> str:
    return _escaped(text).replace("|", "\\|")


def tables() -> Iterator[str]:
    """The canonical tables and their columns."""
    from briefpress.model.specs import SPECS

    yield "# Tables\n"
    yield (
        "What every source becomes. Columns follow the IATI activity standard 2.03. An empty cell "
        "means *no data*, never zero. `data/README.md` of the starter shows each with examples.\n"
    )
    for name, spec in SPECS.items():
        yield f"## {name}\n"
        needed = "It must be there. " if spec.required else ""
        yield f"{needed}A row is named by {_listed(spec.key)}.\n"
        yield "| column | type | must be filled | what may stand there |\n|---|---|---|---|"
        for column in spec.columns:
            allowed = ", ".join(f"`{one}`" for one in column.allowed)
            if column.refers:
                allowed = f"a row of [{column.refers}](#{column.refers})"
            filled = "yes" if column.required else ""
            yield f"| `{column.name}` | {column.type} | {filled} | {allowed} |"
        yield ""


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(f"`{name}`" for name in names)


def measures() -> Iterator[str]:
    """What is measured, from the docstrings of the functions that measure."""
    yield "# Functions that measure\n"
    yield (
        "Functions from tables to a table or a number, for who writes charts or reads the code. "
        "Which numbers they become in a brief is in [Measures](../measures.md).\n"
    )
    for path in sorted((ROOT / "src/briefpress/measures").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        public = [
            (node.name, said)
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if (said := ast.get_docstring(node))
        ]
        if not public:
            continue
        yield f"## {path.stem}\n"
        yield f"{_code(ast.get_docstring(tree) or '')}\n"
        for name, said in public:
            yield f"### {path.stem}.{name}\n\n{_code(said)}\n"


def _code(docstring: str) -> str:
    return docstring.replace("``", "`").replace("<", "&lt;")


def blocks(shown: Collection[str]) -> Iterator[str]:
    """The blocks of pages, from the comment at the head of each, with a picture where shown."""
    yield "# Blocks\n"
    yield (
        'A block is a file in `templates/blocks/`, placed with `{% include "blocks/NAME.html" %}`. '
        "When it has nothing to say it prints nothing. A project's own file of the same name "
        "stands before the installed one.\n"
    )
    for path in sorted((ROOT / "templates/blocks").glob("*.html")):
        yield f"## {path.stem}\n"
        yield f"{_comment(path)}\n"
        if path.stem in shown:
            yield f"![The block {path.stem}, of made-up activities](block-{path.stem}.png)\n"


def _comment(path: Path) -> str:
    found = re.match(r"\{#(.*?)#\}", path.read_text(encoding="utf-8"), re.DOTALL)
    return re.sub(r"\s+", " ", found[1]).strip() if found else ""


def charts() -> Iterator[str]:
    """The charts, from the head of each file, with its picture."""
    yield "# Charts\n"
    yield (
        "A chart is a file in `charts/`, placed with `{% with chart = charts.NAME %}"
        '{% include "blocks/figure.html" %}{% endwith %}`. The pictures are of made-up '
        "activities.\n"
    )
    for path in sorted((ROOT / "charts").glob("*.py")):
        said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        yield f"## {path.stem}\n"
        yield f"{_code(said)}\n"
        yield f"![{path.stem.replace('_', ' ')}, of made-up activities](chart-{path.stem}.png)\n"


def pages_seen() -> Iterator[tuple[str, bytes]]:
    """Give what `make pictures` makes: pages, and charts as people see colours, by their names."""
    from make import pictures as of_all

    with tempfile.TemporaryDirectory() as folder:
        for path in of_all(Path(folder)):
            yield path.name, path.read_bytes()


def pictures() -> Iterator[tuple[str, bytes]]:
    """Give the pictures of charts and blocks, by the names of their files."""
    sys.path.append(str(ROOT / "docs/pictures"))
    from blocks_seen import pictures as of_blocks
    from charts_seen import picture

    for path in sorted((ROOT / "charts").glob("*.py")):
        held = io.BytesIO()
        Image.fromarray(picture(path.stem)).save(held, "PNG", optimize=True)
        yield f"chart-{path.stem}.png", held.getvalue()
    with tempfile.TemporaryDirectory() as folder:
        for path in of_blocks(Path(folder)):
            yield path.name, path.read_bytes()
