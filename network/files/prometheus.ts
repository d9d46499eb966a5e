import { stringify } from "yaml";
import type { NetworkPlan, OwnNode } from "./plan.js";

/** `prometheus.yml`: asks each node of this folder for its metrics, under its own name. */
export function prometheusConfig({ own, isBridged }: NetworkPlan): string {
  const target = ({ name, metrics }: OwnNode) => `${isBridged ? name : "127.0.0.1"}:${metrics}`;
  return stringify({
    global: { scrape_interval: "5s", scrape_timeout: "4s", evaluation_interval: "5s" },
    scrape_configs: [
      {
        job_name: "besu",
        metrics_path: "/metrics",
        static_configs: own.map((node) => ({
          targets: [target(node)],
          labels: { instance: node.name, organisation: node.organisation },
        })),
      },
    ],
  });
}
