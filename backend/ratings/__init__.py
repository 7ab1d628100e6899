"""What members think of facilities: stars and a comment, one rating a visit."""
