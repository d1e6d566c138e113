# shellcheck shell=bash
# A signed APT repository with two suites, alder and birch, and its key.

repository_build() {
    local want
    want=$({ cat "$HERE/packages/build" "$HERE"/packages/code/*; declare -f repository_index repository_key; } | fingerprint)
    is_cached "$REPO.made" "$want" && return
    say "repository: building the imitation packages"
    rm -rf "$REPO" "$REPO.made" "$LAYERS"
    "$HERE/packages/build" "$REPO/pool"
    repository_key
    repository_index alder
    repository_index birch
    gpg_stop
    echo "$want" > "$REPO.made"
    say "repository: ready, $(find "$REPO" -name '*.deb' | wc -l) packages"
}

lab_gpg()  { gpg --homedir "$CACHE/gnupg" --batch --quiet --no-tty "$@"; }
gpg_stop() { gpgconf --homedir "$CACHE/gnupg" --kill all; }     # gpg leaves an agent behind

repository_key() {
    [ -s "$KEYRING" ] && return
    install -d -m 700 "$CACHE/gnupg"
    lab_gpg --pinentry-mode loopback --passphrase '' --quick-generate-key 'Windlass lab <lab@windlass.invalid>' ed25519 sign never 2>/dev/null
    lab_gpg --armor --export > "$KEYRING"
}

repository_index() { # SUITE
    local arch dists=$REPO/dists/$1
    arch=$(dpkg --print-architecture)
    mkdir -p "$dists/main/binary-$arch"
    (
        cd "$REPO" || exit
        dpkg-scanpackages --multiversion "pool/$1" 2>/dev/null > "$dists/main/binary-$arch/Packages"
        gzip -9nk "$dists/main/binary-$arch/Packages"
        apt-ftparchive -o APT::FTPArchive::Release::Origin=windlass-lab -o APT::FTPArchive::Release::Label=windlass-lab \
            -o APT::FTPArchive::Release::Suite="$1" -o APT::FTPArchive::Release::Codename="$1" \
            -o APT::FTPArchive::Release::Architectures="$arch" -o APT::FTPArchive::Release::Components=main \
            release "$dists" > "$LAB/Release.$1"
    )
    mv "$LAB/Release.$1" "$dists/Release"
    lab_gpg --clearsign --output "$dists/InRelease" "$dists/Release"
}

# The deb822 source of one release, as a node has it.
repository_source() { # SUITE
    printf 'Types: deb\nURIs: http://%s:%s\nSuites: %s\nComponents: main\nSigned-By: /etc/apt/keyrings/%s\n' \
        "$GATEWAY" "$MIRROR_PORT" "$1" "$(basename "$KEYRING")"
}
