import { stringify } from "yaml";
import { OPERATOR_FILES } from "./alertmanager.js";
import { IMAGES } from "./images.js";
import { BRIDGE_SUBNET, type NetworkPlan, type OwnNode } from "./plan.js";
import { PORTS } from "./ports.js";

const LOOPBACK = "127.0.0.1";
/** Where a node's container has this folder. */
const HOME = "/wattproof";

/** Docker keeps what a container prints, too: three files of 10 MB. */
const LOGGING = { driver: "json-file", options: { "max-size": "10m", "max-file": "3" } };
/** A container that dies starts again, also after the machine did; one that was stopped by hand stays stopped. */
const RESTART = "unless-stopped";

const WATCHING = { network_mode: "host", restart: RESTART, logging: LOGGING };

/** What Docker Compose puts in from `.env`. */
const fromEnvironment = (expression: string) => `\${${expression}}`;

/** As whom containers run that read or write the operator's files. */
const OPERATOR = `${fromEnvironment("WATTPROOF_UID:-1000")}:${fromEnvironment("WATTPROOF_GID:-1000")}`;

/**
 * `docker-compose.yml`. A network that is tried out on one machine gets a bridge of its own with fixed addresses, and
 * publishes its services on 127.0.0.1. Nodes of a real one share their host's network: what others see of them must be the
 * address that others have in their lists, which translated addresses are not. What watches always shares it, since the
 * monitor is a process of the host and listens on 127.0.0.1.
 */
export function composeFile(plan: NetworkPlan): string {
  const { own, isBridged } = plan;
  const services = {
    ...Object.fromEntries(own.map((node) => [node.name, besu(plan, node)])),
    prometheus: prometheus(),
    alertmanager: alertmanager(),
    grafana: grafana(),
    postgres: postgres(isBridged),
    mosquitto: mosquitto(isBridged),
  };
  const networks = {
    networks: { consortium: { driver: "bridge", ipam: { config: [{ subnet: BRIDGE_SUBNET }] } } },
  };
  const volumes = { "prometheus-data": {}, "grafana-data": {}, "postgres-data": {}, "mosquitto-data": {} };
  const file = { name: "wattproof", services, ...(isBridged ? networks : {}), volumes };
  return `# Passwords and the user's id come from .env beside this file.\n${stringify(file, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

function besu({ isBridged }: NetworkPlan, node: OwnNode): object {
  const folder = `nodes/${node.name}`;
  const home = `${HOME}/${folder}`;
  return {
    image: IMAGES.besu,
    user: OPERATOR,
    // The image's own entry point, run by root, would hand over to a user who may not read the key.
    entrypoint: ["/opt/besu/bin/besu"],
    working_dir: home,
    environment: { LOG4J_CONFIGURATION_FILE: `${home}/log4j2.xml` },
    command: ["--config-file=config.toml", ...(isBridged ? bridgedOptions(node) : hostOptions())],
    volumes: [`./${folder}:${home}`, `./genesis.json:${HOME}/genesis.json:ro`],
    stop_grace_period: "1m",
    ...(isBridged
      ? {
          networks: { consortium: { ipv4_address: node.bridgeHost } },
          ports: [node.rpcHttp, node.rpcWs, node.metrics].map((port) => `${LOOPBACK}:${port}:${port}`),
        }
      : { network_mode: "host" }),
    restart: RESTART,
    logging: LOGGING,
  };
}

/** What differs from `config.toml` in the bridge network; options on the command line go before those of the file. */
function bridgedOptions(node: OwnNode): string[] {
  return [
    `--p2p-host=${node.bridgeHost}`,
    "--p2p-interface=0.0.0.0",
    "--static-nodes-file=docker/static-nodes.json",
    "--permissions-nodes-config-file=docker/permissions_config.toml",
    "--permissions-accounts-config-file=docker/permissions_config.toml",
    "--rpc-http-host=0.0.0.0",
    "--rpc-ws-host=0.0.0.0",
    "--metrics-host=0.0.0.0",
    `--host-allowlist=localhost,${LOOPBACK},${node.name}`,
  ];
}

/** The image opens RPC to all interfaces by its environment, which goes before the file. */
function hostOptions(): string[] {
  return [`--rpc-http-host=${LOOPBACK}`, `--rpc-ws-host=${LOOPBACK}`];
}

function prometheus(): object {
  return {
    image: IMAGES.prometheus,
    command: [
      "--config.file=/etc/prometheus/prometheus.yml",
      "--storage.tsdb.path=/prometheus",
      "--storage.tsdb.retention.time=30d",
      `--web.listen-address=${LOOPBACK}:${PORTS.prometheus}`,
    ],
    volumes: ["./prometheus:/etc/prometheus:ro", "prometheus-data:/prometheus"],
    ...WATCHING,
  };
}

function alertmanager(): object {
  return {
    image: IMAGES.alertmanager,
    // Who alone may read the operator's files; the image's own user may not.
    user: OPERATOR,
    command: [
      "--config.file=/etc/alertmanager/alertmanager.yml",
      "--storage.path=/alertmanager",
      `--web.listen-address=${LOOPBACK}:${PORTS.alertmanager}`,
      // It would open a port to others of its kind.
      "--cluster.listen-address=",
    ],
    volumes: [
      "./alertmanager/alertmanager.yml:/etc/alertmanager/alertmanager.yml:ro",
      `./${OPERATOR_FILES.here}:${OPERATOR_FILES.inside}:ro`,
      "./alertmanager/data:/alertmanager",
    ],
    ...WATCHING,
  };
}

function grafana(): object {
  return {
    image: IMAGES.grafana,
    environment: {
      GF_SERVER_HTTP_ADDR: LOOPBACK,
      GF_SECURITY_ADMIN_PASSWORD: fromEnvironment("GRAFANA_ADMIN_PASSWORD:?see .env"),
      GF_ANALYTICS_REPORTING_ENABLED: "false",
      GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
      GF_USERS_ALLOW_SIGN_UP: "false",
    },
    volumes: [
      "./grafana/provisioning:/etc/grafana/provisioning:ro",
      "./grafana/dashboards:/var/lib/grafana/dashboards:ro",
      "grafana-data:/var/lib/grafana",
    ],
    ...WATCHING,
  };
}

function postgres(isBridged: boolean): object {
  return {
    image: IMAGES.postgres,
    environment: {
      POSTGRES_USER: "wattproof",
      POSTGRES_DB: "wattproof",
      POSTGRES_PASSWORD: fromEnvironment("POSTGRES_PASSWORD:?see .env"),
    },
    ...(isBridged ? {} : { command: ["postgres", "-c", `listen_addresses=${LOOPBACK}`] }),
    volumes: ["postgres-data:/var/lib/postgresql/data"],
    healthcheck: {
      test: ["CMD-SHELL", `pg_isready -h ${LOOPBACK} -U wattproof -d wattproof`],
      interval: "10s",
      timeout: "5s",
      retries: 6,
    },
    stop_grace_period: "1m",
    ...shared(isBridged, PORTS.postgres),
  };
}

function mosquitto(isBridged: boolean): object {
  return {
    image: IMAGES.mosquitto,
    volumes: ["./mosquitto/mosquitto.conf:/mosquitto/config/mosquitto.conf:ro", "mosquitto-data:/mosquitto/data"],
    ...shared(isBridged, PORTS.mosquitto),
  };
}

function shared(isBridged: boolean, port: number): object {
  const reach = isBridged
    ? { networks: ["consortium"], ports: [`${LOOPBACK}:${port}:${port}`] }
    : { network_mode: "host" };
  return { ...reach, restart: RESTART, logging: LOGGING };
}
