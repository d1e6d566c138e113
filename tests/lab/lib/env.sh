# shellcheck shell=bash disable=SC2034
# Settings every part of the lab shares. Sourced by `lab`, never run.
#
# Everything the lab makes is in $LAB, in network namespaces named wl-*, and in the cgroups of the nodes.

# Debian's own tools come first: a python of somebody's version manager takes ten times as long to start.
PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH

LAB=${WINDLASS_LAB_DIR:-/var/lib/windlass-lab}
SUITE=bookworm
PREFIX=wl-                         # of every network namespace
OPERATOR_NS=${PREFIX}lab           # holds the bridge and the APT mirror
BRIDGE=wlbr0
SUBNET=10.77.0
GATEWAY=$SUBNET.1
VIP=$SUBNET.10
MIRROR_PORT=8080
NODE_DISK=${WINDLASS_LAB_NODE_DISK:-1g}   # a limit, not a reservation: it is a tmpfs
# In place of what the packages say (1 s each), from the next boot of the lab on: until an API listens, and for a schema step.
START_SECONDS=${WINDLASS_LAB_START_SECONDS:-}
SCHEMA_SECONDS=${WINDLASS_LAB_SCHEMA_SECONDS:-}

# cache/ outlives `lab down`; run/ does not
CACHE=$LAB/cache
BASE=$CACHE/base
REPO=$CACHE/repository
KEYRING=$CACHE/windlass-lab.asc
LAYERS=$CACHE/layers
IDENTITY=$CACHE/identity
RUN=$LAB/run
NODES=$RUN/nodes
SHARED=$RUN/shared                 # what the services share: one SQLite file (/srv/shared on a node)
SSH_KEY=$RUN/id_ed25519

started=${WINDLASS_STARTED:-${EPOCHREALTIME/[.,]/}}
elapsed() { local us=$(( ${EPOCHREALTIME/[.,]/} - started )); printf '%d.%d' $((us / 1000000)) $((us / 100000 % 10)); }
say()     { printf '[%6s s] %s\n' "$(elapsed)" "$*"; }
die()     { printf 'lab: %s\n' "$*" >&2; exit 1; }

# poll SECONDS COMMAND...: true as soon as the command is
poll() {
    local end=$(( ${EPOCHREALTIME/[.,]/} + $1 * 1000000 )); shift
    until "$@"; do
        [ "${EPOCHREALTIME/[.,]/}" -lt "$end" ] || return 1
        sleep 0.1
    done
}

# A cached thing is rebuilt when what it was made from has changed.
fingerprint()  { sha256sum | cut -d' ' -f1; }
is_cached()    { [ "$(cat "$1" 2>/dev/null)" = "$2" ]; }

# A process we started is known by pid and start time, so that a reused pid is never mistaken for it.
remember_process() { printf '%s %s\n' "$2" "$(process_start "$2")" > "$1"; }
process_start()    { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }
our_process() {
    local pid start
    read -r pid start 2>/dev/null < "$1" || return 1
    [ -n "$start" ] && [ "$(process_start "$pid")" = "$start" ] && echo "$pid"
}
