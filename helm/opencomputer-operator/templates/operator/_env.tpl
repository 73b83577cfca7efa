{{- define "opencomputer.operator.env" -}}
{{- $env := include "opencomputer.logs" . | fromYaml -}}
{{- $env = merge $env (dict
      "OPENCOMPUTER_CONNECTION_DIR" "/etc/opencomputer/connection"
      "OPENCOMPUTER_OPERATOR_NAMESPACE" .Release.Namespace
      "OPENCOMPUTER_OPERATOR_LEADER_ELECTION" (toString .Values.operator.leaderElection.enabled)
      "OPENCOMPUTER_OPERATOR_THREADS" (toString .Values.operator.threads)
      "OPENCOMPUTER_OPERATOR_RESYNC" .Values.operator.resync
      "OPENCOMPUTER_OPERATOR_SEALING_KEY_RENEWAL" .Values.operator.sealingKeyRenewal
      "OPENCOMPUTER_OPERATOR_MONITORING_HOST" .Values.listenAddress
      "OPENCOMPUTER_OPERATOR_MONITORING_PORT" (toString .Values.operator.monitoringPort)) -}}
{{- if .Values.operator.leaderElection.enabled -}}
{{- $env = set $env "OPENCOMPUTER_OPERATOR_LEASE_NAME" (include "opencomputer.fullname" .) -}}
{{- end -}}
{{- if .Values.watchNamespaces -}}
{{- $env = set $env "OPENCOMPUTER_OPERATOR_NAMESPACES" (join "," .Values.watchNamespaces) -}}
{{- end -}}
{{- if .Values.secretSelector -}}
{{- $env = set $env "OPENCOMPUTER_OPERATOR_SECRET_SELECTOR" .Values.secretSelector -}}
{{- end -}}
{{- if .Values.policy -}}
{{- $env = set $env "OPENCOMPUTER_OPERATOR_POLICY_FILE" "/etc/opencomputer/policy/policy.yaml" -}}
{{- end -}}
{{- toYaml $env -}}
{{- end -}}
