import type { JsonRpcSigner } from "ethers";
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

/** Accounts of the embedded chain below this one are the founders'. */
const FIRST_ACCOUNT = 6;

/** Admits the four members. */
export async function admitMembers({ provider, contracts }: Stage): Promise<Members> {
  const membership = contracts.membership.connect(await provider.getSigner(0));
  const admitted = await Promise.all(
    Object.entries(NAMES).map(async ([role, name], index) => {
      const account = await provider.getSigner(FIRST_ACCOUNT + index);
      return [role, { name, account }] as const;
    }),
  );
  for (const [, { name, account }] of admitted) await (await membership.admit(account.address, name)).wait();
  return Object.fromEntries(admitted) as unknown as Members;
}
