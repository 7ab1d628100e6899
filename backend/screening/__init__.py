"""The yearly health screening: questions, published risk scores, and what follows from them."""
