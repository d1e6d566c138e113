#!/bin/sh
# Data: notes-unneeded-for UPGRADE, file NAME, content BASE64, keyring NAME, key BASE64, supersedes GLOB.
lists=/etc/apt/sources.list.d

put_keyring() { # NAME BASE64-OF-ARMOURED
    mkdir -p /etc/apt/keyrings
    keyring_bytes "$1" "$2" | put_file "/etc/apt/keyrings/$1" 644
}

# Kept, not deleted: a person may want them back.
move_superseded() { # GLOB
    mkdir -p "$state_dir/superseded"
    # shellcheck disable=SC2231 # the glob is what we were given
    for old in "$lists"/$1; do
        [ -f "$old" ] || continue
        [ "${old##*/}" != "$file" ] || continue
        say "moving $old to $state_dir/superseded"
        mv -f "$old" "$state_dir/superseded/"
    done
}

main() {
    notes='' file='' content='' keyring='' key_text='' globs=''
    while read -r key value; do
        case $key in
            .) break ;;
            notes-unneeded-for) notes=$value ;;
            file) file=$value ;;
            content) content=$value ;;
            keyring) keyring=$value ;;
            key) key_text=$value ;;
            supersedes) globs="$globs $value" ;;
        esac
    done
    [ "$key" = . ] && [ -n "$file" ] || exit 64
    note_unneeded "$notes"
    [ -z "$keyring" ] || put_keyring "$keyring" "$key_text" || fail 1 "could not write /etc/apt/keyrings/$keyring"
    printf '%s' "$content" | base64 -d | put_file "$lists/$file" 644 || fail 1 "could not write $lists/$file"
    set -f
    for glob in $globs; do
        set +f
        move_superseded "$glob"
    done
    set +f
    await_lock /var/lib/apt/lists/lock
    # Without this setting apt-get update answers 0 when the mirror is dead.
    apt update -o APT::Update::Error-Mode=any || fail_apt 15 "apt-get update answered $?"
    digest=$(sha256sum "$lists/$file" | cut -d' ' -f1)
    # The time of the stamp tells what was installed since. The same source once more does not undo that.
    [ "$(cat "$state_dir/indexed" 2>/dev/null)" = "$digest" ] || printf '%s\n' "$digest" | put_file "$state_dir/indexed" 644
}
