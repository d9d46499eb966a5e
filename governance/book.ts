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
  /** Whether the account's name is known without asking a node. */
  knows(address: Hex): boolean;
  /** A node with its name, if it is registered. */
  node(address: Hex): string;
  /** A contract with its name, if it has one. */
  contract(address: Hex): string;
  /** Units of a token as money. Throws `ChainUnreadable`. */
  money(token: Hex, units: bigint): Promise<string>;
}

/**
 * The same book, which asks for so many names at most: whoever proposes may name as many accounts as it likes.
 * @param most How many accounts that the book does not know yet are asked about.
 */
export function askingFor(most: number, book: Book): Book {
  let asked = 0;
  return {
    ...book,
    account: async (address) => {
      if (book.knows(address)) return book.account(address);
      if (asked === most) return `${address} (no member; whether it was one is not asked of so many)`;
      asked += 1;
      return book.account(address);
    },
  };
}

/** Reads who is who, and what is asked about later once. Throws `ChainUnreadable`. */
export async function readBook(consortium: Consortium): Promise<Book> {
  const [members, nodes, contracts] = await Promise.all([
    readMembers(consortium),
    readNodes(consortium),
    readContracts(consortium),
  ]);
  const { provider, blockTag } = consortium;
  const membership = textsAsBytes(consortium.membership);
  const named = new Map(members.map(({ account, name }) => [account, `${quoted(name)} (${account})`]));
  const former = new Map<Hex, Promise<string>>();
  const currencies = new Map<Hex, Promise<string>>();
  const contract = (address: Hex) => {
    const known = contracts.get(address);
    if (known === undefined) return address;
    return `${known.isCurrent ? "" : "an earlier "}${known.name} (${address})`;
  };
  const formerMember = async (address: Hex) => {
    const name = looseText(await read(`the name of ${address}`, () => membership.nameOf(address, { blockTag })));
    return name === "" ? address : `${quoted(name)} (${address}, no member now)`;
  };
  const currencyOf = async (token: Hex) => {
    const contract = textsAsBytes(IEnergyToken__factory.connect(token, provider));
    return looseText(await read("the token's currency", () => contract.currency({ blockTag })));
  };
  return {
    members,
    nodes,
    contracts,
    contract,
    knows: (address) => named.has(address) || contracts.has(address) || former.has(address),
    account: async (address) => {
      const member = named.get(address);
      if (member !== undefined) return member;
      if (contracts.has(address)) return contract(address);
      return once(former, address, formerMember);
    },
    money: async (token, units) => `${shortMoneyText(units)} ${await once(currencies, token, currencyOf)}`,
    node: (address) => {
      const node = nodes.find((each) => each.address === address);
      return node === undefined ? `${address}, which is not registered` : `${quoted(node.name)} (${address})`;
    },
  };
}

function once<Key, Value>(
  known: Map<Key, Promise<Value>>,
  key: Key,
  ask: (key: Key) => Promise<Value>,
): Promise<Value> {
  const value = known.get(key) ?? ask(key);
  known.set(key, value);
  return value;
}
