import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fundEscrows } from "../../../../demo/community/fundEscrows.js";
import { createHousehold, type Household } from "../../../../demo/community/households.js";
import { createMeter } from "../../../../demo/community/meters.js";
import type { World } from "../../../oracle/support/world.js";
import { agreeWithGrid, agreeWithNeighbour } from "./agree.js";
import type { Home } from "./home.js";
import { Node } from "./node.js";
import { CommunityDays, type DayProfile } from "./profile.js";

export const PROSUMERS = 10;
export const FLATS_EACH = 10;
/** Every third flat has a grid supplier beside its neighbour. */
const FLATS_PER_GRID_CUSTOMER = 3;

/** Token units per kWh: prices that divide badly. */
export const priceOf = (prosumer: number): bigint => 900_001n + 1_017n * BigInt(prosumer);
export const GRID_PRICE = 2_345_679n;

/** The flat whose money lasts for some of the morning's energy, and for how much, Wh. */
export const DRY = { prosumer: 0, flat: 2, lastsForWh: 150n };
/** The prosumer who buys from another in the morning. */
export const BUYER = { prosumer: 3, from: 0 };

export interface Prosumer extends Home {
  readonly node: Node;
  readonly flats: readonly Home[];
}

export interface Street {
  readonly world: World;
  readonly prosumers: readonly Prosumer[];
  /** Prosumers and flats. */
  readonly homes: readonly Home[];
  readonly gridSupplier: Household;
}

/** Enrols every meter, pays in, registers every agreement and gives each prosumer a node; none of them runs yet. */
export async function openStreet(world: World, folder: string): Promise<Street> {
  const days = new CommunityDays();
  const prosumers: Prosumer[] = [];
  for (let index = 0; index < PROSUMERS; index++) {
    const own = join(folder, `node-${index}`);
    mkdirSync(own);
    const flats: Home[] = [];
    for (let flat = 0; flat < FLATS_EACH; flat++) {
      const profile = days.flat((index + flat + 1) % PROSUMERS, flat + 1);
      flats.push(await moveIn(world, `flat ${index}.${flat}`, profile, (index + flat) % 2 === 0));
    }
    const home = await moveIn(world, `prosumer ${index}`, days.prosumer(index), index % 2 === 1);
    prosumers.push({ ...home, node: await Node.of(world, own), flats });
  }
  const homes = prosumers.flatMap((prosumer) => [prosumer, ...prosumer.flats]);
  const street = { world, prosumers, homes, gridSupplier: createHousehold("grid supplier") };
  await payIn(street);
  await agreeAll(street);
  return street;
}

async function moveIn(world: World, name: string, profile: DayProfile, p256: boolean): Promise<Home> {
  const household = createHousehold(name);
  const meter = createMeter(name, await world.enrol({ owner: household.address, p256 }));
  return { household, meter, profile, signed: [] };
}

/** What a home takes in the whole day, Wh. */
const takenWh = ({ profile }: Home): bigint => profile.flat().reduce((sum, { importWh }) => sum + importWh, 0n);

/** Everybody who buys pays in what the whole day can cost at most, but for one. */
async function payIn({ world, prosumers }: Street): Promise<void> {
  const { contracts, consortium, chainId, provider } = world;
  const buyer = prosumers[BUYER.prosumer] as Home;
  const payers = [...prosumers.flatMap(({ flats }) => flats), buyer];
  const households = new Map(payers.map(({ household }) => [household.home, household]));
  const deposits = new Map(payers.map((home) => [home.household.home, (takenWh(home) * GRID_PRICE) / 1_000n + 1n]));
  deposits.set(dryFlat(prosumers).household.home, (DRY.lastsForWh * priceOf(DRY.prosumer)) / 1_000n);
  const nowS = BigInt((await provider.getBlock("latest"))?.timestamp ?? 0);
  const { signal } = new AbortController();
  await fundEscrows({ contracts, chainId, consortium, households, deposits, nowS, signal });
}

export function dryFlat(prosumers: readonly Prosumer[]): Home {
  return prosumers[DRY.prosumer]?.flats[DRY.flat] as Home;
}

async function agreeAll({ world, prosumers, gridSupplier }: Street): Promise<void> {
  for (const [index, prosumer] of prosumers.entries()) {
    for (const [flat, home] of prosumer.flats.entries()) {
      const withCertificates = flat % 2 === 0;
      await agreeWithNeighbour(world, home, prosumer, { pricePerKWh: priceOf(index), withCertificates });
      if (flat % FLATS_PER_GRID_CUSTOMER === 0) await agreeWithGrid(world, home, gridSupplier, GRID_PRICE);
    }
  }
  const [buyer, supplier] = [prosumers[BUYER.prosumer], prosumers[BUYER.from]] as [Prosumer, Prosumer];
  await agreeWithNeighbour(world, buyer, supplier, { pricePerKWh: priceOf(BUYER.from), withCertificates: false });
}
