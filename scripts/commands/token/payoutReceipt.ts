import { commitmentOf, type Hex, newSalt } from "../../../protocol/index.js";
import { parseDocument } from "../../../protocol/json/document.js";
import { hex, literal, object, type Read, text } from "../../../protocol/json/readers.js";
import { readText, SMALL_FILE_BYTES } from "../../commandLine/files.js";
import { PayoutReceiptInvalid } from "./errors.js";

const SCHEMA = "wattproof-payout/1";
const LONGEST_DETAILS_BYTES = 4096;

interface Receipt {
  readonly schema: typeof SCHEMA;
  /** Where the money is to go, in the holder's words. */
  readonly details: string;
  /** Without it the hash could be tried against every account number that there is. */
  readonly salt: Hex;
}

const readReceipt: Read<Receipt> = object<Receipt>({
  schema: literal(SCHEMA),
  details: text(1, LONGEST_DETAILS_BYTES),
  salt: hex(32),
});

/** A receipt as the text of its file, for the treasurer alone, and the hash that the chain gets. */
export interface NewPayoutReceipt {
  readonly text: string;
  readonly payoutHash: Hex;
}

/**
 * A receipt that tells where the money is to go, with a new salt.
 * @param detailsPath File with the account's details, any text.
 * @throws FileUnreadable, FileTooLarge, PayoutReceiptInvalid
 */
export function newPayoutReceipt(detailsPath: string): NewPayoutReceipt {
  const details = readText(detailsPath, LONGEST_DETAILS_BYTES).trim();
  if (details === "") throw new PayoutReceiptInvalid(detailsPath, "the file is empty");
  const salt = newSalt();
  const receipt: Receipt = { schema: SCHEMA, details, salt };
  return { text: `${JSON.stringify(receipt, null, 2)}\n`, payoutHash: commitmentOf(details, salt) };
}

/** Makes sure that a receipt is the one behind a redemption, and returns its details. Throws `PayoutReceiptInvalid`. */
export function requirePayoutReceipt(path: string, payoutHash: Hex): string {
  const unreadable = (reason: string) => new PayoutReceiptInvalid(path, reason);
  const document = readText(path, SMALL_FILE_BYTES);
  const { details, salt } = parseDocument(document, { schema: SCHEMA, read: readReceipt, unreadable });
  if (commitmentOf(details, salt) !== payoutHash) throw unreadable("its hash is another than the redemption's");
  return details;
}
