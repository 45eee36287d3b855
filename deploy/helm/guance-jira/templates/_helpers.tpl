{{/* The release is the name, with what it is where that does not say so. */}}
{{- define "guance-jira.name" -}}
{{- if contains "guance-jira" .Release.Name -}}
{{ .Release.Name | trunc 40 }}
{{- else -}}
{{ printf "%s-guance-jira" .Release.Name | trunc 40 }}
{{- end -}}
{{- end -}}

{{- define "guance-jira.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{/* What is fixed for one program, and the settings over it: docs/settings.md has all. */}}
{{- define "guance-jira.settings" -}}
{{- if eq .app "common" -}}
{{- $fixed := dict "LOG_FORMAT" "json" "REQUIRE_DURABLE_REDIS" "true" -}}
{{- toYaml (merge (dict) .root.Values.settings.common $fixed) -}}
{{- else if eq .app "receiver" -}}
{{- $fixed := dict "RECEIVER_HOST" "0.0.0.0" "RECEIVER_PORT" "8080" "METRICS_HOST" "0.0.0.0" "METRICS_PORT" "8084" "SPOOL_DIR" "/data/spool" -}}
{{- toYaml (merge (dict) .root.Values.settings.receiver $fixed) -}}
{{- else if eq .app "worker" -}}
{{- $fixed := dict "WORKER_HOST" "0.0.0.0" "WORKER_PORT" "8082" -}}
{{- $rules := ternary (dict "RULES_FILE" "/etc/guance-jira/rules/rules.yaml") (dict) (ne .root.Values.rules "") -}}
{{- toYaml (merge (dict) .root.Values.settings.worker $rules $fixed) -}}
{{- else -}}
{{- $fixed := dict "ADMIN_HOST" "0.0.0.0" "ADMIN_PORT" "8081" -}}
{{- toYaml (merge (dict) .root.Values.settings.console $fixed) -}}
{{- end -}}
{{- end -}}
