#!/bin/sh
# The audit log: what was done on this node by order, and in a file of its own what was refused. One line each:
#   TIME EVENT ID ATTEMPT KIND FENCE EXIT SHA256 FROM [TEXT]     "-" where there is none; FROM: ADDRESS:PORT/ACCOUNT
# Refusals stand apart, so that nobody can push the record of deeds out by being refused. Each file keeps to 1 MiB, and four older ones.

# Where the order came from, as far as sshd and sudo tell.
ordered_by() (
    set -f
    # shellcheck disable=SC2086 # its words are wanted
    set -- ${SSH_CONNECTION:--}
    by=$1${2:+:$2}/${SUDO_USER:-root}
    case $by in *[!A-Za-z0-9_.:/%-]*) by=- ;; esac
    printf '%s' "$by"
)

# Whoever has the old file open goes on writing to that: no line is lost.
bound_journal() { # NAME
    [ "$(stat -c %s "$state_dir/$1.log" 2>/dev/null || echo 0)" -ge 1048576 ] || return 0
    for older in 3 2 1; do
        [ ! -e "$state_dir/$1.log.$older" ] || mv -f "$state_dir/$1.log.$older" "$state_dir/$1.log.$((older + 1))"
    done
    mv -f "$state_dir/$1.log" "$state_dir/$1.log.1"
}

journal() { # NAME EVENT ID ATTEMPT KIND FENCE EXIT SHA256 [TEXT]
    journal_name=$1
    shift
    journal_line="$(date -u +%Y-%m-%dT%H:%M:%S.%NZ) $1 ${2:--} ${3:--} ${4:--} ${5:--} ${6:--} ${7:--} $(ordered_by) ${8:-}"
    {
        flock -w 5 7
        bound_journal "$journal_name"
        (umask 077 && printf '%s\n' "${journal_line% }" >>"$state_dir/$journal_name.log")
    } 7>/run/windlass-journal.lock
}
