{{- /*
What the operator may do: exactly what it does. A test (tests/Windlass.EndToEnd, RealApiServerTests) fails on a request that is refused,
and on a verb here that no upgrade has used.
*/}}
{{- define "windlass.rules.work" -}}
# A server-side apply is a patch, and asks for create as well where there is nothing yet.
- apiGroups: [windlass.dev]
  resources: [clusterupgrades]
  verbs: [list, watch, patch]
- apiGroups: [windlass.dev]
  resources: [clusterreleases]
  verbs: [list, watch]
- apiGroups: [windlass.dev]
  resources: [clusternodes]
  verbs: [list, watch]
- apiGroups: [windlass.dev]
  resources: [nodeupgrades]
  verbs: [get, list, watch, create, patch]
- apiGroups: [windlass.dev]
  resources: [upgradeplans]
  verbs: [list, watch, create, patch, delete]
- apiGroups: [windlass.dev]
  resources: [clusterupgrades/status, clusternodes/status, nodeupgrades/status]
  verbs: [patch]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
# Keys of the nodes; it neither lists nor watches Secrets.
- apiGroups: [""]
  resources: [secrets]
  {{- with .Values.rbac.secretNames }}
  resourceNames: {{ toJson . }}
  {{- end }}
  verbs: [get]
{{- end }}

{{- /*
In the release's namespace: windlass-operator (who leads), windlass-shard-0 to -7 (who works on which nodes), and windlass-replica-NAME of each
replica, which the others empty and remove when it is dead. By name it cannot be: the names of replicas are not known here, and RBAC has no patterns.
*/}}
{{- define "windlass.rules.leases" -}}
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [get, list, watch, create, update, delete]
{{- end }}
