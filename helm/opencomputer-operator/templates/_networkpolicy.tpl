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

{{/* The ports that the connection's URLs lead to, as JSON. */}}
{{- define "opencomputer.connection.ports" -}}
{{- $ports := list -}}
{{- with .Values.connection -}}
{{- range (empty .proxyUrl | ternary (list .url .agentsUrl) (list .proxyUrl)) -}}
{{- if . -}}
{{- $url := urlParse . -}}
{{- $ports = append $ports (regexFind "[0-9]+$" (regexFind ":[0-9]+$" $url.host) | default (eq $url.scheme "http" | ternary "80" "443") | int) -}}
{{- end -}}
{{- end -}}
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
