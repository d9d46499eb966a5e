import { ROLES } from "../../deploy/roles.js";
import { lowerHex, read } from "../../evidence/index.js";
import { type AwaitedInterval, Settlement, type SettlementRejection } from "../../oracle/settlement/index.js";
import type { Hex } from "../../protocol/index.js";
import { AccessManager__factory } from "../../typechain-types/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js";
import { EnergySettlement__factory } from "../../typechain-types/factories/contracts/EnergySettlement__factory.js";
import { openAccount } from "../chain/openAccount.js";
import { type OpenChain, withChain } from "../chain/openChain.js";
import { type DescribedRejection, describeRejection } from "./describeRejection.js";
import { SettlerRoleMissing } from "./errors.js";
import type { SettleFlags } from "./flags.js";
import { RecordStore, readRecordFiles } from "./recordStore.js";
import { createSender } from "./sender.js";

/** What settling files came to. */
export interface SettledFiles {
  readonly readings: number;
  readonly intervals: number;
  readonly meters: number;
  readonly transactions: readonly string[];
  /** Each supplier's next interval, which was not closed. */
  readonly waiting: readonly AwaitedInterval[];
  readonly rejections: readonly DescribedRejection[];
}

/**
 * Settles what the readings of some files allow: opens meters that have agreements, compiles rosters, closes intervals.
 * Run again, it goes on where the chain is. Throws what `withChain`, `openAccount`, `readRecordFiles` and sending throw, and `SettlerRoleMissing`.
 */
export function settleFiles(paths: readonly string[], flags: SettleFlags): Promise<SettledFiles> {
  return withChain(flags, async (chain) => {
    const { records, positions, rejections: unread } = await readRecordFiles(paths);
    const { provider } = chain;
    const settlement = await chain.contract("EnergySettlement");
    const contract = EnergySettlement__factory.connect(settlement, provider);
    const agreements = lowerHex(await read("the settlement's agreements", () => contract.AGREEMENTS()));
    const account = await openAccount(chain, flags);
    if (flags.leaveOut) await requireSettler(chain, account.address);
    const { sent, send } = createSender(chain, account);
    const refused: SettlementRejection[] = [];
    const settling = new Settlement({
      ...{ provider, agreements, settlement, send },
      readings: new RecordStore(records),
      reject: async (rejection) => {
        refused.push(rejection);
      },
      // Only who may leave registers out ends the waiting for them.
      closingWaitS: Number.POSITIVE_INFINITY,
    });
    const mayLeaveOut = flags.leaveOut ?? false;
    while (await settling.turn(mayLeaveOut)) {
      // Each turn closes what one round of transactions holds.
    }
    const { intervals, meters, transactions } = sent;
    const waiting = await settling.awaited();
    const rejections = [...unread, ...refused.map((each) => describeRejection(each, positions))];
    return { readings: records.length, intervals, meters, transactions, waiting, rejections };
  });
}

/** Only who holds the role leaves registers out. Throws `SettlerRoleMissing`, `ContractNotNamed`, `ChainUnreadable`. */
async function requireSettler(chain: OpenChain, account: Hex): Promise<void> {
  const authority = AccessManager__factory.connect(await chain.contract("AccessManager"), chain.provider);
  const { isMember } = await read(`the roles of ${account}`, () => authority.hasRole(ROLES.ORACLE, account));
  if (!isMember) throw new SettlerRoleMissing(account);
}
