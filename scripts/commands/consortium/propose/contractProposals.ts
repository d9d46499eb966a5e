import { type Command, InvalidArgumentError } from "commander";
import { encodeBytes32String } from "ethers";
import { type Hex, quoted } from "../../../../protocol/index.js";
import { IDirectory__factory } from "../../../../typechain-types/factories/contracts/interfaces/IDirectory__factory.js";
import { parseAddress } from "../../../commandLine/values.js";
import { finishProposal } from "./finishProposal.js";
import type { Plan } from "./propose.js";

const DIRECTORY = IDirectory__factory.createInterface();
/** What fits a word and is not taken for an address. */
const NAME = /^[A-Za-z][A-Za-z0-9]{0,30}$/;

/** A contract's name in the `Directory`. */
export function parseContractName(text: string): string {
  if (!NAME.test(text)) throw new InvalidArgumentError("It is a contract's name, such as EnergyMarket.");
  return text;
}

/** Contracts of whose state evidence is made, and which are read at their present address alone. */
const EVIDENCE: readonly string[] = ["BatteryPassport", "DeviceRegistry"];

function leftBehind(name: string): { readonly code: string; readonly message: string }[] {
  if (!EVIDENCE.includes(name)) return [];
  const message = `Evidence about what the present ${name} holds is found no longer; seal before what has to last (battery seal).`;
  return [{ code: "EvidenceLeftBehind", message }];
}

/** `wattproof consortium propose set-contract|retire-contract`. */
export function addContractProposals(parent: Command): void {
  const set = parent
    .command("set-contract")
    .description("have a name lead to another contract, in all clients")
    .argument("<name>", "of the contract in the Directory", parseContractName)
    .argument("<address>", "the contract that is to stand there", parseAddress);
  finishProposal<[string, Hex]>(
    set,
    { example: "set-contract EnergyMarket 0x…" },
    (here, _flags, name, target): Plan => {
      const isKnown = [...here.book.contracts.values()].some((contract) => contract.name === name);
      const message = `The Directory has no name ${quoted(name)} so far.`;
      return {
        target: here.chain.directory,
        data: DIRECTORY.encodeFunctionData("set", [encodeBytes32String(name), target]),
        warnings: isKnown ? leftBehind(name) : [{ code: "ContractNameNew", message }],
      };
    },
  );

  const retire = parent
    .command("retire-contract")
    .description("take a contract out of use without another in its place; clients refuse it from then on")
    .argument("<name>", "of the contract in the Directory", parseContractName);
  finishProposal<[string]>(
    retire,
    { example: "retire-contract EnergyMarket" },
    ({ chain }, _flags, name): Plan => ({
      target: chain.directory,
      data: DIRECTORY.encodeFunctionData("retire", [encodeBytes32String(name)]),
      warnings: leftBehind(name),
    }),
  );
}
