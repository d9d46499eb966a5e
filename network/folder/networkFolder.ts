import { type ConsortiumTerms, type FoundingPart, foundConsortium } from "../consortium/foundConsortium.js";
import type { OrganisationSecrets } from "../consortium/foundOrganisation.js";
import type { Consortium } from "../consortium/schema.js";
import { type FoundingWarning, foundingWarnings } from "../consortium/warnings.js";
import type { GeneratedFile } from "../files/generatedFile.js";
import { foldersToFill, operatingFiles } from "../files/networkFiles.js";
import { type OwnNode, planNetwork } from "../files/plan.js";
import { GITIGNORE, secretFiles } from "../files/secretFiles.js";
import { fingerprintOf, sharedFiles } from "../files/sharedFiles.js";
import { ValidatorContractUnfit } from "../genesis/errors.js";
import { type GenesisTerms, makeGenesis, requireBlockPeriod, requireChainId } from "../genesis/makeGenesis.js";
import { writeFolder } from "./writeFolder.js";

/** What all founders have to agree on, beside who they are. */
export type NetworkTerms = ConsortiumTerms & GenesisTerms;

/** What concerns the machine alone on which nodes are run. */
export interface MachineOptions {
  /** JSON-RPC of the first of one's own nodes; the others' follow. If not given, 8545 for the first node on this host, whosever it is. */
  readonly rpcPort?: number | undefined;
}

/** A network's folder, ready to be written. */
export interface NetworkFolder {
  readonly consortium: Consortium;
  /** What founders compare by telephone. */
  readonly fingerprint: string;
  readonly warnings: readonly FoundingWarning[];
  /** Nodes that are run from here. */
  readonly own: readonly OwnNode[];
  readonly files: readonly GeneratedFile[];
  /** Folders that nodes will fill. */
  readonly empty: readonly string[];
}

/** Throws `ValidatorContractUnfit`, `ChainIdUnfit`, `BlockPeriodUnfit`. */
export function requireTerms({ validators, consensus, chainId, blockPeriodS }: NetworkTerms): void {
  if (validators === "contract" && consensus !== "qbft") throw new ValidatorContractUnfit(consensus);
  requireChainId(chainId);
  requireBlockPeriod(blockPeriodS);
}

/**
 * Makes the files of a network: the shared ones, which are the same for all who have the same parts and terms, and those
 * of the nodes whose keys are at hand.
 * @param parts In the order in which the consortium is to list them.
 * @param keptOf What is at hand of the consortium's keys.
 * @throws what `requireTerms`, `foundConsortium` and `keptOf` throw.
 */
export function makeNetwork(
  parts: readonly FoundingPart[],
  terms: NetworkTerms,
  keptOf: (consortium: Consortium) => readonly OrganisationSecrets[],
  { rpcPort }: MachineOptions = {},
): NetworkFolder {
  requireTerms(terms);
  const consortium = foundConsortium(parts, terms);
  const { nodes } = consortium;
  const genesis = makeGenesis(
    terms,
    nodes.filter(({ validator }) => validator).map(({ address }) => address),
    terms.validators === "contract" ? consortium.organisations.map(({ account }) => account) : undefined,
  );
  const shared = sharedFiles(consortium, genesis);
  const kept = keptOf(consortium);
  const ownNames = new Set(kept.flatMap((each) => each.nodes.map(({ name }) => name)));
  const plan = planNetwork(consortium, terms.blockPeriodS, ownNames, rpcPort);
  const foundingOf = (name: string) => parts.find(({ founding }) => founding.organisation.name === name)?.founding;
  const secrets = kept.flatMap((each) => {
    const founding = foundingOf(each.name);
    return founding ? secretFiles(each, founding) : [];
  });
  return {
    consortium,
    fingerprint: fingerprintOf(shared),
    warnings: foundingWarnings(nodes),
    own: plan.own,
    files: [{ path: ".gitignore", text: GITIGNORE }, ...shared, ...secrets, ...operatingFiles(plan, kept)],
    empty: foldersToFill(plan),
  };
}

/** Writes a network's folder, whole or not at all. Throws `OutFolderUnfit`. */
export function writeNetwork(out: string, { files, empty }: NetworkFolder): void {
  writeFolder(out, files, empty);
}
