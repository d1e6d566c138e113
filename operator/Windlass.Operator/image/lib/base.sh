# shellcheck shell=bash
# The root file system below the operator, from Debian's packages. Sourced by build; needs no root.

PACKAGES=$(sed 's/#.*//' "$HERE/packages" | tr -s ' \n' ' ')

# Prints "FILE SHA256:..." of each package as the archive has it now, by the signed lists of this machine's APT.
base_candidates() {
    local found
    # shellcheck disable=SC2086 # a list
    found=$(cd "$1" && LC_ALL=C apt-get --print-uris download $PACKAGES) || return 1
    awk '$2 ~ /\.deb$/ { print $2, $4 }' <<<"$found" | LC_ALL=C sort
}

base_key() { # CANDIDATES
    { cat "$1" "$HERE/packages" "$HERE/lib/base.sh" "$HERE/lib/oci.sh"; find "$HERE/root" -type f -print0 | LC_ALL=C sort -z | xargs -0 cat; } |
        sha256sum | cut -c1-32
}

# base_download FOLDER; apt compares each file with the signed list.
base_download() {
    local log=$WORK/apt.log
    say "base: $(wc -w <<<"$PACKAGES") packages from Debian's archive"
    # shellcheck disable=SC2086 # a list
    (cd "$1" && apt-get download -q -o APT::Sandbox::User=root -o Acquire::Retries=3 $PACKAGES) >"$log" 2>&1 ||
        { tail -n 5 "$log" >&2; die "packages could not be fetched; after apt-get update the archive may have them (all of it: $log)"; }
}

# base_unpack DEBS ROOT: programs and libraries, licences, what scanners read; no documents, no translations, no program that nothing calls.
base_unpack() {
    local deb root=$2 folder
    for folder in bin sbin lib lib64; do
        mkdir -p "$root/usr/$folder"
        ln -s "usr/$folder" "$root/$folder"
    done
    mkdir -p "$root/var/lib/dpkg/status.d"
    for deb in "$1"/*.deb; do
        dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$root" --no-same-owner --no-same-permissions --keep-directory-symlink --wildcards \
            --exclude='./usr/share/man' --exclude='./usr/share/locale' --exclude='./usr/share/lintian' --exclude='./usr/share/bug' \
            --exclude='./usr/share/doc/*/[!c]*' --exclude='./usr/share/doc/*/changelog*' --exclude='./usr/share/info' --exclude='./usr/share/menu' \
            --exclude='./usr/share/icons' --exclude='./usr/share/debconf' --exclude='./usr/share/bash-completion' --exclude='./usr/lib/systemd' \
            --exclude='*/gconv' --exclude='*/audit' --exclude='./usr/share/zoneinfo/right' --exclude='./etc/init.d' --exclude='./etc/update-motd.d' \
            --exclude='./etc/ca-certificates' --exclude='./usr/sbin' --exclude='./usr/lib/openssh' --exclude='./usr/share/apport' \
            --exclude='./usr/share/gitweb' --exclude='./usr/share/debianutils' --exclude='./usr/share/gcc'
        dpkg-deb -f "$deb" > "$root/var/lib/dpkg/status.d/$(dpkg-deb -f "$deb" Package)"
    done
    find "$root/usr/bin" -mindepth 1 ! -name ssh ! -name ssh-keyscan ! -name dash ! -name sh -delete
    ln -sf dash "$root/usr/bin/sh"
}

# What the packages' maintainer scripts would do.
base_configure() { # ROOT
    local root=$1
    mkdir -p "$root/etc/ssl/certs" "$root/usr/lib/ssl" "$root/run/windlass" "$root/tmp" "$root/proc" "$root/sys" "$root/dev"
    find "$root/usr/share/ca-certificates" -name '*.crt' -print0 | LC_ALL=C sort -z | xargs -0 cat > "$root/etc/ssl/certs/ca-certificates.crt"
    ln -s ../../../etc/ssl/certs "$root/usr/lib/ssl/certs"
    ln -s ../../../etc/ssl/certs/ca-certificates.crt "$root/usr/lib/ssl/cert.pem"
    cp -r "$HERE/root/." "$root/"
}

# Every program and library finds the libraries it is linked with, inside: the loader would also take this machine's. check_linkage ROOT MORE...
check_linkage() {
    local root=$1 file missing; shift
    while IFS= read -r file; do
        missing=$("$root/lib64/ld-linux-x86-64.so.2" --inhibit-cache --library-path "$root/usr/lib/x86_64-linux-gnu" --list "$file" 2>&1 |
            awk -v root="$root/" '/not found|error while/ { print } / => \// && index($3, root) != 1 { print $1, "is only on this machine:", $3 }' || true)
        [ -z "$missing" ] || die "$file does not find its libraries in the image (add a package to image/packages):"$'\n'"$missing"
    done < <(find "$root/usr/bin" "$root/usr/lib" "$@" -type f \( -perm -u+x -o -name '*.so*' \) -exec sh -c 'head -c4 "$1" | grep -q ELF' _ {} \; -print)
}

# base_layer TAR LIST: writes the layer, and the list of packages in it.
base_layer() {
    local debs=$WORK/debs root=$WORK/root
    rm -rf "$debs" "$root"
    mkdir -p "$debs" "$root"
    base_download "$debs"
    base_unpack "$debs" "$root"
    base_configure "$root"
    check_linkage "$root"
    (cd "$debs" && for deb in *.deb; do
        # shellcheck disable=SC2016 # dpkg-deb's own variables
        echo "$(dpkg-deb --show --showformat='${Package} ${Version} ${Architecture}' "$deb") sha256:$(sha256sum < "$deb" | cut -d' ' -f1)"
    done) > "$2"
    layer_tar "$root" "$1" --exclude=./run/windlass --exclude=./tmp
    layer_add "$root" "$1" 65532 0700 ./run/windlass
    layer_add "$root" "$1" 0 1777 ./tmp
}
