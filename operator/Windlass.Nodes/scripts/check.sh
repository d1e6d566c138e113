#!/bin/sh
# The target's own upgrade checks, run from its packages unpacked aside: the new code, the node's own configuration, nothing installed.
# What APT would move for the components is fetched into a private folder and unpacked there; a check runs as the component's account
# in a mount namespace in which nothing else can be written. Data: as of resolve.sh, and for each component: user NAME or "-",
#   argument BASE64 (one per line, in order).
# Answer: "#N begin", section "checks": "ran NAME CODE" or "unable NAME WHY", each followed by "line TEXT", "#N end 0".
least_left=262144 # KiB that stay free
patience=90       # seconds for one check

for_all() { # WHY
    printf '%s\n' "$asked" | awk '$1 == "component" { print $2 }' | while read -r name; do
        printf 'unable\t%s\t%s\n' "$name" "$(flat "$1" | without_accounts | cut -c1-500)"
    done
}

# Sets moved: NAME=VERSION of everything that APT would install.
resolve() {
    # shellcheck disable=SC2046 # package names hold no blanks
    set -- $(printf '%s\n' "$asked" | awk '$1 == "package" { print $2 }')
    for added in $(printf '%s\n' "$asked" | awk '$1 == "new" { print $2 }'); do
        apt-cache -c "$folder/apt.conf" policy -- "$added" 2>/dev/null | grep -q '^  Candidate: [0-9]' && set -- "$@" "$added"
    done
    timeout -k 5 60 apt-get -s -y -q -c "$folder/apt.conf" install -- "$@" >"$folder/out" 2>&1 || return 1
    moved=$(awk '$1 == "Inst" { version = $3 ~ /^\[/ ? $4 : $3; sub(/^\(/, "", version); print $2 "=" version }' "$folder/out")
}

# Sets room: a folder with space for the archives and for what is in them, on a disk from which programs may be run; or complaint.
make_room() {
    # shellcheck disable=SC2086 # names hold no blanks
    needed=$(apt-cache -c "$folder/apt.conf" show -- $moved 2>/dev/null |
        awk '$1 == "Installed-Size:" { kib += $2 } $1 == "Size:" { kib += $2 / 1024 } END { printf "%.0f", kib }')
    best=0
    for parent in /tmp /var/tmp; do
        free=$(df -Pk "$parent" 2>/dev/null | awk 'NR == 2 { print $4 }')
        [ "${free:-0}" -le "$best" ] || best=$free
        [ "${free:-0}" -ge "$((needed + least_left))" ] || continue
        room=$(mktemp -d "$parent/windlass-check.XXXXXX") || continue
        chmod 755 "$room"
        printf '#!/bin/sh\n' >"$room/probe"
        chmod 755 "$room/probe"
        "$room/probe" 2>/dev/null && return 0
        rm -rf "$room"
        room=''
    done
    complaint="the new packages take $((needed / 1024)) MiB aside, so that $(((needed + least_left) / 1024)) MiB must be free in /tmp or /var/tmp, \
where programs may be run: there are $((best / 1024))"
    return 1
}

# "'URI' FILE SIZE HASH": an archive in a file is used where it is.
fetch() {
    mkdir -p "$room/archives/partial" "$room/tree" "$room/tmp"
    chmod 1777 "$room/tmp"
    set -- -y -q -c "$folder/apt.conf" -o Dir::Cache::archives="$room/archives/" -o Debug::NoLocking=true --allow-downgrades
    # shellcheck disable=SC2086 # names hold no blanks
    apt-get "$@" --print-uris install -- $moved 2>/dev/null | grep "^'" >"$room/uris"
    # shellcheck disable=SC2086
    timeout -k 5 300 apt-get "$@" --download-only install -- $moved >"$folder/out" 2>&1 || {
        complaint=$(grep '^E: ' "$folder/out" | head -n 1)
        complaint="the new packages cannot be fetched: ${complaint:-not done after 300 s}"
        return 1
    }
    while read -r uri name _; do
        package=$room/archives/$name
        if [ ! -e "$package" ]; then
            uri=${uri#\'file:}
            package=${uri%\'}
        fi
        dpkg-deb -x "$package" "$room/tree" >"$folder/out" 2>&1 || {
            complaint="$name cannot be unpacked: $(tail -n 1 "$folder/out")"
            return 1
        }
        rm -f "$room/archives/$name"
    done <"$room/uris"
}

# The node as it is, but read-only. Logs, which a service may insist on opening, go to a copy of their folders.
write_box() {
    cat >"$room/box" <<'EOF'
#!/bin/sh
room=$1
shift
fail_box() { echo "it cannot be run aside: $1"; exit 97; }
mkdir -p "$room/log"
(cd /var/log && find . -type d -printf '%m %U %G %p\n') | while read -r mode uid gid path; do
    mkdir -p "$room/log/$path" && chown "$uid:$gid" "$room/log/$path" && chmod "$mode" "$room/log/$path"
done
mount --bind "$room" "$room" && mount --bind "$room/log" /var/log || fail_box 'nothing can be mounted in a namespace'
# Mounts that nothing lies over: ID PARENT ... POINT; what is on a mount has it as its parent.
awk '
    function within(outer, inner) { return outer == "/" ? inner != "/" : index(inner, outer "/") == 1 }
    { parent[$1] = $2; point[$1] = $5 }
    function is_covered(id, other) {
        for (other in point) if (parent[other] == parent[id] && within(point[other], point[id])) return 1
        return (parent[id] in point) && parent[id] != id ? is_covered(parent[id]) : 0
    }
    function is_under(id, other) {
        for (other in point) if (parent[other] == id && other != id && point[other] == point[id]) return 1
        return 0
    }
    END { for (id in point) if (!is_covered(id) && !is_under(id)) print point[id] }' /proc/self/mountinfo >"$room/mounts"
while read -r point; do
    point=$(printf '%b' "$point")
    case $point in
        "$room" | /var/log | /proc | /proc/* | /sys | /sys/* | /dev | /dev/*) ;;
        *) mount -o remount,bind,ro "$point" || fail_box "$point cannot be made read-only" ;;
    esac
done <"$room/mounts"
: >"$room/began"
cd / && exec "$@"
EOF
    chmod 755 "$room/box"
}

# Where the target's packages have the program; nothing when they have none.
new_program() { # NAME
    case $1 in
        /*) in_tree "$1" ;;
        *)
            for place in /usr/bin /usr/sbin /bin /sbin; do
                ! in_tree "$place/$1" || return 0
            done
            ;;
    esac
}

# Links are followed within the tree: one that begins at the root would lead to the node's own program, which is the old code.
in_tree() { # PATH
    found=$1
    for _ in 1 2 3 4 5; do
        [ -L "$room/tree$found" ] || break
        target=$(readlink "$room/tree$found")
        case $target in
            /*) found=$target ;;
            *) found=$(dirname "$found")/$target ;;
        esac
    done
    [ ! -L "$room/tree$found" ] && [ -x "$room/tree$found" ] && printf '%s' "$room/tree$found"
}

# Libraries of the new release are for its own programs. The C library and its loader must match each other: then it is the node's.
new_libraries() {
    [ -z "$(find "$room/tree" -name libc.so.6)" ] || return 0
    find "$room/tree/usr/lib" "$room/tree/lib" -maxdepth 2 -name '*.so.*' -printf '%h\n' 2>/dev/null | sort -u | tr '\n' ':' | sed 's/:$//'
}

check() { # COMMAND...
    [ -n "$component" ] || return 0
    called=$(flat "$1")
    program=$(new_program "$1")
    shift
    if [ -z "$program" ]; then
        printf 'unable\t%s\t%s is not in the new packages\n' "$component" "$called"
        return 0
    fi
    if [ "$user" != - ] && ! id -u "$user" >/dev/null 2>&1; then
        printf 'unable\t%s\tthere is no account %s\n' "$component" "$user"
        return 0
    fi
    in_box env PATH="$room/tree/usr/sbin:$room/tree/usr/bin:$room/tree/sbin:$room/tree/bin:$PATH" LD_LIBRARY_PATH="$libraries" \
        PYTHONPATH="$room/tree/usr/lib/python3/dist-packages" PYTHONDONTWRITEBYTECODE=1 TMPDIR="$room/tmp" "$program" "$@" >"$folder/out" 2>&1
    verdict $?
    tail -n 20 "$folder/out" | without_accounts | cut -c1-300 | while IFS= read -r text; do printf 'line\t%s\n' "$(flat "$text")"; done
}

in_box() { # COMMAND...
    if [ "$user" != - ]; then
        set -- setpriv --no-new-privs --reuid "$user" --regid "$(id -g "$user")" --init-groups -- env HOME="$(getent passwd "$user" | cut -d: -f6)" "$@"
    fi
    rm -f "$room/began"
    timeout -k 5 "$patience" unshare --mount --propagation private "$room/box" "$room" "$@" </dev/null
}

# Python ends with 1 after an exception, as a check does that has a warning; what the box forbids is no verdict either.
verdict() { # CODE
    why=''
    case $1 in
        0) ;;
        97) why=$(flat "$(tail -n 1 "$folder/out")") ;;
        124 | 137) why="$called is not done after $patience s" ;;
        126 | 127) why="$called cannot be run aside" ;;
        1) ! grep -q '^Traceback (most recent call last)' "$folder/out" || why="$called does not run aside" ;;
    esac
    [ "$1" -eq 0 ] || ! grep -q 'Read-only file system' "$folder/out" || why="$called wants to write, which it may not here"
    # unshare ends with 1 too, when it may not.
    [ -n "$why" ] || [ -e "$room/began" ] || why="nothing can be run aside: $(flat "$(tail -n 1 "$folder/out")" | cut -c1-200)"
    if [ -n "$why" ]; then
        printf 'unable\t%s\t%s\n' "$component" "$why"
    else
        printf 'ran\t%s\t%s\n' "$component" "$1"
    fi
}

check_all() {
    write_box
    libraries=$(new_libraries)
    component='' user=-
    set --
    while read -r key value; do
        case $key in
            component) check "$@"; component=$value user=-; set -- ;;
            user) user=$value ;;
            argument) read_argument "$value"; set -- "$@" "$argument" ;;
        esac
    done <<EOF
$asked
EOF
    check "$@"
}

main() {
    read_target
    exec </dev/null
    make_folder
    copy_sources
    write_settings
    printf '#%s begin\n' "$nonce"
    section checks
    complaint=$(renewal)
    if [ -n "$complaint" ]; then
        for_all "the archives cannot be read: $complaint"
    elif ! resolve; then
        for_all 'APT would not install the new packages'
    elif ! make_room || ! fetch; then
        for_all "$complaint"
    else
        check_all
    fi
    printf '#%s end 0\n' "$nonce"
}
