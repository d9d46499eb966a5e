import { type Command, Option } from "commander";
import { type Hex, milliText, ZERO_HASH } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { keccakFile } from "../../commandLine/hashFile.js";
import { parseThousandths } from "../../commandLine/thousandths.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { LOTS, lotsOn, newLot, sendStep } from "./lotsHere.js";
import { labelOf, parseLots, parseUnit } from "./lotValues.js";

interface Flags extends WriteFlags {
  readonly item: string;
  readonly batch: string;
  readonly certificate?: string;
  readonly quantity: bigint;
  readonly unit: Hex;
  readonly of: readonly Hex[];
  readonly salt?: Hex;
}

const AFTER = `The lots of --of are used up wholly: split them first (wattproof lot split) to use a part. Item and batch have at most 256
bytes and can be read by every member for ever. Of the certificate the chain keeps only the keccak-256.`;

/** `wattproof lot create`: puts goods on the record. */
export function addLotCreate(parent: Command): void {
  const command = parent
    .command("create")
    .description("put a lot of goods on the record, made of other lots or from outside")
    .requiredOption("--item <text>", "what it is")
    .option("--batch <text>", "your batch", "")
    .option("--certificate <file>", "certificate of the goods, of which the keccak-256 goes along")
    .addOption(
      new Option("--quantity <number>", "how much, with at most three decimals")
        .argParser(parseThousandths)
        .makeOptionMandatory(),
    )
    .addOption(new Option("--unit <unit>", "of the quantity, such as kg").argParser(parseUnit).makeOptionMandatory())
    .addOption(new Option("--of <lots...>", "lots that it is made of").argParser(parseLots).default([], "none"))
    .addOption(saltOption());
  finishCommand(addAccountOptions(command), {
    example:
      'npx wattproof lot create --item "Steel sheet" --batch B7 --certificate c.pdf --quantity 12.5 --unit kg --account me.json',
    after: `${AFTER}\n${ABOUT_ACCOUNTS}`,
  });
  command.action(({ item, batch, certificate: file, quantity, unit, of: inputs, salt: given, ...flags }: Flags) => {
    const certificate = file === undefined ? ZERO_HASH : keccakFile(file);
    return withChain(flags, async (chain) => {
      const place = await lotsOn(chain);
      const account = await openAccount(chain, flags);
      const { lot, salt } = newLot(chain, place, account.address, given);
      const made = { goods: { item, batch, certificate, unit }, quantityMilli: quantity, salt };
      await sendStep(
        chain,
        place,
        account,
        {
          says: `Create lot ${labelOf(lot)} of ${item}${inputs.length === 0 ? "" : `, of ${inputs.map(labelOf).join(", ")}`}`,
          data: LOTS.encodeFunctionData("create", [made, [...inputs]]),
          done: `Lot ${labelOf(lot)} is on the record.`,
          result: { lot, maker: account.address, quantity: milliText(quantity), certificate, parents: inputs, salt },
        },
        flags,
      );
    });
  });
}

/** A salt that was chosen before, so that the id can be on the label already. */
export function saltOption(): Option {
  return new Option("--salt <hash>", "of which the id is made (default: random)").argParser(parseBytes32);
}
