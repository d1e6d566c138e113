#!/bin/sh
# What APT would do, were this node's source the target release's. Asked in a private folder, with package lists of its own and the
# node's own dpkg status; the folder goes at the end, and nothing else is written. Data on standard input, "key value" per line, "." last:
#   nonce N | file NAME | content BASE64 | keyring NAME | key BASE64 | supersedes GLOB | watch SOURCE | question GLOB
#   component NAME, then its: package NAME | new NAME
# Answer: "#N begin", sections "migrations", "renewed", "candidates" and "installs", "#N end 0".
candidates() {
    section candidates
    # shellcheck disable=SC2046 # package names hold no blanks
    set -- $(printf '%s\n' "$asked" | awk '$1 == "package" || $1 == "new" { print $2 }')
    [ $# -gt 0 ] || return 0
    apt-cache -c "$folder/apt.conf" policy -- "$@" 2>/dev/null |
        awk '/^[^ ].*:$/ { name = substr($0, 1, length($0) - 1) } $1 == "Candidate:" && $2 != "(none)" { printf "%s\t%s\n", name, $2 }' |
        tee "$folder/candidates"
}

# One after the other, as they would be installed; a removal is told, not taken for granted.
installs() {
    section installs
    # shellcheck disable=SC2016 # dpkg-query expands these, not the shell
    dpkg-query -W -f='${source:Package}\t${Package}\t${db:Status-Abbrev}\n' 2>/dev/null | awk -F '\t' '$3 ~ /^.i/' >"$folder/installed"
    wanted='' component=''
    while read -r key value; do
        case $key in
            component) simulate; component=$value ;;
            package) wanted="$wanted $value" ;;
            new) ! grep -q "^$value	" "$folder/candidates" || wanted="$wanted $value" ;;
        esac
    done <<EOT
$asked
EOT
    simulate
}

simulate() {
    [ -n "$component" ] || return 0
    printf 'component\t%s\n' "$component"
    # shellcheck disable=SC2086 # package names hold no blanks
    timeout -k 5 60 apt-get -s -y -q -c "$folder/apt.conf" install -- $wanted >"$folder/out" 2>&1 </dev/null
    code=$?
    if [ "$code" -ne 0 ]; then
        complaint=$(awk '/ : (Pre-?Depends|Depends|Breaks|Conflicts)/ && unmet == "" { unmet = $0 } /^E: / && error == "" { error = $0 }
            END { print unmet != "" ? unmet : error }' "$folder/out")
        printf 'refused\t%s\n' "$(flat "${complaint:-apt-get -s install answered $code}" | cut -c1-500)"
        return 0
    fi
    awk -F '\t' -v wanted="$wanted " -v watched="$watched " -v out="$folder/out" '
        { source[$2] = $1 }
        END {
            while ((getline line <out) > 0) {
                split(line, word, " ")
                name = word[2]
                sub(/:.*/, "", name)
                if (word[1] == "Remv") printf "removed\t%s\n", name
                if (word[1] == "Inst" && word[3] ~ /^\[/ && !index(wanted, " " name " ") && index(watched, " " source[name] " "))
                    printf "moved\t%s\t%s\n", source[name], name
            }
        }' "$folder/installed"
}

# What debconf tells to migrate its database by itself: "yes QUESTION PACKAGE..." of packages that are asked about.
migrations() {
    section migrations
    [ -n "$questions" ] || return 0
    matched=$(matching_questions "$questions") || { printf 'failed\tdebconf-show ends with an error\n'; return 0; }
    printf '%s\n' "$matched" | sed -n 's/ true$//p' | while read -r question; do
        owners=$(owners_of "$question")
        [ -z "$owners" ] || printf 'yes\t%s\t%s\n' "$question" "$owners"
    done
}

owners_of() { # QUESTION
    names=$(printf '%s\n' "$asked" | sed -n 's/^package //p')
    debconf-show --listowners 2>/dev/null | grep -xF -e "$names" | sort | while read -r package; do
        ! debconf-show "$package" 2>/dev/null | cut -c3- | grep -qF -e "$1: true" || printf '%s ' "$package"
    done | sed 's/ $//'
}

main() {
    read_target
    exec </dev/null
    make_folder
    copy_sources
    write_settings
    printf '#%s begin\n' "$nonce"
    migrations
    section renewed
    complaint=$(renewal)
    if [ -z "$complaint" ]; then
        printf 'ok\t-\n'
        candidates
        installs
    else
        printf 'failed\t%s\n' "$complaint"
    fi
    printf '#%s end 0\n' "$nonce"
}
