{{/* The namespaces that callers of the facade work in, as JSON. */}}
{{- define "opencomputer.facade.namespaces" -}}
{{- $namespaces := list -}}
{{- range .Values.facade.accounts -}}
{{- $namespaces = append $namespaces .namespace -}}
{{- end -}}
{{- toJson ($namespaces | uniq | sortAlpha) -}}
{{- end -}}

{{/* The accounts in a namespace, as JSON: root, namespace, and made for those alone that the chart makes. */}}
{{- define "opencomputer.facade.accountsIn" -}}
{{- $names := list -}}
{{- range .root.Values.facade.accounts -}}
{{- if and (eq .namespace $.namespace) (or (not $.made) .create) -}}
{{- $names = append $names .serviceAccount -}}
{{- end -}}
{{- end -}}
{{- toJson ($names | uniq | sortAlpha) -}}
{{- end -}}
