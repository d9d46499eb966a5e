import { looseText, lowerHex, mapBounded, read, textsAsBytes } from "../evidence/index.js";
import type { Hex } from "../protocol/hex.js";
import type { Consortium } from "./openConsortium.js";
import { readPages } from "./readPages.js";

/** An organisation of the consortium. */
export interface Member {
  /** The account that votes for it. */
  readonly account: Hex;
  /** Of its own choice, agreed to by the others; another member may have the same. What is no UTF-8 in it is U+FFFD. */
  readonly name: string;
  readonly votes: number;
}

/** All members, by name. Throws `ChainUnreadable`. */
export async function readMembers({
  membership: contract,
  blockTag,
}: Pick<Consortium, "membership" | "blockTag">): Promise<readonly Member[]> {
  const at = { blockTag };
  const membership = textsAsBytes(contract);
  const accounts = await readPages({
    what: "the members",
    count: () => membership.memberCount(at),
    page: (start, limit) => membership.members(start, limit, at),
  });
  const members = await mapBounded(accounts, async (address): Promise<Member> => {
    const [name, votes] = await read(`the member ${address}`, () =>
      Promise.all([membership.nameOf(address, at), membership.getVotes(address, at)]),
    );
    return { account: lowerHex(address), name: looseText(name), votes: Number(votes) };
  });
  return members.sort((a, b) => order(a.name, b.name) || order(a.account, b.account));
}

/** Accounts of the members of exactly this name: none, one, or several. */
export function accountsCalled(members: readonly Member[], name: string): readonly Hex[] {
  return members.filter((member) => member.name === name).map(({ account }) => account);
}

/** By code units: the same everywhere, whatever the reader's language. */
function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
