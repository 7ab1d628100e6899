"""Small words that may stand behind what steers a form."""

POLITE = (
    r"(?:\s+(?:aja|saja|sajo|ae|wae|bae|mawon|dulu|deh|lah|dong|ya|kak|min|pak|bu|mas|mba|mbak|bang|kaka|kakak|teh|kang"
    r"|bli|bos|da|please))*"
)
THANKS = (
    r"(?:\W+(?:hatur |matur |many )?(?:nuhun|nuwun|suwun|makasih|makasi|mksh|terima kasih|trims|tks|thanks|thank you))?"
    r"(?:\s+(?:ya|kak|min|pak|bu|mas|mbak|teh|kang))*"
)
