import { stringify } from "yaml";
import { PORTS } from "./composeFile.js";
import { jsonText } from "./generatedFile.js";
import type { NetworkPlan } from "./plan.js";

const SOURCE = { type: "prometheus", uid: "prometheus" };

/** Where Grafana finds the metrics. */
export function grafanaDatasource({ isBridged }: NetworkPlan): string {
  return stringify({
    apiVersion: 1,
    datasources: [
      {
        name: "Prometheus",
        ...SOURCE,
        access: "proxy",
        url: `http://${isBridged ? "prometheus" : "127.0.0.1"}:${PORTS.prometheus}`,
        isDefault: true,
        editable: false,
      },
    ],
  });
}

/** Where Grafana finds the dashboards. */
export function grafanaProvider(): string {
  return stringify({
    apiVersion: 1,
    providers: [{ name: "wattproof", type: "file", options: { path: "/var/lib/grafana/dashboards" } }],
  });
}

interface Panel {
  readonly title: string;
  /** PromQL; names are those that Besu 26.3 gives out. */
  readonly expression: string;
  /** Of Grafana's. */
  readonly unit: string;
}

export const PANELS: readonly Panel[] = [
  { title: "Chain height", expression: "ethereum_blockchain_height", unit: "none" },
  { title: "Peers", expression: "ethereum_peer_count", unit: "none" },
  { title: "Age of the head", expression: "time() - besu_blockchain_chain_head_timestamp", unit: "s" },
  {
    title: "Transactions in the pool",
    expression: "sum by (instance) (besu_transaction_pool_transactions)",
    unit: "none",
  },
  { title: "Transactions of the head", expression: "besu_blockchain_chain_head_transaction_count", unit: "none" },
  { title: "Gas of the head", expression: "besu_blockchain_chain_head_gas_used", unit: "none" },
  { title: "CPU", expression: "rate(process_cpu_seconds_total[1m])", unit: "percentunit" },
  { title: "Memory", expression: "process_resident_memory_bytes", unit: "bytes" },
  { title: "RPC calls", expression: "sum by (instance) (rate(besu_rpc_request_time_count[1m]))", unit: "reqps" },
];

const PANELS_PER_ROW = 3;
const WIDTH = 8;
const HEIGHT = 8;

/** The dashboard of the nodes. */
export function grafanaDashboard(): string {
  return jsonText({
    uid: "wattproof-nodes",
    title: "Wattproof: nodes",
    schemaVersion: 39,
    refresh: "5s",
    time: { from: "now-30m", to: "now" },
    panels: PANELS.map(({ title, expression, unit }, at) => ({
      id: at + 1,
      title,
      type: "timeseries",
      datasource: SOURCE,
      gridPos: { h: HEIGHT, w: WIDTH, x: WIDTH * (at % PANELS_PER_ROW), y: HEIGHT * Math.floor(at / PANELS_PER_ROW) },
      fieldConfig: { defaults: { unit }, overrides: [] },
      targets: [{ refId: "A", datasource: SOURCE, expr: expression, legendFormat: "{{instance}}" }],
    })),
  });
}
