#!/bin/sh
# First part of every script that Windlass sends to a node. Only functions and settings: the last line of the text that is
# sent calls main, so a text that was cut off on its way does nothing.
set -u
umask 022
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
unset LANGUAGE LANG 2>/dev/null

state_dir=/var/lib/windlass

# Wall clock of the node, seconds with fraction.
now() { date +%s.%N; }

# One line without control characters: what it prints is a field of an answer.
flat() { printf '%s' "$1" | tr '\000-\037\177' ' '; }

say() { printf '%s\n' "windlass: $*"; }

fail() { # EXIT-CODE MESSAGE...
    code=$1
    shift
    say "$*"
    exit "$code"
}

# The argument that a value of the data stands for ("-" is an empty one) becomes $argument. The dot keeps line ends that belong to it.
read_argument() { # VALUE
    argument=.
    [ "$1" = - ] || argument=$(printf '%s' "$1" | base64 -d; echo .)
    argument=${argument%.}
}

# Standard input becomes the file: at no moment, power cuts included, does a reader see half of it.
put_file() { # PATH MODE
    put_tmp=$(dirname "$1")/.windlass.$$
    cat >"$put_tmp" && chmod "$2" "$put_tmp" && sync "$put_tmp" && mv -f "$put_tmp" "$1" && sync "$(dirname "$1")"
}

# Command line of the process that holds a POSIX lock on the file; nothing when it is free. Reads /proc, because neither
# lslocks nor fuser is everywhere.
lock_holder() { # PATH
    holder_inode=$(stat -c %i "$1" 2>/dev/null) || return 0
    while read -r _ holder_kind _ _ holder_pid holder_place _; do
        [ "$holder_kind" = POSIX ] || continue
        case $holder_place in *:"$holder_inode") ;; *) continue ;; esac
        # The number alone may belong to a file on another file system.
        for holder_fd in /proc/"$holder_pid"/fd/*; do
            # shellcheck disable=SC3013 # dash, bash and busybox all have -ef
            [ "$holder_fd" -ef "$1" ] || continue
            printf '%s (pid %s)' "$(tr '\000-\037\177' ' ' <"/proc/$holder_pid/cmdline" | cut -c1-160)" "$holder_pid"
            return 0
        done
    done </proc/locks
}
