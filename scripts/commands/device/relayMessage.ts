import { currentAddress, read, readRegisteredDevice, requireBlock } from "../../../evidence/index.js";
import {
  type AwaitedEnrolment,
  DeploymentForeign,
  type DeviceMessage,
  formatDid,
  messageJson,
  parseMessage,
} from "../../../identity/index.js";
import type { Hex } from "../../../protocol/index.js";
import { IDeviceRegistry__factory } from "../../../typechain-types/factories/contracts/interfaces/IDeviceRegistry__factory.js";
import type { ChainAccount } from "../../chain/openAccount.js";
import type { OpenChain } from "../../chain/openChain.js";
import { sendAndTell, type ToldAction } from "../../chain/sendAndTell.js";
import type { WriteFlags } from "../../commandLine/chainOptions.js";
import { readText, SMALL_FILE_BYTES } from "../../commandLine/files.js";
import { printResult } from "../../commandLine/print.js";

/** Reads what `--sign-only` printed. Throws `FileUnreadable`, `FileTooLarge`, `MessageUnreadable`, `SchemaUnsupported`. */
export function readMessage<Type extends DeviceMessage["type"]>(path: string, type: Type) {
  return parseMessage(readText(path, SMALL_FILE_BYTES), type);
}

/** Prints what a device signed. It is JSON in any case, since it goes into a file. */
export function printMessage(message: DeviceMessage): void {
  printResult(messageJson(message), [], { json: true });
}

/** A device now, as far as what it signed is judged by it. */
export interface DeviceNow extends AwaitedEnrolment {
  readonly registry: Hex;
  readonly nowS: bigint;
  /** How many keys it has had. */
  readonly signerCount: bigint;
  /** ERC-7913 bytes of its present key; `0x` before enrolment. */
  readonly signer: Hex;
  readonly p256Verifier: Hex;
}

/** Throws `ContractNotNamed`, `ChainUnreadable`. */
export async function readDeviceNow(chain: OpenChain, device: Hex): Promise<DeviceNow> {
  const { provider, directory } = chain;
  const { number: blockTag, timestamp } = await requireBlock(provider, "latest");
  const registry = await currentAddress({ provider, directory, blockTag }, "DeviceRegistry");
  const contract = IDeviceRegistry__factory.connect(registry, provider);
  const [now, registered, signer, p256Verifier] = await read(`device ${device}`, () =>
    Promise.all([
      contract.deviceOf(device, { blockTag }),
      readRegisteredDevice({ provider, devices: registry, blockTag }, device),
      contract.signerOf(device, { blockTag }),
      contract.P256_VERIFIER({ blockTag }),
    ]),
  );
  const { kind, organisation, owner, statusNow } = registered;
  return {
    kind,
    organisation,
    owner,
    statusNow,
    enrolmentKey: now.enrolmentKey.toLowerCase() as Hex,
    enrolmentExpiresAtS: now.enrolmentExpiresAtS,
    registry,
    nowS: BigInt(timestamp),
    signerCount: now.signerCount,
    signer: signer.toLowerCase() as Hex,
    p256Verifier: p256Verifier.toLowerCase() as Hex,
  };
}

/** Makes sure that something is for the deployment that is open. Throws `DeploymentForeign`. */
export function requireHere(what: string, chain: OpenChain, given: { chainId: bigint; directory: Hex }): void {
  const { chainId, directory } = chain;
  if (given.chainId === chainId && given.directory === directory) return;
  const [givenChainId, givenDirectory] = [given.chainId, given.directory];
  throw new DeploymentForeign(what, { chainId, directory, givenChainId, givenDirectory });
}

/** Who sends, where, and how to tell of it. */
export interface Relayer {
  readonly chain: OpenChain;
  readonly account: ChainAccount;
  readonly flags: WriteFlags;
}

/** Sends what a device signed and tells what came of it. Throws what `sendAndTell` throws. */
export async function relay({ chain, account, flags }: Relayer, device: Hex, action: ToldAction): Promise<void> {
  const { chainId, directory } = chain;
  const result = { device, did: formatDid({ chainId, directory, device }), ...action.result };
  await sendAndTell(chain, account, { ...action, result }, flags);
}
