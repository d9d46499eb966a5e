import type { Command } from "commander";
import { lowerHex, read } from "../../../evidence/index.js";
import { ZERO_HASH } from "../../../protocol/index.js";
import { SealingKeys__factory } from "../../../typechain-types/factories/contracts/SealingKeys__factory.js";
import { addressOfMember, type MemberName, parseMember } from "../../chain/members.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";

/** `wattproof sealing show`: a member's public half. */
export function addSealingShow(parent: Command): void {
  const command = parent
    .command("show")
    .description("say with which key others seal for a member")
    .argument("<member>", "its address or its name", parseMember);
  finishCommand(addChainOptions(command), { example: "npx wattproof sealing show 0x…" });
  command.action((name: MemberName, flags: ReadFlags) =>
    withChain(flags, async (chain) => {
      const member = await addressOfMember(chain, name);
      const keys = SealingKeys__factory.connect(await chain.contract("SealingKeys"), chain.provider);
      const key = lowerHex(await read(`the sealing key of ${member}`, () => keys.keyOf(member)));
      const publicKey = key === ZERO_HASH ? null : key;
      printResult({ member, publicKey }, [publicKey ?? `${member} has published no sealing key.`], flags);
    }),
  );
}
