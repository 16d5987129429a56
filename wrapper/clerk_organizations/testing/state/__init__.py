"""The state of one Clerk instance, and what else a mock remembers: clock, faults, quotas."""
