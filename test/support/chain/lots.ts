import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { dataSlice, encodeBytes32String, ZeroHash } from "ethers";
import { type Hex, lotIdOf } from "../../../protocol/index.js";
import { fresh } from "./chain.js";
import { lower, ROLE } from "./consortium.js";
import { deployDeals } from "./deals.js";
import { bytes32Of } from "./devices.js";

/** `LotKind` and `LotState` of contracts/types/Lots.sol. */
export const KIND = { none: 0n, goods: 1n, package: 2n } as const;
export const STATE = { none: 0n, kept: 1n, carried: 2n, used: 3n, split: 4n, merged: 5n, unpacked: 6n } as const;

export const KG = encodeBytes32String("kg");
export const CERTIFICATE = bytes32Of("certificate");
export const STEEL: { item: string; batch: string; certificate: string; unit: string } = {
  item: "stainless steel",
  batch: "heat 4711",
  certificate: CERTIFICATE,
  unit: KG,
};

export type Yard = Awaited<ReturnType<typeof yard>>;

/** Four members with no lots yet; `monitor` is the only one that carries. `lots` is the seller's. */
export async function yard() {
  const deals = await fresh(deployDeals);
  const monitor = deals.people[4]!;
  await deals.authority.grantRole(ROLE.carrier, monitor, 0);
  return { ...deals, lots: deals.lots.connect(deals.seller), monitor };
}

/** Id of a lot as anybody recomputes it. */
export async function lotId({ lots }: Pick<Yard, "lots">, maker: { address: string }, name: string): Promise<Hex> {
  const contract = lower(await lots.getAddress());
  return lotIdOf({ chainId: 31337n, lots: contract, maker: lower(maker.address), salt: bytes32Of(name) });
}

interface LotWish {
  /** The seller's by default. */
  readonly by?: HardhatEthersSigner;
  readonly quantityMilli?: bigint;
  readonly goods?: Partial<typeof STEEL>;
  readonly inputs?: readonly string[];
}

/** Creates a lot of steel, unless wished otherwise, whose salt is of its name. Returns its id. */
export async function makeLot(y: Yard, name: string, wish: LotWish = {}): Promise<Hex> {
  const { by = y.seller, quantityMilli = 1000n, goods = {}, inputs = [] } = wish;
  await y.lots.connect(by).create({ goods: { ...STEEL, ...goods }, quantityMilli, salt: bytes32Of(name) }, [...inputs]);
  return lotId(y, by, name);
}

/** Creates lots of steel of these names. */
export async function makeLots(y: Yard, ...names: string[]): Promise<Hex[]> {
  const made: Hex[] = [];
  for (const name of names) made.push(await makeLot(y, name));
  return made;
}

/** Packs lots into a package, whose salt is of its name. Returns its id. */
export async function packLots(y: Yard, name: string, contents: readonly string[], by = y.seller): Promise<Hex> {
  await y.lots.connect(by).pack("pallet", [...contents], bytes32Of(name));
  return lotId(y, by, name);
}

/** A part of a split whose salt is of its name. */
export const part = (name: string, quantityMilli: bigint) => ({ quantityMilli, salt: bytes32Of(name) });

/** An id that no lot has. */
export const NO_LOT = dataSlice(bytes32Of("nothing"), 0, 12) as Hex;
export const NO_PACKAGE = dataSlice(ZeroHash, 0, 12);
