"""The demonstration has a doctor with something to do."""

from sqlalchemy import select

from backend import clock
from backend.db import session_scope
from backend.demo.teleconsultation import DOCTOR
from backend.handover.models import Agent
from backend.teleconsultation import doctor


def test_the_demo_doctor_has_one_for_now_one_to_come_and_one_that_is_over(demo: None) -> None:
    with session_scope() as session:
        somebody = session.scalars(select(Agent).where(Agent.login == DOCTOR[0])).one()
        found = doctor.agenda(session, somebody, now=clock.now())
        assert [(each.state, name) for each, name in found] == [
            ("booked", "Endang Lestari"),
            ("booked", "Bambang Sutrisno"),
            ("done", "Bambang Sutrisno"),
        ]
        doctor.start(session, somebody, found[0][0].receipt, now=clock.now())
