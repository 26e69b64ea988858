# Latchkey. `make help` lists the targets; `make demo` and `make test` need Go alone.

GO      ?= go
CACHE   := .cache
AXE     := $(CACHE)/node_modules/axe-core/axe.min.js
AXE_VERSION := 4.10.3
FUZZ    ?= 20s
SHELL   := /bin/bash

.DEFAULT_GOAL := help
.PHONY: help demo dev build test race pg e2e proxies lint generate verify gallery golden fuzz bench chaos soak

help: ## List the targets
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: ## Run a copy with sample data; Ctrl-C ends it
	$(GO) run ./cmd/latchkey demo

dev: ## Run the demo and restart it when a template or a Go file changes
	$(GO) tool templ generate --watch --proxy=http://127.0.0.1:8080 --cmd="$(GO) run ./cmd/latchkey demo --dir $(CACHE)/dev"

build: ## Build bin/latchkey, static and stripped
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags='-s -w' -o bin/latchkey ./cmd/latchkey

test: ## Run every test that needs no root, and say what was skipped
	@mkdir -p $(CACHE)
	@$(GO) test -v -timeout 20m ./... > $(CACHE)/test.log 2>&1; status=$$?; \
	grep -E '^(ok|FAIL|panic:|#|\?.*\[build failed\])' $(CACHE)/test.log; \
	[ $$status -eq 0 ] || grep -E -A15 '^ *--- FAIL' $(CACHE)/test.log; \
	awk -f .ci/count.awk $(CACHE)/test.log; exit $$status

race: ## Run the tests under the race detector
	$(GO) test -race -timeout 30m ./...

pg: ## Run the tests of both stores; PostgreSQL must be there (apt-get install postgresql)
	LATCHKEY_TEST_REQUIRE_POSTGRES=1 $(GO) test ./internal/store/... ./internal/outbox ./web ./cmd/...

$(AXE):
	@mkdir -p $(CACHE)
	npm install --silent --no-audit --no-fund --prefix $(CACHE) axe-core@$(AXE_VERSION)

e2e: $(AXE) ## In Chromium: every gallery page (axe, overflow, requests), and an approval from its mail (apt-get install chromium)
	AXE_PATH=$(abspath $(AXE)) $(GO) test -tags e2e -count=1 -timeout 30m ./cmd/gallery
	$(GO) test -tags e2e -count=1 -run JavaScript ./cmd/latchkey

proxies: ## Caddy, nginx and an empty root as documented, in front of and around a server (apt-get install caddy nginx-light; root)
	$(GO) test -tags e2e -count=1 -timeout 30m -run 'Proxies|Caddy|Nginx|StaticProgram' ./cmd/latchkey

lint: ## Vet, staticcheck, and the exhaustiveness of sum types
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); echo "run gofmt"; exit 1; }
	$(GO) vet ./...
	$(GO) vet -tags e2e ./cmd/...
	$(GO) tool staticcheck ./...
	$(GO) tool go-check-sumtype ./...

generate: ## Generate the Go code of the templates
	$(GO) tool templ generate

verify: generate ## Prove that generated code and go.mod are as committed
	$(GO) mod verify
	$(GO) mod tidy -diff
	git diff --exit-code -- '*_templ.go'

gallery: ## Serve every page in every state on http://127.0.0.1:8081
	$(GO) run ./cmd/gallery

golden: ## Rewrite the golden files; read the diff before you commit it
	$(GO) test ./views/... ./internal/intake ./web -update

fuzz: ## Fuzz what parses foreign input, FUZZ=20s each
	@set -e; for pkg in ./internal/link ./internal/intake; do \
	  for name in $$($(GO) test -list '^Fuzz' $$pkg | grep ^Fuzz); do \
	    $(GO) test -run=NONE -fuzz="^$$name$$" -fuzztime=$(FUZZ) -fuzzminimizetime=10x $$pkg; done; done

bench: ## Measure: link check, pages and copy PDF, each beside its bare twin, desk and search with many links, durable writes beside bare flushes
	$(GO) test -run=NONE -bench=. -benchmem ./internal/link ./web ./internal/document ./internal/store

chaos: ## Kill, cut, fill up and overload the program, quick counts (10 minutes)
	$(GO) run ./cmd/chaos

soak: ## The same with the counts that are promised, and all planted faults (hours)
	$(GO) run ./cmd/chaos --full --faults --write docs/reliability.md
