import { lowerHex, read, requireBlock, wordOf } from "../../../evidence/index.js";
import {
  GRANT_STATES,
  type GrantState,
  type GrantTerms,
  grantDomain,
  type Hex,
  SUBJECT_KINDS,
  type Subject,
} from "../../../protocol/index.js";
import type { ListedGrantStructOutput } from "../../../typechain-types/contracts/DataGrants.js";
import { DataGrants__factory } from "../../../typechain-types/factories/contracts/DataGrants__factory.js";
import type { OpenChain } from "../../chain/openChain.js";
import { formatInstant } from "../../commandLine/instant.js";
import { formatPurpose } from "./accessValues.js";

export const GRANTS = DataGrants__factory.createInterface();

/** A grant as commands show it. */
export interface ShownGrant extends GrantTerms {
  readonly grant: bigint;
  readonly state: GrantState;
  readonly grantor: Hex;
}

/** The grants of a deployment as of one block. */
export type OpenGrants = Awaited<ReturnType<typeof openGrants>>;

/** Opens the deployment's grants. Throws `ContractNotNamed`, `ChainUnreadable`. */
export async function openGrants(chain: OpenChain) {
  const contract = await chain.contract("DataGrants");
  const { number, timestamp } = await requireBlock(chain.provider, "latest");
  const { chainId } = chain;
  return {
    chainId,
    contract,
    grants: DataGrants__factory.connect(contract, chain.provider),
    domain: grantDomain({ chainId, grants: contract }),
    blockTag: number,
    nowS: timestamp,
  };
}

/** Longest page that the contract gives. */
const PAGE = 200n;

/** All grants of a subject or to a reader, oldest first. Throws `ChainUnreadable`. */
export async function readGrants({ grants, blockTag }: OpenGrants, whose: Subject | Hex): Promise<ShownGrant[]> {
  const at = { blockTag };
  const found: ShownGrant[] = [];
  for (let start = 0n; ; start += PAGE) {
    const page = await read("the grants", () =>
      typeof whose === "string" ? grants.grantsTo(whose, start, PAGE, at) : grants.grantsOf(whose, start, PAGE, at),
    );
    found.push(...page.map(shown));
    if (BigInt(page.length) < PAGE) return found;
  }
}

function shown({ number, state, grant: g }: ListedGrantStructOutput): ShownGrant {
  return {
    grant: number,
    state: wordOf(GRANT_STATES, state, `the state of grant ${number}`),
    subject: { kind: Number(g.kind), id: lowerHex(g.subject) },
    grantor: lowerHex(g.grantor),
    reader: lowerHex(g.reader),
    purpose: lowerHex(g.purpose),
    fromS: Number(g.fromS),
    toS: Number(g.toS),
    untilS: Number(g.untilS),
  };
}

/** Terms for people, a line each. */
export function describe({ subject, reader, purpose, fromS, toS, untilS }: GrantTerms): string[] {
  return [
    `  ${(SUBJECT_KINDS[subject.kind] ?? "subject").padEnd(10)}${subject.id}`,
    `  reader    ${reader}`,
    `  purpose   ${formatPurpose(purpose)}`,
    `  data      ${formatInstant(fromS)} to ${formatInstant(toS)}`,
    `  until     ${formatInstant(untilS)}`,
  ];
}
