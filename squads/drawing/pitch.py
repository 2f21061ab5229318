"""The pitch that cards stand on."""

from squads.drawing.colours import PITCH, PITCH_LINE
from squads.drawing.shapes import Box, Path, Rect, Shape

MARGIN = 10


def pitch(box: Box) -> list[Shape]:
    """Return the ground with its lines, own goal at the bottom."""
    x, y = box.x + MARGIN, box.y + MARGIN
    wide, high = box.width - 2 * MARGIN, box.height - 2 * MARGIN
    middle, half, bottom = x + wide / 2, y + high / 2, y + high
    area, goal, circle = 0.23 * wide, 0.1 * wide, 0.13 * high
    lines = (
        f"M{x:g} {y:g}h{wide:g}v{high:g}h{-wide:g}z M{x:g} {half:g}h{wide:g} "
        f"M{middle - circle:g} {half:g}a{circle:g} {circle:g} 0 1 0 {2 * circle:g} 0"
        f"a{circle:g} {circle:g} 0 1 0 {-2 * circle:g} 0z "
        f"M{middle - area:g} {y:g}v92h{2 * area:g}v-92 "
        f"M{middle - area:g} {bottom:g}v-92h{2 * area:g}v92 "
        f"M{middle - goal:g} {y:g}v36h{2 * goal:g}v-36 "
        f"M{middle - goal:g} {bottom:g}v-36h{2 * goal:g}v36"
    )
    return [Rect(box, PITCH, role="pitch"), Path(lines, stroke=PITCH_LINE, line=2, role="pitch")]
