import type { Hex } from "../../protocol/index.js";
import { AccessManager__factory } from "../../typechain-types/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js";
import { decideAlone, decidesAlone } from "./decideAlone.js";
import type { ChainAccount } from "./openAccount.js";
import type { OpenChain } from "./openChain.js";
import { transact } from "./transact.js";

const AUTHORITY = AccessManager__factory.createInterface();
const ADMINISTRATOR = 0n;

/** A call that needs a role. */
export interface GuardedCall {
  readonly role: bigint;
  /** What the role does, after "the role that". */
  readonly does: string;
  /** Contract that is called. */
  readonly target: Hex;
  /** Calldata, of which the selector counts. */
  readonly data: string;
}

/**
 * Gives an account that decides about the deployment alone the role that a call needs, if it lacks it: an administrator may
 * give every role, itself too, and so may the only member of a consortium by its vote. Who is neither is refused by the
 * contract. Throws what `transact` throws.
 */
export async function takeRoleIfAlone(
  chain: OpenChain,
  account: ChainAccount,
  { role, does, target, data }: GuardedCall,
): Promise<void> {
  const to = await chain.contract("AccessManager");
  const authority = AccessManager__factory.connect(to, chain.provider);
  const [may, administers] = await Promise.all([
    authority.canCall(account.address, target, data.slice(0, 10)),
    authority.hasRole(ADMINISTRATOR, account.address),
  ]);
  if (may.immediate) return;
  const gives = (who: string) => ({
    says: `Give ${account.address}, ${who}, the role that ${does}`,
    to,
    data: AUTHORITY.encodeFunctionData("grantRole", [role, account.address, 0]),
  });
  if (administers.isMember) await transact(chain, account, gives("which administers the deployment"));
  else if (await decidesAlone(chain, account)) await decideAlone(chain, account, gives("the only member"));
}
