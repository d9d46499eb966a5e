import {
  addressOfKey,
  fromHex,
  type Hex,
  isHex,
  type NativeSecp256k1,
  recoverAddress,
  type SignedVoucher,
  toHex,
  type Voucher,
  voucherDigester,
} from "../protocol/index.js";

/** Signs vouchers for one account. @param digest What the voucher's signature is over. */
export type VoucherSigner = (voucher: Voucher, digest: Uint8Array) => Hex | Promise<Hex>;

const SIGNATURE_BYTES = 65;
const LOWEST_V = 27;

/** Signs with a key that lies in memory. @param secret 32 bytes. */
export function keySigner(secret: Uint8Array, { sign }: NativeSecp256k1): VoucherSigner {
  const bytes = new Uint8Array(SIGNATURE_BYTES);
  return (_, digest) => {
    const { compact, recovery } = sign(digest, secret);
    bytes.set(compact);
    bytes[SIGNATURE_BYTES - 1] = LOWEST_V + recovery;
    return toHex(bytes);
  };
}

/** True if one certain account signed the digest. */
export type CheckSignature = (digest: Uint8Array, signature: Hex) => boolean;

/**
 * Makes the check of one account's signatures. The first one gives the account's key away; checking by key is a fifth
 * cheaper than finding it each time, and leaves open which of its two forms `v` should have: `presentable` settles that for the
 * few signatures that go to the chain.
 */
export function signaturesOf(account: Hex, { recover, verify }: NativeSecp256k1): CheckSignature {
  let publicKey: Uint8Array | undefined;
  return (digest, signature) => {
    if (!isHex(signature, SIGNATURE_BYTES)) return false;
    const bytes = fromHex(signature);
    const v = bytes[SIGNATURE_BYTES - 1] as number;
    const compact = bytes.subarray(0, SIGNATURE_BYTES - 1);
    if (v !== LOWEST_V && v !== LOWEST_V + 1) return false;
    if (publicKey !== undefined) return verify(digest, compact, publicKey);
    const key = recover(digest, compact, v - LOWEST_V);
    if (key === undefined || addressOfKey(key) !== account || !verify(digest, compact, key)) return false;
    publicKey = key;
    return true;
  };
}

/** A voucher's signature with the `v` that leads to its payer, as the contract wants it; as it is if neither does. */
export function presentable({ voucher, signature }: SignedVoucher, payer: Hex, separator: Hex): Hex {
  const digest = voucherDigester(separator)(voucher);
  const forms = ["1b", "1c"].map((v) => `${signature.slice(0, -2)}${v}` as Hex);
  return forms.find((form) => recoverAddress(digest, form) === payer) ?? signature;
}
