import { BrowserProvider } from "ethers";
import { attestReserves } from "../../../demo/chain/treasury.js";
import {
  type ArchivedBatch,
  countersHashOf,
  DeviceKind,
  type Gap,
  type Hex,
  measurementsHashOf,
  packReading,
  passportIdOf,
  type SignedRecord,
  structHashOf,
  structHashOfLeaf,
} from "../../../protocol/index.js";
import { registerAgreement } from "../../support/chain/agreements.js";
import { TestStream, treeOf } from "../../support/chain/batches.js";
import { FACTS } from "../../support/chain/batteries.js";
import { chain, nowS } from "../../support/chain/chain.js";
import { type Consortium, deployConsortium, lower } from "../../support/chain/consortium.js";
import { p256Key } from "../../support/chain/deviceKeys.js";
import { bytes32Of, enrolDevice } from "../../support/chain/devices.js";
import { posted, Recorder, type SignedChargeCycle, type SignedMeterReading } from "../../support/chain/recorder.js";
import { TestArchive } from "./archive.js";
import { cycleContents } from "./cycleContents.js";

export const HOUR_S = 3_600;
export const PRICE = 1_200_000n;
/** What each agreement locks, token units. */
export const ESCROW = 400_000n;
const RATED_W = 5_000;
export const IDENTIFIER = "B/0005 ü";
export const RATED_MICRO_AH = 2_000_000n;

export type Scenario = Awaited<ReturnType<typeof scenario>>;

/** Provider that answers what the shared chain says now. */
export function provider(): BrowserProvider {
  return new BrowserProvider(chain.provider, 31337, { staticNetwork: true, cacheTimeout: -1 });
}

/**
 * Three homes and a battery on a real chain. Home b01 supplies b02 and b03 over four hours; b03's reading of the second
 * hour never comes and is closed by a gap; b02 made none in the third. A second stream's records are archived by nobody.
 */
export async function scenario() {
  const consortium = await deployConsortium();
  const { grid, maker, people, domain, p256Verifier } = consortium;
  const home = (name: string, index: number, key?: ReturnType<typeof p256Key>) =>
    enrolDevice(consortium, {
      name,
      kind: DeviceKind.Meter,
      organisation: grid,
      owner: people[index]?.address ?? "",
      ...(key === undefined ? {} : { key }),
    });
  const b01 = await home("b01", 0);
  const b02 = await home("b02", 1);
  const b03 = await home("b03", 2, p256Key("b03", p256Verifier));
  const key = p256Key("battery", p256Verifier);
  const organisation = maker;
  const battery = await enrolDevice(consortium, {
    name: "battery",
    kind: DeviceKind.Battery,
    organisation,
    owner: maker.address,
    key,
  });
  const startS = Math.floor((await nowS()) / HOUR_S) * HOUR_S - 5 * HOUR_S;

  await fund(consortium, [people[1], people[2]]);
  const token = lower(await consortium.token.getAddress());
  const agree = (importMeter: Hex, index: number) => {
    const [supplier, consumer] = [people[0], people[index]];
    if (supplier === undefined || consumer === undefined) throw new TypeError("The scenario needs three people.");
    return registerAgreement(
      consortium,
      {
        importMeter,
        exportMeter: b01.device,
        consumer: consumer.address,
        supplier: supplier.address,
        startS,
        endS: startS + 24 * HOUR_S,
        settlementPeriodS: HOUR_S,
        noticeS: 0,
        importRatedW: RATED_W,
        token,
        exportRatedW: RATED_W,
        withCertificates: false,
        pricePerKWh: PRICE,
        capWh: 1_000_000n,
        escrow: ESCROW,
        salt: bytes32Of(`agreement ${index}`),
      },
      { consumer, supplier },
    );
  };
  const agreements = { b02: await agree(b02.device, 1), b03: await agree(b03.device, 2) };

  const recorders = {
    b01: new Recorder(b01, domain),
    b02: new Recorder(b02, domain),
    b03: new Recorder(b03, domain),
    battery: new Recorder(battery, domain),
  };
  const readings = meterReadings(recorders, startS);
  const gap: Gap = { type: "Gap", device: b03.device, fromSequence: 3n, toSequence: 3n, reason: 1 };
  const cycles = cycleContents(4).map((content, index) => recorders.battery.cycle(startS + index * HOUR_S, content));

  const archive = new TestArchive();
  const stream = await TestStream.open(consortium);
  const other = await TestStream.open(consortium, "other");
  const batches: ArchivedBatch[] = [];
  const anchor = async (leaves: readonly (SignedRecord | Gap)[]) => batches.push(await archive.anchor(stream, leaves));
  await anchor([...readings.b01, ...readings.b02]);
  await consortium.settlement.open(
    [readings.b01, readings.b02, readings.b03].map((of) => posted(of[0] as SignedMeterReading)),
  );
  await anchor([...readings.b03.slice(0, 2), cycles[0] as SignedRecord, cycles[1] as SignedRecord]);
  await anchor([gap, ...readings.b03.slice(2), cycles[2] as SignedRecord]);
  await archive.anchor(other, [cycles[3] as SignedRecord], { kept: false });

  await consortium.settlement.compile(b01.device, startS, [1, 2]);
  const { code: compiled } = await consortium.settlement.rosterOf(b01.device, startS);
  const settle = (hour: number, of: readonly SignedMeterReading[], by = consortium.stranger) => {
    const [start, end] = [startS + (hour - 1) * HOUR_S, startS + hour * HOUR_S];
    const interval = { startS: BigInt(start), endS: BigInt(end) };
    const roster = [b01.device, b02.device, b03.device];
    const packed = of.map((signed) =>
      packReading(signed, { position: roster.indexOf(signed.record.header.device), ...interval }),
    );
    return consortium.settlement
      .connect(by)
      .settle([{ exportMeter: b01.device, roster: compiled, endS: end, readings: packed }]);
  };
  await settle(1, [at(readings.b01, 1), at(readings.b02, 1), at(readings.b03, 1)]);

  await issuePassport(consortium, battery.device, cycles[2] as SignedChargeCycle, batches);
  return {
    consortium,
    directory: lower(await consortium.directory.getAddress()),
    devices: { b01: b01.device, b02: b02.device, b03: b03.device, battery: battery.device },
    recorders,
    agreements,
    readings,
    gap,
    cycles,
    archive,
    stream,
    other,
    batches,
    settle,
    startS,
  };
}

function at(readings: readonly SignedMeterReading[], index: number): SignedMeterReading {
  const reading = readings[index];
  if (reading === undefined) throw new RangeError(`There is no reading ${index}.`);
  return reading;
}

/** Registers at the end of each hour, Wh; an hour that is left out is skipped or never made. */
function meterReadings(recorders: Record<"b01" | "b02" | "b03", Recorder>, startS: number) {
  const hour = (count: number) => startS + count * HOUR_S;
  const { b01, b02, b03 } = recorders;
  const supplier = [0n, 900n, 2_000n, 2_000n, 2_700n].map((exportWh, index) => b01.read(hour(index), 0n, exportWh));
  const consumer = [
    [0, 0n],
    [1, 400n],
    [2, 1_000n],
    [4, 1_600n],
  ] as const;
  const second = consumer.map(([count, importWh]) => b02.read(hour(count), importWh, 0n));
  const third = [b03.read(hour(0), 0n, 0n), b03.read(hour(1), 801n, 0n)];
  b03.skip(1n);
  third.push(b03.read(hour(3), 2_000n, 5n), b03.read(hour(4), 2_500n, 5n));
  return { b01: supplier, b02: second, b03: third };
}

async function fund(
  { token, settlement, treasury, treasurer }: Consortium,
  accounts: readonly (Consortium["people"][number] | undefined)[],
) {
  const asOfS = BigInt(await nowS());
  await attestReserves(treasury, { amount: 10_000_000n, asOfS, reportHash: bytes32Of("report") });
  const ledger = await settlement.getAddress();
  for (const account of accounts) {
    if (account === undefined) continue;
    await token.connect(treasurer).mint(account, 2_000_000n, bytes32Of(`payment ${account.address}`));
    await token.connect(account).approve(ledger, 2_000_000n);
    await settlement.connect(account).deposit(account, 500_000n);
  }
}

async function issuePassport(
  { passports, maker }: Consortium,
  device: Hex,
  latest: SignedChargeCycle,
  batches: readonly ArchivedBatch[],
) {
  const facts = {
    batteryPassportIdentifier: IDENTIFIER,
    model: "18650",
    chemistry: "NCA",
    ratedCapacityMicroAh: RATED_MICRO_AH,
    ratedEnergyMicroWh: 7_200_000n,
    factoryChargeCount: 0,
    factoryDischargeCount: 0,
    limits: FACTS.limits,
  };
  await passports.connect(maker).issue(facts);
  const passport = passportIdOf(IDENTIFIER);
  await passports.connect(maker).bind(passport, device, 1n);
  const batch = batches[2];
  if (batch === undefined) throw new RangeError("The checkpoint's batch is missing.");
  const { record, signature } = latest;
  await passports.connect(maker).checkpoint(passport, {
    header: record.header,
    measurementsHash: measurementsHashOf(record.measurements),
    countersHash: countersHashOf(record.counters),
    signature,
    stream: batch.stream,
    batchSequence: batch.sequence,
    root: batch.root,
    proof: treeOf(batch.leaves.map(structHashOfLeaf)).getProof([structHashOf(record)]),
  });
}
