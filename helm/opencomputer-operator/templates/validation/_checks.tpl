{{/*
What a schema cannot say, or not in words that help. Every finding is a line that begins with "- ", so that one run tells all
of them.
*/}}
{{- define "opencomputer.checks" -}}
{{- $findings := list -}}
{{- range list "names" "connection" "operator" "facade" "keys" "proxies" "ways" "monitoring" "network" "pods" "uninstall" -}}
{{- $findings = concat $findings (include (printf "opencomputer.checks.%s" .) $ | trim | splitList "\n") -}}
{{- end -}}
{{- with compact $findings -}}
{{- fail (printf "\n\nThese values cannot be used:\n%s\n" (join "\n" .)) -}}
{{- end -}}
{{- end -}}

{{- define "opencomputer.checks.names" -}}
{{- with .Values.fullnameOverride }}
{{- if not (regexMatch "^[a-z]([-a-z0-9]*[a-z0-9])?$" .) }}
- fullnameOverride: "{{ . }}" cannot be in an object's name. Write lowercase letters, digits and hyphens, a letter first.
{{- end }}
{{- end }}
{{- if not (or .Values.fullnameOverride (regexMatch "^[a-z]([-a-z0-9]*[a-z0-9])?$" (include "opencomputer.fullname" .))) }}
- fullnameOverride: a release called "{{ .Release.Name }}" gives names that a Service cannot have. Choose one of lowercase letters, digits and hyphens, a letter first, or write such a name into fullnameOverride.
{{- end }}
{{- with .Values.nameOverride }}
{{- if not (regexMatch "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$" .) }}
- nameOverride: "{{ . }}" cannot be in an object's name. Write lowercase letters, digits and hyphens.
{{- end }}
{{- end }}
{{- with .Values.image }}
{{- if regexMatch "(@|:[^/]*$)" .repository }}
- image.repository: "{{ .repository }}" has a tag or a digest. Write these into image.tag and image.digest.
{{- end }}
{{- if and .digest (not (regexMatch "^sha256:[0-9a-f]{64}$" .digest)) }}
- image.digest: "{{ .digest }}" is none. Write sha256: and 64 hexadecimal digits, as the registry shows them.
{{- end }}
{{- end }}
{{- range .Values.watchNamespaces }}
{{- if not (regexMatch "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" .) }}
- watchNamespaces: "{{ . }}" is no namespace's name. Leave the list empty for all namespaces.
{{- end }}
{{- end }}
{{- end -}}

{{- define "opencomputer.checks.connection" -}}
{{- with .Values.connection }}
{{- $made := or .url .apiKey .agentsUrl .caCert .proxyUrl }}
{{- if not .enabled }}
{{- if or .existingSecret $made }}
- connection: it is not enabled, and yet says where OpenComputer is. Set connection.enabled to true, or take the rest away.
{{- end }}
{{- if not (($.Values.policy | default dict).connections | default dict).namespaces }}
- connection.enabled: without a default connection no namespace has any. Name those with one of their own in policy.connections.namespaces.
{{- end }}
{{- else if and .existingSecret $made }}
- connection: existingSecret and url, apiKey, agentsUrl, caCert, proxyUrl exclude each other. Put all of them into the Secret, or leave existingSecret empty.
{{- else if and .existingSecret (eq .existingSecret (printf "%s-connection" (include "opencomputer.fullname" $))) }}
- connection.existingSecret: the chart gives this name to the Secret that it makes, and an upgrade from that one would delete it. Name your Secret otherwise.
{{- else if and (not .existingSecret) (not (and .url .apiKey)) }}
- connection: say where OpenComputer is. Name a Secret with the keys url and apiKey in connection.existingSecret, or write connection.url and connection.apiKey.
{{- end }}
{{- $url := "^https?://[^/?#@[:space:]]+(/[^?#[:space:]]*)?$" }}
{{- if and .url (not (regexMatch $url .url)) }}
- connection.url: this is no base URL. Write one such as https://opencomputer.example.com, without user name, ? and #.
{{- end }}
{{- if and .agentsUrl (not (regexMatch $url .agentsUrl)) }}
- connection.agentsUrl: this is no base URL. Write one such as https://agents.example.com, without user name, ? and #.
{{- end }}
{{- if regexMatch "/v1(/agents)?/?$" (default "" .agentsUrl) }}
- connection.agentsUrl: leave /v1/agents out; the operator adds it.
{{- end }}
{{- if regexMatch "[[:space:]]" (default "" .apiKey) }}
- connection.apiKey: there is white space in it. Write the key alone.
{{- end }}
{{- if and .caCert (not (contains "-----BEGIN CERTIFICATE-----" .caCert)) }}
- connection.caCert: there is no certificate in it. Give the file's content in PEM: --set-file connection.caCert=ca.crt
{{- end }}
{{- if and .proxyUrl (not (regexMatch "^https?://[^/?#[:space:]]+/?$" .proxyUrl)) }}
- connection.proxyUrl: this is no proxy's URL. Write one such as http://proxy.example.com:3128.
{{- end }}
{{- end }}
{{- end -}}

{{- define "opencomputer.checks.operator" -}}
{{- with .Values.operator }}
{{- if and (gt (int .replicas) 1) (not .leaderElection.enabled) }}
- operator.replicas: {{ .replicas }} pods without leader election would all write at once. Set operator.leaderElection.enabled to true, or replicas to 1.
{{- end }}
{{- if not (regexMatch "^[0-9]+(s|m|h)$" (default "" .resync)) }}
- operator.resync: "{{ .resync }}" is no time. Write one such as 90s, 10m or 1h.
{{- end }}
{{- if not (regexMatch "^(0|[1-9][0-9]*[hd])$" (default "" .sealingKeyRenewal)) }}
- operator.sealingKeyRenewal: "{{ .sealingKeyRenewal }}" is no time. Write one in hours or days, such as 90d, or "0" for never.
{{- end }}
{{- if eq (include "opencomputer.operator.serviceAccount" $) "default" }}
- operator.serviceAccount.name: the operator's rights, those on Secrets too, would go to the namespace's default account, and so to every pod that names none. Name an account of its own.
{{- end }}
{{- if lt (int .terminationGracePeriodSeconds) 45 }}
- operator.terminationGracePeriodSeconds: {{ .terminationGracePeriodSeconds }} s are too short. The operator waits up to 35 s for what is under way: give 45 or more.
{{- end }}
{{- end }}
{{- end -}}

{{- define "opencomputer.checks.facade" -}}
{{- with .Values.facade }}
{{- if .enabled }}
{{- if and .keys.existingSecret (not .accounts) }}
- facade.accounts: an API key stands for a service account, and there is none. Write at least one, with namespace and serviceAccount, and create: true if the chart is to make it; or leave facade.keys.existingSecret empty.
{{- end }}
{{- $operator := include "opencomputer.operator.serviceAccount" $ }}
{{- $facade := include "opencomputer.facade.serviceAccount" $ }}
{{- if eq $operator $facade }}
- facade.serviceAccount: operator and facade would both run as {{ $operator }}, and the facade could read every Secret. Give each an account of its own: facade.serviceAccount.name.
{{- end }}
{{- if eq $facade "default" }}
- facade.serviceAccount.name: every pod that names no account could act as the callers, since that account would be the namespace's default one. Name an account of its own.
{{- end }}
{{- $seen := dict }}
{{- range .accounts }}
{{- $name := printf "%s/%s" .namespace .serviceAccount }}
{{- if and (eq .namespace $.Release.Namespace) (has .serviceAccount (list $operator $facade)) }}
- facade.accounts: {{ $name }} is the account of the operator or of the facade itself, and who has its key could do whatever that may. Name an account that is there for callers.
{{- end }}
{{- if hasKey $seen $name }}
- facade.accounts: {{ $name }} stands there twice.
{{- end }}
{{- $seen = set $seen $name true }}
{{- end }}
{{- if and .autoscaling.enabled (gt (int .autoscaling.minReplicas) (int .autoscaling.maxReplicas)) }}
- facade.autoscaling: minReplicas is {{ .autoscaling.minReplicas }} and maxReplicas {{ .autoscaling.maxReplicas }}. Lower the one or raise the other.
{{- end }}
{{- if and .autoscaling.enabled (not .autoscaling.targetCPUUtilizationPercentage) (not .autoscaling.targetMemoryUtilizationPercentage) }}
- facade.autoscaling: nothing says when to grow. Set targetCPUUtilizationPercentage or targetMemoryUtilizationPercentage.
{{- end }}
{{- if and .trustedSealingKeys (ne (toString $.Values.operator.sealingKeyRenewal) "0") }}
- facade.trustedSealingKeys: a key that takes the current one's place by age ({{ $.Values.operator.sealingKeyRenewal }}) is none of these, and the agents API would take no value any more. Set operator.sealingKeyRenewal to "0" and renew by hand, as docs/sealing.md says, or leave the list empty.
{{- end }}
{{- if eq (int .port) (int .monitoringPort) }}
- facade.monitoringPort: {{ int .monitoringPort }} is the API's port already (facade.port). Choose another.
{{- end }}
{{- if lt (int .terminationGracePeriodSeconds) (add (int .preStopSleepSeconds) 20) }}
- facade.terminationGracePeriodSeconds: {{ .terminationGracePeriodSeconds }} s are too short. The facade sleeps for {{ .preStopSleepSeconds }} s and then waits up to 15 s for what is under way: give {{ add (int .preStopSleepSeconds) 20 }} or more.
{{- end }}
{{- else }}
{{- range $name, $on := dict "facade.ingress.enabled" .ingress.enabled "facade.httpRoute.enabled" .httpRoute.enabled "facade.tls.certificate.enabled" .tls.certificate.enabled "facade.autoscaling.enabled" .autoscaling.enabled }}
{{- if $on }}
- {{ $name }}: the facade does not run. Set facade.enabled to true too.
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "opencomputer.checks.keys" -}}
{{- with .Values.facade }}
{{- if .enabled }}
{{- if and .keys.existingSecret .keys.hashes }}
- facade.keys: existingSecret and hashes exclude each other. Put the hashes into the Secret's keys.yaml, or leave existingSecret empty.
{{- else if and .keys.existingSecret (eq .keys.existingSecret (printf "%s-keys" (include "opencomputer.facade.name" $))) }}
- facade.keys.existingSecret: the chart gives this name to the Secret that it makes, and an upgrade from that one would delete it. Name your Secret otherwise.
{{- end }}
{{- $accounts := list }}
{{- range .accounts }}
{{- $accounts = append $accounts (printf "%s/%s" .namespace .serviceAccount) }}
{{- end }}
{{- $hashes := list }}
{{- range .keys.hashes }}
{{- if has .sha256 $hashes }}
- facade.keys.hashes: another key has the sha256 of "{{ .name }}". One key stands for one account: remove one of the two entries.
{{- end }}
{{- $hashes = append $hashes .sha256 }}
{{- if not (regexMatch "^[0-9a-f]{64}$" .sha256) }}
- facade.keys.hashes: sha256 of "{{ .name }}" is no hash. Write what this prints: printf %s "$KEY" | sha256sum
{{- end }}
{{- $account := printf "%s/%s" .namespace .serviceAccount }}
{{- if not (has $account $accounts) }}
- facade.keys.hashes: "{{ .name }}" stands for {{ $account }}, as which the facade may not act. Write that account into facade.accounts.
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Networks as the facade takes them, which would not start with others: without bits behind the prefix. */}}
{{- define "opencomputer.checks.proxies" -}}
{{- range $network := .Values.facade.trustedProxies }}
{{- $v6 := contains ":" $network }}
{{- $width := ternary 16 8 $v6 }}
{{- $length := ternary 8 4 $v6 }}
{{- $address := first (splitList "/" $network) }}
{{- $prefix := mul $width $length }}
{{- if contains "/" $network }}
{{- $prefix = atoi (last (splitList "/" $network)) }}
{{- end }}
{{- $parts := splitList (ternary ":" "." $v6) $address }}
{{- if contains "::" $address }}
{{- $ends := splitList "::" $address }}
{{- $parts = compact (splitList ":" (first $ends)) }}
{{- $right := compact (splitList ":" (last $ends)) }}
{{- range until (int (max 0 (sub 8 (add (len $parts) (len $right))))) }}
{{- $parts = append $parts "0" }}
{{- end }}
{{- $parts = concat $parts $right }}
{{- end }}
{{- $wrong := or (ne (len $parts) $length) (gt (len (splitList "::" $address)) 2) (gt (int $prefix) (int (mul $width $length))) }}
{{- range $i, $part := $parts }}
{{- if regexMatch (ternary "^[0-9a-fA-F]{1,4}$" "^(0|[1-9][0-9]{0,2})$" $v6) $part }}
{{- $value := int (printf "%s%s" (ternary "0x" "" $v6) $part) }}
{{- $unit := 1 }}
{{- range until (int (min $width (max 0 (sub (mul $width (add $i 1)) $prefix)))) }}
{{- $unit = mul $unit 2 }}
{{- end }}
{{- $wrong = or $wrong (ne 0 (int (mod $value $unit))) (and (not $v6) (gt $value 255)) }}
{{- else }}
{{- $wrong = true }}
{{- end }}
{{- end }}
{{- if $wrong }}
- facade.trustedProxies: {{ $network }} is no address and no network whose address has no bits behind the slash's. Write one such as 10.0.0.0/8 or fd00::/8.
{{- end }}
{{- end }}
{{- end -}}

{{/* The ways that lead to the facade from outside. */}}
{{- define "opencomputer.checks.ways" -}}
{{- with .Values.facade }}
{{- range .hostnames }}
{{- if not (regexMatch "^(\\*\\.)?[a-z0-9]([-a-z0-9.]*[a-z0-9])?$" .) }}
- facade.hostnames: "{{ . }}" is no host name. Write one such as agents.example.com, without https:// and path.
{{- end }}
{{- end }}
{{- if and .httpRoute.enabled (not .httpRoute.parentRefs) }}
- facade.httpRoute.parentRefs: a route belongs to a Gateway. Write at least the Gateway's name.
{{- end }}
{{- if .tls.certificate.enabled }}
{{- if not .hostnames }}
- facade.tls.certificate: a certificate is for names. Write them into facade.hostnames.
{{- end }}
{{- if not .tls.certificate.issuerRef.name }}
- facade.tls.certificate.issuerRef: somebody must issue it. Write the issuer's name, and its kind if that is not Issuer.
{{- end }}
{{- end }}
{{- if and .enabled .tls.secretName (not (or .ingress.enabled .tls.certificate.enabled)) }}
- facade.tls.secretName: nothing uses that certificate, which is the Ingress's. Enable facade.ingress, give it to your Gateway's listener, write it into facade.tls.podsSecretName for the pods themselves, or leave it empty.
{{- end }}
{{- if and .service.nodePort (eq .service.type "ClusterIP") }}
- facade.service.nodePort: a Service of type ClusterIP has none. Set facade.service.type to NodePort or LoadBalancer.
{{- end }}
{{- end }}
{{- end -}}

{{- define "opencomputer.checks.monitoring" -}}
{{- with .Values.metrics }}
{{- if and .serviceMonitor.enabled .podMonitor.enabled }}
- metrics: serviceMonitor and podMonitor would scrape everything twice. Enable one of the two.
{{- end }}
{{- if and .serviceMonitor.enabled (not .service.enabled) }}
- metrics.serviceMonitor: there is no Service to scrape. Set metrics.service.enabled to true, or take podMonitor.
{{- end }}
{{- if and .prometheusRule.enabled (not ($.Files.Get "files/rules.yaml")) }}
- metrics.prometheusRule: this chart was packed without files/rules.yaml.
{{- end }}
{{- if and .dashboard.enabled (not ($.Files.Get "files/dashboard.json")) }}
- metrics.dashboard: this chart was packed without files/dashboard.json.
{{- end }}
{{- end }}
{{- end -}}

{{- define "opencomputer.checks.network" -}}
{{- with .Values.networkPolicy }}
{{- if and .enabled (not .apiServer.ports) }}
- networkPolicy.apiServer.ports: a rule without ports opens all of them. Write those of the API server as the pods' network sees them, such as 443 and 6443.
{{- end }}
{{- end }}
{{- end -}}

{{- define "opencomputer.checks.pods" -}}
{{- range $name := list "operator" "facade" }}
{{- $values := index $.Values $name }}
{{- include "opencomputer.checks.budget" (dict "root" $ "name" $name) }}
{{- $env := list }}
{{- range $values.extraEnv }}
{{- if has .name $env }}
- {{ $name }}.extraEnv: {{ .name }} stands there twice.
{{- end }}
{{- $env = append $env .name }}
{{- if and (eq .name "JDK_JAVA_OPTIONS") $values.javaOptions }}
- {{ $name }}.extraEnv: JDK_JAVA_OPTIONS is set by the chart. Use {{ $name }}.javaOptions.
{{- end }}
{{- if regexMatch "^OPENCOMPUTER_((OPERATOR|FACADE|CONNECTION)_|LOG_(FORMAT|LEVEL)$)" .name }}
- {{ $name }}.extraEnv: {{ .name }} is set by the chart. Use the value that there is for it, or {{ $name }}.extraArgs, which wins.
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* A budget that lets no pod go would keep every node from being emptied. Percentages are rounded up, as the cluster does. */}}
{{- define "opencomputer.checks.budget" -}}
{{- $values := index .root.Values .name }}
{{- $pods := int $values.replicas }}
{{- if ($values.autoscaling | default dict).enabled }}
{{- $pods = int $values.autoscaling.minReplicas }}
{{- end }}
{{- with $values.podDisruptionBudget }}
{{- $least := include "opencomputer.given" .minAvailable }}
{{- $most := include "opencomputer.given" .maxUnavailable }}
{{- if and $least $most }}
- {{ $.name }}.podDisruptionBudget: minAvailable and maxUnavailable exclude each other. Leave one of the two empty.
{{- else if not (regexMatch "^([0-9]+%?)?$" (print $least $most)) }}
- {{ $.name }}.podDisruptionBudget: "{{ $least }}{{ $most }}" is neither a number nor a percentage. Write one such as 1 or 50%.
{{- else if .enabled }}
{{- $stay := int (trimSuffix "%" $least) }}
{{- if hasSuffix "%" $least }}
{{- $stay = div (add (mul $stay $pods) 99) 100 | int }}
{{- end }}
{{- if and $least (gt $pods 0) (ge $stay $pods) }}
- {{ $.name }}.podDisruptionBudget: minAvailable {{ $least }} lets none of {{ $pods }} pods go, and no node could be emptied. Lower it, or run more pods.
{{- end }}
{{- if and $most (eq (int (trimSuffix "%" $most)) 0) }}
- {{ $.name }}.podDisruptionBudget: maxUnavailable {{ $most }} lets no pod go, and no node could be emptied. Write 1 or more.
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Who asks for a guard gets it, or hears that there would be none. */}}
{{- define "opencomputer.checks.uninstall" -}}
{{- if not .Values.uninstall.check.enabled }}
{{- if .Values.uninstall.requireEmpty }}
- uninstall.requireEmpty: nobody counts what is left, since uninstall.check.enabled is false. Set that to true, or requireEmpty to false.
{{- end }}
{{- if and .Values.crds.install (not .Values.crds.keep) }}
- crds.keep: an uninstall would delete every Agent and AgentSecret, and nobody looks whether any is left, since uninstall.check.enabled is false. Set that to true, or crds.keep to true.
{{- end }}
{{- end }}
{{- end -}}
