import type { Command } from "commander";
import type { Hex } from "../../../../protocol/index.js";
import { addressOf } from "../../../commandLine/address.js";
import { parseAddress } from "../../../commandLine/values.js";
import { parseContractName } from "./contractProposals.js";
import { finishProposal } from "./finishProposal.js";
import type { Plan } from "./propose.js";
import { writtenCall } from "./writtenCall.js";

/** A contract by its name in the `Directory`, or by its address. */
type ContractName = { readonly address: Hex } | { readonly name: string };

/** `wattproof consortium propose call`: any call, which asks all members unless its kind is known. */
export function addCallProposal(parent: Command): void {
  const command = parent
    .command("call")
    .description("have the consortium make any call; what nobody foresaw asks all members")
    .argument("<contract>", "its name in the Directory, or its address", parseContract)
    .argument("<call>", 'a function with its types, such as "updateDelay(uint256)", or the call\'s bytes in hex')
    .argument("[arguments...]", "of the function, in their order; lists and structs as JSON arrays");
  finishProposal<[ContractName, string, readonly string[]]>(
    command,
    { example: 'call TimelockController "updateDelay(uint256)" 172800' },
    async ({ chain }, _flags, contract, call, args): Promise<Plan> => {
      const target = "address" in contract ? contract.address : await addressByName(contract.name);
      return { target, data: writtenCall(call, args) };

      function addressByName(name: string): Promise<Hex> {
        return name === "Directory" ? Promise.resolve(chain.directory) : chain.contract(name);
      }
    },
  );
}

function parseContract(text: string): ContractName {
  return addressOf(text) === undefined ? { name: parseContractName(text) } : { address: parseAddress(text) };
}
