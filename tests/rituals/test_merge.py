"""Two writers, one draft: the merge as a table, and what must always hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.merge import Conflict, Merge, Typed, fingerprint, merge

OLD, MINE, THEIRS = "old", "mine", "theirs"


@pytest.mark.parametrize(
    ("stored", "typed", "base", "choice", "expected"),
    [
        pytest.param("", MINE, "", None, Merge(write={"a": MINE}), id="a new line is written"),
        pytest.param(OLD, MINE, OLD, None, Merge(write={"a": MINE}), id="only I changed it"),
        pytest.param(THEIRS, OLD, OLD, None, Merge(kept={"a"}), id="only they changed it"),
        pytest.param(THEIRS, THEIRS, OLD, None, Merge(), id="both made the same change"),
        pytest.param(OLD, "", OLD, None, Merge(delete={"a"}), id="I emptied it"),
        pytest.param("", OLD, OLD, None, Merge(kept={"a"}), id="they removed what I only read"),
        pytest.param("", MINE, OLD, None, Merge(write={"a": MINE}), id="they removed what I changed: my words stay"),
        pytest.param(
            THEIRS, MINE, OLD, None, Merge(conflicts=[Conflict("a", MINE, THEIRS)]), id="both changed it: ask"
        ),
        pytest.param(THEIRS, "", OLD, None, Merge(conflicts=[Conflict("a", "", THEIRS)]), id="I emptied, they wrote"),
        pytest.param(THEIRS, MINE, OLD, "mine", Merge(write={"a": MINE}), id="answered: mine"),
        pytest.param(THEIRS, MINE, OLD, "theirs", Merge(kept={"a"}), id="answered: theirs"),
        pytest.param(THEIRS, MINE, OLD, "both", Merge(kept={"a"}, copies={"a": MINE}), id="answered: both"),
    ],
)
def test_merge(stored: str, typed: str, base: str, choice: str | None, expected: Merge) -> None:
    lines = [Typed("a", typed, fingerprint(base))]
    result = merge({"a": stored} if stored else {}, lines, {"a": choice} if choice else {})  # type: ignore[dict-item]
    assert (result.write, result.delete, result.copies, result.kept, result.conflicts) == (
        expected.write,
        expected.delete,
        expected.copies,
        expected.kept,
        expected.conflicts,
    )


TEXTS = st.sampled_from(["", "old", "mine", "theirs"])


@given(stored=TEXTS, typed=TEXTS, base=TEXTS)
def test_no_typed_or_stored_word_is_dropped_unseen(stored: str, typed: str, base: str) -> None:
    """What I changed is written, equal to what is there, or asked about; what they changed is never overwritten."""
    result = merge({"a": stored} if stored else {}, [Typed("a", typed, fingerprint(base))])
    i_changed, they_changed = typed != base, stored != base
    if i_changed and typed:
        assert typed == stored or result.write.get("a") == typed or result.conflicts
    if they_changed and stored and stored != typed:
        assert "a" not in result.write
        assert "a" not in result.delete


@given(stored=TEXTS, typed=TEXTS, base=TEXTS)
def test_saving_twice_is_saving_once(stored: str, typed: str, base: str) -> None:
    lines = [Typed("a", typed, fingerprint(base))]
    first = merge({"a": stored} if stored else {}, lines)
    after = {"a": stored} if stored else {}
    after |= first.write
    for pk in first.delete:
        after.pop(pk, None)
    second = merge(after, [Typed("a", typed, first.shown.get("a", lines[0].base))])
    assert not second.write
    assert not second.delete
    assert bool(second.conflicts) == bool(first.conflicts)
