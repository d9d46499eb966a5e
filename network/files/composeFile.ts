import { stringify } from "yaml";
import { IMAGES } from "./images.js";
import { BRIDGE_SUBNET, type NetworkPlan, type OwnNode } from "./plan.js";

const LOOPBACK = "127.0.0.1";
/** Where a node's container has this folder. */
const HOME = "/wattproof";

/** Docker keeps what a container prints, too: three files of 10 MB. */
const LOGGING = { driver: "json-file", options: { "max-size": "10m", "max-file": "3" } };
/** A container that dies starts again, also after the machine did; one that was stopped by hand stays stopped. */
const RESTART = "unless-stopped";

/** What Docker Compose puts in from `.env`. */
const fromEnvironment = (expression: string) => `\${${expression}}`;

export const PORTS = { prometheus: 9090, grafana: 3000, postgres: 5432, mosquitto: 1883 } as const;

/**
 * `docker-compose.yml`. A network that is tried out on one machine gets a bridge of its own with fixed addresses, and
 * publishes its services on 127.0.0.1. Nodes of a real one share their host's network: what others see of them must be the
 * address that others have in their lists, which translated addresses are not.
 */
export function composeFile(plan: NetworkPlan): string {
  const { own, isBridged } = plan;
  const services = {
    ...Object.fromEntries(own.map((node) => [node.name, besu(plan, node)])),
    prometheus: prometheus(isBridged),
    grafana: grafana(isBridged),
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
    user: `${fromEnvironment("WATTPROOF_UID:-1000")}:${fromEnvironment("WATTPROOF_GID:-1000")}`,
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
          ports: [node.rpcHttp, node.rpcWs].map((port) => `${LOOPBACK}:${port}:${port}`),
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

function prometheus(isBridged: boolean): object {
  const listen = isBridged ? [] : [`--web.listen-address=${LOOPBACK}:${PORTS.prometheus}`];
  return {
    image: IMAGES.prometheus,
    command: [
      "--config.file=/etc/prometheus/prometheus.yml",
      "--storage.tsdb.path=/prometheus",
      "--storage.tsdb.retention.time=30d",
      ...listen,
    ],
    volumes: ["./prometheus/prometheus.yml:/etc/prometheus/prometheus.yml:ro", "prometheus-data:/prometheus"],
    ...shared(isBridged, PORTS.prometheus),
  };
}

function grafana(isBridged: boolean): object {
  return {
    image: IMAGES.grafana,
    environment: {
      GF_SERVER_HTTP_ADDR: isBridged ? "0.0.0.0" : LOOPBACK,
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
    ...shared(isBridged, PORTS.grafana),
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
