#!/bin/sh
# Data: unit NAME. Stops what runs and keeps all of them from starting; systemd's own time to stop applies.
main() {
    units=''
    while read -r key value; do
        case $key in
            .) break ;;
            unit) units="$units $value" ;;
        esac
    done
    [ "$key" = . ] || exit 64
    loaded=''
    for unit in $units; do
        is_loaded "$unit" || { say "$unit does not exist here"; continue; }
        loaded="$loaded $unit"
        put_hold "$unit"
    done
    systemctl daemon-reload || fail 13 'systemd did not reload its units'
    for unit in $loaded; do stop_unit "$unit"; done
}
