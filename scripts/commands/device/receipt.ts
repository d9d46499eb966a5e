import { kindWord } from "../../../identity/index.js";
import { commitmentOf, type DeviceKind, deviceIdOf, type Hex, newSalt } from "../../../protocol/index.js";

/** What an organisation keeps of a registration: which serial number stands behind the commitment on chain. */
export interface Receipt {
  readonly chainId: bigint;
  readonly directory: Hex;
  readonly organisation: Hex;
  readonly owner: Hex;
  readonly kind: DeviceKind;
  readonly serial: string;
  readonly salt: Hex;
  readonly commitment: Hex;
  readonly device: Hex;
}

export type ReceiptWish = Pick<Receipt, "chainId" | "directory" | "organisation" | "owner" | "kind" | "serial">;

/** A receipt with a new salt: without it nobody can tell the serial number, even by trying all there are. */
export function newReceipt(wish: ReceiptWish): Receipt {
  const salt = newSalt();
  const commitment = commitmentOf(wish.serial, salt);
  return { ...wish, salt, commitment, device: deviceIdOf({ ...wish, commitment }) };
}

/** A receipt as the text of its file. */
export function receiptText({ chainId, kind, ...receipt }: Receipt): string {
  const document = { schema: "wattproof-receipt/1", chainId: chainId.toString(), kind: kindWord(kind), ...receipt };
  return `${JSON.stringify(document, null, 2)}\n`;
}
