"""The repository as the house rules read it: modules, functions, templates."""

import ast
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from importlib.util import find_spec
from inspect import isfunction
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "keskio"


@dataclass(frozen=True)
class Module:
    """A Python file; `name` is its dotted name below keskio, such as `cases.operations.reply`."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        try:
            return ast.parse(self.text)
        except SystemError:  # CPython 3.11 miscounts when another thread compiles at the same time
            return ast.parse(self.text)

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def names(self) -> Iterator[tuple[str, str, str]]:
        """What is imported when the program runs, not only for its types: from, name, alias."""
        for node in _run_time(self.tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    yield node.module, alias.name, alias.asname or alias.name


def _run_time(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        yield node
        yield from _run_time(node)


@cache
def modules() -> tuple[Module, ...]:
    """All modules of the product that people write: no tests, no migrations."""
    return tuple(
        Module(name, path.read_text())
        for path in sorted(PACKAGE.rglob("*.py"))
        if not {"tests", "migrations"} & set(path.parts) and path.name != "conftest.py"
        for name in [".".join(path.relative_to(PACKAGE).with_suffix("").parts)]
    )


@cache
def operations() -> dict[str, Callable[..., object]]:
    """The rooms' writes, as `room.name`."""
    return {
        f"{room}.{name}": made
        for room in levels()
        if (PACKAGE / room).is_dir() and find_spec(f"keskio.{room}.operations")
        for name, made in vars(import_module(f"keskio.{room}.operations")).items()
        if isfunction(made) and not name.startswith("_")
        if made.__module__.startswith(f"keskio.{room}.operations")
    }


@cache
def levels() -> dict[str, int]:
    """How high each room lies, from import-linter's own contract; siblings share a level."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return {
        room.strip("() "): -depth for depth, layer in enumerate(layers) for room in layer.split("|")
    }


@cache
def tracked_files() -> tuple[Path, ...]:
    """What belongs to the repository: tracked, or new and not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(path for name in listed.split("\0") if (path := ROOT / name).is_file() and name)


def templates() -> dict[str, str]:
    return {
        str(path.relative_to(ROOT)): path.read_text()
        for path in sorted(PACKAGE.rglob("templates/**/*.html"))
    }
