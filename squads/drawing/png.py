"""SVG to PNG, in the fonts beside this file and no others."""

from squads.drawing.text import font_files


def png(svg: str) -> bytes:
    """Return a picture as PNG. The painter is loaded at the first picture, not at start-up."""
    from resvg_py import svg_to_bytes

    return svg_to_bytes(
        svg_string=svg, skip_system_fonts=True, font_files=font_files(), font_family="Inter"
    )
