import { type Command, Option } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { type DeviceName, idOn, parseDevice } from "../../chain/deviceName.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatEnergy } from "../../commandLine/energy.js";
import { formatMoney } from "../../commandLine/money.js";
import { printResult } from "../../commandLine/print.js";
import { parseAddress } from "../../commandLine/values.js";
import { describeTerms } from "./describeTerms.js";
import { lockWords } from "./escrowLock.js";
import { type ListedAgreement, readAgreements } from "./readAgreements.js";

interface Flags extends ReadFlags {
  readonly meter?: DeviceName;
  readonly account?: Hex;
}

/** `wattproof agreement list`: agreements and what became of them. */
export function addAgreementList(parent: Command): void {
  const command = parent
    .command("list")
    .description("list agreements: ahead, running, suspended by a claim, ended, cancelled")
    .addOption(new Option("--meter <device>", "only those of this meter, on either side").argParser(parseDevice))
    .addOption(new Option("--account <address>", "only those of this consumer or supplier").argParser(parseAddress));
  finishCommand(addChainOptions(command), { example: "npx wattproof agreement list --meter 0x…" });
  command.action(({ meter, account, ...flags }: Flags) =>
    withChain(flags, async (chain) => {
      const wish = { meter: meter === undefined ? undefined : idOn(chain, meter), account };
      const { agreements, block } = await readAgreements(chain, wish);
      const lines = agreements.length === 0 ? ["There is no such agreement."] : agreements.flatMap(describe);
      printResult({ agreements, block }, lines, flags);
    }),
  );
}

function describe(listed: ListedAgreement): string[] {
  const { number, status, agreement: id, terms, deliveredWh, claim, locked } = listed;
  return [
    `Agreement ${number} is ${status}: ${id}`,
    ...describeTerms(terms),
    `  locked      ${locked === 0n ? "nothing" : `${formatMoney(locked)}, ${lockWords(listed)}`}`,
    ...(deliveredWh === null ? [] : [`  delivered   ${formatEnergy(deliveredWh)}`]),
    ...(claim === 0n ? [] : [`  owed        ${formatMoney(claim)} beyond the consumer's escrow`]),
  ];
}
