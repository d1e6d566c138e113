#!/bin/sh
# Data: stop-seconds N, then unit NAME in order. Only what runs is restarted: nothing that was down comes up.
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
    running=''
    for unit in $units; do
        runs "$unit" || { say "$unit does not run: left alone"; continue; }
        running="$running $unit"
        [ "$seconds" = 0 ] || put_stop_time "$unit" "$seconds"
    done
    systemctl daemon-reload || fail 13 'systemd did not reload its units'
    for unit in $running; do
        say "restarting $unit"
        systemctl restart "$unit" && continue
        show_trouble "$unit"
        fail 13 "$unit did not restart"
    done
    for unit in $running; do drop_stop_time "$unit"; done
    systemctl daemon-reload
    # shellcheck disable=SC2086 # unit names hold no blanks
    [ -z "$running" ] || verify_up $running
}
