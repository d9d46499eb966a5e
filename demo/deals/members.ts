import type { JsonRpcSigner } from "ethers";
import { furtherMember } from "../chain/consortium.js";
import type { Stage } from "../stage.js";

/** The members who deal with each other. */
export interface Members {
  readonly buyer: Member;
  readonly seller: Member;
  /** Bids for the same request. */
  readonly rival: Member;
  /** Carries what was sold. */
  readonly carrier: Member;
}

export interface Member {
  readonly name: string;
  readonly account: JsonRpcSigner;
}

const NAMES = {
  buyer: "Machine Builder",
  seller: "Stainless Steel Provider",
  rival: "Laser Works",
  carrier: "Cold Carrier",
} as const;

/** Their names, in the order in which they found the consortium beside the demo's own members. */
export const DEALING_MEMBERS: readonly string[] = Object.values(NAMES);

/** The four members, on a stage with `DEALING_MEMBERS`. */
export async function dealingMembers({ provider }: Stage): Promise<Members> {
  const members = Object.entries(NAMES).map(async ([role, name], index) => {
    return [role, { name, account: await furtherMember(provider, index) }] as const;
  });
  return Object.fromEntries(await Promise.all(members)) as unknown as Members;
}
