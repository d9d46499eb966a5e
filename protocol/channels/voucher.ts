import { structDigester } from "../eip712/digest.js";
import { StructPacker } from "../eip712/words.js";
import type { Hex } from "../hex.js";
import type { Keccak256 } from "../merkle/keccak.js";

/** Which register of a meter, as contracts/libraries/MeterRegisters.sol counts it. */
export const Direction = { Import: 0, Export: 1 } as const;
export type Direction = (typeof Direction)[keyof typeof Direction];

/** Words of the directions in JSON and tables, in their order. */
export const DIRECTION_WORDS = ["import", "export"] as const;

/** A cumulative promise: the payer of `direction` owes `amount` in all since the channel opened. */
export interface Voucher {
  readonly channel: Hex;
  readonly direction: Direction;
  /** The meter's register of that direction that the amount is for, Wh. */
  readonly registerWh: bigint;
  /** Token units. */
  readonly amount: bigint;
}

export interface SignedVoucher {
  readonly voucher: Voucher;
  /** `r ‖ s ‖ v`, or what the payer's contract wallet takes for a signature. */
  readonly signature: Hex;
}

/** Members of `Voucher` as EIP-712 tables list them. */
export const VOUCHER_TYPES = {
  Voucher: [
    { name: "channel", type: "bytes32" },
    { name: "direction", type: "uint8" },
    { name: "registerWh", type: "uint64" },
    { name: "amount", type: "uint128" },
  ],
};

const words = StructPacker.of(VOUCHER_TYPES, "Voucher");

/**
 * Makes the digest that a voucher's payer signs.
 * @param separator From `channelDomainSeparator`. @param keccak A faster hash than the one in JavaScript, if there is one.
 * The function it returns throws `IntegerOutOfRange` or `InvalidHex`.
 */
export function voucherDigester(separator: Hex, keccak?: Keccak256): (voucher: Voucher) => Uint8Array {
  const digest = structDigester(separator, keccak);
  return ({ channel, direction, registerWh, amount }) => {
    words.bytes32(0, channel, "channel");
    words.choice(1, direction, Direction.Import, Direction.Export, "direction");
    words.uint64(2, registerWh, "registerWh");
    words.uint128(3, amount, "amount");
    return digest(words);
  };
}
