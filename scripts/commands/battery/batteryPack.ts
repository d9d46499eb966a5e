import type { Command } from "commander";
import { passportIdOf } from "../../../protocol/index.js";
import { IBatteryPassport__factory } from "../../../typechain-types/factories/contracts/interfaces/IBatteryPassport__factory.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand, speakOurErrors } from "../../commandLine/command.js";
import { parseIdentifier } from "./batteryValues.js";

interface Verb {
  readonly name: "add" | "remove";
  readonly data: (pack: bigint, modules: readonly bigint[]) => string;
  readonly description: string;
  readonly says: (pack: string, modules: string) => string;
  readonly done: (pack: string, modules: string) => string;
}

const PASSPORTS = IBatteryPassport__factory.createInterface();

const VERBS: readonly Verb[] = [
  {
    name: "add",
    data: (pack, modules) => PASSPORTS.encodeFunctionData("addModules", [pack, [...modules]]),
    description: "make batteries of yours modules of a pack of yours: what becomes of the pack becomes of them",
    says: (pack, modules) => `Put ${modules} into pack ${pack}`,
    done: (pack, modules) => `Pack ${pack} has ${modules} among its modules.`,
  },
  {
    name: "remove",
    data: (pack, modules) => PASSPORTS.encodeFunctionData("removeModules", [pack, [...modules]]),
    description: "take modules out of a pack; each is a battery of its own again",
    says: (pack, modules) => `Take ${modules} out of pack ${pack}`,
    done: (pack, modules) => `Pack ${pack} is without ${modules}.`,
  },
];

/** `wattproof battery pack add|remove`: which batteries a pack is made of. */
export function addBatteryPack(parent: Command): void {
  const packs = speakOurErrors(parent.command("pack").description("which batteries a pack is made of"));
  for (const { name, data, description, says, done } of VERBS) {
    const command = packs.command(name).description(description);
    command.argument("<pack>", "batteryPassportIdentifier of the pack", parseIdentifier);
    command.argument("<modules...>", "those of its modules, at most 64", (text: string, before: string[] = []) => [
      ...before,
      parseIdentifier(text),
    ]);
    finishCommand(addAccountOptions(command), {
      example: `npx wattproof battery pack ${name} PACK1 B0005 B0006 --account maker.json`,
      after: ABOUT_ACCOUNTS,
    });
    command.action(async (pack: string, modules: readonly string[], flags: WriteFlags) => {
      const { changePassport } = await import("./changePassport.js");
      const named = modules.join(", ");
      await changePassport(flags, pack, (_, passport) => ({
        says: says(pack, named),
        data: data(passport, modules.map(passportIdOf)),
        done: done(pack, named),
        result: { modules },
      }));
    });
  }
}
