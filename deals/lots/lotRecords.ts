import { type Provider, toUtf8String } from "ethers";
import { mapBounded, read } from "../../evidence/index.js";
import { type Hex, LOT_KINDS, LOT_STATES, type LotKind, type LotState } from "../../protocol/index.js";
import { ILots__factory } from "../../typechain-types/factories/contracts/interfaces/ILots__factory.js";
import { LotRecordsBroken } from "../errors.js";
import { NO_TEXT, toldText } from "../texts.js";

/** What the chain has of a lot. */
export interface LotRecord {
  readonly id: Hex;
  readonly kind: LotKind;
  /** Of a lot in a package, the outermost package's; so are custodian and delivery. */
  readonly state: LotState;
  readonly maker: Hex;
  readonly custodian: Hex;
  readonly offeredTo: Hex | undefined;
  readonly packedIn: Hex | undefined;
  readonly delivery: Hex | undefined;
  /** Thousandths of the unit; zero of a package. */
  readonly quantityMilli: bigint;
  /** Unix seconds. */
  readonly madeAtS: number;
  readonly item: string;
  readonly batch: string;
  readonly certificate: Hex | undefined;
  /** Empty of a package. */
  readonly unit: string;
  readonly parents: readonly Hex[];
  readonly children: readonly Hex[];
  readonly contents: readonly Hex[];
}

/** Where the contract `Lots` is read, all as of one block. */
export interface LotsPlace {
  readonly provider: Provider;
  readonly lots: Hex;
  readonly block: number;
}

/** Lots per call: ethers takes a time for an answer that grows with the square of its length, some 0.6 ms a lot of 8 and 5 ms of 64. */
const PER_CALL = 8;

const hex = (value: string): Hex => value.toLowerCase() as Hex;
const unlessZero = (value: string): Hex | undefined => (/^0x0*$/.test(value) ? undefined : hex(value));

/** Reads what the chain has of these lots, in their order. Unknown ones have kind `none`. Throws as `read`, and LotRecordsBroken. */
export async function readLots(place: LotsPlace, ids: readonly Hex[]): Promise<LotRecord[]> {
  const chunks = Array.from({ length: Math.ceil(ids.length / PER_CALL) }, (_, at) => {
    return ids.slice(at * PER_CALL, (at + 1) * PER_CALL);
  });
  return (await mapBounded(chunks, (asked) => readSome(place, asked))).flat();
}

async function readSome({ provider, lots, block }: LotsPlace, asked: readonly Hex[]): Promise<LotRecord[]> {
  const contract = ILots__factory.connect(lots, provider);
  const told = await read("the records of lots", () => contract.recordsOf([...asked], { blockTag: block }));
  if (told.length !== asked.length) throw new LotRecordsBroken(asked[0] ?? "0x");
  return told.map(({ id, lot, goods, parents, children, contents }, at) => {
    const [kind, state] = [LOT_KINDS[Number(lot.kind)], LOT_STATES[Number(lot.state)]];
    if (hex(id) !== asked[at] || kind === undefined || state === undefined) {
      throw new LotRecordsBroken(asked[at] ?? "0x");
    }
    return {
      id: hex(id),
      kind,
      state,
      maker: hex(lot.maker),
      custodian: hex(lot.custodian),
      offeredTo: unlessZero(lot.offeredTo),
      packedIn: unlessZero(lot.packedIn),
      delivery: unlessZero(lot.delivery),
      quantityMilli: lot.quantityMilli,
      madeAtS: Number(lot.madeAtS),
      item: textOf(() => goods.item),
      batch: textOf(() => goods.batch),
      certificate: unlessZero(goods.certificate),
      unit: textOf(() => toUtf8String(goods.unit.replace(/(?:00)+$/, ""))),
      parents: parents.map(hex),
      children: children.map(hex),
      contents: contents.map(hex),
    };
  });
}

/** What a maker wrote that is no UTF-8 is shown as such: it must not keep others from tracing what came of it. */
function textOf(decoded: () => string): string {
  return toldText(decoded) ?? NO_TEXT;
}
