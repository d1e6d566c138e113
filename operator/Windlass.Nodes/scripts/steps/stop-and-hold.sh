#!/bin/sh
# Data: stop-seconds N, then unit NAME in the order to stop them.
main() {
    units='' seconds=''
    while read -r key value; do
        case $key in
            .) break ;;
            stop-seconds) seconds=$value ;;
            unit) units="$units $value" ;;
        esac
    done
    [ "$key" = . ] || exit 64
    loaded=''
    for unit in $units; do
        is_loaded "$unit" || { say "$unit does not exist here"; continue; }
        loaded="$loaded $unit"
        put_hold "$unit"
        [ "$seconds" = 0 ] || put_stop_time "$unit" "$seconds"
    done
    systemctl daemon-reload || fail 13 'systemd did not reload its units'
    for unit in $loaded; do stop_unit "$unit"; done
}
