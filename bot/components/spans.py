"""A found entity: where it stands in the original text."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Span:
    """``text[start:end]`` is an ``entity``; ``value`` is the span as written."""

    start: int
    end: int
    entity: str
    value: str

    def overlaps(self, other: "Span") -> bool:
        """Whether two spans share a character."""
        return self.start < other.end and other.start < self.end


def span(text: str, start: int, end: int, entity: str) -> Span:
    """The span of ``text`` without blanks at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;:!?"):
        end -= 1
    return Span(start, end, entity, text[start:end])


def without_overlaps(spans: list[Span]) -> list[Span]:
    """Keep earlier entries of the list where spans overlap; sorted by place."""
    kept: list[Span] = []
    for candidate in spans:
        if candidate.end > candidate.start and not any(candidate.overlaps(other) for other in kept):
            kept.append(candidate)
    return sorted(kept)
