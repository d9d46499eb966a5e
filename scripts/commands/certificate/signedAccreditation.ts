import { certificateDomain, type DeviceAccreditation, type Hex, UnexpectedValue } from "../../../protocol/index.js";
import { parseDocument } from "../../../protocol/json/document.js";
import { hex, integer, literal, object, type Read, text, uint64 } from "../../../protocol/json/readers.js";
import { AccreditationForeign, AccreditationUnreadable } from "./errors.js";

/** An accreditation that its issuing body signed, and for which contract. */
export interface SignedAccreditation {
  readonly chainId: bigint;
  /** Address of `EnergyCertificate`. */
  readonly contract: Hex;
  readonly accreditation: DeviceAccreditation;
  readonly signature: Hex;
}

const SCHEMA = "wattproof-accreditation/1";
const LONGEST_TEXT = 31;
const MOST_NUMBER = 2 ** 16 - 1;
const MOST_PPM = 1_000_000;
/** A contract wallet's signature may be long; few are. */
const LONGEST_SIGNATURE = 16 * 1024;
export const LONGEST_FILE = 64 * 1024;

const signature: Read<Hex> = (value) => {
  const fits = typeof value === "string" && value.length <= LONGEST_SIGNATURE && /^0x(?:[0-9a-f]{2})+$/.test(value);
  if (!fits) throw new UnexpectedValue("lower-case 0x hex of a signature");
  return value as Hex;
};

/** Times and rated power. */
const uint48: Read<bigint> = (value) => {
  const given = uint64()(value);
  if (given >> 48n !== 0n) throw new UnexpectedValue("a decimal string below 2^48");
  return given;
};

const readFile = object<SignedAccreditation & { schema: typeof SCHEMA }>({
  schema: literal(SCHEMA),
  chainId: uint64(1n),
  contract: hex(20),
  accreditation: object<DeviceAccreditation>({
    device: hex(32),
    number: integer(1, MOST_NUMBER),
    issuingBody: hex(20),
    energySource: text(1, LONGEST_TEXT),
    energyCarrier: text(1, LONGEST_TEXT),
    site: hex(32),
    ratedPowerW: uint48,
    storageEfficiencyPpm: integer(0, MOST_PPM),
    validFromS: uint48,
    validUntilS: uint48,
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
      longest: LONGEST_FILE,
    },
  );
  return signed;
}

/** The file as plain values for JSON. */
export const signedAccreditationJson = (signed: SignedAccreditation) => ({ schema: SCHEMA, ...signed });

/** The domain that issuing bodies sign in. */
export function domainOf({ chainId, contract }: Pick<SignedAccreditation, "chainId" | "contract">) {
  const { name, version, verifyingContract } = certificateDomain({ chainId, certificates: contract });
  return { name, version, chainId, verifyingContract };
}

/** Makes sure that something was signed for the deployment that is open. Throws `AccreditationForeign`. */
export function requireHere(
  { chainId, contract }: Pick<SignedAccreditation, "chainId" | "contract">,
  given: SignedAccreditation,
): void {
  if (given.chainId === chainId && given.contract === contract) return;
  throw new AccreditationForeign({ chainId, contract, givenChainId: given.chainId, givenContract: given.contract });
}
