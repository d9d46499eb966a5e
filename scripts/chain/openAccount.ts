import {
  isError,
  JsonRpcSigner,
  type TransactionRequest,
  type TypedDataDomain,
  type TypedDataField,
  Wallet,
} from "ethers";
import { read } from "../../evidence/index.js";
import { LONGEST_KEYSTORE, openAccountKeystore, statedAddress } from "../../identity/index.js";
import type { Hex } from "../../protocol/index.js";
import { readText } from "../commandLine/files.js";
import { readPassword } from "../commandLine/password.js";
import { AccountLocked, AccountMissing } from "./errors.js";
import type { OpenChain } from "./openChain.js";

/** Which account a command sends from. */
export interface AccountFlags {
  /** Path of a keystore. */
  readonly account?: string;
  /** An account that the node itself signs for, as development nodes do. */
  readonly from?: Hex;
  readonly passwordFile?: string;
}

/** An account that transactions can be sent from and messages signed by. */
export interface ChainAccount {
  readonly address: Hex;
  /** Sends a transaction whose every member is filled in. @returns Its hash. */
  send(transaction: TransactionRequest): Promise<Hex>;
  /** Signs an EIP-712 struct, which sends nothing. @returns 65 bytes. */
  sign(typed: TypedData): Promise<Hex>;
}

/** An EIP-712 struct with its domain. */
export interface TypedData {
  readonly domain: TypedDataDomain;
  /** Members of the struct by its name, and of those that it refers to. */
  readonly types: Record<string, TypedDataField[]>;
  readonly value: Record<string, unknown>;
}

/**
 * Address of a command's account, which a keystore usually states without its password; undefined if none is named.
 * @throws FileUnreadable, KeystoreInvalid, and what `openAccount` throws if the keystore has to be opened
 */
export async function accountAddress(chain: OpenChain, flags: AccountFlags): Promise<Hex | undefined> {
  const path = keystoreOf(flags);
  if (path === undefined) return flags.from;
  return statedAddress(path, readText(path, LONGEST_KEYSTORE)) ?? (await openAccount(chain, flags)).address;
}

/** The account of `--account`; without `--from`, else that of `WATTPROOF_ACCOUNT`. */
function keystoreOf({ account, from }: AccountFlags): string | undefined {
  return account ?? (from === undefined ? process.env.WATTPROOF_ACCOUNT : undefined);
}

/**
 * The account of a command: a keystore (`--account`, else `WATTPROOF_ACCOUNT`), or one that the node signs for (`--from`).
 * @throws AccountMissing, AccountLocked, ChainUnreadable, FileUnreadable, KeystoreInvalid, PasswordWrong, PasswordMissing
 */
export async function openAccount({ provider }: OpenChain, flags: AccountFlags): Promise<ChainAccount> {
  const { from } = flags;
  const path = keystoreOf(flags);
  if (path !== undefined) {
    const text = readText(path, LONGEST_KEYSTORE);
    const password = await readPassword({ of: `the account ${path}`, file: flags.passwordFile });
    const { secret, address } = await openAccountKeystore(path, text, password);
    const wallet = new Wallet(secret);
    return {
      address,
      send: async (transaction) => {
        const raw = await wallet.signTransaction(transaction);
        return (await provider.send("eth_sendRawTransaction", [raw])) as Hex;
      },
      sign: async ({ domain, types, value }) => (await wallet.signTypedData(domain, types, value)) as Hex,
    };
  }
  if (from === undefined) throw new AccountMissing();
  const unlocked = await read("its accounts", () =>
    provider.send("eth_accounts", []).catch((error: unknown) => {
      // A node without accounts of its own may not know the question.
      if (isError(error, "UNSUPPORTED_OPERATION") || isError(error, "UNKNOWN_ERROR")) return [];
      throw error;
    }),
  );
  if (!Array.isArray(unlocked)) throw new AccountLocked(from);
  if (!unlocked.some((each) => String(each).toLowerCase() === from)) throw new AccountLocked(from);
  const signer = new JsonRpcSigner(provider, from);
  return {
    address: from,
    send: async (transaction) => (await signer.sendUncheckedTransaction(transaction)) as Hex,
    sign: async ({ domain, types, value }) => (await signer.signTypedData(domain, types, value)) as Hex,
  };
}
