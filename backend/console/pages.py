"""All routes of the console."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

from backend.console import (
    account_pages,
    actions,
    admin_account_pages,
    attachment_pages,
    audit_pages,
    canned_pages,
    complaint_desk_pages,
    complaint_pages,
    consultation_hours_pages,
    consultation_pages,
    conversation_pages,
    helper_pages,
    invitation_pages,
    learning_pages,
    login_pages,
    passing_actions,
    payment_pages,
    people_pages,
    privacy_pages,
    profile_pages,
    queue_pages,
    rating_pages,
    reply_actions,
    report_pages,
    request_pages,
    search_pages,
    settings_pages,
    static_files,
    stream,
    verification,
    wall_pages,
)
from backend.console.routing import HOME, ConsoleRoute

router = APIRouter(prefix="/console", route_class=ConsoleRoute, include_in_schema=False)
_PARTS = (
    # What open pages ask for all the time: routes are tried in this order.
    stream,
    queue_pages,
    conversation_pages,
    login_pages,
    account_pages,
    profile_pages,
    invitation_pages,
    admin_account_pages,
    settings_pages,
    audit_pages,
    privacy_pages,
    static_files,
    actions,
    reply_actions,
    request_pages,
    helper_pages,
    passing_actions,
    canned_pages,
    search_pages,
    people_pages,
    verification,
    complaint_pages,
    complaint_desk_pages,
    wall_pages,
    report_pages,
    attachment_pages,
    payment_pages,
    rating_pages,
    learning_pages,
    consultation_hours_pages,
    consultation_pages,
)
for _part in _PARTS:
    router.include_router(_part.router)


@router.get("")
def without_slash() -> RedirectResponse:
    """``/console`` is what people type."""
    return RedirectResponse(HOME, 303)
