{{/* Rules for what goes out: a list of rules each. */}}
{{- define "opencomputer.egress.dns" -}}
{{- with .Values.networkPolicy.dns -}}
- ports:
    - port: {{ .port }}
      protocol: UDP
    - port: {{ .port }}
      protocol: TCP
  {{- with .to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}
{{- end -}}

{{- define "opencomputer.egress.apiServer" -}}
{{- include "opencomputer.egress.tcp" (dict "to" .Values.networkPolicy.apiServer.to "ports" .Values.networkPolicy.apiServer.ports) -}}
{{- end -}}

{{- define "opencomputer.egress.openComputer" -}}
{{- $ports := .Values.networkPolicy.openComputer.ports | default (include "opencomputer.connection.ports" . | fromJsonArray) -}}
{{- include "opencomputer.egress.tcp" (dict "to" .Values.networkPolicy.openComputer.to "ports" $ports) -}}
{{- end -}}

{{- define "opencomputer.egress.tcp" -}}
- ports:
    {{- range .ports }}
    - port: {{ . }}
      protocol: TCP
    {{- end }}
  {{- with .to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{/* The ports that connections lead to, as JSON: those of the URLs and hosts in the values, and 443 where a Secret has them. */}}
{{- define "opencomputer.connection.ports" -}}
{{- $urls := list -}}
{{- with .Values.connection -}}
{{- if .existingSecret -}}
{{- $urls = list "https://of-a-secret" -}}
{{- else if .proxyUrl -}}
{{- $urls = list .proxyUrl -}}
{{- else -}}
{{- $urls = list .url .agentsUrl -}}
{{- end -}}
{{- end -}}
{{- with (.Values.policy | default dict).connections -}}
{{- $urls = concat $urls (.hosts | default (ternary (list "https://any") list (not (empty .namespaces)))) -}}
{{- end -}}
{{- $ports := list -}}
{{- range compact $urls -}}
{{- $host := regexReplaceAll "^([a-z]+://[^/]*|[^/]*).*$" . "${1}" -}}
{{- $ports = append $ports (regexFind "[0-9]+$" (regexFind ":[0-9]+$" $host) | default (hasPrefix "http://" . | ternary "80" "443") | int) -}}
{{- end -}}
{{- toJson ($ports | uniq | default (list 443)) -}}
{{- end -}}

{{/* A rule for what comes in at a named port: port, from. */}}
{{- define "opencomputer.ingress" -}}
- ports:
    - port: {{ .port }}
      protocol: TCP
  {{- with .from }}
  from:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}
