"""Personal data: recognising it in free text, masking, encryption at rest, the record of who read what."""
