import { type Log, type Provider, type TopicFilter, TypedDataEncoder } from "ethers";
import { blockRanges, lowerHex, mapBounded, read, requireBlock } from "../../evidence/index.js";
import {
  AGREEMENT_TYPES,
  agreementDomain,
  type BilledTerms,
  type BookedInterval,
  decodeRoster,
  decodeWords,
  type Hex,
  type Movement,
  type RosterTerms,
  type SettledChain,
  type StatementFacts,
  StatementUnbalanced,
  wholeChain,
  ZERO_HASH,
} from "../../protocol/index.js";
import { EnergySettlement__factory } from "../../typechain-types/factories/contracts/EnergySettlement__factory.js";
import { EnergyToken__factory } from "../../typechain-types/factories/contracts/EnergyToken__factory.js";
import { ISupplyAgreements__factory } from "../../typechain-types/factories/contracts/interfaces/ISupplyAgreements__factory.js";

export interface FactsWish {
  readonly provider: Provider;
  readonly chainId: bigint;
  /** Address of `EnergySettlement`. */
  readonly settlement: Hex;
  readonly account: Hex;
  readonly fromS: bigint;
  readonly toS: bigint;
}

/** Everything is read as of one block. */
interface Reading extends FactsWish {
  readonly blockTag: number;
  /** Address of `SupplyAgreements`. */
  readonly agreements: Hex;
}

/** An agreement as its event tells of it. */
interface Registered {
  /** EIP-712 digest of the terms that the event tells. */
  readonly id: Hex;
  readonly number: number;
  readonly importMeter: Hex;
  readonly exportMeter: Hex;
  readonly consumer: Hex;
  readonly supplier: Hex;
}

const SETTLEMENT = EnergySettlement__factory.createInterface();
const AGREEMENTS = ISupplyAgreements__factory.createInterface();

/**
 * Reads all that a chain says of an account's energy and money, as of its latest block: events in bounded ranges of blocks,
 * and the storage that they must lead to. Throws `ChainUnreadable`, `StatementUnbalanced` and what decoding throws.
 */
export async function readFacts(wish: FactsWish): Promise<StatementFacts> {
  const { provider, settlement, account, fromS, toS, chainId } = wish;
  const { number: blockTag, timestamp } = await requireBlock(provider, "latest");
  const contract = EnergySettlement__factory.connect(settlement, provider);
  const agreements = lowerHex(await read("the settlement's agreements", () => contract.AGREEMENTS({ blockTag })));
  const of: Reading = { ...wish, blockTag, agreements };

  const registered = await readAgreements(of);
  const mine = registered.filter(({ consumer, supplier }) => consumer === account || supplier === account);
  const chains = await readChains(of, metersOf(registered, mine));
  const token = EnergyToken__factory.connect(
    await read("the settlement's token", () => contract.TOKEN({ blockTag })),
    provider,
  );
  return {
    ...{ account, fromS, toS, chainId, settlement },
    block: blockTag,
    blockTimeS: BigInt(timestamp),
    currency: await read("the token's currency", () => token.currency({ blockTag })),
    decimals: Number(await read("the token's decimals", () => token.decimals({ blockTag }))),
    chains,
    rosters: await readRosters(of, chains),
    gridAgreements: await readGridAgreements(of, chains),
    movements: await readMovements(of, mine),
    escrow: await read(`the escrow of ${account}`, () => contract.escrowOf(account, { blockTag })),
    claims: await readClaims(of, mine),
  };
}

/**
 * Every agreement that was registered, by its event. Throws `StatementUnbalanced` if the contract knows more, or others: who
 * is party to an agreement decides whether the statement tells of it at all.
 */
async function readAgreements(of: Reading): Promise<Registered[]> {
  const { provider, agreements, blockTag, chainId } = of;
  const domain = agreementDomain({ chainId, agreements });
  const topics = [AGREEMENTS.getEvent("AgreementRegistered").topicHash];
  const registered: Registered[] = [];
  for await (const log of logsOf(of, agreements, topics)) {
    const { number, agreement } = AGREEMENTS.decodeEventLog("AgreementRegistered", log.data, log.topics);
    registered.push({
      id: TypedDataEncoder.hash(domain, AGREEMENT_TYPES, agreement.toObject()) as Hex,
      number: Number(number),
      importMeter: agreement.importMeter,
      exportMeter: agreement.exportMeter,
      consumer: lowerHex(agreement.consumer),
      supplier: lowerHex(agreement.supplier),
    });
  }
  const contract = ISupplyAgreements__factory.connect(agreements, provider);
  const next = registered.length + 1;
  const unknown = await read(`agreement ${next}`, () => contract.idByNumber(next, { blockTag }));
  const isWhole = registered.every(({ number }, index) => number === index + 1) && unknown === ZERO_HASH;
  if (!isWhole) {
    const found = BigInt(registered.length);
    throw new StatementUnbalanced({ what: "The number of agreements", found, expected: found + 1n });
  }
  await mapBounded(registered, async ({ id, number }) => {
    const held = await read(`agreement ${number}`, () => contract.idByNumber(number, { blockTag }));
    if (held === id) return;
    throw new StatementUnbalanced({ what: `The id of agreement ${number}`, found: BigInt(id), expected: BigInt(held) });
  });
  return registered;
}

/** Suppliers' meters whose intervals may tell of the account: a grid supplier's are told of beside the neighbours'. */
function metersOf(registered: readonly Registered[], mine: readonly Registered[]): Hex[] {
  const fedByGrid = new Set(mine.flatMap((each) => (each.exportMeter === ZERO_HASH ? [each.importMeter] : [])));
  const telling = registered.filter((each) => mine.includes(each) || fedByGrid.has(each.importMeter));
  return [...new Set(telling.map(({ exportMeter }) => exportMeter))].filter((meter) => meter !== ZERO_HASH);
}

async function readChains(of: Reading, meters: readonly Hex[]): Promise<SettledChain<BookedInterval>[]> {
  if (meters.length === 0) return [];
  const { provider, settlement, blockTag } = of;
  const topics = [SETTLEMENT.getEvent("IntervalSettled").topicHash, [...meters]];
  const intervals = new Map<Hex, BookedInterval[]>(meters.map((meter) => [meter, []]));
  for await (const { data, topics: told, blockNumber, transactionHash } of logsOf(of, settlement, topics)) {
    const { exportMeter, endS, roster, words } = SETTLEMENT.decodeEventLog("IntervalSettled", data, told);
    const place = { block: blockNumber, transaction: lowerHex(transactionHash) };
    intervals.get(exportMeter)?.push({ roster: lowerHex(roster), endS, words: [...words], ...place });
  }
  const contract = EnergySettlement__factory.connect(settlement, provider);
  return Promise.all(
    meters.map(async (exportMeter) => {
      const head = (await read(`the head of ${exportMeter}`, () => contract.headOf(exportMeter, { blockTag }))) as Hex;
      return wholeChain({ exportMeter, intervals: intervals.get(exportMeter) ?? [], head });
    }),
  );
}

async function readRosters(
  { provider, blockTag }: Reading,
  chains: readonly SettledChain[],
): Promise<Map<Hex, RosterTerms>> {
  const addresses = new Set(chains.flatMap(({ intervals }) => intervals.map(({ roster }) => roster)));
  const codes = await Promise.all(
    [...addresses].map(async (address) => {
      const code = await read(`the roster ${address}`, () => provider.getCode(address, blockTag));
      return [address, decodeRoster(lowerHex(code))] as const;
    }),
  );
  return new Map(codes);
}

async function readGridAgreements(
  { provider, agreements, blockTag }: Reading,
  chains: readonly SettledChain[],
): Promise<Map<number, BilledTerms>> {
  const words = chains.flatMap(({ intervals }) => intervals.map((interval) => decodeWords(interval.words)));
  const numbers = new Set(words.flatMap(({ members }) => members.flatMap(({ grid }) => (grid ? [grid.number] : []))));
  const contract = ISupplyAgreements__factory.connect(agreements, provider);
  const found = await Promise.all(
    [...numbers].map(async (number) => {
      const terms = await read(`agreement ${number}`, async () =>
        contract.agreementOf(await contract.idByNumber(number, { blockTag }), { blockTag }),
      );
      const { importMeter, consumer, supplier, pricePerKWh } = terms;
      const parties = { consumer: lowerHex(consumer), supplier: lowerHex(supplier) };
      return [number, { number, importMeter: importMeter as Hex, ...parties, pricePerKWh }] as const;
    }),
  );
  return new Map(found);
}

async function readMovements(of: Reading, mine: readonly Registered[]): Promise<Movement[]> {
  const { settlement, account } = of;
  const movements: Movement[] = [];
  const kinds = new Map([
    [SETTLEMENT.getEvent("Deposited").topicHash, "deposited"],
    [SETTLEMENT.getEvent("Withdrawn").topicHash, "withdrawn"],
  ] as const);
  const ofAccount = `0x${account.slice(2).padStart(64, "0")}`;
  for await (const log of logsOf(of, settlement, [[...kinds.keys()], ofAccount])) {
    const kind = kinds.get(log.topics[0] as string);
    const args = SETTLEMENT.parseLog(log)?.args;
    if (kind && args) movements.push({ kind, amount: args.amount, block: log.blockNumber });
  }
  if (mine.length === 0) return movements;
  const byId = new Map(mine.map((each) => [each.id, each]));
  for await (const log of logsOf(of, settlement, [SETTLEMENT.getEvent("ClaimPaid").topicHash, [...byId.keys()]])) {
    const { agreement: id, amount } = SETTLEMENT.decodeEventLog("ClaimPaid", log.data, log.topics);
    const agreement = byId.get(id);
    if (agreement === undefined) continue;
    const { number, consumer: payer, supplier: payee } = agreement;
    movements.push({ kind: "claimPaid", agreement: number, payer, payee, amount, block: log.blockNumber });
  }
  return movements;
}

async function readClaims(
  { provider, settlement, blockTag }: Reading,
  mine: readonly Registered[],
): Promise<Map<number, bigint>> {
  const contract = EnergySettlement__factory.connect(settlement, provider);
  const claims = await Promise.all(
    mine.map(async ({ id, number }) => {
      return [
        number,
        await read(`the claim of agreement ${number}`, () => contract.claimOf(id, { blockTag })),
      ] as const;
    }),
  );
  return new Map(claims);
}

/** A contract's events from the first block to that of the reading, in bounded ranges, in their order. */
async function* logsOf({ provider, blockTag }: Reading, address: Hex, topics: TopicFilter): AsyncGenerator<Log> {
  for (const { from, to } of blockRanges(blockTag)) {
    const filter = { address, topics, fromBlock: from, toBlock: to };
    yield* await read(`the events of the blocks ${from} to ${to}`, () => provider.getLogs(filter));
  }
}
