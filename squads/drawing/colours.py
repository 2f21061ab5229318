"""The pictures' colours: those of the light pages, and a club's own made dark enough."""

PAPER, CARD, INK, SOFT, LINE = "#f6f4ef", "#fffdf9", "#1b1f23", "#5b6269", "#dcd7cb"
PITCH, PITCH_LINE, BRAND, WHITE = "#e4ece0", "#c4d3bd", "#b80f2a", "#ffffff"
STRIKE = "#8d949b"  # through a name, which stays legible
# Level -> its colour and the ground it is written on.
LEVELS = {
    "short": ("#7d0f3f", "#f4d4e2"),
    "exposed": ("#b3261e", "#f9dedb"),
    "thin": ("#8a5000", "#fbeacb"),
    "covered": ("#1f6f54", "#e0efe8"),
    "deep": ("#2a5d9f", "#e1eaf6"),
}
WARN, BAD = LEVELS["thin"][0], LEVELS["exposed"][0]
CONTRAST = 5.5  # of white on a club's colour: text there is small in a preview


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours like "#c8102e", from 1 to 21 (WCAG 2.2)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ground(colour: str, least: float = CONTRAST) -> str:
    """Return a club's colour, darkened until white text on it has at least this contrast."""
    red, green, blue = _channels(colour)
    for part in range(100, -1, -1):
        dark = "#" + "".join(f"{round(c * part / 100):02x}" for c in (red, green, blue))
        if contrast(dark, WHITE) >= least:
            return dark
    return INK


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [_linear(c / 255) for c in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
