{{/*
The release is the name, with what it is where that does not say so. A release may have a dot in its name and begin with a digit, a
service may not.
*/}}
{{- define "guance-jira.name" -}}
{{- $release := .Release.Name | replace "." "-" -}}
{{- if regexMatch "^[0-9]" $release -}}
{{ printf "guance-jira-%s" $release | trunc 40 | trimSuffix "-" }}
{{- else if contains "guance-jira" $release -}}
{{ $release | trunc 40 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-guance-jira" $release | trunc 40 | trimSuffix "-" }}
{{- end -}}
{{- end -}}

{{/* Pods read these settings once: whatever changes there has to roll them. */}}
{{- define "guance-jira.checksum" -}}
{{- $common := include "guance-jira.settings" (dict "root" .root "app" "common") -}}
{{- printf "%s%s" $common (include "guance-jira.settings" .) | sha256sum -}}
{{- end -}}

{{- define "guance-jira.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{/* What is fixed for one program, and the settings over it: docs/settings.md has all. */}}
{{- define "guance-jira.settings" -}}
{{- if eq .app "common" -}}
{{- $fixed := dict "LOG_FORMAT" "json" "REQUIRE_DURABLE_REDIS" "true" -}}
{{- toYaml (merge (dict) (.root.Values.settings.common | default (dict)) $fixed) -}}
{{- else if eq .app "receiver" -}}
{{- $fixed := dict "RECEIVER_HOST" "0.0.0.0" "RECEIVER_PORT" "8080" "METRICS_HOST" "0.0.0.0" "METRICS_PORT" "8084" "SPOOL_DIR" "/data/spool" -}}
{{- toYaml (merge (dict) (.root.Values.settings.receiver | default (dict)) $fixed) -}}
{{- else if eq .app "worker" -}}
{{- $fixed := dict "WORKER_HOST" "0.0.0.0" "WORKER_PORT" "8082" -}}
{{- $rules := ternary (dict "RULES_FILE" "/etc/guance-jira/rules/rules.yaml") (dict) (ne (.root.Values.rules | default "") "") -}}
{{- toYaml (merge (dict) (.root.Values.settings.worker | default (dict)) $rules $fixed) -}}
{{- else -}}
{{- $fixed := dict "ADMIN_HOST" "0.0.0.0" "ADMIN_PORT" "8081" -}}
{{- toYaml (merge (dict) (.root.Values.settings.console | default (dict)) $fixed) -}}
{{- end -}}
{{- end -}}
