#!/bin/sh
# Debian's MariaDB on a test's node, small, as single server and as a Galera cluster of members on addresses of its own: as root of the
# node, which has a network of its own. The node's end is the servers' end. Member 1, and the single server, have the socket that clients
# use by themselves.
#   galera.sh seed                  makes the data that every server begins with
#   galera.sh single                a server without Galera
#   galera.sh member N [OPTION...]  a member: 1, 2 or 3; the first to start has --wsrep-new-cluster
#   galera.sh status N              what the member tells about itself
#   galera.sh signal N SIGNAL       ("single" for N: the single server)
set -eu
state=/run/galera
small='--innodb-log-file-size=4M --innodb-buffer-pool-size=8M --key-buffer-size=64K --performance-schema=OFF --innodb-flush-log-at-trx-commit=0'

fail() { echo "galera.sh: $*" >&2; exit 1; }

socket_of() { # N
    case $1 in 1 | single) echo /run/mysqld/mysqld.sock ;; *) echo "$state/$1.sock" ;; esac
}

seed() {
    install -d -o mysql -g mysql "$state" /run/mysqld
    # shellcheck disable=SC2086 # a list of options
    mariadb-install-db --no-defaults --user=mysql --datadir="$state/seed" --auth-root-authentication-method=socket --skip-test-db $small \
        >"$state/seed.log" 2>&1 || fail "$(tail -n 20 "$state/seed.log")"
}

serve() { # N OPTION...
    name=$1
    shift
    [ -d "$state/$name" ] || cp -a "$state/seed" "$state/$name"
    # shellcheck disable=SC2086 # a list of options
    setsid mariadbd --no-defaults --user=mysql $small --datadir="$state/$name" --socket="$(socket_of "$name")" "$@" \
        >>"$state/$name.log" 2>&1 </dev/null &
    echo $! >"$state/$name.pid"
    await "$name"
}

member() { # N OPTION...
    name=$1
    shift
    # Whoever joins takes everything from the others.
    [ "$name" = 1 ] || install -d -o mysql -g mysql "$state/$name"
    address=127.0.0.1$name
    serve "$name" --bind-address="$address" --port=3306 --binlog-format=ROW --innodb-autoinc-lock-mode=2 --wsrep-on=ON \
        --wsrep-provider=/usr/lib/galera/libgalera_smm.so --wsrep-cluster-name=test --wsrep-node-name="$name" --wsrep-node-address="$address" \
        --wsrep-cluster-address=gcomm://127.0.0.11,127.0.0.12,127.0.0.13 --wsrep-sst-method=rsync \
        --wsrep-provider-options="gcache.size=1M;gmcast.listen_addr=tcp://$address:4567;ist.recv_bind=$address" "$@"
}

status() { # N
    mariadb --no-defaults --socket="$(socket_of "$1")" -NBe "show status like 'wsrep_%'" 2>&1
}

# Until it answers; a member: until it is synced.
await() { # N
    tries=0
    until told=$(status "$1") && { [ "$1" = single ] || printf '%s\n' "$told" | grep -q '^wsrep_local_state_comment.Synced$'; }; do
        tries=$((tries + 1))
        if [ "$tries" = 1200 ] || ! kill -0 "$(cat "$state/$1.pid")"; then
            fail "$1 does not come up: $(tail -n 20 "$state/$1.log")"
        fi
        sleep 0.1
    done
}

verb=$1
shift
case $verb in
    seed | member | status) "$verb" "$@" ;;
    single) serve single --skip-networking ;;
    signal) kill -"$2" "$(cat "$state/$1.pid")" ;;
    *) fail "unknown: $verb" ;;
esac
