# shellcheck shell=bash
# One node: an overlay root (base, role at alder, its own tmpfs on top), a network namespace, systemd as PID 1.

node_names() { [ ! -d "$NODES" ] || ls "$NODES"; }
node_exists() { [ -d "$NODES/$1" ] || die "no node $1 here (have: $(node_names | xargs))"; }
address_of() { cat "$NODES/$1/address"; }
role_of()    { cat "$NODES/$1/role"; }

node_define() { # NAME ADDRESS ROLE DOMAIN: everything about a node but its disk; identities outlive the node
    local dir=$NODES/$1 id=$IDENTITY/$1
    mkdir -p "$dir"/{root,disk} "$id"
    echo "$2" > "$dir/address"; echo "$3" > "$dir/role"; echo "$4" > "$dir/domain"
    [ -s "$id/machine-id" ] || tr -d - < /proc/sys/kernel/random/uuid > "$id/machine-id"
    [ -s "$id/ssh_host_ed25519_key" ] || ssh-keygen -q -t ed25519 -N '' -C "root@$1" -f "$id/ssh_host_ed25519_key"
}

# --- disk ----------------------------------------------------------------------------------------------------------
node_mount() { # NAME
    local dir=$NODES/$1
    mountpoint -q "$dir/disk" || mount -t tmpfs -o "size=$NODE_DISK,mode=755" "${PREFIX}disk" "$dir/disk"
    mkdir -p "$dir/disk/upper" "$dir/disk/work"
    mountpoint -q "$dir/root" || mount -t overlay "${PREFIX}root" \
        -o "lowerdir=$LAYERS/$(role_of "$1")/upper:$BASE,upperdir=$dir/disk/upper,workdir=$dir/disk/work" "$dir/root"
}

node_unmount() {
    local place
    for place in root disk; do
        while mountpoint -q "$NODES/$1/$place"; do umount -l "$NODES/$1/$place"; done
    done
}

node_personalise() { # NAME: what differs from node to node
    local root=$NODES/$1/root id=$IDENTITY/$1
    echo "$1" > "$root/etc/hostname"
    cat "$id/machine-id" > "$root/etc/machine-id"
    install -m 600 "$id/ssh_host_ed25519_key" "$root/etc/ssh/"
    install -m 644 "$id/ssh_host_ed25519_key.pub" "$root/etc/ssh/"
    install -D -m 600 "$SSH_KEY.pub" "$root/root/.ssh/authorized_keys"
    chmod 700 "$root/root/.ssh"
    cat "$RUN/hosts" > "$root/etc/hosts"
    node_puppet_catalogue "$1" > "$RUN/catalogue.$1"
    install -D -m 644 "$RUN/catalogue.$1" "$root/etc/puppet/catalogue.json"
    rm "$RUN/catalogue.$1"
    node_handicap "$root"
    [ "$(role_of "$1")" = controller ] || return 0
    haproxy_configure "$root"
    install -m 755 "$HERE/rabbitmqctl" "$root/usr/sbin/rabbitmqctl"
}

# Only where somebody asked for it: a configuration file that was edited is one that the next release does not replace.
node_handicap() { # ROOT
    local file
    for file in "$1"/etc/{keystone,glance,nova,neutron}/*.conf; do
        [ -e "$file" ] || continue
        [ -z "$START_SECONDS" ] || sed -i "s/^start_seconds = .*/start_seconds = $START_SECONDS/" "$file"
        [ -z "$SCHEMA_SECONDS" ] || sed -i "s/^schema_seconds = .*/schema_seconds = $SCHEMA_SECONDS/" "$file"
    done
}

node_puppet_catalogue() { # NAME
    local role
    role=$(role_of "$1")
    # shellcheck disable=SC2046
    repository_source alder | python3 -c '
import json, sys
print(json.dumps({"marker": "python3-oslo.log", "marker_version": "5.",
                  "files": {"/etc/apt/sources.list.d/openstack-alder.sources": sys.stdin.read()},
                  "services": [name + ".service" for name in sys.argv[1:] if name != "puppet"]}, indent=2))
' $(role_packages "$role")
}

# --- life ----------------------------------------------------------------------------------------------------------
node_start() { # NAME: returns at once
    ip -n "$OPERATOR_NS" link set "$(link_of "$1")" up
    start_daemon "$1" "$NODES/$1/supervisor.pid" "$NODES/$1/console.log" "$HERE/lab" _supervise "$1"
}

# Runs nspawn in the node's cgroup, and again when the node rebooted itself (nspawn ends with 133 then).
node_supervise() { # NAME
    local dir=$NODES/$1 rc=133
    cgroup_enter "$1"
    export SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1        # the node sees pure cgroup v2 on every host
    while [ $rc = 133 ]; do
        rc=0
        systemd-nspawn --quiet --boot --directory="$dir/root" --machine="$1" --uuid="$(cat "$IDENTITY/$1/machine-id")" \
            --network-namespace-path="/run/netns/$PREFIX$1" --capability=CAP_NET_ADMIN --register=no --keep-unit \
            --console=read-only --link-journal=no --resolv-conf=off --timezone=off --kill-signal=SIGRTMIN+3 \
            --bind="$SHARED:/srv/shared" || rc=$?
    done
    echo "nspawn of $1 ended with $rc"
}

# The pid (on the host) of the systemd that is PID 1 of the node.
node_init() { # NAME
    local group pid
    group=$(cgroup_of "$1") || return 1
    while read -r pid; do
        if [ "$(awk '/^NSpid:/ {print $3}' "/proc/$pid/status" 2>/dev/null)" = 1 ]; then echo "$pid"; return; fi
    done < <(cat "$group/payload/init.scope/cgroup.procs" "$group/payload/cgroup.procs" 2>/dev/null)
    return 1
}

# Inside, without ssh. The command joins the node's cgroup, so that a power cut or a freeze takes it along.
node_enter() { # NAME COMMAND...
    local pid group
    pid=$(node_init "$1") || return 1
    group=$(cgroup_of "$1")/payload/init.scope
    ( echo "$BASHPID" > "$group/cgroup.procs"; node_enter_at "$pid" "${@:2}" )
}

node_enter_at() { # PID COMMAND...
    exec nsenter --target "$1" --mount --uts --ipc --net --pid --root --wd \
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM="${TERM:-dumb}" "${@:2}"
}

node_state() { # NAME: running, degraded, starting, ... frozen, or off
    if ! node_init "$1" >/dev/null; then
        echo off
    elif [ "$(cat "$(cgroup_of "$1")/payload/cgroup.freeze" 2>/dev/null)" = 1 ]; then
        echo frozen
    else
        node_enter "$1" systemctl is-system-running 2>/dev/null || true
    fi
}

node_booted() { case $(node_state "$1") in running|degraded) ;; *) false ;; esac }

# A power cut: the cable first (else the namespace's kernel would answer for the dead node), then every process.
node_power_off() { # NAME
    local group
    ip -n "$OPERATOR_NS" link set "$(link_of "$1")" down 2>/dev/null || true
    group=$(cgroup_of "$1") || group=''
    [ -z "$group" ] || cgroup_kill "$group"
    # a boot that went wrong may have left processes elsewhere: the namespace knows them
    ip netns pids "$PREFIX$1" 2>/dev/null | xargs -r kill -9 2>/dev/null || true
    [ -z "$group" ] || cgroup_remove "$group"
    rm -f "$NODES/$1/supervisor.pid" "$NODES/$1/cgroup"
}
