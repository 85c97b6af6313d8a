# The two commands, and two for those who run more than one machine. All install what is missing, say what they do, and start at once the second time.

.PHONY: help run test drill bench

help:
	@echo "make run    build the shop, serve it with its sandbox on http://127.0.0.1:3000"
	@echo "make test   every check: formatting, lints, Rust tests, size budget, browser tests"
	@echo "make bench  whole purchases under load, on SQLite and PostgreSQL, on one node and three (ARGS=... for some of it)"
	@echo "make drill  three nodes behind nginx while nodes, PostgreSQL and the wire between them fail"

run:
	@.ci/serve

test:
	@.ci/test

bench:
	@.ci/bench $(ARGS)

drill:
	@.ci/drill
