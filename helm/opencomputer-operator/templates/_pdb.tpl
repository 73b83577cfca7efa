{{/* A PodDisruptionBudget: root, component, name, values (of the component). */}}
{{- define "opencomputer.podDisruptionBudget" -}}
{{- with .values.podDisruptionBudget -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "opencomputer.metadata" $ | nindent 2 }}
spec:
  {{- if ne (toString .minAvailable) "" }}
  minAvailable: {{ .minAvailable }}
  {{- else if ne (toString .maxUnavailable) "" }}
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
