import type { Delivery, GivenReading } from "../../../deals/index.js";
import { lowerHex, read } from "../../../evidence/index.js";
import {
  DeviceStatus,
  directReport,
  domainSeparator,
  type Hex,
  type SensorReport,
  signatureVerifier,
  structHashOf,
  type VerifyStruct,
} from "../../../protocol/index.js";
import { IDeviceRegistry__factory } from "../../../typechain-types/factories/contracts/interfaces/IDeviceRegistry__factory.js";
import { archivedReadings, judgedByContract } from "./archivedReadings.js";
import type { DeliveriesHere } from "./deliveriesHere.js";
import type { BadRow, ReadingsFile } from "./recordsFile.js";

/** Where readings come from, and who judges them. */
export interface Source {
  readonly readings: readonly GivenReading[];
  readonly bad: readonly BadRow[];
  readonly isSigned: (given: GivenReading) => boolean;
  /** What the contract is asked about those that it does not know. */
  judge<Given extends GivenReading>(
    unknown: readonly Given[],
  ): Promise<{ readonly taken: readonly Given[]; readonly refused: readonly LeftOut[] }>;
  reportsOf(some: readonly GivenReading[]): SensorReport[];
}

/** A reading that is not reported, by the name of what refuses it. */
export type LeftOut = GivenReading & { readonly reason: string };

/** Readings of a file, which the sensors' present keys signed. */
export async function fileSource(here: DeliveriesHere, delivery: Delivery, file: ReadingsFile): Promise<Source> {
  const verifiers = await verifiersOf(here, delivery);
  return {
    ...file,
    isSigned: ({ signed, reading }) =>
      verifiers.get(reading.header.device)?.(structHashOf(reading), signed.signature) ?? false,
    judge: async (taken) => ({ taken, refused: [] }),
    reportsOf: (some) => some.map(({ signed, reading }) => directReport(signed, reading)),
  };
}

/** Readings that stopped oracles anchored. Throws as `archivedReadings`. */
export async function archiveSource(
  here: DeliveriesHere,
  delivery: Delivery,
  folders: readonly string[],
): Promise<Source> {
  const archived = await archivedReadings(here.chain, delivery, folders);
  return {
    ...archived,
    bad: [],
    // Which key counted when a reading was anchored, the contract says.
    isSigned: () => true,
    judge: (unknown) => judgedByContract(here, delivery.delivery, unknown, archived),
  };
}

/** What checks readings of the delivery's sensors; one that is not active speaks for nothing that is not anchored. */
async function verifiersOf({ chain }: DeliveriesHere, { watches }: Delivery): Promise<Map<Hex, VerifyStruct>> {
  const { provider, chainId, directory } = chain;
  const devices = IDeviceRegistry__factory.connect(await chain.contract("DeviceRegistry"), provider);
  const domain = domainSeparator({ chainId, directory });
  const verifiers = new Map<Hex, VerifyStruct>();
  for (const sensor of new Set(watches.map((watch) => watch.sensor))) {
    const [{ status }, signer] = await read(`device ${sensor}`, () =>
      Promise.all([devices.deviceOf(sensor), devices.signerOf(sensor)]),
    );
    if (Number(status) === DeviceStatus.Active) verifiers.set(sensor, signatureVerifier(lowerHex(signer), domain));
  }
  return verifiers;
}
