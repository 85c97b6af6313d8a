# Two commands for everybody, a quick lane for those who edit, and more for those who operate or measure. All install
# what is missing, say what they do, and start at once the second time.

.PHONY: help run test check soak drill containers bench lighthouse slow-line gallery

help:
	@echo "make run         build the shop, serve it with its sandbox on http://127.0.0.1:3000"
	@echo "make test        every check: set-up, formatting, lints, Rust tests, size budget, three browsers' engines"
	@echo "make check       the quick lane: formatting, lints, Rust tests on SQLite"
	@echo "make soak        random histories, kills and inputs by random seeds, for a night"
	@echo "make bench       whole purchases under load, on SQLite and PostgreSQL, on one node and three (ARGS=... for some of it)"
	@echo "make drill       three nodes behind nginx while nodes, PostgreSQL and the wire between them fail"
	@echo "make containers  build the image, run both compose files on Docker's engine (root on Debian 12; no registry of images)"
	@echo "make lighthouse  scores of the pages on a phone; fails below 95, or where the layout shifts"
	@echo "make slow-line   how soon the order form can be used on a slow line and a slow processor"
	@echo "make gallery     takes the pictures of every page and state again"

run:
	@.ci/serve

test:
	@.ci/test

check:
	@.ci/check

soak:
	@.ci/soak

bench:
	@.ci/bench $(ARGS)

drill:
	@.ci/drill

containers:
	@.ci/containers

lighthouse slow-line gallery:
	@.ci/measure $@
