import { randomBytes } from "node:crypto";
import { type HDNodeWallet, hexlify, MaxUint256, parseUnits, Wallet } from "ethers";
import { attestReserves, mintByQuorum } from "../../../demo/chain/treasury.js";
import type { SimulatedDevice } from "../../../demo/devices/simulatedDevice.js";
import {
  AGREEMENT_TYPES,
  agreementDomain,
  correctionDomain,
  type Hex,
  METER_CORRECTION_TYPES,
  MeterCorrectionReason,
  UNCAPPED_WH,
} from "../../../protocol/index.js";
import type { World } from "./world.js";

/** A household with its own meter and wallet. */
export interface Home {
  readonly wallet: HDNodeWallet;
  readonly meter: SimulatedDevice;
}

export const HOUR_S = 3_600;
/** Start of the tests' first hour, long past: 2016-08-01T00:00:00Z. */
export const START_S = 1_470_009_600;
/** 1.20 per kWh in a token of six decimals. */
export const PRICE = 1_200_000n;
/** Rating of the tests' connections, W. */
export const RATED_W = 20_000;

export async function createHome(world: World, p256 = false): Promise<Home> {
  const wallet = Wallet.createRandom();
  return { wallet, meter: await world.enrol({ owner: wallet.address.toLowerCase() as Hex, p256 }) };
}

/** Registers an agreement over the tests' hours `fromHour` to `toHour`. */
export async function agree(
  world: World,
  {
    consumer,
    supplier,
    fromHour = 0,
    toHour = 1_000,
  }: { consumer: Home; supplier: Home; fromHour?: number; toHour?: number },
): Promise<void> {
  const { contracts, consortium, chainId } = world;
  const domain = agreementDomain({ chainId, agreements: (await contracts.agreements.getAddress()) as Hex });
  const terms = {
    importMeter: consumer.meter.id,
    exportMeter: supplier.meter.id,
    consumer: consumer.wallet.address,
    startS: START_S + fromHour * HOUR_S,
    endS: START_S + toHour * HOUR_S,
    supplier: supplier.wallet.address,
    settlementPeriodS: HOUR_S,
    noticeS: 0,
    importRatedW: RATED_W,
    token: await contracts.token.getAddress(),
    exportRatedW: RATED_W,
    withCertificates: false,
    pricePerKWh: PRICE,
    capWh: UNCAPPED_WH,
    escrow: 0n,
    salt: hexlify(randomBytes(32)),
  };
  const [consumerSignature, supplierSignature] = await Promise.all([
    consumer.wallet.signTypedData(domain, AGREEMENT_TYPES, terms),
    supplier.wallet.signTypedData(domain, AGREEMENT_TYPES, terms),
  ]);
  const register = contracts.agreements.connect(consortium.gridOperator).register;
  await (await register(terms, consumerSignature, supplierSignature)).wait();
}

/** Puts money into a home's escrow: enough for everything unless told otherwise. */
export async function fund(world: World, home: Home, amount = parseUnits("1000000", 6)): Promise<void> {
  const { contracts, consortium, provider } = world;
  const { treasurer, treasurers } = consortium;
  const block = await provider.getBlock("latest");
  const token = contracts.token.connect(treasurer);
  const treasury = { token, chainId: world.chainId, treasurers };
  if ((await token.attestedReserves()) === 0n) {
    const asOfS = BigInt(block?.timestamp ?? 0);
    await attestReserves(treasury, { amount: MaxUint256 >> 8n, asOfS, reportHash: hexlify(randomBytes(32)) });
  }
  const settlement = await contracts.settlement.getAddress();
  await mintByQuorum(treasury, { to: treasurer.address, amount, paymentReference: hexlify(randomBytes(32)) });
  await (await token.approve(settlement, amount)).wait();
  await (await contracts.settlement.connect(treasurer).deposit(home.wallet.address, amount)).wait();
}

/** A home's meter is exchanged: where its import register stood at `fromWh` it goes on at `toWh`. */
export async function exchangeMeter(world: World, { meter }: Home, fromWh: bigint, toWh: bigint): Promise<void> {
  const { contracts, consortium, chainId } = world;
  const { settlement } = contracts;
  const { importAtS, exportAtS } = await settlement.registersOf(meter.id);
  const correction = {
    meter: meter.id,
    number: (await settlement.correctionsOf(meter.id)) + 1n,
    reason: MeterCorrectionReason.Exchanged,
    ...{ importAtS, exportAtS, exportFromWh: 0n, exportToWh: 0n },
    ...{ importFromWh: fromWh, importToWh: toWh },
    evidenceHash: hexlify(randomBytes(32)),
  };
  const signer = consortium.gridOperator;
  const domain = correctionDomain({ chainId, settlement: (await settlement.getAddress()) as Hex });
  const signature = await signer.signTypedData({ ...domain }, METER_CORRECTION_TYPES, correction);
  await (await settlement.connect(signer).correct(correction, signer.address, signature)).wait();
}
