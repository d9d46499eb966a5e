import type { NetworkPlan, OwnNode } from "./plan.js";

/**
 * `known_clients` for Besu's `rpc-http-tls-known-clients-file`: the common name and the SHA-256 fingerprint of each
 * certificate that may call. At first those of the organisation's own nodes; others are added by hand.
 */
export function knownClients({ consortium }: NetworkPlan, { organisation }: OwnNode): string {
  const own = consortium.nodes.filter((node) => node.organisation === organisation);
  return own.map(({ name, certificateHash }) => `${name} ${colons(certificateHash.slice(2))}\n`).join("");
}

function colons(hex: string): string {
  return hex.toUpperCase().match(/../g)?.join(":") ?? "";
}
