import { BatteryStatus, Continuity } from "../../evidence/passport.js";
import type { Binding, CheckpointRoot, PassportRoots, PublishedCounters } from "../../evidence/roots.js";
import type { Hex } from "../../hex.js";
import { passportIdOf } from "../../ids.js";
import { arrayItems, textAt } from "../storage/arrays.js";
import { choiceOf } from "../storage/choices.js";
import { type Reading, together, words } from "../storage/reading.js";
import { mappingSlot, slotBehind } from "../storage/slots.js";
import { hexMemberOf, memberOf } from "../storage/words.js";
import { factsIn } from "./batteryFacts.js";
import {
  BINDING,
  BINDINGS,
  CHECKPOINT,
  CHECKPOINTS,
  FACTS,
  PASSPORT,
  PASSPORTS,
  PREDECESSORS,
  PUBLISHED,
  PUBLISHED_COUNTERS,
} from "./batteryLayout.js";
import { countersOf } from "./cycleCounters.js";

/**
 * A passport with its devices, checkpoint, published counters and kin; undefined if no battery of this identifier has one.
 * @throws SealedStateUnreadable
 */
export function* passportIn(contract: Hex, batteryPassportIdentifier: string): Reading<PassportRoots | undefined> {
  const passport = passportIdOf(batteryPassportIdentifier);
  const slot = mappingSlot(passport, PASSPORTS.slot);
  const head = yield* words(contract, slot, PASSPORT.words);
  // Whoever issues a passport is its maker, and none is ever taken back.
  if (memberOf(head, PASSPORT.members.maker) === 0n) return undefined;
  const name = `passport ${JSON.stringify(batteryPassportIdentifier)}`;
  const facts = yield* factsIn(contract, slot, head, name);
  const bindings = yield* arrayItems(contract, mappingSlot(passport, BINDINGS.slot), BINDING.words);
  const checkpoint = yield* words(contract, mappingSlot(passport, CHECKPOINTS.slot), CHECKPOINT.words);
  const published = yield* words(contract, mappingSlot(passport, PUBLISHED.slot), PUBLISHED_COUNTERS.words);
  const predecessors = yield* arrayItems(contract, mappingSlot(passport, PREDECESSORS.slot), 1);
  const successor = memberOf(head, PASSPORT.members.successor);
  return {
    ...facts,
    status: choiceOf(BatteryStatus, memberOf(head, PASSPORT.members.status), `the status of ${name}`),
    predecessors: yield* together(predecessors.map(([id = 0n]) => identifierIn(contract, id))),
    successor: successor === 0n ? null : yield* identifierIn(contract, successor),
    bindings: bindings.map((each) => bindingOf(each, name)),
    checkpoint: checkpointOf(checkpoint),
    counters: publishedOf(published),
  };
}

/** What a passport calls itself: its facts begin with it. */
function* identifierIn(contract: Hex, passport: bigint): Reading<string> {
  const slot = slotBehind(
    mappingSlot(passport, PASSPORTS.slot),
    PASSPORT.members.facts.slot + FACTS.members.batteryPassportIdentifier.slot,
  );
  return yield* textAt(contract, slot, `the identifier of passport ${passport}`);
}

function bindingOf(binding: readonly bigint[], name: string): Binding {
  const { members } = BINDING;
  return {
    device: hexMemberOf(binding, members.device),
    firstSequence: memberOf(binding, members.firstSequence),
    lastSequence: memberOf(binding, members.lastSequence),
    boundAtS: memberOf(binding, members.boundAtS),
    continuity: choiceOf(Continuity, memberOf(binding, members.continuity), `how a device of ${name} continues it`),
    attestation: hexMemberOf(binding, members.attestation),
  };
}

function checkpointOf(checkpoint: readonly bigint[]): CheckpointRoot | null {
  const { device, sequence, recordHash, countersHash } = CHECKPOINT.members;
  if (memberOf(checkpoint, sequence) === 0n) return null;
  return {
    device: hexMemberOf(checkpoint, device),
    sequence: memberOf(checkpoint, sequence),
    recordHash: hexMemberOf(checkpoint, recordHash),
    countersHash: hexMemberOf(checkpoint, countersHash),
  };
}

function publishedOf(published: readonly bigint[]): PublishedCounters | null {
  const { device, sequence, counters } = PUBLISHED_COUNTERS.members;
  if (memberOf(published, sequence) === 0n) return null;
  return {
    device: hexMemberOf(published, device),
    sequence: memberOf(published, sequence),
    counters: countersOf(published.slice(counters.slot)),
  };
}
