#!/bin/sh
# Debian's RabbitMQ on a test's node, small: as root of the node, which has a network of its own. The node's end is the brokers' end.
#   broker.sh start NAME PORT       a broker, answering when this ends; "rabbit" is the one that rabbitmqctl asks by itself
#   broker.sh join NAME             becomes a member of rabbit's cluster
#   broker.sh publish VHOST QUEUE COUNT [PORT]
#   broker.sh signal NAME SIGNAL
set -eu
state=/run/brokers
host=$(hostname)

fail() { echo "broker.sh: $*" >&2; exit 1; }

start() { # NAME PORT
    install -d -o rabbitmq -g rabbitmq "$state"
    # As Debian's unit starts it, with one scheduler and without busy waiting.
    setsid setpriv --reuid rabbitmq --regid rabbitmq --clear-groups env HOME=/var/lib/rabbitmq RABBITMQ_NODENAME="$1@$host" \
        RABBITMQ_NODE_PORT="$2" RABBITMQ_DIST_PORT=$(($2 + 20000)) RABBITMQ_LOGS=- RABBITMQ_PID_FILE="$state/$1.pid" \
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='+S 1:1 +sbwt none' \
        /usr/lib/rabbitmq/bin/rabbitmq-server >"$state/$1.log" 2>&1 </dev/null &
    tries=0
    until [ -n "$(ss -ltnH "sport = :$2")" ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 1200 ] || fail "$1 does not listen: $(tail -n 5 "$state/$1.log")"
        sleep 0.1
    done
}

join() { # NAME
    for verb in stop_app "join_cluster rabbit@$host" start_app; do
        # shellcheck disable=SC2086 # words of a command
        rabbitmqctl -q -n "$1@$host" $verb
    done
}

publish() { # VHOST QUEUE COUNT PORT
    amqp-declare-queue -d -s 127.0.0.1 --port "${4:-5672}" --vhost "$1" -q "$2" >/dev/null
    seq "$3" | amqp-publish -s 127.0.0.1 --port "${4:-5672}" --vhost "$1" -p -l -r "$2"
}

verb=$1
shift
case $verb in
    start | join | publish) "$verb" "$@" ;;
    signal) kill -"$2" "$(cat "$state/$1.pid")" ;;
    *) fail "unknown: $verb" ;;
esac
