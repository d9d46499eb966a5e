/** Where services beside the nodes listen, on 127.0.0.1 alone; the monitor unless its `--port` says another. */
export const PORTS = {
  prometheus: 9090,
  alertmanager: 9093,
  grafana: 3000,
  postgres: 5432,
  mosquitto: 1883,
  monitor: 9600,
} as const;
