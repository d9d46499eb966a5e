import { type TypedDataDomain, TypedDataEncoder, type TypedDataField } from "ethers";
import { CONTRIBUTION_TYPES, type Contribution, contributionDomain, type Hex } from "../../../protocol/index.js";
import { type Consortium, deployConsortium, lower } from "./consortium.js";

import { bytes32Of } from "./devices.js";

/** Whoever can be an author: any wallet of ethers. */
export interface AuthorAccount {
  readonly address: string;
  signTypedData(domain: TypedDataDomain, types: Record<string, TypedDataField[]>, value: Contribution): Promise<string>;
}

const domainOf = async ({ contributions }: Pick<Consortium, "contributions">) =>
  contributionDomain({ chainId: 31337n, contributions: lower(await contributions.getAddress()) });

/** Id of a contribution, computed by ethers: independent of the contract. */
export async function contributionId(d: Pick<Consortium, "contributions">, contribution: Contribution): Promise<Hex> {
  return TypedDataEncoder.hash(await domainOf(d), CONTRIBUTION_TYPES, contribution) as Hex;
}

export async function signContribution(
  d: Pick<Consortium, "contributions">,
  contribution: Contribution,
  author: AuthorAccount,
): Promise<string> {
  return author.signTypedData(await domainOf(d), CONTRIBUTION_TYPES, contribution);
}

/** A contribution by accounts with their shares, which are sorted here. */
export function contributionOf(
  content: string,
  shares: readonly (readonly [{ readonly address: string }, number])[],
  parents: readonly Hex[] = [],
): Contribution {
  const authors = shares.map(([{ address }, sharePerMille]) => ({ account: lower(address), sharePerMille }));
  return {
    content: bytes32Of(content),
    authors: authors.sort((a, b) => (a.account < b.account ? -1 : 1)),
    parents: [...parents].sort(),
  };
}

/** The consortium with three inventors. */
export async function workshop() {
  const d = await deployConsortium();
  const [ada, ben, cleo] = d.people as [(typeof d.people)[0], (typeof d.people)[0], (typeof d.people)[0]];
  const inventors = [ada, ben, cleo];
  const known = (account: string) => inventors.find(({ address }) => lower(address) === account);
  /** Signatures of all authors that are inventors, empty ones for `sender` and everybody else. */
  const signatures = (contribution: Contribution, sender: { readonly address: string }) =>
    Promise.all(
      contribution.authors.map(async ({ account }) => {
        const author = known(account);
        return author && author.address !== sender.address ? signContribution(d, contribution, author) : "0x";
      }),
    );
  /** Registers by `sender`, with what the others signed. */
  const register = async (contribution: Contribution, sender = ada, salt?: Hex) => {
    const by = d.contributions.connect(sender);
    const signed = await signatures(contribution, sender);
    return salt === undefined ? by.register(contribution, signed) : by.registerCommitted(contribution, signed, salt);
  };
  const idOf = (contribution: Contribution) => contributionId(d, contribution);
  return { ...d, ada, ben, cleo, signatures, register, idOf };
}
