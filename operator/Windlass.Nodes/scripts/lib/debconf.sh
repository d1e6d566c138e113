#!/bin/sh
# Debconf's questions that make a package migrate its database by itself while it is installed, in Debian's packages of OpenStack
# NAME/configure_db: read, and answered with no for one transaction. The node's own answers stay.

# "QUESTION ANSWER" of every question that debconf has and that one of the patterns means. Reads only.
matching_questions() { # "GLOB..."
    command -v debconf-show >/dev/null 2>&1 || return 0
    question_owners=$(debconf-show --listowners 2>/dev/null) || return 1
    [ -n "$question_owners" ] || return 0
    # shellcheck disable=SC2086 # names hold no blanks
    shown=$(debconf-show $question_owners 2>/dev/null) || return 1
    printf '%s\n' "$shown" | sed -n 's|^[* ] \([A-Za-z0-9][A-Za-z0-9+._/-]*\): *\(.*\)$|\1 \2|p' | sort -u | while read -r question answer; do
        set -f
        for glob in $1; do
            # shellcheck disable=SC2254 # a pattern it is
            case $question in $glob) printf '%s %s\n' "$question" "$answer"; break ;; esac
        done
    done
}

# For the package scripts of this step: a database of debconf's in front of the node's own one that has these questions and no others,
# answered with no. It may be written to, as debconf wants to note who asks, and goes with the folder. Environment: debconf(7),
# DEBCONF_DB_OVERRIDE; accept-name: debconf.conf(5). What nova-api's postinst does after its own question, activating the trigger
# nova-common-db-sync that migrates without asking, it does only when that is answered with yes.
answer_no() { # FOLDER "GLOB..."
    [ -n "$2" ] || return 0
    matched=$(matching_questions "$2") || fail 16 'debconf cannot be read (run: debconf-show --listowners): a package might migrate its database by itself'
    # Those without a star also where debconf does not know them yet: a new package brings its own default.
    names=$({ printf '%s\n' "$matched" | cut -d' ' -f1; printf '%s' "$2" | tr ' ' '\n' | grep -v '[*]'; } | grep . | sort -u)
    [ -n "$names" ] || return 0
    for question in $names; do
        printf 'Name: %s\nTemplate: %s\nValue: false\nOwners: windlass\nFlags: seen\n\n' "$question" "$question"
    done | put_file "$1/debconf.dat" 600
    DEBCONF_DB_OVERRIDE="File{filename:$1/debconf.dat accept_name:^($(printf '%s' "$names" | sed 's/[.+]/[&]/g' | tr '\n' '|'))\$}"
    export DEBCONF_DB_OVERRIDE
}
