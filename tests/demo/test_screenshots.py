"""The README's pictures: which, and that they stay small. No browser."""

from io import BytesIO
from random import Random

import pytest
from PIL import Image

from productops.demo.screenshots import SHOTS, smaller
from productops.people.demo import FACES

WEEKS = {"current": "2026-W48", "published": "2026-W47"}


def test_every_shot_is_of_a_page_that_exists_by_somebody_with_a_button() -> None:
    assert len({shot.name for shot in SHOTS}) == len(SHOTS)
    for shot in SHOTS:
        assert shot.who in FACES
        assert shot.path(WEEKS).startswith("/")
        assert "{" not in shot.path(WEEKS)


@pytest.mark.parametrize(("shades", "kept"), [(4, True), (200, False)])
def test_a_picture_keeps_its_colours_where_they_fit(shades: int, kept: bool) -> None:
    chance = Random(1)
    picture = Image.new("RGB", (120, 120))
    picture.putdata([(chance.randrange(shades), chance.randrange(shades), 9) for _ in range(120 * 120)])
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    found = smaller(buffer.getvalue(), largest=16_000)
    assert len(found) <= 16_000
    assert (Image.open(BytesIO(found)).mode == "RGB") is kept
