import { WattproofError } from "../errors.js";
import { type Hex, ZERO_HASH } from "../hex.js";
import { countersHashOf } from "../records/structHash.js";
import { BatteryStatus, Continuity } from "./passport.js";
import { compareStandings } from "./published.js";
import type { AnchoredBatch, Binding, DeviceRoots, PassportRoots, Roots } from "./roots.js";
import { spansOf } from "./spans.js";

/** Roots that no chain can have: they say two things that exclude each other. */
export class RootsContradictory extends WattproofError {
  constructor(contradiction: string) {
    super({
      code: "RootsContradictory",
      message: `The roots contradict themselves: ${contradiction}.`,
      next: "Export the roots again from a node that you trust; these were changed, or their node is not to be trusted.",
      facts: { contradiction },
    });
  }
}

/** Checks that roots say nothing that excludes anything else that they say. Throws `RootsContradictory`. */
export function requireConsistent(roots: Roots): void {
  const { block, batches, devices, passports } = roots;
  requireBatches(batches, block.timestampS);
  const signers = new Map<Hex, Hex>();
  requireUnique("device", devices, ({ device }) => device);
  for (const device of devices) requireDevice(device, block.timestampS, signers);
  requireUnique("passport", passports, ({ batteryPassportIdentifier }) => batteryPassportIdentifier);
  requireUnique(
    "device of a passport",
    passports.flatMap(({ bindings }) => bindings),
    ({ device }) => device,
  );
  for (const passport of passports) requirePassport(passport, block.timestampS);
  requireKin(passports);
}

/** Throws if `holds` is false. */
function require(holds: boolean, contradiction: () => string): void {
  if (!holds) throw new RootsContradictory(contradiction());
}

function requireUnique<Item>(what: string, items: readonly Item[], nameOf: (item: Item) => string): void {
  const seen = new Set<string>();
  for (const item of items) {
    const name = nameOf(item);
    require(!seen.has(name), () => `the ${what} ${JSON.stringify(name)} is given twice`);
    seen.add(name);
  }
}

function requireBatches(batches: readonly AnchoredBatch[], readAtS: bigint): void {
  requireUnique("batch", batches, ({ stream, sequence, root }) => `${stream}/${sequence}/${root}`);
  for (const { stream, sequence, fromS, toS, anchoredAtS } of batches) {
    const name = () => `batch ${sequence} of stream ${stream}`;
    require(fromS <= toS, () => `${name()} ends before it begins`);
    require(anchoredAtS <= readAtS, () => `${name()} was anchored after the roots were read`);
  }
}

function requireDevice({ device, signers, statuses }: DeviceRoots, readAtS: bigint, deviceOf: Map<Hex, Hex>): void {
  for (const [what, periods] of [
    ["signers", signers],
    ["statuses", statuses],
  ] as const) {
    periods.forEach(({ sinceS }, index) => {
      const before = periods[index - 1];
      require(before === undefined || before.sinceS < sinceS, () => `the ${what} of device ${device} are not in order`);
      require(sinceS <= readAtS, () => `the ${what} of device ${device} go on after the roots were read`);
    });
  }
  for (const { signer } of signers) {
    const other = deviceOf.get(signer) ?? device;
    require(other === device, () => `the signer ${signer} is of two devices, ${other} and ${device}`);
    deviceOf.set(signer, device);
  }
}

function requirePassport(passport: PassportRoots, readAtS: bigint): void {
  const name = `passport ${JSON.stringify(passport.batteryPassportIdentifier)}`;
  requireBindings(passport.bindings, name, readAtS);
  const { checkpoint, counters } = passport;
  requireWithin(passport, checkpoint, `the checkpoint of ${name}`);
  requireWithin(passport, counters, `the published counters of ${name}`);
  if (counters === null) return;
  require(checkpoint !== null, () => `${name} has published counters and no checkpoint`);
  if (checkpoint === null) return;
  const rankOf = (of: Hex) => passport.bindings.findIndex(({ device }) => device === of);
  const [there, here] = [counters, checkpoint].map(({ device, sequence }) => ({ rank: rankOf(device), sequence }));
  const order = there && here ? compareStandings(there, here) : 0;
  require(order <= 0, () => `the counters of ${name} were published from a record after the checkpoint`);
  require(order < 0 || countersHashOf(counters.counters) === checkpoint.countersHash, () =>
    `the published counters of ${name} are not those of the checkpoint`);
}

function requireBindings(bindings: readonly Binding[], name: string, readAtS: bigint): void {
  bindings.forEach((binding, rank) => {
    const { device, firstSequence, lastSequence, boundAtS, continuity, attestation } = binding;
    const isPresent = rank === bindings.length - 1;
    const before = bindings[rank - 1];
    require(!isPresent || lastSequence === 0n, () => `the present device ${device} of ${name} was replaced`);
    require(isPresent || lastSequence >= firstSequence - 1n, () =>
      `the records of device ${device} of ${name} end before they begin`);
    require(before === undefined || before.boundAtS <= boundAtS, () => `the devices of ${name} are not in order`);
    require(boundAtS <= readAtS, () => `device ${device} of ${name} was bound after the roots were read`);
    require((rank === 0) === (continuity === Continuity.FirstDevice), () =>
      `device ${device} of ${name} continues another, or is not the first`);
    require((attestation !== ZERO_HASH) === (continuity === Continuity.OrganisationAttested), () =>
      `the attestation of device ${device} of ${name} does not fit its continuity`);
  });
}

/** What the chain knows of a record is of a device's records that count. */
function requireWithin(
  { bindings }: PassportRoots,
  known: { readonly device: Hex; readonly sequence: bigint } | null,
  what: string,
): void {
  if (known === null) return;
  const span = spansOf(bindings).find(({ device }) => device === known.device);
  const isWithin =
    span !== undefined && known.sequence >= span.first && (span.last === null || known.sequence <= span.last);
  require(isWithin, () => `${what} is at a record that is not the battery's`);
}

function requireKin(passports: readonly PassportRoots[]): void {
  const byIdentifier = new Map(passports.map((each) => [each.batteryPassportIdentifier, each]));
  for (const { batteryPassportIdentifier: identifier, status, predecessors, successor } of passports) {
    const name = `passport ${JSON.stringify(identifier)}`;
    requireUnique(`predecessor of ${name}`, predecessors, (predecessor) => predecessor);
    require(!predecessors.includes(identifier) && successor !== identifier, () => `${name} takes its own place`);
    require(predecessors.length === 0 || status !== BatteryStatus.Original, () =>
      `${name} is original and was made of others`);
    const later = successor === null ? undefined : byIdentifier.get(successor);
    require(later === undefined || later.predecessors.includes(identifier), () =>
      `${name} names a successor that does not name it`);
    for (const predecessor of predecessors) {
      const earlier = byIdentifier.get(predecessor);
      require(earlier === undefined || earlier.successor === identifier, () =>
        `${name} names a predecessor that does not name it`);
    }
  }
}
