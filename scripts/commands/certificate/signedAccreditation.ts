import { certificateDomain, type DeviceAccreditation, ENERGY_SOURCES, type Hex } from "../../../protocol/index.js";
import { parseDocument } from "../../../protocol/json/document.js";
import { hex, integer, literal, object, signature, text, uint, uint64, word } from "../../../protocol/json/readers.js";
import type { SignedFor } from "../../chain/signedFor.js";
import { SMALL_FILE_BYTES } from "../../commandLine/files.js";
import { AccreditationUnreadable } from "./errors.js";

/** An accreditation that its issuing body signed, and for which contract. */
export interface SignedAccreditation extends SignedFor {
  readonly accreditation: DeviceAccreditation;
  readonly signature: Hex;
}

const SCHEMA = "wattproof-accreditation/1";
const LONGEST_TEXT = 31;
const MOST_NUMBER = 2 ** 16 - 1;
const MOST_PPM = 1_000_000;

const readFile = object<SignedAccreditation & { schema: typeof SCHEMA }>({
  schema: literal(SCHEMA),
  chainId: uint64(1n),
  contract: hex(20),
  accreditation: object<DeviceAccreditation>({
    device: hex(32),
    number: integer(1, MOST_NUMBER),
    issuingBody: hex(20),
    energySource: word(ENERGY_SOURCES),
    energyCarrier: text(1, LONGEST_TEXT),
    site: hex(32),
    ratedPowerW: uint(48),
    storageEfficiencyPpm: integer(0, MOST_PPM),
    validFromS: uint(48),
    validUntilS: uint(48),
  }),
  signature,
});

/**
 * Reads a signed accreditation of unknown origin. Whether the signature fits, the contract tells.
 * @throws AccreditationUnreadable, SchemaUnsupported
 */
export function parseSignedAccreditation(content: string): SignedAccreditation {
  const unreadable = (reason: string) => new AccreditationUnreadable(reason);
  const { schema: _, ...signed } = parseDocument(
    content,
    { schema: SCHEMA, read: readFile, unreadable },
    {
      longest: SMALL_FILE_BYTES,
    },
  );
  return signed;
}

/** The file as plain values for JSON. */
export const signedAccreditationJson = (signed: SignedAccreditation) => ({ schema: SCHEMA, ...signed });

/** The domain that issuing bodies sign in. */
export function domainOf({ chainId, contract }: SignedFor) {
  const { name, version, verifyingContract } = certificateDomain({ chainId, certificates: contract });
  return { name, version, chainId, verifyingContract };
}
