#!/bin/sh
# This machine's own APT and dpkg over writable copies of /etc, /usr and /var, without any archive: what is installed here is
# installed nowhere else. Lives as long as this process. Usage: apt-box.sh FOLDER
set -eu
box=$1
mkdir -p "$box/over"
mount -t tmpfs tmpfs "$box/over"
for place in etc usr var; do
    mkdir -p "$box/over/$place/upper" "$box/over/$place/work"
    mount -t overlay overlay -o "lowerdir=/$place,upperdir=$box/over/$place/upper,workdir=$box/over/$place/work" "/$place"
done
mount -t tmpfs tmpfs /run
rm -rf /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/preferences.d /var/lib/apt/lists /var/lib/windlass
mkdir -p /etc/apt/sources.list.d /etc/apt/preferences.d /var/lib/apt/lists/partial
: >"$box/ready"
exec sleep infinity
