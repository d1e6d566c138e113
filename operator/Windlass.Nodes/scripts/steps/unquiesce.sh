#!/bin/sh
# Data: unit NAME. What ran before quiesce runs again; what did not is only set free.
main() {
    units=''
    while read -r key value; do
        case $key in
            .) break ;;
            unit) units="$units $value" ;;
        esac
    done
    [ "$key" = . ] || exit 64
    for unit in $units; do lift_hold "$unit"; done
    systemctl daemon-reload || fail 13 'systemd did not reload its units'
    for unit in $units; do
        if ran_before "$unit"; then start_unit "$unit"; fi
        finish_release "$unit"
    done
}
