import { read } from "../../evidence/index.js";
import type { Hex } from "../../protocol/index.js";
import { AccessManager__factory } from "../../typechain-types/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js";
import type { OpenChain } from "./openChain.js";
import type { NamedRevert } from "./refusals.js";
import { roleNameOf } from "./roleNames.js";

/** `multicall(bytes[])`: which of its calls was refused, and so which role is missing, cannot be told. */
const MULTICALL = "0xac9650d8";

/**
 * The role that a refused call needs, by its name; undefined if the contract refused for another reason, or refused another
 * caller than who sent, or if the role has no name here. Throws `ContractNotNamed`, `ChainUnreadable`.
 */
export async function missingRole(
  chain: OpenChain,
  { name, args }: NamedRevert,
  { from, to, data }: { readonly from: Hex; readonly to: Hex; readonly data: string },
): Promise<string | undefined> {
  const selector = data.slice(0, 10);
  if (name !== "AccessManagedUnauthorized" || selector === MULTICALL) return undefined;
  if (String(args[0]).toLowerCase() !== from) return undefined;
  const authority = AccessManager__factory.connect(await chain.contract("AccessManager"), chain.provider);
  return roleNameOf(await read("the role that this needs", () => authority.getTargetFunctionRole(to, selector)));
}
