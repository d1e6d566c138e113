#!/bin/sh
# APT with the target release's source, in a private folder: its own package lists and settings, the node's own dpkg status. Needs what
# read_target has read. The folder goes when the script ends.
sources=/etc/apt/sources.list.d

section() { printf '#%s section %s\n' "$nonce" "$1"; }

# Sets what belongs to the source; all else becomes lines of "asked".
read_target() {
    nonce='' file='' content='' keyring='' key_text='' globs='' watched='' questions='' asked='' room='' complete=no
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
            question) questions="$questions $value" ;;
            *) asked="$asked$key $value
" ;;
        esac
    done
    [ "$complete" = yes ] && [ -n "$file" ] || exit 64
}

# What a script left behind that was killed with force. None works for so long.
sweep() {
    find /run /tmp /var/tmp -maxdepth 1 -type d -user root \( -name 'windlass-target.??????' -o -name 'windlass-check.??????' \) -mmin +60 -exec rm -rf -- {} + 2>/dev/null
}

# A URL may name an account with its password. Before anything is cut off: half of it would not be known for one any more.
without_accounts() { sed 's|://[^ @]*@|://|g'; }

# In memory, where the next boot would forget it; where that is small, in /tmp.
make_folder() {
    sweep
    free=$(df -Pk /run 2>/dev/null | awk 'NR == 2 { print $4 }')
    parent=/run
    [ "${free:-0}" -ge 524288 ] || parent=/tmp
    folder=$(mktemp -d "$parent/windlass-target.XXXXXX") || exit 73
    trap 'rm -rf "$folder" ${room:+"$room"}' EXIT
    trap 'exit 143' TERM INT HUP
    # Nobody reads the answer any more: without this the shell would end on the spot, and leave everything.
    trap 'exit 141' PIPE
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

# Prints why the archives cannot be read; nothing when they were.
renewal() {
    timeout -k 5 120 apt-get -q -c "$folder/apt.conf" update >"$folder/out" 2>&1
    code=$?
    [ "$code" -ne 0 ] || return 0
    complaint=$(grep '^E: ' "$folder/out" | head -n 1)
    [ "$code" -ne 124 ] || complaint='the package lists are not there after 120 s'
    flat "${complaint:-apt-get update answered $code}" | without_accounts | cut -c1-500
}
