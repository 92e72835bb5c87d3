# The commands of this project; each is a script in tools/ that says what it does.

.DEFAULT_GOAL := help
.PHONY: help run build test bench dev clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' Makefile

run: ## get what is missing, build, and serve the demo at http://127.0.0.1:8080
	@tools/run

build: ## dist/ and target/release/tilik
	@tools/setup build
	@tools/build

test: ## everything CI checks
	@tools/test

bench: ## the benchmarks, ratios first
	@tools/setup build
	@tools/build
	@tools/bench

dev: ## rebuild on save, for working on it
	@tools/dev

clean: ## remove what was built; data/ and the fetched tools stay
	rm -rf dist
	cargo clean
