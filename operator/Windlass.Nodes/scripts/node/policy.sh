#!/bin/sh
# What this node's administrator allows: /etc/windlass/node-policy, as `windlass node-policy allow-list` prints it. Lines are compared
# whole, so a line that is not there allows nothing:
#   step KIND | source PACKAGE | new PACKAGE | removable PACKAGE | question GLOB | unit NAME | socket PATH | backend NAME | supersedes GLOB
#   repository FILE SHA256 KEYRING SHA256 | schema PHASE USER ARGUMENT... | check USER ARGUMENT... | configure ARGUMENT... | ask ARGUMENT...
# An argument is itself where it is made of A-Z a-z 0-9 _.:@%+=,~/- ; any other byte is \ooo, its value in octal; an empty one is "".
policy_file=/etc/windlass/node-policy
how_to_allow="'windlass node-policy allow-list -f FILES' prints what belongs there"

require_policy() {
    [ -n "$(find "$policy_file" -maxdepth 0 -type f -user root ! -perm /022 2>/dev/null)" ] ||
        refuse "$policy_file is not there, or somebody else than root may write it: $how_to_allow"
}

allows() { grep -qxF -e "$1" "$policy_file"; }

require() { # LINE
    allows "$1" || refuse "not allowed by $policy_file: $1 ($how_to_allow)"
}

# Arguments as a line of the file has them, each with a blank before it.
plain() { # BASE64...
    for encoded in "$@"; do
        if [ "$encoded" = - ]; then
            printf ' ""'
            continue
        fi
        printf ' '
        printf '%s' "$encoded" | base64 -d 2>/dev/null | od -An -v -to1 | awk '
            {
                for (i = 1; i <= NF; i++) {
                    code = substr($i, 1, 1) * 64 + substr($i, 2, 1) * 8 + substr($i, 3, 1)
                    sign = code > 32 && code < 127 ? sprintf("%c", code) : ""
                    printf "%s", sign ~ /^[A-Za-z0-9_.:@%+=,~\/-]$/ ? sign : "\\" $i
                }
            }'
    done
}

digest_of() { # BASE64, or nothing
    [ -n "$1" ] || { printf -- -; return; }
    printf '%s' "$1" | base64 -d 2>/dev/null | sha256sum | cut -d' ' -f1
}

# Everything that will be installed comes from there: it is pinned to the byte.
judge_repository() {
    require "repository ${file:--} $(digest_of "$content") ${keyring:--} $(digest_of "$key_text")"
    set -f
    for glob in $globs; do require "supersedes $glob"; done
    set +f
}

# Names that are neither built from a source package of the release, as it is installed here, nor new in it.
foreign_packages() { # NAME...
    # shellcheck disable=SC2016 # dpkg-query expands these, not the shell
    dpkg-query -W -f='${source:Package}\t${Package}\t${Architecture}\n' 2>/dev/null | awk -F '\t' -v wanted="$*" -v policy="$policy_file" '
        BEGIN {
            while ((getline line < policy) > 0) {
                split(line, word, " ")
                if (word[1] == "source") source[word[2]] = 1
                if (word[1] == "new") may[word[2]] = 1
            }
        }
        $1 in source { may[$2] = 1; may[$2 ":" $3] = 1 }
        END { count = split(wanted, name, " "); for (i = 1; i <= count; i++) if (!(name[i] in may)) print name[i] }'
}

judge_packages() { # NAME...
    [ $# -gt 0 ] || return 0
    strange=$(foreign_packages "$@" | head -n 5)
    # shellcheck disable=SC2086 # names hold no blanks
    [ -z "$strange" ] || refuse "not of a source package that $policy_file allows:" $strange "($how_to_allow)"
}

# Unit files of what is installed from the release's source packages.
shipped_units() {
    # shellcheck disable=SC2016 # dpkg-query expands these, not the shell
    dpkg-query -W -f='${source:Package}\t${Package}\t${Architecture}\n' 2>/dev/null | awk -F '\t' -v policy="$policy_file" '
        BEGIN { while ((getline line < policy) > 0) { split(line, word, " "); if (word[1] == "source") source[word[2]] = 1 } }
        $1 in source { print "/var/lib/dpkg/info/" $2 ".list"; print "/var/lib/dpkg/info/" $2 ":" $3 ".list" }' |
        while read -r list; do [ ! -f "$list" ] || cat "$list"; done |
        sed -n 's|^/usr/lib/systemd/system/||p; s|^/lib/systemd/system/||p; s|^/etc/init\.d/\(.*\)|\1.service|p'
}

judge_units() { # UNIT...
    [ $# -gt 0 ] || return 0
    shipped=$(shipped_units)
    for unit in "$@"; do
        allows "unit $unit" && continue
        # Held by an earlier step, which was judged: its package may not ship it any more.
        [ ! -e "$state_dir/holds/$unit" ] || continue
        [ ! -e "$state_dir/releasing/$unit" ] || continue
        template=$(printf '%s' "$unit" | sed 's/@.*\./@./')
        printf '%s\n' "$shipped" | grep -qxF -e "$unit" -e "$template" && continue
        refuse "not of a package or a name that $policy_file allows: $unit ($how_to_allow)"
    done
}

# Debconf's questions that are answered with no while packages are installed.
judge_questions() {
    set -f
    for glob in $questions; do require "question $glob"; done
    set +f
}

# shellcheck disable=SC2086 # names and encoded arguments hold no blanks
judge_step() {
    require "step $kind"
    judge_questions
    case $kind in
        switch-repository) judge_repository ;;
        stage | preinstall | install)
            judge_packages $pinned
            for name in $removable; do require "removable $name"; done
            ;;
        quiesce | unquiesce | stop-and-hold | release | restart) judge_units $units ;;
        sync-schema) require "schema ${phase:--} ${user:--}$(plain $arguments)" ;;
        configure) require "configure$(plain $arguments)" ;;
    esac
}

# Of each component its command.
judge_checks() {
    judge_repository
    # shellcheck disable=SC2086 # names hold no blanks
    judge_packages $packages
    check='' check_user=-
    while read -r key value; do
        case $key in
            component) judge_check; check='' check_user=- ;;
            user) check_user=$value ;;
            argument) check="$check $value" ;;
        esac
    done <<EOT
$data
EOT
    judge_check
}

judge_check() {
    [ -n "$check" ] || return 0
    # shellcheck disable=SC2086 # words
    require "check $check_user$(plain $check)"
}

# What the run will want is asked for beforehand: better now than in the middle.
judge_announced() {
    judge_repository
    for encoded in $announced; do
        require "$(printf '%s' "$encoded" | base64 -d 2>/dev/null | tr -c '[:print:]' ' ')"
    done
}
