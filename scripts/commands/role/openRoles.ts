import { read } from "../../../evidence/index.js";
import type { Hex } from "../../../protocol/index.js";
import { AccessManager__factory } from "../../../typechain-types/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js";
import type { OpenChain } from "../../chain/openChain.js";
import { RoleAdministratorMissing } from "./errors.js";

export const AUTHORITY = AccessManager__factory.createInterface();

/** The contract that keeps a deployment's roles. */
export type OpenRoles = Awaited<ReturnType<typeof openRoles>>;

/** Opens the deployment's roles. Throws `ContractNotNamed`, `ChainUnreadable`. */
export async function openRoles(chain: OpenChain) {
  const address = await chain.contract("AccessManager");
  return { address, authority: AccessManager__factory.connect(address, chain.provider) };
}

/** Makes sure that an account grants and revokes a role, at once. Throws `RoleAdministratorMissing`, `ChainUnreadable`. */
export async function requireAdministrator({ authority }: OpenRoles, role: bigint, account: Hex): Promise<void> {
  const { isMember, executionDelay } = await read(`whether ${account} administers the roles`, async () =>
    authority.hasRole(await authority.getRoleAdmin(role), account),
  );
  if (!isMember || executionDelay > 0n) throw new RoleAdministratorMissing(account, isMember ? executionDelay : 0n);
}
