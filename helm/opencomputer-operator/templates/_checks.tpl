{{- define "opencomputer.checks" -}}
{{- end -}}
