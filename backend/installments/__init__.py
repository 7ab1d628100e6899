"""Paying arrears in stages (REHAB): who may, simulation, plan, stages paid and missed."""
