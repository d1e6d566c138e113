#!/bin/sh
# How far a step got. An entry is a folder below /var/lib/windlass/steps:
#   started  "boot-id attempt kind fence time"   written, and on disk, before the body runs
#   exit     "code time"                         written, and on disk, after it ended
#   run, supervise, log                          the body, what watches over it, what it printed
steps_dir=$state_dir/steps

step_unit() { printf 'windlass-step-%s.service' "$1"; }

# Prints: id state code started finished attempt kind ("-" where nothing is known).
ledger_entry() { # ID
    entry=$steps_dir/$1
    read -r entry_boot entry_attempt entry_kind _ entry_started <"$entry/started" || return 1
    if read -r entry_code entry_finished 2>/dev/null <"$entry/exit"; then
        printf '%s finished %s %s %s %s %s\n' "$1" "$entry_code" "$entry_started" "$entry_finished" "$entry_attempt" "$entry_kind"
        return 0
    fi
    read -r this_boot </proc/sys/kernel/random/boot_id
    entry_state=reboot
    if [ "$this_boot" = "$entry_boot" ]; then
        entry_state=$(unit_state "$1")
        # It may have ended between the two looks; the file on disk is the truth.
        if read -r entry_code entry_finished 2>/dev/null <"$entry/exit"; then
            printf '%s finished %s %s %s %s %s\n' "$1" "$entry_code" "$entry_started" "$entry_finished" "$entry_attempt" "$entry_kind"
            return 0
        fi
    fi
    printf '%s %s - %s - %s %s\n' "$1" "$entry_state" "$entry_started" "$entry_attempt" "$entry_kind"
}

unit_state() { # ID
    case $(systemctl show -p ActiveState -p SubState "$(step_unit "$1")" </dev/null 2>/dev/null | tr '\n' ' ') in
        *ActiveState=active*SubState=exited* | *SubState=exited*ActiveState=active*) echo crashed ;;
        *ActiveState=active* | *ActiveState=activating* | *ActiveState=deactivating* | *ActiveState=reloading*) echo running ;;
        *) echo crashed ;;
    esac
}
