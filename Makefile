# The two commands. Both install what is missing, say what they do, and start at once the second time.

.PHONY: help run test drill

help:
	@echo "make run    build the shop, serve it with its sandbox on http://127.0.0.1:3000"
	@echo "make test   every check: formatting, lints, Rust tests, size budget, browser tests"
	@echo "make drill  three nodes behind nginx while nodes, PostgreSQL and the wire between them fail"

run:
	@.ci/serve

test:
	@.ci/test

drill:
	@.ci/drill
