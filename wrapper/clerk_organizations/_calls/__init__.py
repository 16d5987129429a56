"""One call, without I/O: attempts, retries, throttling, paging and reconciliation as steps that a driver executes."""
