import type { EvidenceFault, EvidenceFaultCode } from "../../../protocol/index.js";
import type { FaultGroup, FaultPlace } from "./judgement.js";

/** Places shown per code. */
const MOST_PLACES = 5;

/** Gathers faults by code, in the order of each code's first appearance. */
export function groupFaults(faults: readonly EvidenceFault[]): FaultGroup[] {
  const groups = new Map<EvidenceFaultCode, { count: number; places: FaultPlace[] }>();
  for (const { code, message, sequence } of faults) {
    const group = groups.get(code) ?? { count: 0, places: [] };
    group.count += 1;
    if (group.places.length < MOST_PLACES) {
      group.places.push(sequence === undefined ? { message } : { message, sequence });
    }
    groups.set(code, group);
  }
  return [...groups].map(([code, group]) => ({ code, ...group }));
}
