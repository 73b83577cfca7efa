{{/* What selectors look for: it can never change, since a Deployment's selector cannot. */}}
{{- define "opencomputer.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/* Labels of an object of a component, with further ones that win. */}}
{{- define "opencomputer.labels" -}}
{{- $fixed := include "opencomputer.selector" . | fromYaml -}}
{{- $usual := dict
      "helm.sh/chart" (printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-")
      "app.kubernetes.io/version" .root.Chart.AppVersion
      "app.kubernetes.io/managed-by" .root.Release.Service
      "app.kubernetes.io/part-of" "opencomputer" -}}
{{- toYaml (mustMergeOverwrite $usual (deepCopy (.root.Values.commonLabels | default dict)) (deepCopy (.labels | default dict)) $fixed) -}}
{{- end -}}

{{/*
The lines below metadata of an object: root, component, name; perhaps namespace (none for what has none: ""), labels and
annotations.
*/}}
{{- define "opencomputer.metadata" -}}
{{- $annotations := mustMergeOverwrite (deepCopy (.root.Values.commonAnnotations | default dict)) (deepCopy (.annotations | default dict)) -}}
name: {{ .name | quote }}
{{- $namespace := hasKey . "namespace" | ternary .namespace .root.Release.Namespace }}
{{- with $namespace }}
namespace: {{ . | quote }}
{{- end }}
labels:
  {{- include "opencomputer.labels" . | nindent 2 }}
{{- with $annotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* Labels of a pod. No version among them: one that changes nothing else would exchange every pod. */}}
{{- define "opencomputer.podLabels" -}}
{{- $fixed := include "opencomputer.selector" . | fromYaml -}}
{{- toYaml (mustMergeOverwrite (deepCopy (.root.Values.commonLabels | default dict)) (deepCopy (.labels | default dict)) $fixed) -}}
{{- end -}}
