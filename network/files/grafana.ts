import { stringify } from "yaml";
import { jsonText } from "./generatedFile.js";
import { PORTS } from "./ports.js";

const SOURCE = { type: "prometheus", uid: "prometheus" };

/** Where Grafana finds the metrics. */
export function grafanaDatasource(): string {
  return stringify({
    apiVersion: 1,
    datasources: [
      {
        name: "Prometheus",
        ...SOURCE,
        access: "proxy",
        url: `http://127.0.0.1:${PORTS.prometheus}`,
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
  /** PromQL. */
  readonly expression: string;
  /** Of Grafana's. */
  readonly unit: string;
  /** What tells the lines of the panel from each other, if it is not the scraped instance. */
  readonly legend?: string;
}

/** Of the nodes: what Besu 26.3 gives out itself. */
export const NODE_PANELS: readonly Panel[] = [
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

const NODE = "{{node}}";

/** Of the network: what the monitor sees, and what is wrong with it. */
export const NETWORK_PANELS: readonly Panel[] = [
  { title: "Alarms", expression: 'ALERTS{alertstate="firing"}', unit: "none", legend: "{{alertname}} {{node}}" },
  { title: "Age of the head", expression: "wattproof_chain_head_age_seconds", unit: "s" },
  { title: "Blocks of a later round", expression: "wattproof_blocks_later_round_ratio", unit: "percentunit" },
  {
    title: "Seals in others' blocks",
    expression: "wattproof_validator_sealed_ratio",
    unit: "percentunit",
    legend: NODE,
  },
  { title: "Proposed blocks", expression: "wattproof_validator_proposed_blocks", unit: "none", legend: NODE },
  {
    title: "Validators awake beyond a quorum",
    expression: "wattproof_validators_awake - wattproof_validators_quorum",
    unit: "none",
  },
  { title: "Blunt validators", expression: "wattproof_validator_blunt", unit: "none", legend: NODE },
  { title: "Peers", expression: "wattproof_node_peers", unit: "none", legend: NODE },
  { title: "Pool", expression: "wattproof_node_pool_ratio", unit: "percentunit", legend: NODE },
  { title: "Data", expression: "wattproof_node_data_bytes", unit: "decbytes", legend: NODE },
  { title: "Logs", expression: "wattproof_node_log_bytes", unit: "decbytes", legend: NODE },
  { title: "Free disk", expression: "wattproof_node_disk_free_ratio", unit: "percentunit", legend: NODE },
  {
    title: "Growth a day",
    expression: "wattproof_node_disk_growth_bytes_per_day",
    unit: "decbytes",
    legend: NODE,
  },
  {
    title: "Days until the disk is full",
    expression: "wattproof_node_disk_days_until_full",
    unit: "none",
    legend: NODE,
  },
  {
    title: "Days that certificates hold",
    expression: "wattproof_certificate_days_left",
    unit: "none",
    legend: "{{kind}} {{name}}",
  },
];

const PANELS_PER_ROW = 3;
const WIDTH = 8;
const HEIGHT = 8;

/** The dashboard of the nodes' processes. */
export function nodesDashboard(): string {
  return dashboard("wattproof-nodes", "Wattproof: nodes", NODE_PANELS);
}

/** The dashboard of consensus, disks and certificates. */
export function networkDashboard(): string {
  return dashboard("wattproof-network", "Wattproof: network", NETWORK_PANELS);
}

function dashboard(uid: string, title: string, panels: readonly Panel[]): string {
  return jsonText({
    uid,
    title,
    schemaVersion: 39,
    refresh: "5s",
    time: { from: "now-30m", to: "now" },
    panels: panels.map(({ legend = "{{instance}}", ...panel }, at) => ({
      id: at + 1,
      title: panel.title,
      type: "timeseries",
      datasource: SOURCE,
      gridPos: { h: HEIGHT, w: WIDTH, x: WIDTH * (at % PANELS_PER_ROW), y: HEIGHT * Math.floor(at / PANELS_PER_ROW) },
      fieldConfig: { defaults: { unit: panel.unit }, overrides: [] },
      targets: [{ refId: "A", datasource: SOURCE, expr: panel.expression, legendFormat: legend }],
    })),
  });
}
