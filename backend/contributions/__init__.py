"""What a family owes and has paid: invoices, arrears, payments, virtual accounts, the inpatient fine."""
