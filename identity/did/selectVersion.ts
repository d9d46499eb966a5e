import type { DIDResolutionOptions, ParsedDID } from "did-resolver";
import type { DeviceVersion } from "./versions.js";

/** Which version of a document is wanted; undefined members for the present one. */
export interface VersionWish {
  /** Unix seconds. */
  readonly versionTimeS?: bigint;
  /** As `versionId` of the document's metadata. */
  readonly versionId?: string;
}

const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/;
const VERSION_ID = /^(?:0|[1-9][0-9]{0,14})$/;
const LONGEST_QUERY = 256;

/**
 * What a DID URL's query or the resolution options ask for: `versionTime` (XML date and time in UTC without fractions) or
 * `versionId`, at most one of them and once.
 * @returns Undefined if that cannot be understood; resolving something else instead would be worse than nothing.
 */
export function readVersionWish(
  { query = "" }: Pick<ParsedDID, "query">,
  options: DIDResolutionOptions,
): VersionWish | undefined {
  if (query.length > LONGEST_QUERY) return undefined;
  const asked = [
    ...new URLSearchParams(query).entries(),
    ...(["versionTime", "versionId"] as const)
      .filter((name) => options[name] !== undefined)
      .map((name) => [name, String(options[name])] as const),
  ];
  if (asked.length === 0) return {};
  const [[name, value] = ["", ""], ...more] = asked;
  if (more.length > 0) return undefined;
  if (name === "versionId" && VERSION_ID.test(value)) return { versionId: value };
  if (name !== "versionTime" || !TIME.test(value)) return undefined;
  const time = new Date(value);
  // `Date` takes 30 February for 1 March.
  if (Number.isNaN(time.getTime()) || formatTime(BigInt(time.getTime()) / 1000n) !== value) return undefined;
  return { versionTimeS: BigInt(time.getTime()) / 1000n };
}

/** Position of the wanted version; -1 if there is none. */
export function findVersion(versions: readonly DeviceVersion[], { versionTimeS, versionId }: VersionWish): number {
  if (versionId !== undefined) return versions.findIndex(({ sinceS }) => sinceS.toString() === versionId);
  return versionTimeS === undefined
    ? versions.length - 1
    : versions.findLastIndex(({ sinceS }) => sinceS <= versionTimeS);
}

/** Unix seconds as DID Core writes times: UTC, no fractions. */
export function formatTime(seconds: bigint): string {
  return new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
}
