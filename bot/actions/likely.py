"""What a message may mean that resembles several things: the choices that are offered for it."""

from bot.actions.faq import buttons as faq_buttons
from bot.actions.reading import Reading
from bot.actions.texts import Button, Say, has_response

CHOICES = 3
LEAST_LIKELY = 0.05
"""An intent less likely than this is not worth offering."""
NO_CHOICE = frozenset(
    {"greet", "goodbye", "thank", "affirm", "deny", "abuse", "out_of_scope", "bot_challenge", "talk_to_agent"}
)
"""Small talk is not what somebody meant who was not understood."""


def likely_meanings(reading: Reading, say: Say) -> list[Button]:
    """A button for each of the likeliest meanings of a message; with the menu where there is one alone."""
    likely = [r for r in reading.ranking if float(r.get("confidence") or 0) >= LEAST_LIKELY]
    names = [f"faq/{r['faq_id']}" if r.get("faq_id") else r["name"] for r in likely]
    known = [n for n in names if n.startswith("faq/") or has_response(f"utter_choice_{n}")]
    offered = [n for n in known if n not in NO_CHOICE]
    offered = [n for n in offered if n != "show_menu"] or offered  # the menu is no meaning beside others
    alone = [say.button("utter_button_menu", "/show_menu")] if len(offered) == 1 else []
    return [*faq_buttons(say, offered[:CHOICES]), *alone]
