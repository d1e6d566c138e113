# shellcheck shell=bash
# One prepared overlay layer per role: the base plus everything the role has at alder, installed once by apt.
# Beside them, the shared database of a new cloud at alder. `lab up` and `lab reset` only stack these.

role_packages() {
    case $1 in
    controller) echo keystone glance-api nova-api nova-conductor neutron-api neutron-rpc-server puppet ;;
    network)    echo neutron-openvswitch-agent puppet ;;
    compute)    echo nova-compute neutron-openvswitch-agent puppet ;;
    esac
}

layers_build() {
    local want role pids=()
    want=$({ cat "$BASE.made" "$REPO.made"; declare -f layer_install layer_database role_packages repository_source; } | fingerprint)
    is_cached "$LAYERS.made" "$want" && return
    say "layers: installing alder for each role (once)"
    rm -rf "$LAYERS" "$LAYERS.made"
    mkdir -p "$LAYERS/shared"
    chmod 777 "$LAYERS/shared"
    for role in controller network compute; do
        layer_build "$role" > "$LAB/layer-$role.log" 2>&1 &
        pids+=($!)
    done
    for role in controller network compute; do
        wait "${pids[0]}" || { tail -n 20 "$LAB/layer-$role.log" >&2; die "cannot install alder for $role"; }
        pids=("${pids[@]:1}")
    done
    echo "$want" > "$LAYERS.made"
    say "layers: ready"
}

# In a mount and pid namespace of its own: whatever happens, nothing stays mounted and nothing keeps running.
layer_build() { # ROLE
    mkdir -p "$LAYERS/$1/upper" "$LAYERS/$1/work" "$LAYERS/$1/root"
    export -f layer_install layer_database role_packages repository_source
    export LAYERS BASE KEYRING GATEWAY MIRROR_PORT
    ip netns exec "$OPERATOR_NS" unshare --mount --pid --fork --kill-child bash -euo pipefail -c "layer_install $1"
    rm -rf "$LAYERS/$1/work" "$LAYERS/$1/root"
}

layer_install() { # ROLE
    local dir=$LAYERS/$1 root=$LAYERS/$1/root
    mount -t overlay overlay -o "lowerdir=$BASE,upperdir=$dir/upper,workdir=$dir/work" "$root"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount --bind "$LAYERS/shared" "$root/srv/shared"
    install -D -m 644 "$KEYRING" "$root/etc/apt/keyrings/$(basename "$KEYRING")"
    repository_source alder > "$root/etc/apt/sources.list.d/openstack-alder.sources"
    # nothing may start in here
    printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
    chmod 755 "$root/usr/sbin/policy-rc.d"
    chroot "$root" apt-get -q update
    # shellcheck disable=SC2046
    DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get -q -y install $(role_packages "$1")
    chroot "$root" apt-get clean
    rm "$root/usr/sbin/policy-rc.d"
    [ "$1" != controller ] || layer_database "$root"
}

# The database of a new cloud. Its journal starts empty: what tests read there is what happened to their lab.
layer_database() { # ROOT

    sed -i 's/^schema_seconds = 1/schema_seconds = 0/' "$1"/etc/{keystone,glance,nova,neutron}/*.conf
    install -m 666 /dev/null "$1/srv/shared/cloud.sqlite"
    chroot "$1" python3 -c "import sqlite3; sqlite3.connect('/srv/shared/cloud.sqlite').execute('pragma journal_mode=wal')"
    as() { chroot "$1" runuser -u "$2" -- "${@:3}"; }
    as "$1" keystone keystone-manage db_sync
    as "$1" glance glance-manage db_sync
    as "$1" nova nova-manage api_db sync
    as "$1" nova nova-manage db sync
    as "$1" neutron neutron-db-manage upgrade head
    chroot "$1" python3 -c "import sqlite3; d = sqlite3.connect('/srv/shared/cloud.sqlite'); d.execute('delete from journal'); d.commit()"
    sed -i 's/^schema_seconds = 0/schema_seconds = 1/' "$1"/etc/{keystone,glance,nova,neutron}/*.conf
}
