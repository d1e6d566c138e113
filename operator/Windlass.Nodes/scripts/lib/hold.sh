#!/bin/sh
# Holding a unit: a drop-in condition keeps it from starting, across reboots too, and leaves its enablement alone. Never a mask:
# keystone's postinst runs "systemctl enable" under "set -e", and enabling a masked unit fails.
holds_dir=$state_dir/holds

# What release took over from holds_dir and has not finished with.
releasing_dir=$state_dir/releasing

is_loaded() { [ "$(systemctl show -p LoadState --value "$1")" != not-found ]; }

runs() { # UNIT
    case $(systemctl show -p ActiveState --value "$1") in active | activating | reloading) return 0 ;; *) return 1 ;; esac
}

is_enabled() { # UNIT
    case $(systemctl is-enabled "$1" 2>/dev/null) in enabled | enabled-runtime | alias | generated) return 0 ;; *) return 1 ;; esac
}

# The marker is on disk before anything happens to the unit: release gives back exactly what was there.
put_hold() { # UNIT
    mkdir -p "$holds_dir" "/etc/systemd/system/$1.d"
    if [ ! -e "$holds_dir/$1" ]; then
        hold_was=0
        ! runs "$1" || hold_was=1
        # A release that was cut off remembers better than the unit, which it may not have started yet.
        [ ! -e "$releasing_dir/$1" ] || read -r hold_was <"$releasing_dir/$1"
        printf '%s\n' "$hold_was" | put_file "$holds_dir/$1" 600
    fi
    rm -f "$releasing_dir/$1"
    printf '# Windlass holds this unit while it is upgraded.\n[Unit]\nConditionPathExists=!%s\n' "$holds_dir/$1" |
        put_file "/etc/systemd/system/$1.d/50-windlass-hold.conf" 644
}

# Debian's units are killed after 15 s, which cuts work in progress.
put_stop_time() { # UNIT SECONDS
    case $1 in *.service) ;; *) return 0 ;; esac
    mkdir -p "/run/systemd/system/$1.d"
    printf '[Service]\nTimeoutStopSec=%s\n' "$2" >"/run/systemd/system/$1.d/40-windlass-stop.conf"
}

drop_stop_time() { # UNIT
    rm -f "/run/systemd/system/$1.d/40-windlass-stop.conf"
    rmdir "/run/systemd/system/$1.d" 2>/dev/null || true
}

# Prints what the unit said last; the operator shows it to people.
show_trouble() { # UNIT
    systemctl --no-pager --full --lines=10 status "$1" 2>&1 | head -n 30
}

stop_unit() { # UNIT
    say "stopping $1"
    systemctl stop "$1" || say "systemctl stop $1 answered $?"
    case $(systemctl show -p ActiveState --value "$1") in
        inactive | failed) return 0 ;;
    esac
    show_trouble "$1"
    fail 13 "$1 did not stop"
}

# From "held" to "being released"; after this the unit may start.
lift_hold() { # UNIT
    mkdir -p "$releasing_dir"
    if [ -e "$holds_dir/$1" ]; then
        mv -f "$holds_dir/$1" "$releasing_dir/$1" && sync "$releasing_dir" "$holds_dir"
    fi
    rm -f "/etc/systemd/system/$1.d/50-windlass-hold.conf"
    rmdir "/etc/systemd/system/$1.d" 2>/dev/null || true
    drop_stop_time "$1"
}

ran_before() { # UNIT
    read -r before 2>/dev/null <"$releasing_dir/$1" && [ "$before" = 1 ]
}

finish_release() { # UNIT
    rm -f "$releasing_dir/$1"
}

start_unit() { # UNIT
    say "starting $1"
    systemctl reset-failed "$1" 2>/dev/null
    systemctl start "$1" && return 0
    show_trouble "$1"
    fail 13 "$1 did not start"
}

# Up, or a one-shot that has done its work. A unit in auto-restart is on its way down again, not up.
is_up() { # UNIT
    case $(systemctl show -p ActiveState -p SubState -p Type -p Result "$1" | tr '\n' ' ') in
        *SubState=auto-restart*) return 1 ;;
        *ActiveState=active*) return 0 ;;
        *Type=oneshot*Result=success*ActiveState=inactive*) return 0 ;;
        *) return 1 ;;
    esac
}

# Type=simple counts as started before the program has looked at its configuration: look twice.
verify_up() { # UNIT...
    sleep 1
    for up_unit in "$@"; do
        is_up "$up_unit" && continue
        show_trouble "$up_unit"
        fail 13 "$up_unit does not stay up"
    done
}
