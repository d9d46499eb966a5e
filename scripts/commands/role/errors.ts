import { type Hex, WattproofError } from "../../../protocol/index.js";
import { formatDuration } from "../../commandLine/duration.js";

/** An account that may not grant and revoke roles, or not at once, is to do it. */
export class RoleAdministratorMissing extends WattproofError {
  /** @param delayS Time after which an administrator acts, s; zero for an account that is none. */
  constructor(account: Hex, delayS: bigint) {
    super({
      code: "RoleAdministratorMissing",
      message:
        delayS === 0n
          ? `The account ${account} does not administer the deployment, so it neither grants nor revokes roles.`
          : `The account ${account} administers the deployment only with ${formatDuration(delayS)} of notice.`,
      next:
        delayS === 0n
          ? "Propose it to the members: wattproof consortium propose grant-role or revoke-role. wattproof role list names who administers."
          : "Have it schedule the call with the AccessManager, and execute it then.",
      facts: { account, delayS },
    });
  }
}

/** A role is to be granted to who holds it, or revoked from who does not. */
export class RoleUnchanged extends WattproofError {
  constructor(role: string, account: Hex, isHeld: boolean) {
    super({
      code: "RoleUnchanged",
      message: `The account ${account} ${isHeld ? "holds the role already" : "does not hold the role"}: ${role}.`,
      next: "Check the account; wattproof role list says who holds what.",
      facts: { role, account, isHeld },
    });
  }
}
