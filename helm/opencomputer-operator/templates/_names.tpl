{{/* A name of at most 40 characters, so that every suffix fits 63; one that is cut ends with a hash of the whole. */}}
{{- define "opencomputer.bounded" -}}
{{- if gt (len .) 40 -}}
{{- printf "%s-%s" (trunc 31 . | trimSuffix "-" | trimSuffix ".") (sha256sum . | trunc 8) -}}
{{- else -}}
{{- . -}}
{{- end -}}
{{- end -}}

{{- define "opencomputer.fullname" -}}
{{- $chart := .Values.nameOverride | default .Chart.Name -}}
{{- $name := printf "%s-%s" .Release.Name $chart -}}
{{- if .Values.fullnameOverride -}}
{{- $name = .Values.fullnameOverride -}}
{{- else if contains $chart .Release.Name -}}
{{- $name = .Release.Name -}}
{{- end -}}
{{- include "opencomputer.bounded" $name -}}
{{- end -}}

{{/* Name of what is not in the release's namespace. A colon is in no namespace's name, so no two releases share one. */}}
{{- define "opencomputer.clusterName" -}}
{{- printf "%s:%s" .Release.Namespace (include "opencomputer.fullname" .) -}}
{{- end -}}

{{- define "opencomputer.operator.serviceAccount" -}}
{{- $account := .Values.operator.serviceAccount -}}
{{- $account.name | default ($account.create | ternary (include "opencomputer.fullname" .) "default") -}}
{{- end -}}

{{- define "opencomputer.facade.name" -}}
{{- include "opencomputer.fullname" . }}-facade
{{- end -}}

{{- define "opencomputer.facade.serviceAccount" -}}
{{- $account := .Values.facade.serviceAccount -}}
{{- $account.name | default ($account.create | ternary (include "opencomputer.facade.name" .) "default") -}}
{{- end -}}

{{- define "opencomputer.uninstall.name" -}}
{{- include "opencomputer.fullname" . }}-uninstall
{{- end -}}

{{- define "opencomputer.connection.secret" -}}
{{- .Values.connection.existingSecret | default (printf "%s-connection" (include "opencomputer.fullname" .)) -}}
{{- end -}}

{{- define "opencomputer.facade.keysSecret" -}}
{{- .Values.facade.keys.existingSecret | default (printf "%s-keys" (include "opencomputer.facade.name" .)) -}}
{{- end -}}

{{/* What the facade's pods speak, and how their port is called. */}}
{{- define "opencomputer.facade.scheme" -}}
{{- .Values.facade.tls.podsSecretName | empty | ternary "http" "https" -}}
{{- end -}}

{{/* Secret with the certificate of the facade's host names; empty where there is none. */}}
{{- define "opencomputer.facade.tlsSecret" -}}
{{- if .Values.facade.tls.secretName -}}
{{- .Values.facade.tls.secretName -}}
{{- else if .Values.facade.tls.certificate.enabled -}}
{{- include "opencomputer.facade.name" . }}-tls
{{- end -}}
{{- end -}}

{{- define "opencomputer.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{- printf "%s%s@%s" .repository (empty .tag | ternary "" (printf ":%s" .tag)) .digest -}}
{{- else -}}
{{- printf "%s:%s" .repository (.tag | default $.Chart.AppVersion) -}}
{{- end -}}
{{- end -}}
{{- end -}}
