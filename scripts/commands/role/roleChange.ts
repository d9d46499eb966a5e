import type { Command } from "commander";
import { read } from "../../../evidence/index.js";
import type { Hex } from "../../../protocol/index.js";
import { decideAlone, decidesAlone } from "../../chain/decideAlone.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { KNOWN_ROLES, type KnownRole, parseRole } from "../../chain/roleNames.js";
import { transact } from "../../chain/transact.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { printNote, printResult } from "../../commandLine/print.js";
import { parseAddress } from "../../commandLine/values.js";
import { RoleUnchanged } from "./errors.js";
import { AUTHORITY, openRoles, requireAdministrator } from "./openRoles.js";

const ABOUT_ROLES = KNOWN_ROLES.map(({ name, does, madeFor }) => {
  return `  ${name.padEnd(11)} ${does}${madeFor ? `: made for the contract ${madeFor} alone` : ""}`;
}).join("\n");

const AFTER = `The roles:
${ABOUT_ROLES}
In a consortium of several, roles are granted by vote: wattproof consortium propose grant-role. The only member of one, for
development, decides by its own vote here. The treasurer's role mints alone within the limit; who signs in quorums above it is another list, which the token keeps, and no role changes it.`;

/** `wattproof role grant|revoke`: lets an account do what only a role's holders do, or not any longer. */
export function addRoleChange(parent: Command): void {
  add(parent, "grant");
  add(parent, "revoke");
}

function add(parent: Command, action: "grant" | "revoke"): void {
  const isGrant = action === "grant";
  const command = parent
    .command(action)
    .description(isGrant ? "let an account do what a role does" : "take a role away from an account")
    .argument("<role>", KNOWN_ROLES.map(({ name }) => name).join(", "), parseRole)
    .argument("<account>", "its address", parseAddress);
  finishCommand(addAccountOptions(command), {
    example: `npx wattproof role ${action} registrar 0x… --account deployer.json`,
    after: `${AFTER}\n${ABOUT_ACCOUNTS}`,
  });
  command.action((role: KnownRole, holder: Hex, flags: WriteFlags) =>
    withChain(flags, async (chain) => {
      const { name, id, madeFor } = role;
      const roles = await openRoles(chain);
      const account = await openAccount(chain, flags);
      const isAlone = await decidesAlone(chain, account);
      if (!isAlone) await requireAdministrator(roles, id, account.address);
      const { since } = await read(`the role of ${holder}`, () => roles.authority.getAccess(id, holder));
      const isHeld = since !== 0n;
      if (isHeld === isGrant) throw new RoleUnchanged(name, holder, isHeld);
      if (isGrant && madeFor !== undefined && (await chain.contract(madeFor)) !== holder) {
        printNote(`the role ${name} is made for ${madeFor} alone, whose rules its other holders do not follow`);
      }
      const act = isAlone ? decideAlone : transact;
      const { hash, blockNumber } = await act(chain, account, {
        says: isGrant ? `Grant ${holder} the role ${name}` : `Revoke the role ${name} of ${holder}`,
        to: roles.address,
        data: isGrant
          ? AUTHORITY.encodeFunctionData("grantRole", [id, holder, 0])
          : AUTHORITY.encodeFunctionData("revokeRole", [id, holder]),
      });
      if (name === "treasurer")
        printNote("who signs in the token's quorums is another list, which this does not change");
      printResult(
        { role: name, account: holder, granted: isGrant, transaction: hash, block: blockNumber },
        [
          `${holder} ${isGrant ? "holds the role now" : "does not hold the role any more"}: ${name}.`,
          `  transaction ${hash} in block ${blockNumber}`,
        ],
        flags,
      );
    }),
  );
}
