import { type Command, InvalidArgumentError, Option } from "commander";
import { type Hex, isHex } from "../../../../protocol/index.js";
import { EnergyToken__factory } from "../../../../typechain-types/factories/contracts/EnergyToken__factory.js";
import { parseMoney } from "../../../commandLine/money.js";
import { parseAddress, parseCount } from "../../../commandLine/values.js";
import { finishProposal } from "./finishProposal.js";
import type { ProposeFlags } from "./propose.js";

const TOKEN = EnergyToken__factory.createInterface();
const MOST_UNITS = 2n ** 128n - 1n;
/** The P-256 verifier's address, and a key's x and y. */
const P256_SIGNER_BYTES = 84;

interface TreasurerFlags extends ProposeFlags {
  readonly add?: readonly Hex[];
  readonly remove?: readonly Hex[];
  readonly threshold: number;
}

/** `wattproof consortium propose pause-token|unpause-token|set-mint-limit|set-treasurers`. */
export function addTokenProposals(parent: Command): void {
  const pause = parent.command("pause-token").description("have nobody transfer or mint tokens; redeeming goes on");
  finishProposal<[]>(pause, { example: "pause-token" }, async ({ chain }) => ({
    target: await chain.contract("EnergyToken"),
    data: TOKEN.encodeFunctionData("pause"),
  }));
  const unpause = parent.command("unpause-token").description("end the token's pause");
  finishProposal<[]>(unpause, { example: "unpause-token" }, async ({ chain }) => ({
    target: await chain.contract("EnergyToken"),
    data: TOKEN.encodeFunctionData("unpause"),
  }));

  const limit = parent
    .command("set-mint-limit")
    .description("say how much single treasurers mint within the token's window")
    .argument("<amount>", "money, such as 100000", parseLimit);
  finishProposal<[bigint]>(limit, { example: "set-mint-limit 100000" }, async ({ chain }, _flags, units) => ({
    target: await chain.contract("EnergyToken"),
    data: TOKEN.encodeFunctionData("setMintLimit", [units]),
  }));

  const treasurers = parent
    .command("set-treasurers")
    .description("say who signs in the token's quorums, and how many of them it takes")
    .addOption(
      new Option("--add <signer...>", "accounts, or P-256 signers as the token has them").argParser(parseSigners),
    )
    .addOption(new Option("--remove <signer...>", "likewise").argParser(parseSigners))
    .addOption(new Option("--threshold <count>", "how many sign").argParser(parseCount).makeOptionMandatory());
  finishProposal<[], TreasurerFlags>(
    treasurers,
    {
      example: "set-treasurers --add 0x… --remove 0x… --threshold 2",
      after: "The treasurer's role is another thing: propose grant-role.",
    },
    async ({ chain }, { add = [], remove = [], threshold }) => ({
      target: await chain.contract("EnergyToken"),
      data: TOKEN.encodeFunctionData("setTreasurers", [[...add], [...remove], threshold]),
    }),
  );
}

function parseLimit(text: string): bigint {
  const units = parseMoney(text);
  if (units > MOST_UNITS) throw new InvalidArgumentError("It is more than the token can count.");
  return units;
}

/** Collects ERC-7913 signers: an account's address, or a verifier's with a key. */
function parseSigners(text: string, before: readonly Hex[] = []): readonly Hex[] {
  const lower = text.toLowerCase();
  return [...before, isHex(lower, P256_SIGNER_BYTES) ? lower : parseAddress(text)];
}
