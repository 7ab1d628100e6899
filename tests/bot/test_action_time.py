"""What an action may take, and what it takes at the most where its backend is slow."""

from bot.actions import emergency, language
from bot.actions.backend import TIMEOUT
from bot.remote_action import ACTION_TIMEOUT_S


def test_an_action_can_still_say_that_its_backend_is_away() -> None:
    assert (TIMEOUT.sock_connect or 0) + (TIMEOUT.sock_read or 0) < ACTION_TIMEOUT_S


def test_the_steps_of_an_emergency_fit_into_it() -> None:
    assert language.KEEPING_S + 3 * emergency.STEP_S < ACTION_TIMEOUT_S
