"""Small words that may stand behind what steers a form."""

import re

POLITE = (
    r"(?:\s+(?:aja|saja|sajo|ae|wae|bae|mawon|dulu|deh|lah|dong|ya|kak|min|pak|bu|mas|mba|mbak|bang|kaka|kakak|teh|kang"
    r"|bli|bos|da|please))*"
)
THANKS = (
    r"(?:\W+(?:hatur |matur |many )?(?:nuhun|nuwun|suwun|makasih|makasi|mksh|terima kasih|trims|tks|thanks|thank you))?"
    r"(?:\s+(?:ya|kak|min|pak|bu|mas|mbak|teh|kang))*"
)
ONLY_THANKS = re.compile(
    r"^\W*(?:(?:ok|oke|okay|ya|yo|yaudah|ya ?udah|ya ?wis|yo ?wes|yowes|wis|wes|udah|sudah|sip|siap|baik|nggih"
    r"|inggih|muhun|well|alright|great)\W+)*"
    r"(?:(?:hatur|matur|many|banyak)\W+)?"
    r"(?:nuhun|nuwun|suwun|makasih|makasi|mksh|mksih|terima ?kasih|trims|tks|thx|thanks|thank you|matursuwun)"
    r"(?:\W+(?:ya|nggih|kak|min|pak|bu|mas|mbak|teh|kang|banyak|sudah|udah|dulu|infonya|bantuannya"
    r"|a lot|so much))*\W*$",
    re.IGNORECASE,
)
"""Thanks and nothing more: "yo wes nuwun"."""
