"""Imports point one way: productops' sub-packages <- comms <- insights <- releases <- rituals <- the top layer."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Lower may not import higher. Modules of productops that everything stands on count as its sub-packages.
LEVELS = {"foundation": 0, "comms": 1, "insights": 2, "releases": 3, "rituals": 4, "top": 5}
TOP = {
    "settings", "urls", "celery", "wsgi", "views", "demo", "management", "frame", "palette", "apps", "stack",
    "mailsink", "slacksink",
}  # fmt: skip
# productops.audit depends on nothing of ours.
NOTHING = "productops.audit"
# Said at run time, not at import: the pages for exceptions raised below are built by the top layer.
ALLOWED = {
    ("productops/http.py", "productops.views.refused"),
    ("productops/http.py", "productops.views.failed"),
}


def layer_of(module: str) -> str | None:
    parts = module.split(".")
    if parts[0] in LEVELS:
        return parts[0]
    if parts[0] != "productops":
        return None
    return "top" if len(parts) > 1 and parts[1] in TOP else "foundation"


def imports() -> list[tuple[str, str]]:
    found = []
    for package in ("productops", "comms", "insights", "releases", "rituals"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                    found.append((str(path.relative_to(ROOT)), node.module))
                elif isinstance(node, ast.Import):
                    found += [(str(path.relative_to(ROOT)), alias.name) for alias in node.names]
    return found


def module_of(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".")


def test_imports_point_one_way() -> None:
    wrong = []
    for path, imported in imports():
        here, there = layer_of(module_of(path)), layer_of(imported)
        if here and there and LEVELS[there] > LEVELS[here] and (path, imported) not in ALLOWED:
            wrong.append(f"{path} imports {imported}")
    assert wrong == []


def test_audit_depends_on_nothing() -> None:
    wrong = [
        f"{path} imports {imported}"
        for path, imported in imports()
        if path.startswith("productops/audit/") and layer_of(imported) and not imported.startswith(NOTHING)
    ]
    assert wrong == []


def test_the_walk_sees_the_packages() -> None:
    walked = {layer_of(module_of(path)) for path, _imported in imports()}
    assert {"foundation", "comms", "rituals", "top"} <= walked


RULES_OF_RELEASES = (
    "tiering", "stages", "checklist", "readiness", "leadtime", "lead_words", "windows", "policy", "policy_reading",
    "policy_changes", "next_action", "circles", "owners", "go_no_go", "blockers", "bundling", "beginning", "fitting",
    "keys", "filters", "timeline", "standing_notice",
)  # fmt: skip


def test_pure_rules_ask_nobody() -> None:
    """Rule modules know no request, no ORM and no clock."""
    pure = ["rituals/merge.py", "rituals/assembling.py", "rituals/suggestions.py", "rituals/reminders.py",
            "rituals/recurrence.py", "productops/worktime.py", "productops/people/raci.py", "comms/backoff.py",
            "productops/editions/canonical.py", "productops/followups/asks.py",
            *(f"releases/{name}.py" for name in RULES_OF_RELEASES)]  # fmt: skip
    forbidden = (".objects", "timezone.now", "datetime.now(", "date.today", "request.")
    wrong = [
        f"{name}: {word}"
        for name in pure
        for word in forbidden
        if word in (ROOT / name).read_text().replace('"date.today', "")
    ]
    assert wrong == []


def test_doors_know_no_http() -> None:
    wrong = [
        f"{path} imports {imported}"
        for path, imported in imports()
        if "/actions/" in path and imported in {"django.http", "productops.http", "django.shortcuts"}
    ]
    assert wrong == []


def test_a_day_is_always_somebodys() -> None:
    """`now.date()` is the day in UTC: a role "from Monday" would begin when it is Monday there."""
    packages = ("productops/people", "productops/followups", "productops/demo", "comms", "releases", "rituals")
    places = [path for name in packages for path in (ROOT / name).rglob("*.py")]
    wrong = [str(path.relative_to(ROOT)) for path in places if re.search(r"\bnow(\(\))?\.date\(", path.read_text())]
    assert (len(places) > 100, wrong) == (True, [])
