import { stringify } from "yaml";
import type { NetworkPlan } from "./plan.js";
import { PORTS } from "./ports.js";

const LOOPBACK = "127.0.0.1";

/** Under this name the monitor's metrics are collected. */
export const MONITOR_JOB = "wattproof-monitor";

/**
 * `prometheus.yml`: asks each node of this folder for its metrics, under its own name, and the monitor for its own; holds
 * them against `alerts.yml`, and tells Alertmanager. Everything is on 127.0.0.1, with and without containers.
 */
export function prometheusConfig({ own }: NetworkPlan): string {
  return stringify({
    global: { scrape_interval: "5s", scrape_timeout: "4s", evaluation_interval: "5s" },
    rule_files: ["alerts.yml"],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [`${LOOPBACK}:${PORTS.alertmanager}`] }] }] },
    scrape_configs: [
      {
        job_name: "besu",
        metrics_path: "/metrics",
        static_configs: own.map(({ name, organisation, metrics }) => ({
          targets: [`${LOOPBACK}:${metrics}`],
          labels: { instance: name, organisation },
        })),
      },
      {
        job_name: MONITOR_JOB,
        metrics_path: "/metrics",
        static_configs: [{ targets: [`${LOOPBACK}:${PORTS.monitor}`], labels: { instance: "monitor" } }],
      },
    ],
  });
}
