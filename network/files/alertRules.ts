import { stringify } from "yaml";
import { ALARM_RULES, type AlarmRule } from "../monitor/rules.js";
import { MONITOR_JOB } from "./prometheus.js";

/** Prometheus' templates for what a rule's summary names (https://prometheus.io/docs/prometheus/latest/configuration/template_reference/). */
const TEMPLATES: Readonly<Record<string, string>> = {
  value: '{{ printf "%.0f" $value }}',
  days: '{{ printf "%.1f" $value }}',
  percent: "{{ $value | humanizePercentage }}",
};

/** A look takes up to half a minute where nodes are slow, and one that failed is followed by the next. */
const SILENT_MINUTES = 5;

/** `alerts.yml`: the rules by which the monitor raises its alarms, for Prometheus, and one for the monitor itself. */
export function alertRules(): string {
  return stringify(
    { groups: [{ name: "wattproof", rules: [...ALARM_RULES.map(alert), monitorSilent()] }] },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}

function alert({
  code,
  severity,
  metric,
  is,
  limit,
  lastsMinutes,
  summary,
  names,
  reason,
}: AlarmRule & { code: string }) {
  return {
    alert: code,
    expr: `${metric} ${is === "above" ? ">" : "<"} ${limit}`,
    ...(lastsMinutes > 0 ? { for: `${lastsMinutes}m` } : {}),
    labels: { severity },
    annotations: {
      summary: `${templated(summary)}.${names ? ` Missing: ${listed(names)}.` : ""}`,
      description: reason,
    },
  };
}

function templated(summary: string): string {
  return summary.replace(/\{(\w+)\}/g, (_, name: string) => TEMPLATES[name] ?? `{{ $labels.${name} }}`);
}

/** Names of those for whom a metric is 0, as Prometheus finds them when it raises the alarm. */
function listed(metric: string): string {
  return `{{ range $at, $each := query "${metric} == 0" }}{{ if $at }}, {{ end }}{{ $each.Labels.node }}{{ end }}`;
}

/** Who watches the monitor: with it all other alarms are silent, too. */
function monitorSilent() {
  return {
    alert: "MonitorSilent",
    expr: `up{job="${MONITOR_JOB}"} == 0 or time() - wattproof_monitor_timestamp_seconds > ${60 * SILENT_MINUTES}`,
    for: "2m",
    labels: { severity: "critical" },
    annotations: {
      summary: "The monitor does not look at the network.",
      description: "Without it no other alarm is raised.",
    },
  };
}
