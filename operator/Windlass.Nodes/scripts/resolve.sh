#!/bin/sh
# What APT would do, were this node's source the target release's. Asked in a private folder, with package lists of its own and the
# node's own dpkg status; the folder goes at the end, and nothing else is written. Data on standard input, "key value" per line, "." last:
#   nonce N | file NAME | content BASE64 | keyring NAME | key BASE64 | supersedes GLOB | watch SOURCE
#   component NAME, then its: package NAME | new NAME
# Answer: "#N begin", sections "renewed", "candidates" and "installs", "#N end 0".
sources=/etc/apt/sources.list.d

section() { printf '#%s section %s\n' "$nonce" "$1"; }

# In memory, where the next boot would forget it; where that is small, in /tmp.
make_folder() {
    free=$(df -Pk /run 2>/dev/null | awk 'NR == 2 { print $4 }')
    parent=/run
    [ "${free:-0}" -ge 524288 ] || parent=/tmp
    folder=$(mktemp -d "$parent/windlass-target.XXXXXX") || exit 73
    trap 'rm -rf "$folder"' EXIT
    trap 'exit 143' TERM INT HUP
    # APT reads archives as a user of its own, who must get here; what it checks of signatures it writes to the temporary folder.
    chmod 755 "$folder"
    mkdir -m 1777 "$folder/tmp"
    TMPDIR=$folder/tmp
    export TMPDIR
    mkdir -p "$folder/sources" "$folder/keyrings" "$folder/lists/partial" "$folder/cache/archives/partial" "$folder/log"
}

# The same that the switch would leave: every other source but the superseded ones.
copy_sources() {
    for other in "$sources"/*; do
        [ -f "$other" ] && ! is_superseded "${other##*/}" && cp "$other" "$folder/sources/"
    done
    printf '%s' "$content" | base64 -d | sed "s|/etc/apt/keyrings/${keyring:-none}|$folder/keyrings/${keyring:-none}|g" >"$folder/sources/$file"
    [ -z "$keyring" ] || keyring_bytes "$keyring" "$key_text" >"$folder/keyrings/$keyring"
}

is_superseded() { # FILE-NAME
    [ "$1" != "$file" ] || return 0
    set -f
    for glob in $globs; do
        # shellcheck disable=SC2254 # a pattern it is
        case $1 in $glob) set +f; return 0 ;; esac
    done
    set +f
    return 1
}

# The node's hooks around an update are not ours to run, and lists that are fresh need no second download.
write_settings() {
    cat >"$folder/apt.conf" <<EOT
Dir::Etc::sourceparts "$folder/sources/";
Dir::State::lists "$folder/lists/";
Dir::Cache "$folder/cache/";
Dir::Cache::archives "archives/";
Dir::Cache::pkgcache "pkgcache.bin";
Dir::Cache::srcpkgcache "";
Dir::Log "$folder/log/";
Acquire::Languages "none";
Acquire::Retries "1";
Acquire::http::Timeout "15";
Acquire::https::Timeout "15";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
APT::Update::Error-Mode "any";
APT::Get::Always-Include-Phased-Updates "true";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
EOT
    find /var/lib/apt/lists -maxdepth 1 -type f \( -name '*_InRelease' -o -name '*_Release' -o -name '*_Release.gpg' -o -name '*_Packages*' \) \
        -exec cp -p --reflink=auto -t "$folder/lists" -- {} +
}

renew() {
    section renewed
    timeout -k 5 120 apt-get -q -c "$folder/apt.conf" update >"$folder/out" 2>&1
    code=$?
    [ "$code" -ne 0 ] || { printf 'ok\t-\n'; return 0; }
    complaint=$(grep '^E: ' "$folder/out" | head -n 1)
    [ "$code" -ne 124 ] || complaint='the package lists are not there after 120 s'
    printf 'failed\t%s\n' "$(flat "${complaint:-apt-get update answered $code}" | cut -c1-500)"
    return 1
}

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

main() {
    nonce='' file='' content='' keyring='' key_text='' globs='' watched='' asked='' complete=no
    while read -r key value; do
        case $key in
            .) complete=yes; break ;;
            nonce) nonce=$value ;;
            file) file=$value ;;
            content) content=$value ;;
            keyring) keyring=$value ;;
            key) key_text=$value ;;
            supersedes) globs="$globs $value" ;;
            watch) watched="$watched $value" ;;
            *) asked="$asked$key $value
" ;;
        esac
    done
    [ "$complete" = yes ] && [ -n "$file" ] || exit 64
    exec </dev/null
    make_folder
    copy_sources
    write_settings
    printf '#%s begin\n' "$nonce"
    if renew; then
        candidates
        installs
    fi
    printf '#%s end 0\n' "$nonce"
}
