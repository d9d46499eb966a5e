import type { Command } from "commander";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatDuration } from "../../commandLine/duration.js";
import { formatInstant } from "../../commandLine/instant.js";
import { printResult } from "../../commandLine/print.js";
import { type Holder, type ListedRole, readRoles } from "./readRoles.js";

/** `wattproof role list`: who holds which role, since when. */
export function addRoleList(parent: Command): void {
  const command = parent.command("list").description("say who holds which role, and since when");
  finishCommand(addChainOptions(command), {
    example: "npx wattproof role list",
    after: "Who signs in the token's quorums is no role; wattproof token reserves says how many sign.",
  });
  command.action((flags: ReadFlags) =>
    withChain(flags, async (chain) => {
      const { roles, block } = await readRoles(chain);
      printResult({ roles, block }, roles.flatMap(describe), flags);
    }),
  );
}

function describe({ role, does, holders }: ListedRole): string[] {
  return [`${role}: ${does}`, ...(holders.length === 0 ? ["  nobody"] : holders.map(holderWords))];
}

function holderWords({ account, contract, sinceBlock, sinceS, delayS }: Holder): string {
  const who = contract === null ? account : `${account} (${contract})`;
  const notice = delayS === 0 ? "" : `, acting with ${formatDuration(delayS)} of notice`;
  return `  ${who} since ${formatInstant(sinceS)}, block ${sinceBlock}${notice}`;
}
