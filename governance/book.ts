import { looseText, read, textsAsBytes } from "../evidence/index.js";
import { quoted } from "../protocol/errors.js";
import type { Hex } from "../protocol/hex.js";
import { shortMoneyText } from "../protocol/settlement/statement/figures.js";
import { IEnergyToken__factory } from "../typechain-types/factories/contracts/interfaces/IEnergyToken__factory.js";
import type { Consortium } from "./openConsortium.js";
import { type NamedContract, readContracts } from "./readContracts.js";
import { type Member, readMembers } from "./readMembers.js";
import { type RegisteredNode, readNodes } from "./readNodes.js";

/** Who is who in a consortium, as of one block. */
export interface Book {
  readonly members: readonly Member[];
  readonly nodes: readonly RegisteredNode[];
  readonly contracts: ReadonlyMap<Hex, NamedContract>;
  /** An account with its name, if it has one. Throws `ChainUnreadable`. */
  account(address: Hex): Promise<string>;
  /** A node with its name, if it is registered. */
  node(address: Hex): string;
  /** A contract with its name, if it has one. */
  contract(address: Hex): string;
  /** Units of a token as money. Throws `ChainUnreadable`. */
  money(token: Hex, units: bigint): Promise<string>;
}

/** Reads who is who. Throws `ChainUnreadable`. */
export async function readBook(consortium: Consortium): Promise<Book> {
  const [members, nodes, contracts] = await Promise.all([
    readMembers(consortium),
    readNodes(consortium),
    readContracts(consortium),
  ]);
  const { provider, blockTag } = consortium;
  const membership = textsAsBytes(consortium.membership);
  const contract = (address: Hex) => {
    const named = contracts.get(address);
    if (named === undefined) return address;
    return `${named.isCurrent ? "" : "an earlier "}${named.name} (${address})`;
  };
  return {
    members,
    nodes,
    contracts,
    contract,
    account: async (address) => {
      const member = members.find(({ account }) => account === address);
      if (member !== undefined) return `${quoted(member.name)} (${address})`;
      if (contracts.has(address)) return contract(address);
      const name = looseText(await read(`the name of ${address}`, () => membership.nameOf(address, { blockTag })));
      return name === "" ? address : `${quoted(name)} (${address}, no member now)`;
    },
    money: async (token, units) => {
      const contract = textsAsBytes(IEnergyToken__factory.connect(token, provider));
      const currency = await read("the token's currency", () => contract.currency({ blockTag }));
      return `${shortMoneyText(units)} ${looseText(currency)}`;
    },
    node: (address) => {
      const node = nodes.find((each) => each.address === address);
      return node === undefined ? `${address}, which is not registered` : `${quoted(node.name)} (${address})`;
    },
  };
}
