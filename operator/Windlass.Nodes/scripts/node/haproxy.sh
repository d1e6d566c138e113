#!/bin/sh
# HAProxy's runtime socket without a forward: only the lines that windlass has use for, and only for the backends that may be touched.
is_server() { # BACKEND/SERVER
    case $1 in *[!A-Za-z0-9_:./-]* | */*/*) return 1 ;; ?*/?*) ;; *) return 1 ;; esac
    allows "backend ${1%%/*}"
}

# Adds to changes what is more than a question.
is_runtime_command() {
    case $1 in
        'show info' | 'show stat -1 4 -1' | 'show servers state' | 'show proc') return 0 ;;
        'set server '*' state ready') server=${1#set server } server=${server% state ready} ;;
        'set server '*' state drain') server=${1#set server } server=${server% state drain} ;;
        'set server '*' state maint') server=${1#set server } server=${server% state maint} ;;
        'shutdown sessions server '*) server=${1#shutdown sessions server } ;;
        '@!'*' show stat -1 4 -1')
            worker=${1#@!}
            is_number "${worker%% *}" && [ "${worker#* }" = 'show stat -1 4 -1' ]
            return
            ;;
        *) return 1 ;;
    esac
    is_server "$server" && changes="$changes;$1"
}

judge_runtime_line() { # TEXT
    changes=''
    left=$1
    while :; do
        is_runtime_command "${left%%;*}" || refuse "not a command to HAProxy that $policy_file allows: ${left%%;*} ($how_to_allow)"
        case $left in *';'*) left=${left#*;} ;; *) break ;; esac
    done
    changes=${changes#;}
}

# perl-base is on every Debian: socat, which would do, is not.
relay() { # SOCKET LINE
    # shellcheck disable=SC2016 # Perl's own
    timeout -k 1 5 perl -MSocket -e '
        my $peer;
        socket($peer, PF_UNIX, SOCK_STREAM, 0) && connect($peer, pack_sockaddr_un($ARGV[0])) or die "$ARGV[0]: $!\n";
        my $line = "$ARGV[1]\n";
        syswrite($peer, $line) == length($line) or die "$ARGV[0]: $!\n";
        shutdown($peer, 1);
        while (sysread($peer, my $part, 65536)) { print $part }' "$1" "$2" 2>&1
}

answer_haproxy() {
    require "socket $socket"
    line=$(printf '%s' "$runtime_line" | base64 -d 2>/dev/null; echo .)
    line=${line%?}
    case $line in '' | *[!\ -~]*) refuse 'not a line of printable characters' ;; esac
    judge_runtime_line "$line"
    [ -z "$changes" ] || journal journal haproxy-begin - - haproxy - - "$(digest "$line")" "$changes"
    printf '#%s begin\n' "$nonce"
    relay "$socket" "$line"
    code=$?
    printf '\n#%s end 0\n' "$nonce"
    [ -z "$changes" ] || journal journal haproxy-end - - haproxy - "$code" "$(digest "$line")" "$changes"
}
