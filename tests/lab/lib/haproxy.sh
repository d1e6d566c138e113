# shellcheck shell=bash
# HAProxy of the controllers: three copies of one configuration, each serving the VIP when it has it.

haproxy_services='keystone:5000 glance:9292 nova:8774 neutron:9696'

haproxy_configure() { # ROOT
    install -m 644 "$RUN/haproxy.cfg" "$1/etc/haproxy/haproxy.cfg"
    ln -sf /lib/systemd/system/haproxy.service "$1/etc/systemd/system/multi-user.target.wants/haproxy.service"
}

haproxy_configuration() {
    local service n
    cat <<EOF
global
    log /dev/log local0 notice
    user haproxy
    group haproxy
    stats socket /run/haproxy/admin.sock mode 660 level admin expose-fd listeners
    stats timeout 30s

defaults
    log global
    mode http
    timeout connect 5s
    timeout client 60s
    timeout server 60s
    timeout check 3s
    retries 3
    option redispatch
EOF
    for service in $haproxy_services; do
        printf '\nfrontend %s-front\n    bind %s:%s\n    default_backend %s\n' "${service%:*}" "$VIP" "${service#*:}" "${service%:*}"
        printf '\nbackend %s\n    balance roundrobin\n    option httpchk GET /healthcheck\n' "${service%:*}"
        printf '    default-server check inter 500ms fall 2 rise 2\n'
        for n in $(controllers); do
            printf '    server %s %s:%s\n' "$n" "$(address_of "$n")" "${service#*:}"
        done
    done
}

# The admin sockets of all HAProxies, as paths the host can open.
haproxy_sockets() {
    local n pid
    for n in $(controllers); do
        pid=$(node_init "$n") && echo "$n=/proc/$pid/root/run/haproxy/admin.sock"
    done
}

haproxy_table()   { haproxy_state --table; }
haproxy_wait_up() { haproxy_state --wait "$1" --expect "$(controllers | wc -w)"; }     # SECONDS
haproxy_state() {
    local sockets
    mapfile -t sockets < <(haproxy_sockets)
    [ ${#sockets[@]} -gt 0 ] && python3 "$HERE/lib/haproxy_state.py" "$@" "${sockets[@]}"
}

haproxy_command() { # COMMAND
    local each
    for each in $(haproxy_sockets); do
        echo "$1" | socat -t 5 stdio "unix-connect:${each#*=}" | sed '/^$/d'
    done
}
