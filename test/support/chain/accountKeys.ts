import { HDNodeWallet, SigningKey } from "ethers";

const MNEMONIC = "test test test test test test test test test test test junk";
const ACCOUNTS = 20;

/** The key of one of the test chain's accounts, for what no wallet would sign. */
export function keyOf({ address }: { readonly address: string }): SigningKey {
  const wallets = Array.from({ length: ACCOUNTS }, (_, index) =>
    HDNodeWallet.fromPhrase(MNEMONIC, undefined, `m/44'/60'/0'/0/${index}`),
  );
  const found = wallets.find((each) => each.address === address);
  if (found === undefined) throw new Error(`${address} is none of the test chain's accounts`);
  return new SigningKey(found.privateKey);
}
