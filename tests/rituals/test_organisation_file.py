"""Organisation files: the real sample, one small file bent in every way, and bytes that nobody wrote."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rituals.organisation_file import OrganisationFile, Reading, read_organisation
from rituals.strict_yaml import MAX_BYTES, Fields, Items, Text, Unreadable, read_yaml

TODAY = dt.date(2026, 11, 20)
SAMPLE = Path(__file__).parent.parent / "data" / "organisation-sample.yaml"

SMALL = """\
organisation:
  name: Acme
  timezone: Poland
  country: PL
areas:
- slug: payments
  name: Payments
  summary: Taking money.
  group: Commerce
  pm: Ola@Example.org
  eng_lead: jan@example.org
  deputy: ewa@example.org
  deputy_until: 2026-12-31
  support_contact: support@example.org
  chat: '#payments'
  components:
  - cards
  - no
  meetings:
  - name: Sync
    day: Tuesday
    time: 10:30
    timezone: Warsaw
    frequency: biweekly
    minutes: 45
    starts: 2026-11-17
people:
- email: ola@example.org
  name: Ola Nowak
  function: Product
  timezone: Europe/Warsaw
  language: pl
  roles: [pm, Product Ops lead]
"""


def read(text: str) -> Reading:
    return read_organisation(text.encode(), today=TODAY)


def taken(text: str) -> OrganisationFile:
    reading = read(text)
    assert reading.organisation, reading.problems
    return reading.organisation


def bent(before: str, after: str) -> str:
    """SMALL with one thing changed."""
    assert SMALL.count(before) == 1
    return SMALL.replace(before, after)


def refusals(reading: Reading) -> list[tuple[int, str, str]]:
    assert reading.organisation is None
    return [(problem.line, problem.path, problem.reason) for problem in reading.problems if problem.fatal]


def warnings(reading: Reading) -> list[tuple[int, str, str]]:
    assert reading.organisation
    assert not any(problem.fatal for problem in reading.problems)
    return [(problem.line, problem.path, problem.reason) for problem in reading.problems]


# -------------------------------------------------------------------------------------------------------- the sample


@pytest.fixture(scope="module")
def sample() -> Reading:
    return read_organisation(SAMPLE.read_bytes(), today=TODAY)


def test_the_sample_is_read_whole(sample: Reading) -> None:
    organisation = sample.organisation
    assert organisation
    assert sample.problems == ()
    assert (organisation.name, organisation.timezone, organisation.country) == (
        "Kubernetes (sample)",
        "America/Los_Angeles",
        "US",
    )
    assert len(organisation.areas) == 12
    assert len(organisation.meetings) == 33
    assert (organisation.scheduled, organisation.unscheduled) == (33, 0)
    assert sum(meeting.read.anchor_assumed for meeting in organisation.meetings) == 26
    assert all(meeting.minutes == 60 and meeting.minutes_assumed for meeting in organisation.meetings)
    assert organisation.areas[0].components[:2] == ("cel-admission-webhook", "component-base")
    assert organisation.areas[0].pm == "api-machinery-pm@example.org"


def test_the_sample_s_rules_and_zones(sample: Reading) -> None:
    assert sample.organisation
    meetings = sample.organisation.meetings
    kinds = Counter((meeting.read.rrule or "").partition(";BYDAY=")[0] for meeting in meetings)
    assert kinds == {"FREQ=WEEKLY;INTERVAL=2": 25, "FREQ=WEEKLY": 3, "FREQ=WEEKLY;INTERVAL=4": 1, "FREQ=MONTHLY": 4}
    zones = Counter(meeting.read.zone for meeting in meetings)
    assert zones == {"America/Los_Angeles": 24, "UTC": 8, "Europe/Warsaw": 1}
    assert {meeting.as_written for meeting in meetings if meeting.name == "APAC SIG Meeting"} == {
        "Wednesday, 05:30, UTC, monthly - Wednesday, after the fourth Tuesday, every month"
    }


def test_reading_twice_gives_the_same(sample: Reading) -> None:
    assert read_organisation(SAMPLE.read_bytes(), today=TODAY) == sample


# ----------------------------------------------------------------------------------------------------- what is taken


def test_everything_a_file_can_say() -> None:
    reading = read(SMALL)
    assert reading.problems == ()
    organisation = taken(SMALL)
    [area], [person] = organisation.areas, organisation.people
    [meeting] = area.meetings
    assert (organisation.name, organisation.timezone, organisation.country) == ("Acme", "Europe/Warsaw", "PL")
    assert (area.slug, area.name, area.summary, area.group) == ("payments", "Payments", "Taking money.", "Commerce")
    assert (area.pm, area.eng_lead, area.support_contact) == (
        "ola@example.org",
        "jan@example.org",
        "support@example.org",
    )
    assert (area.deputy, area.deputy_until) == ("ewa@example.org", dt.date(2026, 12, 31))
    assert (area.chat, area.components, area.line) == ("#payments", ("cards", "no"), 6)
    assert (meeting.time, meeting.minutes, meeting.minutes_assumed) == ("10:30", 45, False)
    assert meeting.starts == dt.date(2026, 11, 17)
    assert (meeting.read.rrule, meeting.read.zone) == ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "Europe/Warsaw")
    assert meeting.read.starts == dt.datetime(2026, 11, 17, 10, 30)
    assert not meeting.read.anchor_assumed
    assert (person.email, person.name, person.function) == ("ola@example.org", "Ola Nowak", "Product")
    assert (person.timezone, person.language, person.roles) == ("Europe/Warsaw", "pl", ("pm", "product_ops_lead"))


def test_the_documented_example_is_read_without_a_problem() -> None:
    document = (Path(__file__).parents[2] / "docs" / "organisation-file.md").read_text()
    reading = read(document.split("```yaml\n")[1].split("```")[0])
    assert reading.problems == ()
    assert reading.organisation
    assert [(meeting.read.rrule, meeting.read.anchor_assumed) for meeting in reading.organisation.meetings] == [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", False),
        ("FREQ=MONTHLY;BYDAY=-1TH", False),
    ]


def test_the_least_a_file_can_say() -> None:
    reading = read("organisation: {name: Acme, timezone: UTC, country: NO}\nareas: [{slug: a, name: A, pm: a@b.pl}]")
    assert reading.problems == ()
    assert reading.organisation
    assert reading.organisation.country == "NO"
    assert reading.organisation.areas[0].meetings == ()


def test_a_meeting_is_in_the_organisation_s_zone_and_an_hour_long_unless_it_says_otherwise() -> None:
    meeting = taken(bent("    timezone: Warsaw\n", "").replace("    minutes: 45\n", "")).meetings[0]
    assert (meeting.timezone, meeting.read.zone) == ("", "Europe/Warsaw")
    assert (meeting.minutes, meeting.minutes_assumed) == (60, True)


def test_names_are_cleaned() -> None:
    organisation = taken(bent("name: Acme", 'name: "  Ac\\tme\u202e  x "'))
    assert organisation.name == "Ac me x"


# ------------------------------------------------------------------------------------------------- told and lived with


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("  country: PL\n", "", [(2, "organisation/country", "Without a country no holidays are known.")]),
        ("  name: Acme\n", "  name: Acme\n  nmae: x\n", [(3, "organisation/nmae", "Unknown key; it is ignored.")]),
        ("people:\n", "x: 1\npeople:\n", [(27, "x", "Unknown key; it is ignored.")]),
        (
            "  pm: Ola@Example.org\n",
            "",
            [(6, "areas/payments/pm", "This area has no PM; nobody will be asked for its update.")],
        ),
        ("  - no\n", "  - cards\n", [(18, "areas/payments/components", "“cards” is listed twice.")]),
        (
            "biweekly",
            "now and then",
            [
                (
                    24,
                    "areas/payments/meetings/Sync/frequency",
                    "Unscheduled: The frequency “now and then” is not understood.",
                )
            ],
        ),
        (
            "minutes: 45",
            "minutes: an hour",
            [
                (
                    25,
                    "areas/payments/meetings/Sync/minutes",
                    "This is not a number from 5 to 1440; it is ignored.",
                )
            ],
        ),
        (
            "2026-11-17",
            "17 November",
            [(26, "areas/payments/meetings/Sync/starts", "This is not a date such as 2026-11-18.")],
        ),
        (
            "language: pl",
            "language: tlh",
            [(32, "people/ola@example.org/language", "The portal does not speak this language; left out.")],
        ),
        ("[pm,", "[king,", [(33, "people/ola@example.org/roles", "“king” is not a role; left out.")]),
    ],
)  # fmt: skip
def test_what_is_told_does_not_stop_the_import(before: str, after: str, expected: list[tuple[int, str, str]]) -> None:
    assert warnings(read(bent(before, after))) == expected


def test_an_unscheduled_meeting_keeps_its_words_and_the_reason() -> None:
    meeting = taken(bent("biweekly", "now and then")).meetings[0]
    assert not meeting.read.scheduled
    assert meeting.as_written == "Tuesday, 10:30, Warsaw, now and then"
    assert meeting.read.why_not == "The frequency “now and then” is not understood."
    organisation = taken(bent("biweekly", "now and then"))
    assert (organisation.scheduled, organisation.unscheduled) == (0, 1)


def test_a_start_that_is_no_date_is_not_replaced_by_an_assumption() -> None:
    for start in ("soon", "2026-02-30", "1026-01-01", "2026-11-17T10:00"):
        meeting = taken(bent("2026-11-17", start)).meetings[0]
        assert (meeting.read.scheduled, meeting.read.why_not) == (False, "Its start is not a date.")


@pytest.mark.parametrize("half", ["  deputy: ewa@example.org\n", "  deputy_until: 2026-12-31\n"])
def test_nobody_stands_in_for_ever(half: str) -> None:
    reading = read(bent(half, ""))
    assert [reason.startswith("A deputy needs") for _line, _path, reason in warnings(reading)] == [True]
    assert reading.organisation
    area = reading.organisation.areas[0]
    assert (area.deputy, area.deputy_until) == ("", None)


# ------------------------------------------------------------------------------------------------------------- fatal

AREA_TWICE = SMALL.replace("people:\n", "- {slug: payments, name: Other, pm: a@b.pl}\npeople:\n")
MEETING_TWICE = SMALL.replace("people:\n", "  - {name: sync, day: Monday}\npeople:\n")
PERSON_TWICE = SMALL + "- {email: OLA@example.org, name: Other}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (0, "", "The file is empty.")),
        ("just text", (1, "", "The file has to start with keys such as “organisation:”.")),
        ("- a\n- b\n", (1, "", "The file has to start with keys such as “organisation:”.")),
        (bent("  name: Acme\n", ""), (2, "organisation/name", "This is missing.")),
        (bent("  timezone: Poland\n", ""), (2, "organisation/timezone", "This is missing.")),
        (
            bent("Poland", "Narnia"),
            (
                3,
                "organisation/timezone",
                "The time zone “Narnia” is not understood; write a name such as Europe/Warsaw.",
            ),
        ),
        (
            bent("country: PL", "country: XX"),
            (4, "organisation/country", "No holidays are known for this country; write a code such as PL."),
        ),
        ("organisation: Acme\nareas: [{slug: a, name: A}]", (1, "organisation", "This has to be keys with values.")),
        ("areas: [{slug: a, name: A}]", (1, "organisation", "This is missing.")),
        (SMALL[: SMALL.index("areas:")], (1, "areas", "This is missing.")),
        (SMALL[: SMALL.index("areas:")] + "areas:\n", (5, "areas", "This is missing.")),
        (SMALL[: SMALL.index("areas:")] + "areas: {a: b}\n", (5, "areas", "This has to be a list.")),
        (
            SMALL[: SMALL.index("areas:")] + "areas:\n- payments\n",
            (6, "areas/1", "This has to be a list of keys with values."),
        ),
        (bent("- slug: payments\n  name", "- name"), (6, "areas/1/slug", "This is missing.")),
        (
            bent("slug: payments", "slug: Our Payments"),
            (6, "areas/1/slug", "A slug is lower-case letters, digits and single hyphens."),
        ),
        (bent("  name: Payments\n", ""), (6, "areas/payments/name", "This is missing.")),
        (bent("name: Payments", "name: [a, b]"), (7, "areas/payments/name", "This has to be text.")),
        (
            bent("name: Payments", "name: " + "x" * 121),
            (7, "areas/payments/name", "This is longer than 120 characters."),
        ),
        (bent("Ola@Example.org", "Ola"), (10, "areas/payments/pm", "This is not an e-mail address.")),
        (bent("- cards", "- [cards]"), (17, "areas/payments/components", "This has to be text.")),
        (AREA_TWICE, (27, "areas/2/slug", "Another area, on line 6, has this slug.")),
        (bent("- name: Sync\n    day", "- day"), (20, "areas/payments/meetings/1/name", "This is missing.")),
        (
            MEETING_TWICE,
            (27, "areas/payments/meetings/2/name", "Another meeting of this area, on line 20, has this name."),
        ),
        (PERSON_TWICE, (34, "people/2/email", "Another person, on line 28, has this address.")),
        (
            bent("Europe/Warsaw", "Narnia"),
            (
                31,
                "people/ola@example.org/timezone",
                "The time zone “Narnia” is not understood; write a name such as Europe/Warsaw.",
            ),
        ),
    ],
)
def test_structural_faults_stop_the_import(text: str, expected: tuple[int, str, str]) -> None:
    assert expected in refusals(read(text))


def test_every_fault_is_listed_at_once_in_the_file_s_order() -> None:
    text = bent("Ola@Example.org", "Ola").replace("Poland", "Narnia").replace("biweekly", "now and then")
    reading = read(text)
    assert [(problem.line, problem.fatal) for problem in reading.problems] == [(3, True), (10, True), (24, False)]


def test_limits_are_kept() -> None:
    head = SMALL[: SMALL.index("areas:")]
    many = read(head + "areas:\n" + "- a: b\n" * 1000)
    assert many.organisation is None
    assert len(many.problems) == 401
    assert many.problems[-1].reason == "And 3600 more problems."
    assert refusals(read(head + "areas:\n" + "- a: b\n" * 2001)) == [(5, "areas", "These are more than 2000.")]
    meetings = "".join(f"  - {{name: m{n}, day: Monday}}\n" for n in range(200))
    areas = "".join(f"- slug: a{n}\n  name: A\n  pm: a@b.pl\n  meetings:\n{meetings}" for n in range(26))
    assert (5109, "areas/26/meetings", "The file has more than 5000 meetings.") in refusals(
        read(head + "areas:\n" + areas)
    )


# -------------------------------------------------------------------------------------------------------- strict YAML


def test_scalars_stay_what_was_written() -> None:
    """YAML 1.1 makes 630, 540.0 and 330 of these times, False of Norway, and a date of a date."""
    node = read_yaml(b"a: 10:30\nb: 9:00\nc: 05:30\nd: no\ne: 2026-11-18\nf: 0x1F\ng: ~\nh: '~'\ni:\nj: null\n")
    assert isinstance(node, Fields)
    values = [value.value for value in node.fields.values() if isinstance(value, Text)]
    assert values == ["10:30", "9:00", "05:30", "no", "2026-11-18", "0x1F", "", "~", "", ""]


def test_lines_are_counted_from_one() -> None:
    node = read_yaml("\ufeff# a comment\na:\n- b\n- c: |\n    d\n    e\n".encode())
    assert node == Fields({"a": Items((Text("b", 3), Fields({"c": Text("d\ne\n", 4)}, {"c": 4}, 4)), 3)}, {"a": 2}, 2)


BILLION = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(40))


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (BILLION.encode(), 1, "Anchors"),
        (b"a: 1\nb: *a\n", 2, "Aliases"),
        (b"a: 1\n<<: *a\n", 2, "Aliases"),
        (b"a: 1\nb: !!python/object/apply:os.system [ls]\n", 2, "Tags"),
        (b"a: 1\nb: !!binary aGk=\n", 2, "Tags"),
        (b"a: 1\nb: 2\na: 3\n", 3, "“a” is given twice"),
        (b"[a]: b\n", 1, "A key has to be plain text"),
        (b"a: 1\n---\nb: 1\n", 2, "Only one document"),
        (b"%YAML 1.1\n---\na: 1\n", 1, "percent"),
        (b"a: 1\nb: \0\n", 2, "control character"),
        (b"a: 1\nb: \x0b\n", 2, "control character"),
        (b'a: 1\nb: "x\\0y"\n', 2, "control character"),
        (b'a: 1\nb: "\\u0007"\n', 2, "control character"),
        (b'a: "\\ud800"\n', 1, "not YAML"),
        (b"a: 1\nb: \xff\n", 2, "not UTF-8"),
        ("a: b".encode("utf-16"), 1, "not UTF-8"),
        (b"a: b: c\n", 1, "not YAML: mapping values"),
        (b"a: 1\n\tb: 2\n", 2, "not YAML"),
        (b"a: 'x\n", 2, "not YAML"),
        (b"a: " + b"[" * 900_000, 1, "nested too deeply"),
        (b"- " * 900_000, 1, "nested too deeply"),
        (b"{a: " * 400_000, 1, "nested too deeply"),
        (b"#" * (MAX_BYTES + 1), 0, "larger than 2 MB"),
        (b"# nothing\n", 0, "empty"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_not_plain_yaml_is_refused_with_its_line(data: bytes, line: int, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_yaml(data)
    assert (refused.value.line, reason in refused.value.reason) == (line, True), refused.value.reason
    assert read_organisation(data, today=TODAY).organisation is None


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    reading = read_organisation(data, today=TODAY)
    assert reading.organisation is None
    assert any(problem.fatal for problem in reading.problems)


@settings(max_examples=60, deadline=None)
@given(
    where=st.integers(0, len(SMALL)),
    length=st.integers(0, 20),
    what=st.text(max_size=10) | st.sampled_from(["\n", ":", "- ", "&a", "*a", "[", "{", '"', "\n  ", "~", "# "]),
)
def test_a_damaged_file_is_read_or_refused(where: int, length: int, what: str) -> None:
    text = SMALL[:where] + what + SMALL[where + length :]
    reading = read_organisation(text.encode("utf-8", "surrogatepass"), today=TODAY)
    assert (reading.organisation is None) is any(problem.fatal for problem in reading.problems)
    assert all(0 <= problem.line <= text.count("\n") + 2 for problem in reading.problems)
