# shellcheck shell=bash
# The lab's network: namespace wl-lab holds a bridge with 10.77.0.1 and the APT mirror; every node has a namespace of
# its own and a cable (veth) to the bridge. The host's own namespace gets no address, so nothing gets out or in.

in_operator_ns() { ip netns exec "$OPERATOR_NS" "$@"; }
link_of()        { echo "port-$1"; }                       # the bridge's end of a node's cable

network_up() {
    ip netns add "$OPERATOR_NS"
    ip -n "$OPERATOR_NS" link set lo up
    ip -n "$OPERATOR_NS" link add "$BRIDGE" type bridge
    ip -n "$OPERATOR_NS" address add "$GATEWAY/24" dev "$BRIDGE"
    ip -n "$OPERATOR_NS" link set "$BRIDGE" up
    start_daemon mirror "$RUN/mirror.pid" "$RUN/mirror.log" \
        "$(command -v ip)" netns exec "$OPERATOR_NS" python3 -m http.server --bind "$GATEWAY" --directory "$REPO" "$MIRROR_PORT"
    poll 10 in_operator_ns python3 -c "import socket; socket.create_connection(('$GATEWAY', $MIRROR_PORT), 1)" 2>/dev/null ||
        die "the APT mirror does not start: $RUN/mirror.log"
}

network_cable() { # NODE
    local ns=$PREFIX$1
    ip netns add "$ns"
    ip -n "$OPERATOR_NS" link add "$(link_of "$1")" type veth peer name eth0 netns "$ns"
    ip -n "$OPERATOR_NS" link set "$(link_of "$1")" master "$BRIDGE" up
    ip -n "$ns" link set lo up
    ip -n "$ns" address add "$(address_of "$1")/24" dev eth0
    ip -n "$ns" link set eth0 up
    # HAProxy of every controller binds the VIP, whoever holds it
    ip netns exec "$ns" sysctl -qw net.ipv4.ip_nonlocal_bind=1
}

vip_move() { # NODE
    local dir n
    for dir in "$NODES"/*/; do
        n=$(basename "$dir")
        ip -n "$PREFIX$n" address del "$VIP/32" dev eth0 2>/dev/null || true
    done
    ip -n "$PREFIX$1" address add "$VIP/32" dev eth0
    # the others must ask again who has it
    for dir in "$NODES"/*/; do ip -n "$PREFIX$(basename "$dir")" neighbour flush to "$VIP"; done
    ip -n "$OPERATOR_NS" neighbour flush to "$VIP"
}

vip_holder() {
    local dir n
    for dir in "$NODES"/*/; do
        n=$(basename "$dir")
        [ -z "$(ip -n "$PREFIX$n" -oneline address show dev eth0 to "$VIP/32" 2>/dev/null)" ] || echo "$n"
    done
}

network_down() {
    local pid ns
    if pid=$(our_process "$RUN/mirror.pid"); then kill -CONT "$pid"; kill "$pid"; fi
    for ns in $(ip netns list | awk -v p="^$PREFIX" '$1 ~ p {print $1}'); do ip netns delete "$ns"; done
}
