"""What people did with the lines of a checklist: each function settled its own, on the days that the file says."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime

from productops.demo.files import organisation
from productops.demo.play import Crew
from productops.demo.release_files import Facts, WrittenRelease
from productops.demo.release_policy import function_of_items
from productops.people.models import Person
from productops.receiving import ReceivedFile, incoming
from releases.actions.items import Shown, hand_on, set_state
from releases.enums import EvidenceRule, ItemState
from releases.files import keep, type_of
from releases.models import Release, Upload

Do = Callable[[Person, datetime], object]
Step = tuple[float, str, Do]  # on which day (`release_moments.LATE` more: its afternoon), by whom, what
DOCS = "https://docs.meridian.example"
PILOT = b"day,payouts,arrived,refused,median_seconds\n1,58,58,0,22\n2,71,71,0,19\n3,85,84,1,18\n"


def item_steps(written: WrittenRelease, crew: Crew, row: Callable[[], Release]) -> Iterator[Step]:
    """`row` gives the release as the last door left it."""
    for function, day in written.done.items():
        yield day, _holder(function, written.area), _all_of(function, row)
    for line in written.items:
        function = function_of_items()[line["keys"][0]]
        yield line["day"], line.get("by", _holder(function, written.area)), _of(line, crew, row)


def _holder(function: str, area: str) -> str:
    """Whose the items of a function are, as `releases.owners` says."""
    facts = next(each for each in organisation()["areas"] if each["slug"] == area)
    of_area = {"product": "pm", "engineering": "eng_lead", "support": "support_contact"}
    if function in of_area:
        return str(facts[of_area[function]])
    return next(str(each["lead"]) for each in organisation()["functions"] if each["slug"] == function)


def _all_of(function: str, row: Callable[[], Release]) -> Do:
    """Everything of the function that people settle and that is still open, with what it asks to show."""

    def do(by: Person, now: datetime) -> None:
        release = row()
        items = list(
            release.items.filter(function__slug=function, retired_at=None, fact="").exclude(
                state__in=[ItemState.DONE, ItemState.WAIVED, ItemState.NOT_APPLICABLE]
            )
        )
        assert items, f"{function} has nothing to do in {release.key}"
        asked = {item.evidence_rule for item in items}
        shown = [Shown(note="Looked at with the PM; as agreed.")] if EvidenceRule.NOTE in asked else []
        if asked != {EvidenceRule.NOTE}:
            shown.append(Shown(url=f"{DOCS}/releases/{release.key.lower()}/{function}"))
        set_state(items=items, state=ItemState.DONE, shown=shown, by=by, now=now)

    return do


def _of(line: Facts, crew: Crew, row: Callable[[], Release]) -> Do:
    """One entry of the file's `items`."""

    def do(by: Person, now: datetime) -> None:
        items = list(row().items.filter(key__in=line["keys"], retired_at=None))
        assert len(items) == len(line["keys"]), f"{row().key} lacks some of {line['keys']}"
        if "to" in line:
            hand_on(items=items, to=crew.people[line["to"]], by=by, now=now)
            return
        shown = [Shown(url=line["url"])] if "url" in line else []
        shown += [Shown(note=line["note"])] if "note" in line else []
        shown += [Shown(upload=_file(f"{line['file']}.csv", by, now))] if "file" in line else []
        state = ItemState(line.get("state", "done"))
        set_state(items=items, state=state, reason=line.get("reason", ""), shown=shown, by=by, now=now)

    return do


def _file(name: str, by: Person, now: datetime) -> Upload:
    """A small file as if it had been sent by a form."""
    with tempfile.NamedTemporaryFile(dir=incoming(), prefix="in-") as file:
        file.write(PILOT)
        file.flush()
        received = ReceivedFile(file, name, len(PILOT), hashlib.sha256(PILOT).hexdigest(), too_large=False)
        received.content_type = type_of(name, file.file)  # type: ignore[arg-type]
        return keep(received, by=by, now=now)
