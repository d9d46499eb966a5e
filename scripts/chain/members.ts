import { InvalidArgumentError } from "commander";
import { looseText, read, requireBlock, textsAsBytes } from "../../evidence/index.js";
import { accountsCalled, readMembers } from "../../governance/index.js";
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
  const membership = await membershipOn(chain);
  const { number: blockTag } = await requireBlock(chain.provider, "latest");
  return theOnly(accountsCalled(await readMembers({ membership, blockTag }), member.name), member.name);
}

/** The member of a name, if it is one's alone. Throws `MemberNameUnclear`. */
export function theOnly(called: readonly Hex[], name: string): Hex {
  const [only, ...others] = called;
  if (only === undefined || others.length > 0) throw new MemberNameUnclear(name, called);
  return only;
}

/** Names under which organisations were admitted. Throws `ContractNotNamed`, `ChainUnreadable`. */
export async function namesOf(chain: OpenChain, accounts: readonly Hex[]): Promise<ReadonlyMap<Hex, string>> {
  const contract = textsAsBytes(await membershipOn(chain));
  const names = new Map<Hex, string>();
  for (const account of new Set(accounts)) {
    names.set(account, looseText(await read("a member's name", () => contract.nameOf(account))));
  }
  return names;
}

async function membershipOn(chain: OpenChain) {
  return Membership__factory.connect(await chain.contract("Membership"), chain.provider);
}
