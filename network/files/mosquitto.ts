import type { NetworkPlan } from "./plan.js";

/** `mosquitto.conf`: a broker for what meters send, reachable from this machine alone. */
export function mosquittoConfig({ isBridged }: NetworkPlan): string {
  return `# For the oracle and gateways on this machine alone: devices sign what they send, the broker only carries it.
# Devices elsewhere need a listener with TLS and client certificates; the README says how.
listener 1883${isBridged ? "" : " 127.0.0.1"}
allow_anonymous true
persistence true
persistence_location /mosquitto/data/
max_packet_size 1048576
`;
}
