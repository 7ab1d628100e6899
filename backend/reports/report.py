"""One report over a period, and the same as rows for a spreadsheet."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from backend.csv_rows import as_text
from backend.reports import service_times
from backend.reports.period import Period
from backend.reports.quality import Quality, quality
from backend.reports.service_times import Times
from backend.reports.spread import Spread
from backend.reports.volume import Volume, volume

Row = tuple[str, str, str, object]


@dataclass(frozen=True)
class Report:
    """All figures of a period."""

    period: Period
    volume: Volume
    times: Times
    agents: dict[str, Times]
    teams: dict[str, Times]
    quality: Quality


def report(session: Session, period: Period) -> Report:
    """Reads the figures of a period."""
    found = service_times.talks(session, period)
    return Report(
        period=period,
        volume=volume(session, period),
        times=service_times.times(found),
        agents=service_times.by_agent(session, found),
        teams=service_times.by_team(session, found),
        quality=quality(session, period),
    )


def _of_spread(section: str, name: str, figure: str, each: Spread) -> Iterator[Row]:
    yield section, name, f"{figure}_count", each.count
    yield section, name, f"{figure}_p50_seconds", each.p50
    yield section, name, f"{figure}_p90_seconds", each.p90


def _of_times(section: str, name: str, each: Times) -> Iterator[Row]:
    yield section, name, "handovers", each.handovers
    yield section, name, "resolved", each.resolved
    for figure in ("bot", "first_reply", "next_reply", "resolution"):
        yield from _of_spread(section, name, figure, getattr(each, figure))
    yield section, name, "ratings", each.ratings
    yield section, name, "csat", each.csat


def rows(found: Report) -> Iterator[Row]:
    """Every figure as (section, name, figure, value); empty where there is nothing to measure."""
    counts, quality_ = found.volume, found.quality
    yield "volume", "all", "contacts", counts.contacts
    yield "volume", "all", "contained", counts.contained
    yield "volume", "all", "containment", counts.containment
    groups: dict[str, Mapping[Any, int]] = {
        "day": counts.by_day,
        "channel": counts.by_channel,
        "region": counts.by_region,
        "topic": counts.by_topic,
        "intent": counts.by_intent,
    }
    for group, values in groups.items():
        for name, count in values.items():
            yield f"volume_by_{group}", str(name), "questions" if group == "intent" else "contacts", count
    for hour, count in enumerate(counts.by_hour):
        yield "volume_by_hour", f"{hour:02}", "contacts", count
    yield from _of_times("times", "all", found.times)
    for section, people in (("agent", found.agents), ("team", found.teams)):
        for name, each in people.items():
            yield from _of_times(section, name, each)
    for (subject, measure), share in quality_.sla.items():
        yield "sla", subject, f"{measure}_met", share.part
        yield "sla", subject, f"{measure}_ended", share.whole
    yield "quality", "all", "fallback_rate", quality_.fallback.value
    yield "quality", "all", "reopen_rate", quality_.reopened.value
    for category, count in quality_.by_category.items():
        yield "complaints", category, "filed", count
    yield "complaints", "all", "resolved", quality_.complaints_resolved


def as_csv(found: Report) -> str:
    """The rows as CSV. Names that a spreadsheet would take for formulas are written as text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["section", "name", "figure", "value"])
    for section, name, figure, value in rows(found):
        writer.writerow([section, as_text(name), figure, "" if value is None else value])
    return out.getvalue()
