"""Charts as pictures: values in, shapes with their places out. No Django, no database.

`layout` says where everything stands, `svg` templates print it, `png` paints it.
"""

from squads.drawing.layout import Absent, Chart, Group, Man, draw_chart, draw_nothing
from squads.drawing.names import parted, shown_names, surname
from squads.drawing.panel import Facts
from squads.drawing.png import png
from squads.drawing.shapes import HEIGHT, WIDTH, Path, Rect, Shape, Text
from squads.drawing.site import SiteFacts, draw_site

__all__ = [
    "HEIGHT",
    "WIDTH",
    "Absent",
    "Chart",
    "Facts",
    "Group",
    "Man",
    "Path",
    "Rect",
    "Shape",
    "SiteFacts",
    "Text",
    "draw_chart",
    "draw_nothing",
    "draw_site",
    "parted",
    "png",
    "shown_names",
    "surname",
]
