#!/bin/sh
# What an upgrade has left without use. Changes nothing. Its record, made when the APT source was switched: the upgrade's name, then what
# was without use already, a line each, as APT names packages (NAME, or NAME:ARCHITECTURE where that is not the node's own).
unneeded_record=$state_dir/unneeded

apt_would_remove() { # OPTION...
    simulated=$(apt-get -s -o APT::Get::Purge=false "$@" autoremove 2>/dev/null) || return 1
    printf '%s\n' "$simulated" | awk '$1 == "Remv" { print $2 }'
}

# Before the first change, once for each upgrade: what an administrator has left there is no business of ours.
note_unneeded() { # UPGRADE
    [ -n "$1" ] || return 0
    [ "$(head -n 1 "$unneeded_record" 2>/dev/null)" != "$1" ] || return 0
    if without_use=$(apt_would_remove); then
        # shellcheck disable=SC2086 # names hold no blanks
        printf '%s\n' "$1" $without_use | put_file "$unneeded_record" 600
    else
        rm -f "$unneeded_record"
        say 'APT cannot tell what is without use now: nothing is removed at the end'
    fi
}

# Names without architecture, a line each, of what stays whatever APT says: what was without use before, what is on hold, what belongs
# to the kernel that runs, and everything built from the given source packages.
staying() { # "SOURCE..."
    sed '1d; s/:.*//' "$unneeded_record"
    # shellcheck disable=SC2016 # dpkg-query expands these, not the shell
    dpkg-query -W -f='${source:Package}\t${Package}\t${db:Status-Abbrev}\n' 2>/dev/null |
        awk -F '\t' -v kept=" $1 " -v kernel="-$(uname -r)" '
            index(kept, " " $1 " ") || $3 ~ /^h/ { print $2; next }
            length($2) > length(kernel) && substr($2, length($2) - length(kernel) + 1) == kernel { print $2 }'
}

# Without /usr before it: on merged systems dpkg and the kernel tell of the same file by two names.
unmerged() { sed 's|^/usr/|/|' | sort -u; }

# Where dpkg would have the units that are active, a template for each of its instances, and the files that processes have mapped or were
# started with. Exit 1 when systemd does not tell.
alive() {
    active=$(systemctl list-units --plain --no-legend --no-pager --full --state=active,activating,reloading,deactivating) || return 1
    printf '%s\n' "$active" | awk '
        function tell(unit) { print "/lib/systemd/system/" unit; sub(/\.service$/, "", unit); print "/etc/init.d/" unit }
        { unit = $1; tell(unit) }
        sub(/@.*\./, "@.", unit) { tell(unit) }'
    {
        cat /proc/[0-9]*/maps 2>/dev/null | awk '$6 ~ /^\// { print $6 }'
        cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\000' '\n' | grep '^/' | sort -u | while read -r file; do [ ! -f "$file" ] || printf '%s\n' "$file"; done
    } | unmerged
}

# Names without architecture, of those on standard input, that own something of what is alive.
in_use() { # ALIVE-FILE
    own=$(dpkg --print-architecture)
    while read -r owner; do
        for list in "/var/lib/dpkg/info/$owner.list" "/var/lib/dpkg/info/$owner:$own.list"; do
            [ ! -f "$list" ] || ! unmerged <"$list" | grep -qxF -f "$1" || printf '%s\n' "${owner%%:*}"
        done
    done
}

# What APT would remove if everything that stays had been installed by hand: what that needs stays as well.
removable_beside() { # FOLDER
    awk -v staying="$1/staying" '
        BEGIN { while ((getline name < staying) > 0) stays[name] = 1; RS = ""; FS = "\n" }
        { package = $1; sub(/^Package: */, "", package); if (!(package in stays)) print $0 "\n" }' /var/lib/apt/extended_states >"$1/states" || return 1
    apt_would_remove -o "Dir::State::extended_states=$1/states"
}

# A line each; none when they were not noted before this upgrade. Exit 1: that cannot be told.
unneeded() ( # UPGRADE "SOURCE..."
    [ "$(head -n 1 "$unneeded_record" 2>/dev/null)" = "$1" ] && [ -f /var/lib/apt/extended_states ] || return 0
    folder=$(mktemp -d /run/windlass-unneeded.XXXXXX) || return 1
    trap 'rm -rf "$folder"' EXIT
    trap 'exit 141' PIPE
    trap 'exit 143' TERM INT HUP
    staying "$2" >"$folder/staying"
    found=$(removable_beside "$folder") || return 1
    [ -n "$found" ] || return 0
    alive >"$folder/alive" || return 1
    printf '%s\n' "$found" | in_use "$folder/alive" >"$folder/used"
    if [ -s "$folder/used" ]; then
        cat "$folder/used" >>"$folder/staying"
        found=$(removable_beside "$folder") || return 1
    fi
    [ -z "$found" ] || printf '%s\n' "$found"
)
