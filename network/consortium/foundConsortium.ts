import { checkMembers } from "./checkMembers.js";
import { ChainIdDiffers } from "./errors.js";
import {
  CONSORTIUM_SCHEMA,
  type Consensus,
  type Consortium,
  type Founding,
  type Governance,
  type ValidatorSource,
} from "./schema.js";
import { requireNodeCount } from "./shares.js";

/** How a consortium decides unless its founders write otherwise: three days of voting, one before it takes effect. */
const GOVERNANCE: Governance = {
  votingPeriodS: 259_200,
  executionDelayS: 86_400,
  blocksBetweenChanges: 10,
  thresholds: {
    "admit-member": "two-thirds",
    "expel-member": "two-thirds",
    "admit-node": "majority",
    "remove-node": "two-thirds",
    "revoke-certificate": "majority",
    "reinstate-certificate": "majority",
    "set-contract": "all",
    "retire-contract": "all",
    "grant-role": "majority",
    "revoke-role": "majority",
  },
};

/** What founders agree on beside who they are. */
export interface ConsortiumTerms {
  readonly chainId: bigint;
  readonly consensus: Consensus;
  readonly validators: ValidatorSource;
}

/** One organisation's part, and where it was read. */
export interface FoundingPart {
  readonly founding: Founding;
  readonly source: string;
}

/**
 * The consortium of all organisations' parts, in their order.
 * @throws ChainIdDiffers, NodeCountUnfit, ConsortiumDuplicate, ConsortiumInvalid, NodeProofInvalid, CertificateInvalid
 */
export function foundConsortium(parts: readonly FoundingPart[], terms: ConsortiumTerms): Consortium {
  const chainId = terms.chainId.toString();
  for (const { founding, source } of parts) {
    if (founding.chainId !== chainId) throw new ChainIdDiffers(source, founding.chainId, chainId);
  }
  const organisations = parts.map(({ founding }) => founding.organisation);
  const nodes = parts.flatMap(({ founding }) => founding.nodes);
  requireNodeCount(nodes.length);
  checkMembers(parts.map(({ source }) => source).join(", "), { chainId, organisations, nodes });
  const { consensus, validators } = terms;
  return { schema: CONSORTIUM_SCHEMA, chainId, consensus, validators, governance: GOVERNANCE, organisations, nodes };
}

/** Parts in the one order in which everybody puts them, whatever order the files were given in. */
export function inCommonOrder(parts: readonly FoundingPart[]): readonly FoundingPart[] {
  const nameOf = ({ founding }: FoundingPart) => founding.organisation.name;
  return [...parts].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}
