# The commands of Windlass. Debian 12, as root; all that is needed beforehand is the .NET 10 SDK, git and make.
.DEFAULT_GOAL := help
.PHONY: help setup kube build test soak demo demo-down bench bench-peers image crds chart releases clean

# nothing of a build stays behind as a process
export MSBUILDDISABLENODEREUSE := 1
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install what lab, tests and demo need from Debian's archive
	@tests/lab/setup

kube: ## a real kube-apiserver and kube-controller-manager for `make test`, built once from Debian's source package: about 8 minutes, 3 GB while it builds
	@tests/kube/build-apiserver

build: ## build everything
	dotnet build Windlass.slnx --disable-build-servers

test: ## set up, build, run every test; the last line counts them
	@tests/run

soak: ## more simulated upgrades than `make test` has: N=1000000, with other seeds each time; SEED=n runs a failed one again
	@tests/soak "$(N)" "$(SEED)"

demo: ## a six-node cloud, an upgrade under load, live; DEMO_EXIT=1 ends by itself
	@tests/lab/demo up

demo-down: ## remove all that `make demo` started
	@tests/lab/demo down

bench: ## figures and goals: planners, start, memory, what an upgrade of the lab costs
	@tests/bench/run

bench-peers: ## Windlass beside a shell script and two Ansible playbooks on the lab (installs ansible-core)
	@tests/peers/bench

image: ## the container image as an OCI archive, from Debian's packages, without a registry: artifacts/image/windlass.oci.tar
	@operator/Windlass.Operator/image/build

crds: ## write crds/ anew from the types in operator/Windlass.Core/Api
	WINDLASS_WRITE_CRDS=1 dotnet test tests/Windlass.Core.Tests --filter CrdManifestTests --disable-build-servers
	cp crds/*.yaml charts/windlass/files/crds/

chart: ## write what follows from crds/, config/monitoring and the chart anew: copies in charts/windlass, its README's table, config/default
	WINDLASS_WRITE_CHART=1 dotnet test tests/Windlass.Charts.Tests --filter 'CopiesTests|KustomizeTests|ValuesTests' --disable-build-servers

releases: ## write config/releases/*.yaml anew from config/releases/source
	WINDLASS_WRITE_RELEASES=1 dotnet test tests/Windlass.Core.Tests --filter CatalogueFileTests.CheckedInRelease --disable-build-servers

clean: ## remove what was built
	rm -rf artifacts operator/*/bin operator/*/obj tests/*/bin tests/*/obj
