import { structDigester } from "../eip712/digest.js";
import { StructPacker } from "../eip712/words.js";
import { type Hex, toHex } from "../hex.js";

/** What both parties of a channel sign; members and units as contracts/types/Channels.sol has them. */
export interface ChannelTerms {
  /** Owns the meter; pays for what its import register counts. */
  readonly owner: Hex;
  /** Pays for what the export register counts. */
  readonly partner: Hex;
  readonly meter: Hex;
  /** What the owner pays per kWh imported, token units; zero if that direction is not used. */
  readonly importPricePerKWh: bigint;
  /** What the partner pays per kWh exported, token units; zero if that direction is not used. */
  readonly exportPricePerKWh: bigint;
  /** How long newer vouchers may answer a close of one party, s. */
  readonly challengePeriodS: bigint;
  /** Until when the signatures open the channel, Unix seconds. */
  readonly openBeforeS: bigint;
  readonly salt: Hex;
}

/** Members of `ChannelTerms` as EIP-712 tables list them. */
export const CHANNEL_TERMS_TYPES = {
  ChannelTerms: [
    { name: "owner", type: "address" },
    { name: "partner", type: "address" },
    { name: "meter", type: "bytes32" },
    { name: "importPricePerKWh", type: "uint96" },
    { name: "exportPricePerKWh", type: "uint96" },
    { name: "challengePeriodS", type: "uint32" },
    { name: "openBeforeS", type: "uint48" },
    { name: "salt", type: "bytes32" },
  ],
};

const words = StructPacker.of(CHANNEL_TERMS_TYPES, "ChannelTerms");

/**
 * Id of the channel that the terms open: the digest that both parties sign.
 * @param separator From `channelDomainSeparator`. Throws `IntegerOutOfRange` or `InvalidHex`.
 */
export function channelIdOf(separator: Hex, terms: ChannelTerms): Hex {
  words.address(0, terms.owner, "owner");
  words.address(1, terms.partner, "partner");
  words.bytes32(2, terms.meter, "meter");
  words.uint128(3, terms.importPricePerKWh, "importPricePerKWh", 96);
  words.uint128(4, terms.exportPricePerKWh, "exportPricePerKWh", 96);
  words.uint128(5, terms.challengePeriodS, "challengePeriodS", 32);
  words.uint128(6, terms.openBeforeS, "openBeforeS", 48);
  words.bytes32(7, terms.salt, "salt");
  return toHex(structDigester(separator)(words));
}
