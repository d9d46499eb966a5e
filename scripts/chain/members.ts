import { InvalidArgumentError } from "commander";
import { blockRanges, lowerHex, read, requireBlock } from "../../evidence/index.js";
import type { Hex } from "../../protocol/index.js";
import { Membership__factory } from "../../typechain-types/factories/contracts/Membership__factory.js";
import { addressOf, MISTYPED } from "../commandLine/address.js";
import { MemberNameUnclear } from "./errors.js";
import type { OpenChain } from "./openChain.js";

/** A member as it is typed: by its address, or by its name. */
export type MemberName = { readonly address: Hex } | { readonly name: string };

/** An address, or a name of the consortium. */
export function parseMember(text: string): MemberName {
  const address = addressOf(text);
  if (address === "mistyped") throw new InvalidArgumentError(`In this address ${MISTYPED}.`);
  if (address !== undefined) return { address };
  if (text === "" || text.startsWith("0x")) throw new InvalidArgumentError("It is a member's address or name.");
  return { name: text };
}

/** Address of a member. Throws `MemberNameUnclear`, `ContractNotNamed`, `ChainUnreadable`. */
export async function addressOfMember(chain: OpenChain, member: MemberName): Promise<Hex> {
  if ("address" in member) return member.address;
  const contract = await membershipOn(chain);
  const { number: blockTag } = await requireBlock(chain.provider, "latest");
  const found = new Set<Hex>();
  for (const { from, to } of blockRanges(blockTag)) {
    const admitted = await read("the members", () => contract.queryFilter(contract.filters.MemberAdmitted(), from, to));
    for (const { args } of admitted) if (args.name === member.name) found.add(lowerHex(args.organisation));
  }
  const members: Hex[] = [];
  for (const each of found) {
    if (await read("a member", () => contract.isMember(each, { blockTag }))) members.push(each);
  }
  const [only, ...others] = members;
  if (only === undefined || others.length > 0) throw new MemberNameUnclear(member.name, members);
  return only;
}

/** Names under which organisations were admitted. Throws `ContractNotNamed`, `ChainUnreadable`. */
export async function namesOf(chain: OpenChain, accounts: readonly Hex[]): Promise<ReadonlyMap<Hex, string>> {
  const contract = await membershipOn(chain);
  const names = new Map<Hex, string>();
  for (const account of new Set(accounts)) {
    names.set(account, await read("a member's name", () => contract.nameOf(account)));
  }
  return names;
}

async function membershipOn(chain: OpenChain) {
  return Membership__factory.connect(await chain.contract("Membership"), chain.provider);
}
