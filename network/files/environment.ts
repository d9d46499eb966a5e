import type { OrganisationSecrets } from "../consortium/foundOrganisation.js";
import { derivedSecrets } from "../keys/secrets.js";

const PASSWORD_BYTES = 24;

/**
 * `.env` for the compose file: as whom nodes run, so that they can read their keys, and passwords of services on this
 * machine. They follow from the nodes' keys, which lie in the same folder.
 */
export function environmentFile(kept: readonly OrganisationSecrets[]): string {
  const secrets = derivedSecrets(kept.flatMap(({ nodes }) => nodes.map(({ key }) => key.secret)));
  const password = (of: string) =>
    Buffer.from(secrets(`password ${of}`).subarray(0, PASSWORD_BYTES)).toString("base64url");
  return `WATTPROOF_UID=${process.getuid?.() ?? 1000}
WATTPROOF_GID=${process.getgid?.() ?? 1000}
POSTGRES_PASSWORD=${password("postgres")}
GRAFANA_ADMIN_PASSWORD=${password("grafana")}
`;
}
