import { TypedDataEncoder } from "ethers";
import { CONTRIBUTION_TYPES, type Contribution, contributionDomain, type Hex } from "../../../protocol/index.js";
import { Contributions__factory } from "../../../typechain-types/factories/contracts/Contributions__factory.js";
import type { OpenChain } from "../../chain/openChain.js";

export const CONTRIBUTIONS = Contributions__factory.createInterface();

/** The contributions of a deployment. */
export type OpenContributions = Awaited<ReturnType<typeof openContributions>>;

/** Opens the deployment's contributions. Throws `ContractNotNamed`, `ChainUnreadable`. */
export async function openContributions(chain: OpenChain) {
  const contract = await chain.contract("Contributions");
  const { chainId } = chain;
  const domain = contributionDomain({ chainId, contributions: contract });
  return {
    chainId,
    contract,
    contributions: Contributions__factory.connect(contract, chain.provider),
    /** What an author signs. */
    typedOf: (contribution: Contribution) => ({ domain, types: CONTRIBUTION_TYPES, value: { ...contribution } }),
    /** Id of a contribution, computed here: no node has to be believed for it. */
    idOf: (contribution: Contribution) => TypedDataEncoder.hash(domain, CONTRIBUTION_TYPES, contribution) as Hex,
  };
}

/** A contribution for people, a line each. */
export function describe({ content, authors, parents }: Contribution): string[] {
  return [
    `  content     ${content}`,
    ...authors.map(({ account, sharePerMille }) => `  author      ${account}, ${sharePerMille} of 1000`),
    ...parents.map((parent) => `  builds on   ${parent}`),
  ];
}
