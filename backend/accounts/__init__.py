"""Who may come to the console and what each role may do: roles, second factor, invitations, administration."""
