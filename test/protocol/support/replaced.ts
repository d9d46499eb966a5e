import {
  type ArchivedLeaf,
  type Binding,
  buildEvidence,
  Continuity,
  evidenceSourcesOf,
  type Roots,
} from "../../../protocol/index.js";
import { type TestDevice, testDevice } from "./devices.js";
import { TEST_CHAIN, TEST_PASSPORT } from "./history.js";
import { bindingOf, checkpointOf, ENROLLED_AT_S, makeWorld, type World } from "./world.js";

export interface ReplacedParts {
  readonly devices: readonly [first: TestDevice, second: TestDevice];
  /** In the order of arrival. */
  readonly leaves: readonly ArchivedLeaf[];
  /** Last record of the first device that counts, first of the second one. */
  readonly lastSequence: bigint;
  readonly firstSequence?: bigint;
  /** Leaves among which the checkpointed cycle is the last; none by default. */
  readonly upTo?: readonly ArchivedLeaf[];
}

/** A battery whose second device continues the count of the first. */
export function replacedWorld({ devices, leaves, lastSequence, firstSequence = 1n, upTo = [] }: ReplacedParts): World {
  const [first, second] = devices;
  const world = makeWorld({ device: first, leaves }, testDevice("secp256k1", "stranger"));
  const bindings: Binding[] = [
    bindingOf(first, { lastSequence }),
    bindingOf(second, { firstSequence, boundAtS: ENROLLED_AT_S + 1n, continuity: Continuity.BothDevicesSigned }),
  ];
  const [own] = world.roots.devices;
  if (own === undefined) throw new TypeError("a world has a device");
  const checkpoint = checkpointOf(upTo, undefined);
  const roots: Roots = {
    ...world.roots,
    devices: [
      ...world.roots.devices,
      { ...own, device: second.device, signers: [{ sinceS: ENROLLED_AT_S, signer: second.signer }] },
    ],
    passports: world.roots.passports.map((each) => ({ ...each, bindings, checkpoint })),
  };
  const records = evidenceSourcesOf(bindings, world.batches);
  return { ...world, roots, bundle: buildEvidence({ chain: TEST_CHAIN, passport: TEST_PASSPORT, records }) };
}
