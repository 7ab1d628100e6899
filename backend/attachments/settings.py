"""Limits of attachments beside ``Settings.attachment_max_bytes``."""

from datetime import timedelta

MEDIA_TYPES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "application/pdf": ".pdf"}
"""What is accepted, with the ending that a file of this type is given. Phones and scanners make no other evidence."""
SNIFFED_BYTES = 8192
"""The beginning that tells the type. Nothing is ever decoded as an image, so no image can expand in memory."""
CHUNK_BYTES = 65536
DAILY_LIMIT = 30
"""Files of one conversation in 24 hours: a thick patient file fits, filling the disk takes many conversations."""
NAME_LENGTH = 100
ORPHAN_AGE = timedelta(hours=1)
"""A file without a row may belong to a request that has yet to commit; none takes an hour."""
