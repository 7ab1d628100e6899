"""Past visits of members; read only, without diagnoses."""
