import { type Labels, METRICS, type MetricName, type Sample } from "./metrics.js";

export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/**
 * Samples in the text format of Prometheus, version 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
 */
export function exposition(samples: readonly Sample[]): string {
  const names = Object.keys(METRICS) as MetricName[];
  return names
    .map((name) => {
      const lines = samples.filter(({ metric }) => metric === name).map(lineOf);
      return lines.length === 0 ? "" : `# HELP ${name} ${METRICS[name]}\n# TYPE ${name} gauge\n${lines.join("")}`;
    })
    .join("");
}

function lineOf({ metric, labels, value }: Sample): string {
  return `${metric}${labelText(labels)} ${value}\n`;
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
