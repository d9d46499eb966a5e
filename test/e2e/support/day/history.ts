import { expect } from "chai";
import type { Log } from "ethers";
import {
  decodeRoster,
  type Hex,
  type MeterReading,
  packReading,
  ReferenceSettlement,
  type RosterTerms,
  type SettledInterval,
  type SignedRecord,
} from "../../../../protocol/index.js";
import type { World } from "../../../oracle/support/world.js";
import type { Street } from "./street.js";

/** What the contract was told, told to the reference again, and what both said of it. */
export interface History {
  readonly reference: ReferenceSettlement;
  /** As the reference settled them; the contract's events were found the same. */
  readonly settled: readonly SettledInterval[];
  /** Readings that settled intervals. */
  readonly readings: number;
  /** Numbers of the agreements by their ids. */
  readonly numbers: ReadonlyMap<Hex, number>;
  /** Everybody who ever had to do with escrows. */
  readonly accounts: ReadonlySet<Hex>;
}

const lower = (text: string): Hex => text.toLowerCase() as Hex;
const BASELINE_BIT = 232n;
const POSITION_BIT = 240n;

/**
 * Replays everything that the chain tells of settlement, transaction by transaction, by the reference. Readings are not
 * taken from the chain but from what the meters signed: what was posted must be the same, signature and all.
 */
export async function replayHistory(street: Street): Promise<History> {
  const { world } = street;
  const { settlement, agreements } = world.contracts;
  const replay = new Replay(world, signedOf(street), await settlement.CLOSING_DELAY_S());
  const address = [await settlement.getAddress(), await agreements.getAddress()];
  const logs = await world.provider.getLogs({ address, fromBlock: 0, toBlock: "latest" });
  for (const transaction of new Set(logs.map(({ transactionHash }) => transactionHash))) {
    const told = logs.filter(({ transactionHash }) => transactionHash === transaction);
    await replay.transaction(transaction, told);
  }
  return replay;
}

type SignedReadings = ReadonlyMap<Hex, ReadonlyMap<bigint, SignedRecord>>;

function signedOf({ homes }: Street): SignedReadings {
  return new Map(
    homes.map(({ meter, signed }) => [
      meter.device.id,
      new Map(signed.map((each) => [each.record.header.timestampS, each])),
    ]),
  );
}

class Replay implements History {
  readonly reference: ReferenceSettlement;
  readonly settled: SettledInterval[] = [];
  readonly numbers = new Map<Hex, number>();
  readonly accounts = new Set<Hex>();
  readings = 0;
  readonly #world: World;
  readonly #signed: SignedReadings;
  readonly #rosters = new Map<Hex, RosterTerms>();

  constructor(world: World, signed: SignedReadings, closingDelayS: bigint) {
    this.#world = world;
    this.#signed = signed;
    this.reference = new ReferenceSettlement({ closingDelayS });
  }

  async transaction(hash: string, logs: readonly Log[]): Promise<void> {
    const { settlement, agreements } = this.#world.contracts;
    const told: Omit<SettledInterval, "numbers" | "head">[] = [];
    for (const log of logs) {
      const event = settlement.interface.parseLog(log) ?? agreements.interface.parseLog(log);
      const args = event?.args;
      if (event?.name === "AgreementRegistered") this.#register(args);
      if (event?.name === "MeterOpened") this.reference.open(readingOf(this.#at(args?.meter, args?.timestampS)));
      if (event?.name === "Deposited") {
        this.accounts.add(lower(args?.account));
        this.reference.deposit(lower(args?.account), args?.amount);
      }
      if (event?.name === "Withdrawn") this.reference.withdraw(lower(args?.account), args?.amount);
      if (event?.name === "ClaimPaid") this.reference.payClaim(this.numbers.get(args?.agreement) ?? 0);
      if (event?.name === "IntervalSettled") {
        const { exportMeter, endS, roster, words } = event.args;
        told.push({ exportMeter, endS, roster: lower(roster), words: [...words] });
      }
    }
    if (told.length > 0) await this.#settle(hash, told);
  }

  // biome-ignore lint/suspicious/noExplicitAny: ethers' own type of an event's arguments
  #register(args: any): void {
    const { id, number, agreement } = args;
    const parties = { consumer: lower(agreement.consumer), supplier: lower(agreement.supplier) };
    this.numbers.set(id, Number(number));
    for (const account of Object.values(parties)) this.accounts.add(account);
    const { importMeter, exportMeter, startS, endS, settlementPeriodS, importRatedW, exportRatedW } = agreement;
    const { pricePerKWh, capWh } = agreement;
    this.reference.register({
      number: Number(number),
      ...{ importMeter, exportMeter, startS, endS, settlementPeriodS, importRatedW, exportRatedW, pricePerKWh, capWh },
      ...parties,
    });
  }

  async #settle(hash: string, told: readonly Omit<SettledInterval, "numbers" | "head">[]): Promise<void> {
    const { provider } = this.#world;
    const sent = await provider.getTransaction(hash);
    const block = await provider.getBlock(sent?.blockNumber ?? 0);
    const posted = this.#intervalsIn(sent?.data ?? "0x");
    const intervals = await Promise.all(
      posted.map(async ({ exportMeter, endS, roster, readings }) => {
        const terms = await this.#rosterAt(lower(roster));
        return {
          exportMeter,
          endS,
          roster: lower(roster),
          readings: [...readings].map((one) => this.#signedAs(one.toObject(), terms, endS)),
        };
      }),
    );
    const call = { nowS: BigInt(block?.timestamp ?? 0), mayLeaveOut: true };
    const ours = this.reference.settle(intervals, call);
    expect(ours.map(({ numbers: _, head: __, ...rest }) => rest)).to.deep.equal(told);
    this.settled.push(...ours);
    this.readings += intervals.reduce((sum, { readings }) => sum + readings.length, 0);
  }

  /** What a transaction gave to `settle`, alone or among others. */
  #intervalsIn(data: string): PostedInterval[] {
    const { interface: abi } = this.#world.contracts.settlement;
    const call = abi.parseTransaction({ data });
    if (call?.name === "multicall") return [...call.args[0]].flatMap((inner: string) => this.#intervalsIn(inner));
    return call?.name === "settle" ? [...call.args[0]] : [];
  }

  /** The reading that a meter signed, after making sure that it is the one that was posted. */
  #signedAs(
    { link, values, r, vs }: PostedReading,
    { exportMeter, periodS, members }: RosterTerms,
    endS: bigint,
  ): MeterReading {
    const position = Number(values >> POSITION_BIT);
    const startS = endS - periodS;
    const isBaseline = ((values >> BASELINE_BIT) & 1n) === 1n;
    const meter = position === 0 ? exportMeter : (members[position - 1]?.importMeter as Hex);
    const signed = this.#at(meter, isBaseline ? startS : endS);
    expect(packReading(signed, { position, startS, endS })).to.deep.equal({ link, values, r, vs });
    return readingOf(signed);
  }

  async #rosterAt(roster: Hex): Promise<RosterTerms> {
    const terms = this.#rosters.get(roster) ?? decodeRoster(lower(await this.#world.provider.getCode(roster)));
    this.#rosters.set(roster, terms);
    return terms;
  }

  #at(meter: Hex, timestampS: bigint): SignedRecord {
    const signed = this.#signed.get(meter)?.get(timestampS);
    if (signed === undefined) throw new Error(`meter ${meter} signed nothing at ${timestampS}`);
    return signed;
  }
}

/** A type, since ethers makes a record of it. */
type PostedReading = {
  readonly link: string;
  readonly values: bigint;
  readonly r: string;
  readonly vs: string;
};

interface PostedInterval {
  readonly exportMeter: Hex;
  readonly endS: bigint;
  readonly roster: string;
  /** Ethers' results: a member named `values` is only to be had from the object that they make. */
  readonly readings: readonly { toObject(): PostedReading }[];
}

function readingOf({ record }: SignedRecord): MeterReading {
  if (record.type !== "MeterReading") throw new Error(`a meter signed a ${record.type}`);
  return record;
}
