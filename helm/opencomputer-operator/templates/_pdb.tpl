{{/* A value as text, nothing where it is empty or null. A 0 is something. */}}
{{- define "opencomputer.given" -}}
{{- if not (kindIs "invalid" .) }}{{ toString . }}{{ end -}}
{{- end -}}

{{/* A PodDisruptionBudget: root, component, name, values (of the component). */}}
{{- define "opencomputer.podDisruptionBudget" -}}
{{- with .values.podDisruptionBudget -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "opencomputer.metadata" $ | nindent 2 }}
spec:
  {{- if include "opencomputer.given" .minAvailable }}
  minAvailable: {{ .minAvailable }}
  {{- else if include "opencomputer.given" .maxUnavailable }}
  maxUnavailable: {{ .maxUnavailable }}
  {{- else }}
  maxUnavailable: 1
  {{- end }}
  # A pod that does not work keeps no node from being emptied.
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "opencomputer.selector" $ | nindent 6 }}
{{- end -}}
{{- end -}}
