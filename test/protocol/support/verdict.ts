import {
  type EvidenceReport,
  parseEvidence,
  parseRoots,
  type Roots,
  serializeEvidence,
  serializeRoots,
  verifyEvidence,
  WattproofError,
} from "../../../protocol/index.js";
import type { Json } from "./jsonEdits.js";
import type { World } from "./world.js";

/** Report on evidence and roots after both went through their text form, as files do. */
export function reportOf({ bundle, roots }: Pick<World, "bundle" | "roots">): EvidenceReport {
  return verifyEvidence({
    bundle: parseEvidence(serializeEvidence(bundle)),
    roots: parseRoots(serializeRoots(roots)),
  });
}

/** The bundle's JSON, to be tampered with. */
export function jsonOf({ bundle }: Pick<World, "bundle">): Json {
  return JSON.parse(serializeEvidence(bundle)) as Json;
}

/** Codes with which a bundle's text is refused, in order; none if it is accepted. */
export function codesOfText(text: string, roots: Roots): string[] {
  try {
    return verifyEvidence({ bundle: parseEvidence(text), roots }).faults.map(({ code }) => code);
  } catch (error) {
    if (error instanceof WattproofError) return [error.code];
    throw error;
  }
}

/** Codes with which a bundle's JSON is refused, in order; none if it is accepted. */
export function codesOf(json: Json, roots: Roots): string[] {
  return codesOfText(JSON.stringify(json), roots);
}
