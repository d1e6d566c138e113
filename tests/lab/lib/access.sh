# shellcheck shell=bash
# What an operator in the host's own namespace needs: a key, an ssh_config that leads into the lab, and manifests.

access_prepare() {
    mkdir -p "$CACHE/ssh" "$RUN/manifests"
    [ -s "$CACHE/ssh/id_ed25519" ] || ssh-keygen -q -t ed25519 -N '' -C windlass-lab -f "$CACHE/ssh/id_ed25519"
    install -m 600 "$CACHE/ssh/id_ed25519" "$SSH_KEY"
    install -m 644 "$CACHE/ssh/id_ed25519.pub" "$SSH_KEY.pub"
}

access_write() {
    local n
    cat > "$RUN/ssh_config" <<EOF
# Leads into the lab's network namespace. Who is who is for the caller to pin (manifests/nodes.yaml).
Host *
    ProxyCommand nsenter --net=/run/netns/$OPERATOR_NS socat - TCP:%h:%p,connect-timeout=15,nodelay
EOF
    for n in $(node_names); do
        echo "$(address_of "$n") $(host_key "$n")"
    done > "$RUN/known_hosts"
    manifest_namespace > "$RUN/manifests/namespace.yaml"
    manifest_secret    > "$RUN/manifests/secret.yaml"
    manifest_nodes     > "$RUN/manifests/nodes.yaml"
    manifest_releases  > "$RUN/manifests/releases.yaml"
    manifest_upgrade   > "$RUN/manifests/upgrade.yaml"
    chmod 600 "$RUN/manifests/secret.yaml"
}

host_key() { cut -d' ' -f1,2 "$IDENTITY/$1/ssh_host_ed25519_key.pub"; }

lab_ssh() { # NODE COMMAND...
    ssh -F "$RUN/ssh_config" -i "$SSH_KEY" -o IdentitiesOnly=yes -o BatchMode=yes -o ConnectTimeout=10 -o LogLevel=ERROR \
        -o StrictHostKeyChecking=yes -o UserKnownHostsFile="$RUN/known_hosts" "root@$(address_of "$1")" "${@:2}"
}

indent() { sed "s/^/$(printf "%$1s")/"; }

manifest_namespace() { printf 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: lab\n'; }

manifest_secret() {
    cat <<EOF
apiVersion: v1
kind: Secret
metadata:
  name: windlass-ssh
  namespace: lab
type: kubernetes.io/ssh-auth
data:
  ssh-privatekey: $(base64 -w 0 "$SSH_KEY")
EOF
}

manifest_nodes() {
    local n
    for n in $(node_names); do
        cat <<EOF
---
apiVersion: windlass.dev/v1alpha1
kind: ClusterNode
metadata:
  name: $n
  namespace: lab
  labels:
    windlass.dev/role-$(role_of "$n"): ""
spec:
  address: $(address_of "$n")
  roles: [$(role_of "$n")]
  failureDomain: $(cat "$NODES/$n/domain")
  ssh:
    port: 22
    user: root
    secretRef:
      name: windlass-ssh
    hostKeys:
      - $(host_key "$n")
EOF
        [ "$(role_of "$n")" != controller ] || printf '  haproxy:\n    socket: /run/haproxy/admin.sock\n    serverName: %s\n' "$n"
    done
}

manifest_releases() {
    manifest_release_head alder 'Alder (lab)' '[]' 2:29 2:30 2:25 2:26 2:24 2:25
    manifest_release_repository alder birch
    manifest_components
    echo ---
    manifest_release_head birch 'Birch (lab)' '[alder]' 2:30 2:31 2:26 2:27 2:25 2:26
    manifest_release_repository birch alder
    manifest_components
}

manifest_release_head() { # NAME DISPLAY FROM NOVA-FROM NOVA-BELOW KEYSTONE-FROM -BELOW NEUTRON-FROM -BELOW
    cat <<EOF
apiVersion: windlass.dev/v1alpha1
kind: ClusterRelease
metadata:
  name: $1
  namespace: lab
spec:
  displayName: $2
  upgradesFrom: $3
  recognise:
    - {package: python3-nova, version: ">= $4~, << $5~"}
    - {package: python3-keystone, version: ">= $6~, << $7~"}
    - {package: python3-neutron, version: ">= $8~, << $9~"}
EOF
}

manifest_release_repository() { # NAME OTHER
    cat <<EOF
  repository:
    file: windlass-$1.sources
    content: |
$(repository_source "$1" | indent 6)
    keyring:
      name: $(basename "$KEYRING")
      armored: |
$(indent 8 < "$KEYRING")
    supersedes: ["*-$2.sources", "*-$2.list"]
  quiesce:
    - {name: puppet, units: [puppet]}
EOF
}

manifest_components() { cat "$HERE/manifests/components.yaml"; }

manifest_upgrade() {
    cat <<EOF
apiVersion: windlass.dev/v1alpha1
kind: ClusterUpgrade
metadata:
  name: to-birch
  namespace: lab
spec:
  targetRelease: birch
EOF
}
