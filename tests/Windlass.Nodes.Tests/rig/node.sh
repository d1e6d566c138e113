#!/bin/sh
# A node without a machine: sshd in mount and pid namespaces of its own, with /run fresh, writable copies of /etc, /usr and
# /var/lib, and fakes for what needs a real first process. Runs as pid 1 of its namespace; nothing of it outlives it.
# Usage: node.sh RIG-FOLDER FAKES-FOLDER [HOST-NAME]     with a host name: alone in a network and with a name of its own
set -eu
rig=$1 fakes=$2 host=${3:-}
mount -t tmpfs tmpfs "$rig/over"
mount -t tmpfs tmpfs /run
mkdir -p /run/sshd /run/fake/units /run/fake/enabled /run/fake/dpkg
for place in etc usr var/lib; do
    mkdir -p "$rig/over/$place/upper" "$rig/over/$place/work"
    mount -t overlay overlay -o "lowerdir=/$place,upperdir=$rig/over/$place/upper,workdir=$rig/over/$place/work" "/$place"
done
rm -rf /var/lib/windlass /usr/sbin/policy-rc.d
# The fake sudo hands every account but one to the real one.
[ ! -x /usr/bin/sudo ] || cp -p /usr/bin/sudo /usr/bin/sudo.real
install -m 755 "$fakes"/* /usr/sbin/
install -m 755 "$fakes/sudo" /usr/bin/
if [ -n "$host" ]; then
    ip link set lo up
    hostname "$host"
    echo "127.0.0.1 localhost $host" >/etc/hosts
fi
echo 'operator:x:64999:64999::/:/bin/sh' >>/etc/passwd
echo 'operator:*:19000::::::' >>/etc/shadow
for account in sudoer forced; do
    uid=$((${uid:-64990} + 1))
    echo "$account:x:$uid:64999::/:/bin/sh" >>/etc/passwd
    echo "$account:*:19000::::::" >>/etc/shadow
done
chmod 1777 /run/fake
mkdir -p /run/fake/keys
rm -rf /etc/windlass /usr/lib/windlass /etc/sudoers.d/windlass
# Where every account may read it: the rig folder is private.
install -m 644 "$rig/authorized_keys" /run/fake/authorized_keys
exec /usr/sbin/sshd -D -e -f "$rig/sshd_config"
