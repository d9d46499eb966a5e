/**
 * Images of the compose file, each pinned by its version tag. Besu 26.9.0 is the first that ends the selection of
 * transactions in time on a BFT chain with recent forks (besu#11005), and mends what an attacker could use.
 */
export const IMAGES = {
  besu: "hyperledger/besu:26.9.0",
  prometheus: "prom/prometheus:v3.7.3",
  alertmanager: "prom/alertmanager:v0.31.1",
  grafana: "grafana/grafana:12.3.1",
  postgres: "postgres:17.6",
  mosquitto: "eclipse-mosquitto:2.0.22",
} as const;
