"""Queue numbers at first-level facilities and hospitals: clinics, sessions, letters, bookings."""
