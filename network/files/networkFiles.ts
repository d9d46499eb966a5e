import type { OrganisationSecrets } from "../consortium/foundOrganisation.js";
import { RUN_FOLDER } from "../run/pidFile.js";
import { alertmanagerConfig, OPERATOR_FILES } from "./alertmanager.js";
import { alertRules } from "./alertRules.js";
import { composeFile } from "./composeFile.js";
import { configToml } from "./configToml.js";
import { environmentFile } from "./environment.js";
import type { GeneratedFile } from "./generatedFile.js";
import { grafanaDatasource, grafanaProvider, networkDashboard, nodesDashboard } from "./grafana.js";
import { knownClients } from "./knownClients.js";
import { log4j2 } from "./log4j2.js";
import { mosquittoConfig } from "./mosquitto.js";
import { operatorReadme } from "./operatorReadme.js";
import { permissionsConfig, staticNodes } from "./permissions.js";
import type { NetworkPlan, OwnNode } from "./plan.js";
import { prometheusConfig } from "./prometheus.js";
import { agentUnit, besuUnit, monitorUnit } from "./systemd.js";

/** Files beside keys and shared ones: what a node needs to run, and what runs it. None if no node is run from here. */
export function operatingFiles(plan: NetworkPlan, kept: readonly OrganisationSecrets[]): readonly GeneratedFile[] {
  if (plan.own.length === 0) return [];
  return [
    ...plan.own.flatMap((node) => nodeFiles(plan, node)),
    { path: ".env", text: environmentFile(kept), isSecret: true },
    { path: "README.md", text: operatorReadme(plan) },
    { path: "docker-compose.yml", text: composeFile(plan) },
    { path: "prometheus/prometheus.yml", text: prometheusConfig(plan) },
    { path: "prometheus/alerts.yml", text: alertRules() },
    { path: "alertmanager/alertmanager.yml", text: alertmanagerConfig() },
    { path: "grafana/provisioning/datasources/prometheus.yml", text: grafanaDatasource() },
    { path: "grafana/provisioning/dashboards/wattproof.yml", text: grafanaProvider() },
    { path: "grafana/dashboards/network.json", text: networkDashboard() },
    { path: "grafana/dashboards/nodes.json", text: nodesDashboard() },
    { path: "mosquitto/mosquitto.conf", text: mosquittoConfig(plan) },
    { path: "systemd/wattproof-besu@.service", text: besuUnit() },
    { path: "systemd/wattproof-agent@.service", text: agentUnit() },
    { path: "systemd/wattproof-monitor.service", text: monitorUnit() },
  ];
}

/** Folders that nodes, what watches them and the operator will fill. */
export function foldersToFill({ own }: NetworkPlan): readonly string[] {
  if (own.length === 0) return [];
  const nodes = own.flatMap(({ name }) => [`nodes/${name}/data`, `nodes/${name}/logs`]);
  return [...nodes, RUN_FOLDER, "alertmanager/data", OPERATOR_FILES.here];
}

function nodeFiles(plan: NetworkPlan, node: OwnNode): GeneratedFile[] {
  const { organisations, nodes } = plan.consortium;
  const accounts = organisations.map(({ account }) => account);
  const folder = `nodes/${node.name}`;
  // In the bridge network all nodes are one's own.
  const bridged = plan.own.map(({ id, port, bridgeHost }) => ({ id, port, host: bridgeHost }));
  return [
    { path: `${folder}/config.toml`, text: configToml(plan, node) },
    // Of its own, since its agent keeps both lists in step with the registry of nodes: Besu starts only if each static
    // node is on the allowlist.
    { path: `${folder}/static-nodes.json`, text: staticNodes(nodes) },
    { path: `${folder}/permissions_config.toml`, text: permissionsConfig(nodes, accounts) },
    { path: `${folder}/log4j2.xml`, text: log4j2() },
    { path: `${folder}/tls/known_clients`, text: knownClients(plan, node) },
    ...(plan.isBridged
      ? [
          { path: `${folder}/docker/static-nodes.json`, text: staticNodes(bridged) },
          { path: `${folder}/docker/permissions_config.toml`, text: permissionsConfig(bridged, accounts) },
        ]
      : []),
  ];
}
