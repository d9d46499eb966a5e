import { toHex } from "../../protocol/index.js";
import type { OrganisationSecrets } from "../consortium/foundOrganisation.js";
import type { Founding } from "../consortium/schema.js";
import type { GeneratedFile } from "./generatedFile.js";

/** Keeps secrets and growing data out of git. */
export const GITIGNORE = `.env
alertmanager/data/
alertmanager/operator/
nodes/*/key
nodes/*/data/
nodes/*/logs/
nodes/*/tls/node.key
nodes/*/tls/*.p12
nodes/*/tls/*.password
organisations/*/*.key
run/
`;

/**
 * What an organisation keeps, as files: its own, and those of each of its nodes. `key`, `key.pub` and `address` are as
 * `besu operator generate-blockchain-config` and `besu public-key` write them.
 */
export function secretFiles(kept: OrganisationSecrets, { organisation, nodes }: Founding): readonly GeneratedFile[] {
  const own = `organisations/${kept.name}`;
  return [
    { path: `${own}/account.key`, text: `${toHex(kept.account.secret)}\n`, isSecret: true },
    { path: `${own}/agency.key`, text: kept.agencyKey, isSecret: true },
    { path: `${own}/agency.crt`, text: organisation.agencyCertificate },
    ...kept.nodes.flatMap(({ name, key, tlsKey }): GeneratedFile[] => {
      const node = nodes.find((each) => each.name === name);
      return [
        { path: `nodes/${name}/key`, text: toHex(key.secret), isSecret: true },
        { path: `nodes/${name}/key.pub`, text: key.id },
        { path: `nodes/${name}/address`, text: key.address },
        { path: `nodes/${name}/tls/node.key`, text: tlsKey, isSecret: true },
        { path: `nodes/${name}/tls/node.crt`, text: node?.certificate ?? "" },
      ];
    }),
  ];
}
