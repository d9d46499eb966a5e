import { ADDRESS_BYTES, type Hex, isHex } from "../hex.js";
import { ValidatorSetInvalid } from "./errors.js";

const ZERO_ADDRESS: Hex = `0x${"00".repeat(ADDRESS_BYTES)}`;

/** Addresses in the order in which headers of BFT chains list them: ascending. Leaves the given array as it is. */
export function sortedValidators(validators: readonly Hex[]): Hex[] {
  // Lower-case hex of one length sorts as its bytes do.
  return [...validators].sort();
}

/**
 * Throws unless `validators` are addresses of lower-case hex, one or more, strictly ascending and none of them zero.
 * @throws ValidatorSetInvalid
 */
export function requireValidators(validators: readonly Hex[]): void {
  if (validators.length === 0) throw new ValidatorSetInvalid("there is none");
  validators.forEach((validator, index) => {
    if (!isHex(validator, ADDRESS_BYTES)) {
      throw new ValidatorSetInvalid(`number ${index + 1} is not ${ADDRESS_BYTES} bytes of lower-case 0x hex`);
    }
    if (validator === ZERO_ADDRESS) throw new ValidatorSetInvalid("one is the zero address");
    const before = validators[index - 1];
    if (before === validator) throw new ValidatorSetInvalid(`${validator} is there twice`);
    if (before !== undefined && before > validator) throw new ValidatorSetInvalid("they are not in ascending order");
  });
}
