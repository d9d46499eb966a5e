import { blockRanges, lowerHex, mapBounded, read, requireBlock } from "../../../evidence/index.js";
import type { Hex } from "../../../protocol/index.js";
import type { OpenChain } from "../../chain/openChain.js";
import { ADMINISTRATOR, KNOWN_ROLES } from "../../chain/roleNames.js";
import { type OpenRoles, openRoles } from "./openRoles.js";

/** Who holds a role. */
export interface Holder {
  readonly account: Hex;
  /** Its name in the Directory, if it is the contract that the role is made for. */
  readonly contract: string | null;
  /** Block in which it was granted. */
  readonly sinceBlock: number;
  /** From when on it may act, Unix seconds. */
  readonly sinceS: number;
  /** How long before acting its holder has to say so, s. */
  readonly delayS: number;
}

export interface ListedRole {
  readonly role: string;
  readonly does: string;
  readonly holders: readonly Holder[];
}

/** Every role and who holds it, as of one block. Throws `ContractNotNamed`, `ChainUnreadable`. */
export async function readRoles(chain: OpenChain) {
  const opened = await openRoles(chain);
  const { number: blockTag } = await requireBlock(chain.provider, "latest");
  const granted = await readGrants(opened, blockTag);
  const roles: ListedRole[] = [];
  for (const { name, id, does, ...more } of [ADMINISTRATOR, ...KNOWN_ROLES]) {
    const contract =
      "madeFor" in more && more.madeFor ? { name: more.madeFor, at: await chain.contract(more.madeFor) } : null;
    const all = await mapBounded([...(granted.get(id) ?? [])], async ([account, sinceBlock]): Promise<Holder[]> => {
      const [since, delay] = await read(`the role of ${account}`, () =>
        opened.authority.getAccess(id, account, { blockTag }),
      );
      if (since === 0n) return [];
      const named = contract?.at === account ? contract.name : null;
      return [{ account, contract: named, sinceBlock, sinceS: Number(since), delayS: Number(delay) }];
    });
    roles.push({ role: name, does, holders: all.flat() });
  }
  return { roles, block: blockTag };
}

/** Block of the last grant to an account that did not hold the role, by role and account. */
async function readGrants(
  { authority }: OpenRoles,
  blockTag: number,
): Promise<ReadonlyMap<bigint, ReadonlyMap<Hex, number>>> {
  const granted = new Map<bigint, Map<Hex, number>>();
  for (const { from, to } of blockRanges(blockTag)) {
    const events = await read(`the roles that were granted in the blocks ${from} to ${to}`, () =>
      authority.queryFilter(authority.filters.RoleGranted(), from, to),
    );
    for (const { args, blockNumber } of events) {
      if (!args.newMember) continue;
      const accounts = granted.get(args.roleId) ?? new Map<Hex, number>();
      granted.set(args.roleId, accounts.set(lowerHex(args.account), blockNumber));
    }
  }
  return granted;
}
