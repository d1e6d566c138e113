#!/bin/sh
# Data: unit NAME in the order to start them; await URL. Starts what ran before the hold and what is enabled; the rest stays as it is.
main() {
    units='' urls=''
    while read -r key value; do
        case $key in
            .) break ;;
            unit) units="$units $value" ;;
            await) urls="$urls $value" ;;
        esac
    done
    [ "$key" = . ] || exit 64
    for unit in $units; do lift_hold "$unit"; done
    systemctl daemon-reload || fail 13 'systemd did not reload its units'
    started=''
    for unit in $units; do
        is_loaded "$unit" || { say "$unit does not exist any more"; continue; }
        ran_before "$unit" || is_enabled "$unit" || { say "$unit is disabled and did not run: left alone"; continue; }
        start_unit "$unit"
        started="$started $unit"
    done
    # shellcheck disable=SC2086 # unit names hold no blanks
    [ -z "$started" ] || verify_up $started
    for unit in $units; do finish_release "$unit"; done
    [ -z "$started" ] || await_answers
}

# Services need seconds until they listen. Whoever watches this node would ask it meanwhile over and over; that no answer comes is no failure
# of this step: it is seen, and judged, by the next look.
await_answers() {
    latest=$(($(date +%s) + 15))
    set -f
    for url in $urls; do
        until answers "$url"; do
            [ "$(date +%s)" -lt "$latest" ] || return 0
            sleep 0.1
        done
    done
}
