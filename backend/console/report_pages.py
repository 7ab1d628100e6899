"""Reports over a period: figures without members' data, as a page and as CSV."""

from datetime import date
from typing import Annotated

from fastapi import Query, Response

from backend.accounts.record import record_change
from backend.complaints.texts import category_title
from backend.console.auth import Reporting, Visit
from backend.console.rendering import texts_for
from backend.console.routing import console_router
from backend.reports import complaints
from backend.reports.period import period
from backend.reports.report import Report, as_csv, report
from backend.reports.volume import UNKNOWN

router = console_router()
Day = Annotated[date | None, Query()]


def _read(visit: Visit, first: date | None, last: date | None) -> Report:
    return report(visit.session, period(first, last, now=visit.now))


@router.get("/reports")
def report_page(visit: Reporting, first: Day = None, last: Day = None) -> Response:
    """The figures of some days, the last seven unless told otherwise."""
    found, t = _read(visit, first, last), texts_for(visit.request)
    unknown = t("reports.unknown")
    return visit.page(
        "reports.html",
        report=found,
        days=[t.calendar_day(day).rsplit(" ", 1)[0] for day in found.period.days],
        hours=[f"{hour:02}" for hour in range(24)],
        channels=[(t.label("channels", name), count) for name, count in found.volume.by_channel.items()],
        topics=[(t.label("topics", name), count) for name, count in found.volume.by_topic.items()],
        regions=[(unknown if name == UNKNOWN else name, count) for name, count in found.volume.by_region.items()],
        categories=[(category_title(code, t.language), sums) for code, sums in _complaints(visit, found).items()],
    )


def _complaints(visit: Visit, found: Report) -> dict[str, complaints.Sums]:
    return complaints.by_category(complaints.handled(visit.session, found.period, now=visit.now))


@router.get("/reports/complaints.csv")
def complaints_csv(visit: Reporting, first: Day = None, last: Day = None) -> Response:
    """Every complaint of the period with its times, without the member's words; the audit log tells who took it."""
    wanted = period(first, last, now=visit.now)
    name = f"care165-complaints-{wanted.first}-{wanted.last}.csv"
    return _download(visit, name, complaints.as_csv(complaints.handled(visit.session, wanted, now=visit.now)))


@router.get("/reports.csv")
def report_csv(visit: Reporting, first: Day = None, last: Day = None) -> Response:
    """The same for a spreadsheet; that it was taken is in the audit log."""
    found = _read(visit, first, last)
    return _download(visit, f"care165-{found.period.first}-{found.period.last}.csv", as_csv(found))


def _download(visit: Visit, name: str, rows: str) -> Response:
    record_change(visit.session, visit.agent, "report.exported", name, now=visit.now)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(rows, media_type="text/csv; charset=utf-8", headers=headers)
