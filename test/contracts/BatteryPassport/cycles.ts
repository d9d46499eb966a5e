import { type Hex, structHashOf } from "../../../protocol/index.js";
import { TestStream } from "../../support/chain/batches.js";
import { cycleContent, cycleProof, enrolBattery, FACTS, PASSPORT } from "../../support/chain/batteries.js";
import { type Consortium, deployConsortium } from "../../support/chain/consortium.js";
import type { DeviceKey } from "../../support/chain/deviceKeys.js";
import type { EnrolledDevice } from "../../support/chain/devices.js";
import { type CycleContent, Recorder, type SignedChargeCycle } from "../../support/chain/recorder.js";

/** The first of the device's records that belongs to the battery. */
export const FIRST_SEQUENCE = 3n;

const CYCLES_FROM_S = 1_700_000_000;

/** A bound battery with six anchored cycles; the passport counts them from `FIRST_SEQUENCE`. */
export async function withCycles(keyOf?: (verifier: Hex) => DeviceKey) {
  const c = await deployConsortium();
  await c.passports.issue(FACTS);
  const enrolled = await enrolBattery(c, keyOf ? { key: keyOf(c.p256Verifier) } : {});
  await c.passports.bind(PASSPORT, enrolled.device, FIRST_SEQUENCE);
  const stream = await TestStream.open(c);
  const contents = [1n, 2n, 3n, 4n, 5n, 6n].map(cycleContent);
  return { ...c, ...(await anchorCycles(c, stream, enrolled, contents)), stream };
}

/** Battery of `withCycles` whose device has a secp256k1 key. */
export const battery = () => withCycles();

/** Has a device record cycles, from its first sequence on, and anchors them in one batch. */
export async function anchorCycles(
  { domain }: Consortium,
  stream: TestStream,
  enrolled: EnrolledDevice,
  contents: readonly CycleContent[],
) {
  const recorder = new Recorder(enrolled, domain);
  const cycles = contents.map((content, index) => recorder.cycle(CYCLES_FROM_S + index + 1, content));
  const batch = await stream.anchor(cycles.map(({ record }) => structHashOf(record)));
  const proofOf = (sequence: number) => cycleProof(cycles[sequence - 1] as SignedChargeCycle, batch);
  return { device: enrolled.device, key: enrolled.key, enrolled, recorder, cycles, batch, proofOf };
}

/** Issues passports to the maker and returns their ids. */
export async function issueNamed({ passports }: Consortium, ...names: readonly string[]): Promise<bigint[]> {
  for (const batteryPassportIdentifier of names) await passports.issue({ ...FACTS, batteryPassportIdentifier });
  return Promise.all(names.map((name) => passports.passportId(name)));
}

/** Issues a successor of `FACTS` with another identifier and returns its id. */
export async function succeed({ passports }: Consortium, predecessors: readonly bigint[], name = "successor") {
  await passports.issueSuccessor({ ...FACTS, batteryPassportIdentifier: name }, 1, [...predecessors]);
  return passports.passportId(name);
}
