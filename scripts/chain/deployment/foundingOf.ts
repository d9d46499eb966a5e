import type { Founding } from "../../../deploy/founding.js";
import { type Consortium, parseConsortium, VALIDATOR_CONTRACT } from "../../../network/index.js";
import { DEFAULT_GOVERNANCE, type Hex, nodeEndpoint } from "../../../protocol/index.js";
import { readText } from "../../commandLine/files.js";

/**
 * Who founds a consortium, as its `consortium.json` says.
 * @param path Of the file, which is believed in nothing that can be checked.
 * @throws FileUnreadable, FileTooLarge, and what `parseConsortium` throws
 */
export function readFounding(path: string): Founding & { readonly chainId: bigint } {
  return foundingOf(parseConsortium(readText(path), path));
}

function foundingOf({ chainId, organisations, nodes, roles, governance, currency, validators }: Consortium) {
  const accounts = new Map(organisations.map(({ name, account }) => [name, account]));
  const { thresholds, ...periods } = governance;
  return {
    chainId: BigInt(chainId),
    members: organisations.map(({ name, account }) => ({ name, account })),
    nodes: nodes.map(({ id, name, host, port, organisation, certificateHash, validator, proof }) => ({
      id,
      name,
      endpoint: nodeEndpoint({ host, port }),
      organisation: accounts.get(organisation) as Hex,
      certificateHash,
      validator,
      proof,
    })),
    roles: { oracle: roles?.oracle ?? [], treasurer: roles?.treasurer ?? [] },
    governance: { ...DEFAULT_GOVERNANCE, ...periods, shares: thresholds },
    ...(validators === "contract" ? { validatorContract: VALIDATOR_CONTRACT } : {}),
    currency: currency ?? "NOK",
  };
}
