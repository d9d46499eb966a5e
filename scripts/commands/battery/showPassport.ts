import {
  currentAddress,
  looseText,
  lowerHex,
  read,
  readRegisteredDevice,
  readRoots,
  textsAsBytes,
} from "../../../evidence/index.js";
import { statusWord } from "../../../identity/index.js";
import {
  type BatteryStatus,
  BatteryStatus as BatteryStatuses,
  Continuity,
  type CycleCounters,
  type Hex,
  type OperatingLimits,
  type PassportRoots,
  passportIdOf,
  quoted,
} from "../../../protocol/index.js";
import { BatteryPassport__factory } from "../../../typechain-types/factories/contracts/BatteryPassport__factory.js";
import { IMembership__factory } from "../../../typechain-types/factories/contracts/interfaces/IMembership__factory.js";
import { type OpenChain, withChain } from "../../chain/openChain.js";
import type { ReadFlags } from "../../commandLine/chainOptions.js";
import { printResult } from "../../commandLine/print.js";
import { PassportMissing } from "./errors.js";

/** Reads and prints a passport. Throws `PassportMissing` and what `withChain` and `readRoots` throw. */
export function showPassport(identifier: string, flags: ReadFlags): Promise<void> {
  return withChain(flags, async (chain) => {
    const life = await readPassport(chain, identifier);
    printResult(life, describe(life), flags);
  });
}

type PassportLife = Awaited<ReturnType<typeof readPassport>>;

async function readPassport(chain: OpenChain, identifier: string) {
  const { provider, directory } = chain;
  const roots = await readRoots({ provider, directory, passports: [identifier], batches: [] });
  const [passport] = roots.passports;
  if (passport === undefined) throw new PassportMissing(identifier, directory);
  const id = passportIdOf(identifier);
  const at = { blockTag: Number(roots.block.number) };
  const named = (name: string) => currentAddress({ provider, directory, ...at }, name);
  const passports = BatteryPassport__factory.connect(await named("BatteryPassport"), provider);
  const membership = textsAsBytes(IMembership__factory.connect(await named("Membership"), provider));
  const registry = await named("DeviceRegistry");
  const [keeper, offeredTo, issued, modules] = await read(`the passport of ${quoted(identifier)}`, () =>
    Promise.all([
      passports.ownerOf(id, at),
      passports.custodyOfferOf(id, at),
      passports.passportOf(id, at),
      passports.modulesOf(id, at),
    ]),
  );
  const party = async (address: string) => ({
    address: lowerHex(address),
    name: await read(`the name of ${lowerHex(address)}`, () => membership.nameOf(address, at)).then(looseText),
  });
  const { status, bindings, counters, ...facts } = passport;
  return {
    passport: wordOf(id),
    ...facts,
    batteryStatus: statusName(status),
    issuedAtS: issued.issuedAtS,
    maker: await party(passport.maker),
    keeper: await party(keeper),
    offeredTo: BigInt(offeredTo) === 0n ? null : await party(offeredTo),
    pack: issued.pack === 0n ? null : wordOf(issued.pack),
    modules: modules.map(wordOf),
    devices: await Promise.all(
      bindings.map(async (binding, rank) => ({
        ...binding,
        lastSequence: rank === bindings.length - 1 ? null : binding.lastSequence,
        continuity: continuityName(binding.continuity),
        status: statusWord(
          (await readRegisteredDevice({ provider, devices: registry, ...at }, binding.device)).statusNow,
        ),
      })),
    ),
    publishedCounters: counters,
    block: roots.block,
  };
}

function describe(life: PassportLife): string[] {
  const { batteryPassportIdentifier, batteryStatus, model, chemistry, checkpoint, publishedCounters } = life;
  const { keeper, maker, offeredTo, successor, predecessors, pack, modules } = life;
  return [
    `Battery ${batteryPassportIdentifier} is ${batteryStatus}.`,
    `  passport      ${life.passport}, issued ${timeOf(life.issuedAtS)}`,
    `  made by       ${of(maker)}: ${model}, ${chemistry}`,
    `  rated         ${milli(life.ratedCapacityMicroAh)} Ah, ${milli(life.ratedEnergyMicroWh)} Wh`,
    `  limits        ${limitsOf(life.limits)}`,
    `  kept by       ${of(keeper)}`,
    ...(offeredTo ? [`  offered to    ${of(offeredTo)}`] : []),
    ...(successor === null ? [] : [`  successor     ${successor}`]),
    ...predecessors.map((predecessor) => `  made of       ${predecessor}`),
    ...(pack === null ? [] : [`  in pack       ${pack}`]),
    ...modules.map((module) => `  module        ${module}`),
    ...(life.devices.length === 0 ? ["  no device measures it"] : []),
    ...life.devices.map(
      ({ device, firstSequence, lastSequence, status, continuity }) =>
        `  device        ${device}, ${status}, records ${firstSequence} to ${lastSequence ?? "now"} (${continuity})`,
    ),
    checkpoint === null
      ? "  no checkpoint: nothing says how far its history goes"
      : `  checkpoint    at record ${checkpoint.sequence}, ${checkpoint.recordHash}`,
    ...(publishedCounters === null
      ? ["  its counters are not published"]
      : countersOf(publishedCounters.counters, publishedCounters.sequence)),
  ];
}

function countersOf(counters: CycleCounters, sequence: bigint): string[] {
  const { chargeCount, dischargeCount, numberOfFullCycles, energyThroughputMicroWh, capacityThroughputMicroAh } =
    counters;
  const events = [counters.deepDischargeCount, counters.overChargeCount].map((count) => count ?? "not measured");
  return [
    `  counters      of record ${sequence}: ${chargeCount} charges, ${dischargeCount} discharges, ${numberOfFullCycles} full cycles`,
    `                ${milli(energyThroughputMicroWh)} Wh and ${milli(capacityThroughputMicroAh)} Ah delivered; deep discharges ${events[0]}, over-charges ${events[1]}`,
  ];
}

function limitsOf(limits: OperatingLimits): string {
  const { voltageMinMicroV, voltageMaxMicroV, temperatureMinMilliC, temperatureMaxMilliC } = limits;
  const { chargingTemperatureMinMilliC, chargingTemperatureMaxMilliC } = limits;
  const celsius = (milliC: bigint) => (Number(milliC) / 1_000).toString();
  return `${milli(voltageMinMicroV)} to ${milli(voltageMaxMicroV)} V, ${celsius(temperatureMinMilliC)} to ${celsius(temperatureMaxMilliC)} °C, charging ${celsius(chargingTemperatureMinMilliC)} to ${celsius(chargingTemperatureMaxMilliC)} °C`;
}

/** Millionths as a decimal of at most three places. */
function milli(micro: bigint): string {
  return (Number(micro) / 1e6).toFixed(3).replace(/\.?0+$/, "");
}

function timeOf(timestampS: bigint): string {
  return new Date(Number(timestampS) * 1_000).toISOString().replace(".000Z", "Z");
}

function of({ address, name }: { readonly address: string; readonly name: string }): string {
  return name === "" ? address : `${address} (${name})`;
}

function wordOf(id: bigint): Hex {
  return `0x${id.toString(16).padStart(64, "0")}`;
}

/** Key of an enumeration's member, in camel case. */
function nameIn(members: Readonly<Record<string, number>>, value: number): string {
  const name = Object.keys(members).find((key) => members[key] === value) ?? "unknown";
  return name.charAt(0).toLowerCase() + name.slice(1);
}

const statusName = (status: BatteryStatus) => nameIn(BatteryStatuses, status);
const continuityName = (continuity: PassportRoots["bindings"][number]["continuity"]) => nameIn(Continuity, continuity);
